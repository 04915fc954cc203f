/** The setting `hearth.adapter`: what a person wishes for, before anything is looked up. */
import {scaleRange} from "./use.js";

/** One adapter and how loud it speaks, as it stands in the setting. */
export interface AdapterWish {
    /** The name of one in a folder that Hearth knows, or a path: absolute, or relative to the workspace folder. */
    readonly adapter: string;
    /** 1 when left out. */
    readonly scale?: number;
}

/** `auto`: the adapter that was made for the model in force, if there is one; `none`: the model alone. */
export type AdapterSetting = string | readonly AdapterWish[];

export type ParsedSetting =
    | {readonly kind: "auto"}
    | {readonly kind: "named"; readonly wishes: readonly Required<AdapterWish>[]}
    | {readonly kind: "invalid"; readonly why: string};

/** Makes sense of the setting's value, which may be anything that stands in a settings file. `none` is a list of no adapters. */
export function parseAdapterSetting(value: unknown): ParsedSetting {
    if (value === "auto" || value === "")
        return {kind: "auto"};
    if (value === "none")
        return {kind: "named", wishes: []};
    if (typeof value === "string")
        return {kind: "named", wishes: [{adapter: value, scale: 1}]};
    if (!Array.isArray(value))
        return {kind: "invalid", why: "it is neither a name nor a list of adapters"};
    const wishes: Required<AdapterWish>[] = [];
    for (const item of value as unknown[]) {
        const wish = parseWish(item);
        if (typeof wish === "string")
            return {kind: "invalid", why: wish};
        wishes.push(wish);
    }
    return {kind: "named", wishes};
}

function parseWish(item: unknown): Required<AdapterWish> | string {
    const {adapter, scale = 1} = (typeof item === "object" && item !== null ? item : {}) as Partial<Record<string, unknown>>;
    if (typeof adapter !== "string" || adapter === "")
        return "an entry has no adapter's name or path";
    if (typeof scale !== "number" || !(scale >= scaleRange.least && scale <= scaleRange.most))
        return `the scale of “${adapter}” is not a number from ${scaleRange.least} to ${scaleRange.most}`;
    return {adapter, scale};
}
