/** Reads what configuration files say of where imports lead: tsconfig and jsconfig, package.json, go.mod. */
import {dirname, join, lastPart, type ResolveConfig, type TsPaths} from "./resolve.js";

/** @param files configuration files by their path in the folder; what can't be read is left out, as the tools themselves would complain about it */
export function resolveConfigOf(files: ReadonlyMap<string, string>): ResolveConfig {
    const tsPaths = new Map<string, TsPaths>(), goModules: {dir: string; module: string}[] = [], packages = new Map<string, string>();
    for (const [path, text] of files) {
        const name = lastPart(path);
        if (name === "go.mod") {
            const module = /^module\s+(\S+)/m.exec(text)?.[1];
            if (module !== undefined)
                goModules.push({dir: dirname(path), module});
        } else if (name === "package.json") {
            const value = parseJsonWithComments(text);
            if (isRecord(value) && typeof value["name"] === "string" && value["name"] !== "")
                packages.set(value["name"], dirname(path));
        } else if (/^(tsconfig|jsconfig)\.json$/.test(name)) {
            const found = tsPathsOf(path, files);
            // Beside a tsconfig a jsconfig says nothing more.
            if (found !== undefined && (name === "tsconfig.json" || !tsPaths.has(dirname(path))))
                tsPaths.set(dirname(path), found);
        }
    }
    return {tsPaths, packages, goModules: goModules.sort((a, b) => b.module.length - a.module.length)};
}

/** A tsconfig's paths, or those of what it extends. */
function tsPathsOf(path: string, files: ReadonlyMap<string, string>): TsPaths | undefined {
    let at = path;
    // Longer chains are circles.
    for (let depth = 0; depth < 8; depth++) {
        const value = parseJsonWithComments(files.get(at) ?? "");
        if (!isRecord(value))
            return undefined;
        const options = isRecord(value["compilerOptions"]) ? value["compilerOptions"] : {};
        const baseUrl = typeof options["baseUrl"] === "string" ? options["baseUrl"] : undefined;
        const paths = isRecord(options["paths"]) ? options["paths"] : undefined;
        if (baseUrl !== undefined || paths !== undefined)
            return {base: join(dirname(at), baseUrl ?? "."), isBaseUrl: baseUrl !== undefined, paths: stringLists(paths ?? {})};
        const parent: unknown = value["extends"];
        if (typeof parent !== "string" || !parent.startsWith("."))
            return undefined;
        const base = join(dirname(at), parent);
        at = base.endsWith(".json") ? base : `${base}.json`;
    }
    return undefined;
}

function stringLists(value: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
    return Object.fromEntries(Object.entries(value).flatMap(([key, list]): [string, readonly string[]][] =>
        Array.isArray(list) ? [[key, list.filter((item): item is string => typeof item === "string")]] : []));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON with comments and trailing commas, as tsconfig files are; undefined for what is none. */
export function parseJsonWithComments(text: string): unknown {
    // What is not closed is taken to its end: looked for anew from each quote and each comment's beginning, a megabyte of them would take hours.
    const plain = text.replaceAll(/("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (_whole, quoted: string | undefined) => quoted ?? "")
        .replaceAll(/("(?:[^"\\\n]|\\.)*"?)|,(?=\s*[}\]])/g, (_whole, quoted: string | undefined) => quoted ?? "");
    try {
        return JSON.parse(plain) as unknown;
    } catch {
        // A file that is being edited: it counts again once it can be read.
        return undefined;
    }
}
