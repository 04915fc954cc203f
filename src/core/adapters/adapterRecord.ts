/** Validates the record beside an adapter: it may come from anywhere. */
import {type FimLayout, fimLayoutNamed, fimLayouts} from "../completion/fim.js";
import {adapterErrors} from "./adapterErrors.js";
import type {AdapterRecord, EvaluationResults} from "./adapterInfo.js";

/** Longer texts are no record's; they would only fill a view. */
const mostTextCharacters = 4096;
const mostResults = 256;

/** The record that `json` holds, or undefined when it is none. Fields of the wrong kind are left out; the adapter's own SHA-256 must be there. */
export function parseAdapterRecord(json: string): AdapterRecord | undefined {
    let value: unknown;
    try {
        value = JSON.parse(json);
    } catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
    const fields = asObject(value);
    const sha256 = asHash(fields?.["sha256"]);
    if (fields === undefined || sha256 === undefined)
        return undefined;
    const base = asObject(fields["base"]);
    return {
        sha256,
        ...given("name", asText(fields["name"])),
        ...given("base", base === undefined ? undefined : {...given("name", asText(base["name"])), ...given("sha256", asHash(base["sha256"])), ...given("others", asHashes(base["others"]))}),
        ...given("license", asText(fields["license"])),
        ...given("source", asText(fields["source"])),
        ...given("trainingData", asText(fields["trainingData"])),
        ...given("evaluation", asResults(fields["evaluation"])),
        ...given("layout", asText(fields["layout"]))
    };
}

/**
 * The order of a prompt's parts that the adapter at `file` was trained on, as a part of its use; nothing where its record says none.
 * @throws HearthError `adapter.unknownLayout`: in another order it would say nonsense
 */
export function layoutAsked(record: AdapterRecord | undefined, file: string): {readonly layout?: FimLayout} {
    if (record?.layout === undefined)
        return {};
    const layout = fimLayoutNamed(record.layout);
    if (layout === undefined)
        throw adapterErrors.unknownLayout(file, record.layout, fimLayouts);
    return {layout};
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
}

function asText(value: unknown): string | undefined {
    return typeof value === "string" && value.length <= mostTextCharacters ? value : undefined;
}

function asHash(value: unknown): string | undefined {
    return typeof value === "string" && /^[0-9a-f]{64}$/iu.test(value) ? value.toLowerCase() : undefined;
}

function asHashes(value: unknown): readonly string[] | undefined {
    const found = Array.isArray(value) ? value.map(asHash).filter((each) => each !== undefined) : [];
    return found.length === 0 || found.length > mostResults ? undefined : found;
}

function asResults(value: unknown): EvaluationResults | undefined {
    const entries = Object.entries(asObject(value) ?? {}).filter((entry): entry is [string, number | string] =>
        (typeof entry[1] === "number" && Number.isFinite(entry[1])) || asText(entry[1]) !== undefined);
    // Object.fromEntries defines its own properties, also one that is called __proto__.
    return entries.length === 0 || entries.length > mostResults ? undefined : Object.fromEntries(entries);
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
    return value === undefined ? {} : {[key]: value} as Record<K, V>;
}
