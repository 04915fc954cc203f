/** A file's tests, or what a test file tests, by the habits of their names. */
import {dirname, join, lastPart} from "../resolve.js";

export interface Companions {
    readonly isTest: boolean;
    /** Paths where the other one can be, the likeliest first. */
    readonly paths: readonly string[];
}

/** Where tests are kept that are not beside their subject. */
const testFolders = ["test", "tests", "__tests__", "spec"];
const sourceFolders = ["src", "lib", "source", ""];

export function companionsOf(path: string): Companions {
    const name = lastPart(path), dir = dirname(path);
    const dot = name.indexOf(".");
    const extension = name.slice(name.lastIndexOf("."));
    const stem = dot < 0 ? name : name.slice(0, name.lastIndexOf("."));
    const subject = subjectOf(stem, extension);
    if (subject === undefined)
        return {isTest: false, paths: testsOf(stem, extension, dir)};
    const inSources = mirrored(dir, testFolders, sourceFolders);
    return {isTest: true, paths: [dir, dirname(dir), ...inSources].flatMap((each) => extensionsLike(extension).map((other) => join(each, `${subject}${other}`)))};
}

function subjectOf(stem: string, extension: string): string | undefined {
    return /^(.+)[.](?:test|spec|e2e|cy)$/.exec(stem)?.[1] ?? /^(.+)[-_](?:test|spec)$/.exec(stem)?.[1] ?? /^test_(.+)$/.exec(stem)?.[1] ??
        ([".java", ".kt", ".scala", ".cs", ".php"].includes(extension) ? /^(.+?)(?:Tests?|Spec|IT)$/.exec(stem)?.[1] : undefined);
}

function testsOf(stem: string, extension: string, dir: string): string[] {
    const names = [`${stem}.test`, `${stem}.spec`, `${stem}_test`, `${stem}_spec`, `test_${stem}`, `${stem}Test`, `${stem}Tests`, `${stem}Spec`];
    const dirs = [dir, join(dir, "__tests__"), join(dir, "tests"), ...mirrored(dir, sourceFolders.slice(0, 3), testFolders)];
    return dirs.flatMap((each) => names.map((name) => join(each, `${name}${extension}`)));
}

/** The directory with one of the `from` folders in its path replaced by each of the `to` ones. */
function mirrored(dir: string, from: readonly string[], to: readonly string[]): string[] {
    const parts = dir.split("/");
    const at = parts.findIndex((part) => from.includes(part));
    if (at < 0)
        return to.map((folder) => join(folder, dir));
    const whole = to.map((folder) => join(...parts.slice(0, at), folder, ...parts.slice(at + 1)));
    // src/test/java mirrors src/main/java.
    return [...whole, join(...parts.map((part) => part === "main" ? "test" : part === "test" ? "main" : part)), ...to.map((folder) => join(...parts.slice(0, at), folder, "unit", ...parts.slice(at + 1)))];
}

function extensionsLike(extension: string): string[] {
    return [".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs"].includes(extension) ? [extension, ".ts", ".tsx", ".js"] : [extension];
}
