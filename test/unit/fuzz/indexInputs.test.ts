/** What the index reads of a workspace: any bytes, any names, any settings. Nothing throws, everything is bounded and lies within the text. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {chunksOf} from "../../../src/core/index/chunks.js";
import {isMinified, textOf} from "../../../src/core/index/fileText.js";
import {gitPatternsOf} from "../../../src/core/index/ignoreRules.js";
import {headingsOf} from "../../../src/core/index/markdown.js";
import {parseJsonWithComments, resolveConfigOf} from "../../../src/core/index/resolveConfig.js";
import {entropy, holdsSecret, isSecretPath} from "../../../src/core/index/secrets.js";
import {identifiersOf, indexText, wordsOf} from "../../../src/core/index/words.js";
import {fileNameOf} from "../../../src/core/adapters/fileName.js";
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

describe("chunks", () => {
    it("lie within the file, in order, without overlap, and hold every line that has text", {timeout: patience}, () => {
        const symbol = fc.record({name: fc.string({maxLength: 8}), startLine: fc.nat({max: 120}), length: fc.nat({max: 60})});
        fc.assert(fc.property(fc.array(fc.constantFrom("", "  ", "a", "    b();", "}"), {minLength: 1, maxLength: 120}), fc.array(symbol, {maxLength: 20}), (lines, found) => {
            const symbols = found.map(({name, startLine, length}) => ({name, startLine: startLine % lines.length, endLine: Math.min(lines.length - 1, startLine % lines.length + length)}))
                .sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
            const chunks = chunksOf(lines, symbols as unknown as Parameters<typeof chunksOf>[1]);
            const covered = new Set<number>();
            for (const {startLine, endLine} of chunks) {
                expect(startLine).toBeLessThanOrEqual(endLine);
                expect(endLine).toBeLessThan(lines.length);
                for (let at = startLine; at <= endLine; at++) {
                    expect(covered.has(at)).toBe(false);
                    covered.add(at);
                }
            }
            for (const [at, line] of lines.entries())
                expect(line.trim() === "" || covered.has(at), `line ${String(at)}`).toBe(true);
        }), {numRuns: runs(400)});
    });
});

describe("words, headings and secrets", () => {
    it("of any text are found without an error, and no more than the text holds", {timeout: patience}, () => {
        fc.assert(fc.property(text, (given) => {
            const words = wordsOf(given);
            expect(words.join("").length).toBeLessThanOrEqual(4 * given.length + 4);
            expect(indexText(given, given)).not.toContain("\0");
            for (const name of identifiersOf(given))
                expect(given).toContain(name);
            const lines = given.split("\n").length;
            for (const heading of headingsOf(given) as readonly {readonly range?: {readonly startLine: number}}[])
                expect(heading.range?.startLine ?? 0).toBeLessThan(lines);
            expect(typeof holdsSecret(given)).toBe("boolean");
            expect(typeof isSecretPath(given)).toBe("boolean");
            expect(entropy(given)).toBeGreaterThanOrEqual(0);
        }), {numRuns: runs(400)});
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

    it("an adapter's name never leads out of its folder", () => {
        fc.assert(fc.property(fc.oneof(fc.string({unit: "binary"}), fc.array(fc.constantFrom("..", "/", "\\", "con", ".", " ", "\0", ":", "a", "nul")).map((parts) => parts.join(""))), (name) => {
            const file = fileNameOf(name);
            expect(file).not.toMatch(/[/\\:\0]|^\.|^$/);
            expect(file.length).toBeLessThanOrEqual(90);
        }), {numRuns: runs(500)});
    });
});
