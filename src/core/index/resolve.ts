/**
 * Which file of the workspace an import means, where the language's rules say it by paths alone: relative paths, tsconfig's `paths`, a workspace's own packages,
 * Python packages, Go modules, C includes, and source roots that follow packages (Java, Kotlin, Scala, PHP, Rust).
 */
import type {SourceImport} from "./types.js";

/** What a folder's configuration files say; directories are relative to it, without a slash at the end, the folder itself is empty. */
export interface ResolveConfig {
    /** By the directory of the tsconfig: it holds for what is below. */
    readonly tsPaths: ReadonlyMap<string, TsPaths>;
    /** The longest module name first. */
    readonly goModules: readonly {readonly dir: string; readonly module: string}[];
    /** Directories of the workspace's own packages, by name. */
    readonly packages: ReadonlyMap<string, string>;
}

export interface TsPaths {
    /** What the targets are relative to. */
    readonly base: string;
    /** Whether `base` was set as `baseUrl`: then bare names are looked for there, too. */
    readonly isBaseUrl: boolean;
    readonly paths: Readonly<Record<string, readonly string[]>>;
}

export const emptyConfig: ResolveConfig = {tsPaths: new Map(), goModules: [], packages: new Map()};

/** The files of one workspace folder, as a resolver sees them. */
export interface PathSet {
    has(path: string): boolean;
    /** The first file in a directory by name that the predicate takes. */
    firstIn(dir: string, wanted: (name: string) => boolean): string | undefined;
}

/** Paths without extension that an import can mean, the likeliest first; one that ends with `/` means a directory of Go files. */
export type ImportBases = readonly string[];

const scriptExtensions = ["ts", "tsx", "d.ts", "mts", "cts", "js", "jsx", "mjs", "cjs", "json", "svelte", "vue"];
const scriptIndexNames = scriptExtensions.map((extension) => `index.${extension}`);
const extensionsOf: Readonly<Record<string, readonly string[]>> = {
    python: ["py", "pyi"], rust: ["rs"], java: ["java", "kt"], kotlin: ["kt", "java"], scala: ["scala", "java"], php: ["php"], ruby: ["rb"], lua: ["lua"], haskell: ["hs"],
    ocaml: ["ml"], shellscript: ["sh"], powershell: ["psm1", "ps1"], zig: ["zig"], css: ["css"], csharp: ["cs"]
};
const indexNames: Readonly<Record<string, readonly string[]>> = {python: ["__init__.py", "__init__.pyi"], rust: ["mod.rs"], lua: ["init.lua"]};
const scriptLanguages = new Set(["typescript", "typescriptreact", "javascript", "javascriptreact", "svelte", "vue", "html"]);

export function basesOf(found: Pick<SourceImport, "specifier">, from: string, languageId: string, config: ResolveConfig): ImportBases {
    const {specifier} = found;
    const dir = dirname(from);
    if (scriptLanguages.has(languageId))
        return scriptBases(specifier, dir, config);
    switch (languageId) {
        case "python":
            return pythonBases(specifier, dir);
        case "go":
            return goBases(specifier, config);
        case "rust":
            return rustBases(specifier, from);
        case "java": case "kotlin": case "scala": case "php": case "haskell": case "csharp":
            return ancestors(dir).map((above) => join(above, specifier.replaceAll(".", "/")));
        case "lua":
            return ancestors(dir).map((above) => join(above, specifier.includes("/") ? specifier : specifier.replaceAll(".", "/")));
        case "c": case "cpp":
            return [join(dir, specifier), ...ancestors(dir).flatMap((above) => [join(above, specifier), join(above, `include/${specifier}`)])];
        case "ruby": case "shellscript": case "css": case "zig": case "powershell":
            return [join(dir, specifier), ...ancestors(dir).flatMap((above) => [join(above, specifier), join(above, `lib/${specifier}`)])];
        default:
            return [];
    }
}

/** The file that the first base with one means. */
export function resolveBases(bases: ImportBases, languageId: string, files: PathSet): string | undefined {
    for (const base of bases) {
        const found = base.endsWith("/") ? files.firstIn(base.slice(0, -1), (name) => name.endsWith(".go") && !name.endsWith("_test.go")) : resolveBase(base, languageId, files);
        if (found !== undefined)
            return found;
    }
    return undefined;
}

/** Asked for every import of every file: candidates are made one at a time, the likeliest first. `base` is normalized. */
function resolveBase(base: string, languageId: string, files: PathSet): string | undefined {
    const isScript = scriptLanguages.has(languageId);
    if (base.includes(".") && files.has(base))
        return base;
    // `./x.js` means x.ts, and in a package's declarations `./x.ts` means x.d.ts.
    const bare = isScript ? base.replace(/\.[mc]?[jt]sx?$/, "") : base;
    for (const extension of isScript ? scriptExtensions : extensionsOf[languageId] ?? []) {
        const file = `${bare}.${extension}`;
        if (files.has(file))
            return file;
    }
    for (const name of isScript ? scriptIndexNames : indexNames[languageId] ?? []) {
        const file = base === "" ? name : `${base}/${name}`;
        if (files.has(file))
            return file;
    }
    return undefined;
}

/**
 * The word by which a new or removed file is matched with the imports that may mean it: the last part of the bases. `*` where they differ: such an import is
 * looked at again whenever any file comes or goes.
 */
export function stemOf(bases: ImportBases): string {
    const stems = new Set(bases.map((base) => withoutExtension(lastPart(base.replace(/\/$/, "")))));
    return stems.size === 1 ? [...stems][0] ?? "" : stems.size === 0 ? "" : "*";
}

/** The stems of the imports that may mean a file. */
export function stemsOfFile(path: string): string[] {
    const name = lastPart(path);
    const dir = lastPart(dirname(path));
    const isIndex = /^(index|__init__|mod|init)\./.test(name) || name.endsWith(".go");
    return [...new Set([withoutExtension(name), name.replace(/\.d\.[mc]?ts$/, ""), ...isIndex ? [dir] : [], "*"])];
}

/** Whether what a file says changes how imports are resolved. */
export function isResolveConfig(path: string): boolean {
    return /^(tsconfig[\w.-]*\.json|jsconfig\.json|package\.json|go\.mod)$/.test(lastPart(path));
}

function scriptBases(specifier: string, dir: string, config: ResolveConfig): string[] {
    const path = specifier.replace(/[?#].*$/, "");
    if (/^\.{1,2}(\/|$)/.test(path))
        return [join(dir, path)];
    if (path.startsWith("/"))
        return [];
    const paths = config.tsPaths.size === 0 ? undefined : ancestors(dir).map((above) => config.tsPaths.get(above)).find((each) => each !== undefined);
    return [...paths === undefined ? [] : mapped(path, paths), ...packageBases(path, config)];
}

/** Where tsconfig's `paths` lead: the longest prefix wins. */
function mapped(specifier: string, {paths, base, isBaseUrl}: TsPaths): string[] {
    const patterns = Object.keys(paths).map((pattern) => pattern.split("*")).filter(([before = "", after]) =>
        after === undefined ? specifier === before : specifier.startsWith(before) && specifier.endsWith(after)).sort((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0));
    const best = patterns[0];
    const star = best?.[1] === undefined ? "" : specifier.slice(best[0]?.length ?? 0, specifier.length - best[1].length);
    const targets = best === undefined ? [] : (paths[best.join("*")] ?? []).map((target) => join(base, target.replace("*", () => star)));
    return [...targets, ...isBaseUrl ? [join(base, specifier)] : []];
}

function packageBases(specifier: string, {packages}: ResolveConfig): string[] {
    if (packages.size === 0)
        return [];
    for (let name = specifier; name !== ""; name = dirname(name)) {
        const dir = packages.get(name);
        if (dir === undefined)
            continue;
        const rest = specifier.slice(name.length + 1) || "index";
        return [join(dir, `src/${rest}`), join(dir, rest), join(dir, `lib/${rest}`)];
    }
    return [];
}

function pythonBases(specifier: string, dir: string): string[] {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const rest = specifier.slice(dots).replaceAll(".", "/");
    if (dots === 0)
        return ancestors(dir).flatMap((above) => [join(above, rest), join(above, `src/${rest}`)]);
    let base = dir;
    for (let i = 1; i < dots; i++)
        base = dirname(base);
    return [join(base, rest)];
}

function goBases(specifier: string, {goModules}: ResolveConfig): string[] {
    return goModules.filter(({module}) => specifier === module || specifier.startsWith(`${module}/`))
        .map(({dir, module}) => `${join(dir, specifier.slice(module.length + 1))}/`);
}

function rustBases(specifier: string, from: string): string[] {
    const [first = "", ...rest] = specifier.split("::").map((part) => part.trim());
    const isRoot = /(^|\/)(mod|lib|main)\.rs$/.test(from);
    // A module's children lie beside mod.rs, else in a folder of the module's name.
    const own = isRoot ? dirname(from) : from.replace(/\.rs$/, "");
    const start = first === "crate" ? crateRoot(from) : first === "self" ? own : first === "super" ? dirname(isRoot ? dirname(`${own}/x`) : own) : undefined;
    if (start === undefined || rest.length === 0)
        return [];
    // The last part may be an item of the module before it.
    return [join(start, rest.join("/")), ...rest.length > 1 ? [join(start, rest.slice(0, -1).join("/"))] : []];
}

function crateRoot(from: string): string {
    const at = from.lastIndexOf("src/");
    return at < 0 ? dirname(from) : from.slice(0, at + 3);
}

/** A directory and all above it, the nearest first, the folder itself (empty) last. */
function ancestors(dir: string): string[] {
    const all = [dir];
    for (let at = dir; at !== "";) {
        at = dirname(at);
        all.push(at);
    }
    return all;
}

export function dirname(path: string): string {
    const at = path.lastIndexOf("/");
    return at < 0 ? "" : path.slice(0, at);
}

export function lastPart(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1);
}

function withoutExtension(name: string): string {
    return name.replace(/\.(d\.[mc]?ts|[mc]?[jt]sx?|json|svelte|vue|pyi?|rs|java|kts?|scala|php|rb|lua|hs|ml|sh|psm?1|zig|css|cs|h|hh|hpp|hxx|c|cc|cpp|cxx|go)$/, "");
}

/** Joins and normalizes; what leads out of the folder keeps its `..` and so means no file of it. */
export function join(...parts: readonly string[]): string {
    const out: string[] = [];
    for (const part of parts.join("/").split("/")) {
        if (part === "" || part === ".")
            continue;
        if (part === ".." && out.length > 0 && out.at(-1) !== "..")
            out.pop();
        else
            out.push(part);
    }
    return out.join("/");
}
