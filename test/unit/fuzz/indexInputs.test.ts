/** What the index reads of a workspace: any bytes, any names, any settings. Nothing throws, everything is bounded and lies within the text. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {chunksOf} from "../../../src/core/index/chunks.js";
import {isMinified, textOf} from "../../../src/core/index/fileText.js";
import {gitPatternsOf} from "../../../src/core/index/ignoreRules.js";
import {importsOf} from "../../../src/core/index/imports.js";
import {headingsOf} from "../../../src/core/index/markdown.js";
import {parseJsonWithComments, resolveConfigOf} from "../../../src/core/index/resolveConfig.js";
import {entropy, holdsSecret, isSecretPath} from "../../../src/core/index/secrets.js";
import {symbolsOf} from "../../../src/core/index/symbols.js";
import {type RawDefinition, symbolKinds} from "../../../src/core/index/types.js";
import {identifiersOf, indexText, wordsOf} from "../../../src/core/index/words.js";
import {patience, runs} from "./runs.js";

const text = fc.oneof(
    fc.string({unit: "binary", maxLength: 400}),
    fc.array(fc.constantFrom("\n", "# ", "## a", "```", "{", "}", "[", "\"a\"", ":", ",", "//", "/*", "*/", "key = ", "AKIA", "import x from 'y'", "    ", "\t", "\0"), {maxLength: 80}).map((parts) => parts.join(""))
);

describe("a file's bytes", () => {
    it("are text or a reason, and text has no carriage return", {timeout: patience}, () => {
        fc.assert(fc.property(fc.uint8Array({maxLength: 2_000}), (bytes) => {
            const read = textOf(bytes);
            if ("text" in read) {
                expect(read.text).not.toContain("\r");
                expect(isMinified(read.text)).toBe(false);
            } else
                expect(read.skip).toMatch(/\S/);
        }), {numRuns: runs(500)});
    });
});

/** What a parser may say of a file, and what none says. */
const definition: fc.Arbitrary<RawDefinition> = fc.record({
    kind: fc.constantFrom(...symbolKinds), name: fc.oneof(fc.string({unit: "binary", maxLength: 8}), fc.constantFrom("a.b", "A::b", "$x", "\"q\"", "", "x".repeat(500))), start: fc.nat({max: 900}), length: fc.nat({max: 600}),
    startLine: fc.nat({max: 130}), lines: fc.nat({max: 60}), body: fc.option(fc.nat({max: 900}), {nil: undefined})
}).map(({kind, name, start, length, startLine, lines, body}) => ({kind, name, start, end: start + length, startLine, endLine: startLine + lines, bodyStart: body}));
const languageId = fc.constantFrom("typescript", "svelte", "python", "go", "rust", "java", "c", "elixir", "php", "haskell", "shellscript", "markdown", "json", "plaintext", "constructor");

describe("chunks", () => {
    it("lie within the file, in order, without overlap, and hold every line that has text", {timeout: patience}, () => {
        const loose = fc.constantFrom("", "  ", "a", "    b();", "}", "// note", "x".repeat(900)), dense = fc.constantFrom("a", "    b();", "}", "// note");
        const file = fc.oneof(...[loose, dense].map((line) => fc.array(line, {minLength: 1, maxLength: 150})));
        fc.assert(fc.property(file, fc.array(definition, {maxLength: 20}), (lines, definitions) => {
            const chunks = chunksOf(lines, symbolsOf(definitions, lines.join("\n"), "typescript"));
            let next = 0;
            const uncovered: string[] = [];
            for (const {startLine, endLine} of chunks) {
                expect(startLine).toBeGreaterThanOrEqual(next);
                expect(endLine).toBeGreaterThanOrEqual(startLine);
                expect(endLine).toBeLessThan(lines.length);
                expect(endLine - startLine).toBeLessThan(48);
                uncovered.push(...lines.slice(next, startLine));
                next = endLine + 1;
            }
            expect([...uncovered, ...lines.slice(next)].join("").trim()).toBe("");
        }), {numRuns: runs(400)});
    });

    it("of a file without end are those of its beginning, whatever it defines", {timeout: patience}, () => {
        const lines = Array.from({length: 60_000}, (_, i) => String(i));
        fc.assert(fc.property(fc.nat({max: 59_000}), fc.nat({max: 59_999}), (startLine, length) => {
            const chunks = chunksOf(lines, symbolsOf([{kind: "class", name: "a", start: 0, end: 9, startLine, endLine: Math.min(59_999, startLine + length), bodyStart: undefined}], "", "json"));
            expect(chunks.at(-1)?.endLine).toBe(39_999);
            expect(chunks.length).toBeLessThanOrEqual(1_700);
        }), {numRuns: runs(6)});
    });
});

describe("symbols", () => {
    it("of whatever a parser says are as long as they may be, and nested as they stand", {timeout: patience}, () => {
        fc.assert(fc.property(text, fc.array(definition, {maxLength: 30}), languageId, (given, definitions, language) => {
            const symbols = symbolsOf(definitions, given, language);
            expect(symbols.length).toBeLessThanOrEqual(definitions.length);
            for (const {name, signature, doc, container} of symbols) {
                expect(name).not.toBe("");
                expect([name.length <= 200, signature.length <= 240, doc.length <= 160, container.length <= 1_000]).not.toContain(false);
                expect(signature + doc).not.toContain("\n");
            }
        }), {numRuns: runs(400)});
    });

    it("of data that is nested a thousand deep take no more room than their names", {timeout: patience}, () => {
        fc.assert(fc.property(fc.integer({min: 1, max: 3_000}), fc.integer({min: 1, max: 200}), (depth, length) => {
            const keys = Array.from({length: depth}, (_, i): RawDefinition => ({kind: "key", name: "k".repeat(length), start: i, end: 9_000 - i, startLine: i, endLine: 9_000 - i, bodyStart: undefined}));
            const symbols = symbolsOf(keys, "", "json");
            expect(symbols.length).toBe(depth);
            expect(Math.max(...symbols.map(({container}) => container.length))).toBeLessThanOrEqual(1_000);
        }), {numRuns: runs(10)});
    });
});

describe("imports", () => {
    it("of any text say where from in one piece of it, and which names it has", {timeout: patience}, () => {
        const statement = fc.array(fc.constantFrom("import ", "from ", "use ", "require(", "\"./a\"", "'b'", "{", "}", "a", "*", " as ", ",", "::", ".", "\n", "#include <x.h>", "<", ">", "mod ", ";", "(", ")", "ü", "x".repeat(150)), {maxLength: 24}).map((parts) => parts.join(""));
        fc.assert(fc.property(fc.oneof(statement, text), languageId, fc.nat(), (given, language, line) => {
            for (const found of importsOf(language, {text: given, line})) {
                expect(found.line).toBe(line);
                expect(found.specifier.length).toBeGreaterThan(0);
                expect(found.specifier.length).toBeLessThan(300);
                for (const name of found.names)
                    expect(name === "*" || given.includes(name)).toBe(true);
            }
        }), {numRuns: runs(800)});
    });
});

describe("words, headings and secrets", () => {
    it("of any text are found without an error, and no more than the text holds", {timeout: patience}, () => {
        fc.assert(fc.property(text, (given) => {
            expect(wordsOf(given).join("").length).toBeLessThanOrEqual(4 * given.length + 4);
            expect(indexText(given, given)).not.toContain("\0");
            for (const name of identifiersOf(given))
                expect(given).toContain(name);
            const lines = given.split("\n");
            for (const {name, start, end, startLine, endLine} of headingsOf(given)) {
                expect(lines[startLine]).toMatch(/^#{1,6}\s/);
                expect(lines[startLine]).toContain(name);
                expect(given.slice(start).startsWith(lines[startLine] ?? "none")).toBe(true);
                expect([startLine <= endLine, endLine < lines.length, start < end, end <= given.length + 1]).not.toContain(false);
            }
            expect(holdsSecret(given)).toBe(/\bAKIA[0-9A-Z]{16}\b/.test(given));
            expect(isSecretPath(`${given}/a.ts`)).toBe(false);
            expect(entropy(given)).toBeGreaterThanOrEqual(0);
        }), {numRuns: runs(400)});
    });

    it("a key is found wherever it stands", {timeout: patience}, () => {
        const key = fc.constantFrom("AKIAIOSFODNN7EXAMPLE", `ghp_${"aB3".repeat(12)}`, `hf_${"aB3d".repeat(8)}aB`, `password = "aB3dE5gH7jK9mN1pqR4t"`);
        fc.assert(fc.property(text, key, text, (before, secret, after) => {
            expect(holdsSecret(`${before} ${secret} ${after}`)).toBe(true);
        }), {numRuns: runs(200)});
    });
});

describe("settings and names of a workspace", () => {
    it("make a bounded number of patterns, each of which the braces stand for", {timeout: patience}, () => {
        expect(gitPatternsOf("{a,b}".repeat(40)).length).toBeLessThanOrEqual(1_000);
        fc.assert(fc.property(fc.array(fc.constantFrom("{", "}", ",", "a", "*", "/", "\n", "{a,b}", "{x}"), {maxLength: 60}).map((parts) => parts.join("")), (glob) => {
            const patterns = gitPatternsOf(glob);
            expect(patterns.length).toBeGreaterThan(0);
            expect(patterns.length).toBeLessThanOrEqual(1_000);
            for (const pattern of patterns)
                expect(pattern.length).toBeLessThanOrEqual(glob.length);
        }), {numRuns: runs(400)});
    });

    it("of any configuration file give a configuration", {timeout: patience}, () => {
        fc.assert(fc.property(fc.dictionary(fc.constantFrom("tsconfig.json", "a/tsconfig.json", "package.json", "go.mod", "pyproject.toml"), fc.oneof(text, fc.json())), (files) => {
            expect(resolveConfigOf(new Map(Object.entries(files)))).toBeTypeOf("object");
        }), {numRuns: runs(400)});
    });

    it("JSON with comments is what JSON is, comments aside", () => {
        fc.assert(fc.property(fc.jsonValue(), (value) => {
            expect(JSON.stringify(parseJsonWithComments(`// note\n${JSON.stringify(value)} /* end */`))).toBe(JSON.stringify(value));
        }), {numRuns: runs(300)});
    });
});
