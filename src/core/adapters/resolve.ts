/** From a wish to an adapter that is there. Pure: what is there is given. */
import type {AdapterRecord} from "./adapterInfo.js";
import type {AdapterWish, ParsedSetting} from "./wish.js";

/** Where an adapter was found. */
export type AdapterSource = "bundled" | "hearth";

/** An adapter in one of the folders that Hearth knows. */
export interface KnownAdapter {
    /** The file's name without its ending: what the setting calls it by. */
    readonly id: string;
    readonly path: string;
    readonly source: AdapterSource;
    readonly record: AdapterRecord | undefined;
}

/** An adapter to be used: one that is known, or whatever lies at a path. */
export type Resolved =
    | {readonly kind: "known"; readonly adapter: KnownAdapter; readonly scale: number}
    | {readonly kind: "path"; readonly path: string; readonly scale: number};

/**
 * What a setting means with these adapters there. A name that none of them has is taken for a path.
 * @param baseSha256 of the model in force; undefined: not known, and then `auto` finds nothing
 */
export function resolveAdapters(setting: Exclude<ParsedSetting, {kind: "invalid"}>, known: readonly KnownAdapter[], baseSha256: string | undefined): Resolved[] {
    if (setting.kind === "auto") {
        const bundled = baseSha256 === undefined ? [] : known.filter(({source}) => source === "bundled");
        const made = bundled.find(({record}) => record?.base?.sha256 === baseSha256) ?? bundled.find(({record}) => record?.base?.others?.includes(baseSha256 ?? "") === true);
        return made === undefined ? [] : [{kind: "known", adapter: made, scale: 1}];
    }
    return setting.wishes.map((wish) => resolveWish(wish, known));
}

function resolveWish({adapter: name, scale}: Required<AdapterWish>, known: readonly KnownAdapter[]): Resolved {
    const adapter = known.find(({id}) => id === name);
    return adapter === undefined ? {kind: "path", path: name, scale} : {kind: "known", adapter, scale};
}
