/** Names that others chose: none of them leads out of the folder that it is for, or off this machine. */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {fileNameOf} from "../../../src/core/adapters/fileName.js";
import {IgnoreRules} from "../../../src/core/index/ignoreRules.js";
import {basesOf, dirname, join, lastPart, type PathSet, resolveBases, stemOf, stemsOfFile} from "../../../src/core/index/resolve.js";
import {resolveConfigOf} from "../../../src/core/index/resolveConfig.js";
import {IndexedFolder} from "../../../src/indexer/folder.js";
import {openPeftFolder, readConfig} from "../../../src/system/adapters/peftFolder.js";
import {listOllamaModels} from "../../../src/system/models/ollama.js";
import {isLocalPath} from "../../../src/system/models/paths.js";
import {patience, runs} from "./runs.js";

const parts = fc.constantFrom("..", ".", "/", "//", "\\", "a", "b.ts", "..a", "a..", "...", "con", "nul.txt", "com¹", "lpt9", " ", "\0", ":", "C:", "~", "%2e%2e", "\u202e", "ü", "u\u0308", "𝒳", "\ud835", "-", "*");
const hostile = fc.oneof({weight: 3, arbitrary: fc.array(parts, {maxLength: 12}).map((all) => all.join(""))}, fc.string({unit: "binary", maxLength: 200}));
/** A file's path in a folder as the file system gives it. */
const inside = fc.array(fc.constantFrom("a", "b", "src", "..a", "...", "x.ts", "index.ts", "mod.rs", " "), {minLength: 1, maxLength: 5}).map((names) => names.join("/"));

const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-paths-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe("an adapter's name", () => {
    it("is a file's name in its folder, on every system", {timeout: patience}, () => {
        fc.assert(fc.property(hostile, (name) => {
            const file = fileNameOf(name);
            for (const each of [path.posix, path.win32])
                expect(each.dirname(each.resolve("/folder", `${file}.gguf`))).toBe(each.resolve("/folder"));
            expect(file).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._ -]*$/u);
            // Windows' devices, and blanks and dots that it takes off.
            expect(file).not.toMatch(/^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?: *\.|$)|[ .]$/iu);
            // With its endings and its temporary ones it has room in what a file system allows, and is read back as it was written.
            expect(Buffer.byteLength(file)).toBeLessThanOrEqual(245);
            expect(file.isWellFormed()).toBe(true);
            expect(fileNameOf(file)).toBe(file);
        }), {numRuns: runs(1_500), examples: [["com¹"], [`a${"𝒳".repeat(50)}`], ["中".repeat(100)], ["CON.tar.gz"], ["..\\..\\a"]]});
    });
});

describe("a path in a workspace", () => {
    it("is never one above it", {timeout: patience}, () => {
        fc.assert(fc.property(fc.array(hostile, {maxLength: 4}), (given) => {
            const joined = join(...given), [first, ...rest] = joined.split("/");
            expect(rest.includes("..") && first !== "..").toBe(false);
            expect(joined.startsWith("/")).toBe(false);
            const expected = path.posix.join("", ...given.map((each) => each.replace(/^\/+/, ""))).replace(/\/$/, "").replace(/^\.$/, "");
            expect(joined).toBe(expected);
            expect(`${dirname(joined)}/${lastPart(joined)}`.replace(/^\//, "")).toBe(joined);
        }), {numRuns: runs(1_000)});
    });

    it("is the folder's only when it lies there", {timeout: patience}, () => {
        const indexed = new IndexedFolder(1, path.join(folder, "w"), [], []);
        fc.assert(fc.property(hostile, (given) => {
            const file = path.join(indexed.root, given.replaceAll("\0", ""));
            const relative = indexed.relative(file);
            expect(relative === undefined).toBe(file !== indexed.root && file !== `${indexed.root}/` && !file.startsWith(`${indexed.root}/`));
            if (relative === undefined)
                return;
            expect(relative.split("/").includes("..")).toBe(false);
            expect(path.join(indexed.absolute(relative), "/")).toBe(path.join(file, "/"));
        }), {numRuns: runs(600)});
    });

    it("that is ignored stays so below what is ignored, and none makes the rules fail", {timeout: patience}, () => {
        const pattern = fc.oneof(hostile, fc.constantFrom("a", "/a", "a/", "!a", "*.ts", "**/b", "!**", "[", "\\", "a/**", "#", " "));
        fc.assert(fc.property(fc.array(pattern, {maxLength: 4}), fc.array(pattern, {maxLength: 4}), fc.oneof(inside, hostile.filter((text) => text !== "")), fc.boolean(), (own, text, file, isDirectory) => {
            const rules = IgnoreRules.of(own), more = rules.with({dir: "", text: text.join("\n")}, true).with({dir: "src", text: text.join("\n")}, true);
            // What the user leaves out, no ignore file brings back.
            if (rules.ignores(file, isDirectory))
                expect(more.ignores(file, isDirectory)).toBe(true);
            expect(more.ignores(`${dirname(file) === "" ? "" : `${dirname(file)}/`}node_modules`, true)).toBe(true);
        }), {numRuns: runs(600)});
    });
});

describe("an import", () => {
    const languageId = fc.constantFrom("typescript", "python", "go", "rust", "java", "lua", "c", "ruby", "svelte", "constructor", "__proto__");
    const specifier = fc.oneof(hostile, fc.array(fc.constantFrom(".", "..", "/", "@/", "a", "b", "crate", "self", "super", "::", "m/", "$&", "*", "p"), {minLength: 1, maxLength: 8}).map((all) => all.join("")));
    const config = fc.record({
        "tsconfig.json": fc.record({compilerOptions: fc.record({baseUrl: fc.option(hostile, {nil: undefined}), paths: fc.dictionary(fc.oneof(hostile, fc.constantFrom("@/*", "*", "a*b", "__proto__")), fc.array(fc.oneof(hostile, fc.constant("../*"))))})}),
        "package.json": fc.record({name: fc.oneof(hostile, fc.constantFrom("p", "..", "a/b"))})
    }).map((files) => resolveConfigOf(new Map([...Object.entries(files).map(([name, value]): [string, string] => [name, JSON.stringify(value)]), ["m/go.mod", "module m\n"]])));

    it("means a file of the workspace or none, and looks at no path outside of it", {timeout: patience}, () => {
        fc.assert(fc.property(specifier, inside, languageId, config, fc.array(inside, {maxLength: 6}), (given, from, language, resolve, files) => {
            const known: PathSet = {has: (file) => files.includes(file), firstIn: (dir, wanted) => files.find((file) => dirname(file) === dir && wanted(lastPart(file)))};
            const bases = basesOf({specifier: given}, from, language, resolve);
            const target = resolveBases(bases, language, known);
            expect(target === undefined || files.includes(target)).toBe(true);
            for (const base of bases)
                expect(base).not.toMatch(/^\/[^]|[^.]\/\.\.\//);
            // A file that comes later is looked for under one of its own names.
            if (target !== undefined)
                expect([...stemsOfFile(target), "*"]).toContain(stemOf(bases));
        }), {numRuns: runs(800)});
    });

    it("keeps every character of what a star stands for", {timeout: patience}, () => {
        const paths = resolveConfigOf(new Map([["tsconfig.json", JSON.stringify({compilerOptions: {paths: {"@/*": ["src/*"]}}})]]));
        fc.assert(fc.property(fc.array(fc.constantFrom("$", "&", "$&", "$$", "a", "'", "`", "1"), {minLength: 1, maxLength: 6}).map((all) => all.join("")), (rest) => {
            expect(basesOf({specifier: `@/${rest}`}, "x.ts", "typescript", paths)).toEqual([`src/${rest}`]);
        }), {numRuns: runs(100)});
    });
});

describe("a model's path", () => {
    it("is on this machine's disk, on Windows and elsewhere", {timeout: patience}, () => {
        const odd = fc.array(fc.constantFrom("/", "\\", "?", ".", "UNC", "C:", "c:", "http:", "hf:", "server", "share", "a", "\0"), {maxLength: 9}).map((all) => all.join(""));
        fc.assert(fc.property(fc.oneof(odd, hostile), (given) => {
            if (isLocalPath(given, "linux"))
                expect(given).toMatch(/^\/[^\0]*$/);
            if (isLocalPath(given, "win32")) {
                // A drive's, by itself or behind the prefix of long paths.
                expect(given).toMatch(/^(?:[\\/]{2}[?.][\\/])?[a-z]:[\\/][^\0]*$/i);
            }
        }), {numRuns: runs(2_000)});
    });

    it("in Ollama's store is one of its blobs, whatever a manifest says", {timeout: patience}, async () => {
        const store = path.join(folder, "ollama"), manifests = path.join(store, "manifests", "registry.ollama.ai", "library", "m"), digest = "ab".repeat(32);
        mkdirSync(manifests, {recursive: true});
        mkdirSync(path.join(store, "blobs"));
        for (const name of [path.join("blobs", `sha256-${digest}`), "secret"])
            writeFileSync(path.join(store, name), "x");
        const named = fc.oneof(fc.constantFrom(`sha256:${digest}`, `sha256:../secret`, `../secret`, "sha256-/../../secret", `sha256:${digest}/../../secret`, `sha256:${digest}\n`), hostile.map((text) => `sha256:${text}`));
        const manifest = fc.oneof(fc.record({layers: fc.array(fc.record({mediaType: fc.constantFrom("application/vnd.ollama.image.model", "x"), digest: fc.oneof(named, fc.jsonValue())}))}), fc.jsonValue());
        await fc.assert(fc.asyncProperty(manifest, async (value) => {
            writeFileSync(path.join(manifests, "latest"), JSON.stringify(value));
            for (const model of await listOllamaModels(store))
                expect(model).toEqual({label: "m:latest", path: path.join(store, "blobs", `sha256-${digest}`), sha256: digest});
        }), {numRuns: runs(150)});
    });
});

describe("a folder with an adapter", () => {
    beforeAll(() => {
        mkdirSync(path.join(folder, "outside"));
        writeFileSync(path.join(folder, "outside", "secret.json"), "{}");
    });

    it("gives no file that lies elsewhere, whatever its links say", {timeout: patience}, async () => {
        let number = 0;
        const way = fc.oneof(fc.constantFrom("../outside/secret.json", "../outside", "..", ".", "real.json", "../../../etc/passwd", "./real.json", "adapter_config.json", "../outside/../outside/secret.json"), fc.constant(path.join(folder, "outside", "secret.json")));
        await fc.assert(fc.asyncProperty(way, async (target) => {
            const at = path.join(folder, `adapter${String(number++)}`);
            mkdirSync(at);
            writeFileSync(path.join(at, "real.json"), JSON.stringify({peft_type: "LORA", r: 4, lora_alpha: 8, target_modules: ["q_proj"]}));
            symlinkSync(target, path.join(at, "adapter_config.json"));
            const read = readConfig(await openPeftFolder(at));
            if (path.resolve(at, target) === path.join(at, "real.json"))
                expect(await read).toBeDefined();
            else
                await expect(read).rejects.toMatchObject({code: expect.stringMatching(/^adapter\.(?!badHeader|notAdapter|unsupported)/) as string});
        }), {numRuns: runs(30)});
    });
});
