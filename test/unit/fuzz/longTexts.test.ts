/** A file or an answer may be one word repeated a hundred thousand times: whatever reads it comes back, and does not take all ways through it. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {fenceFor, renderAttachment} from "../../../src/core/chat/attachments.js";
import {blocksOf} from "../../../src/core/chat/blocks.js";
import {dedented, indentedAs, stepOf, withLineEndings} from "../../../src/core/edit/indent.js";
import {withCode} from "../../../src/core/edit/place.js";
import {chunksOf} from "../../../src/core/index/chunks.js";
import {isMinified, textOf} from "../../../src/core/index/fileText.js";
import {gitPatternsOf, IgnoreRules} from "../../../src/core/index/ignoreRules.js";
import {importsOf} from "../../../src/core/index/imports.js";
import {headingsOf} from "../../../src/core/index/markdown.js";
import {parseJsonWithComments, resolveConfigOf} from "../../../src/core/index/resolveConfig.js";
import {holdsSecret, isSecretPath} from "../../../src/core/index/secrets.js";
import {symbolsOf} from "../../../src/core/index/symbols.js";
import {identifiersOf, indexText} from "../../../src/core/index/words.js";
import {firstHidden, shownHidden, withoutHidden} from "../../../src/core/text/hidden.js";
import {codeBlock, escaped, inlineCode} from "../../../src/core/text/markdown.js";
import {withoutCppGaps} from "../../../src/syntax/cppGaps.js";
import {withoutKotlinGaps} from "../../../src/syntax/kotlinGaps.js";
import {withoutTypescriptGaps} from "../../../src/syntax/typescriptGaps.js";
import {inTime} from "./inTime.js";
import {patience, runs} from "./runs.js";

const token = fc.constantFrom(
    " ", "\t", "\n", "  ", "a", "A", "_", ".", ",", ";", ":", "::", "=", "\"", "'", "`", "\\", "\\\"", "/", "//", "/*", "*/", "*", "**", "#", "# ", "(", ")", "[", "]", "{", "}", "<", ">", "-", "~~~", "```", "@", "$", "0",
    "let ", "export", "pub (a)", "import", "import ", "from ", "as ", "use a", "require(", "token", "=\"", "sk-", "-----BEGIN ", "A ", "module ", "type ", "in out ", "\n (", "\n <A", "import('a').", "class ", "\nFOO_API ", "FOO(", "={}", "enum :", "{a }", "\u200d", "\u202e", "ü", "[a", "- ", "> ", "{a,b}", "{,", "*a", "**/a/"
);
/** Some beginning, then one or two things over and over, then something that does not go with it. */
const repeated = (length: number) => fc.tuple(fc.array(token, {maxLength: 2}), fc.array(token, {minLength: 1, maxLength: 2}), fc.array(token, {maxLength: 2})).map(([before, middle, after]) => {
    const unit = middle.join("");
    return before.join("") + unit.repeat(length / unit.length) + after.join("");
});
const languages = ["typescript", "python", "rust", "java", "haskell", "php", "c", "shellscript", "markdown", "json"] as const;
const mostOfALine = 240;

/** All that is read of a file, by functions that see the whole of it. */
function readFile(text: string): void {
    const lines = text.split("\n");
    textOf(Buffer.from(text));
    isMinified(text);
    holdsSecret(text);
    isSecretPath(text);
    identifiersOf(text);
    indexText(text);
    headingsOf(text);
    parseJsonWithComments(text);
    expect(withoutTypescriptGaps(text)).toHaveLength(text.length);
    expect(withoutCppGaps(text)).toHaveLength(text.length);
    expect(withoutKotlinGaps(text)).toHaveLength(text.length);
    resolveConfigOf(new Map([["go.mod", text], ["package.json", text], ["tsconfig.json", text]]));
    for (const languageId of languages) {
        importsOf(languageId, {text, line: 0});
        const last = lines.length - 1;
        const whole = {kind: "function" as const, name: text, start: 0, end: text.length, startLine: last, endLine: last, bodyStart: undefined};
        const symbols = symbolsOf([whole, {...whole, kind: "key", start: 1}, {...whole, start: 2, name: "f", bodyStart: text.length}], text, languageId);
        for (const {signature, name, doc} of symbols)
            expect(Math.max(signature.length, name.length, doc.length)).toBeLessThanOrEqual(mostOfALine);
        chunksOf(lines, symbols);
    }
}

function edit(text: string): void {
    dedented(text);
    stepOf(text);
    indentedAs(text, "\t", "  ");
    withLineEndings(text, "\r\n");
    withCode(text, "function f() {}");
    withCode("function f() {\n}\n", text);
    withCode(text, text);
    withCode(text, "x", {start: 0, end: 1});
}

function show(text: string): void {
    firstHidden(text);
    withoutHidden(text);
    shownHidden(text);
    blocksOf(text);
    codeBlock(text);
    inlineCode(text);
    escaped(text);
    fenceFor(text);
    renderAttachment({id: "a", kind: "file", title: "a", languageId: "", text});
}

// No shrinking: each try of what hangs takes as long as it may.
describe("a text that is endless and the same", () => {
    it.each([["is indexed", readFile], ["is edited", edit], ["is shown", show]])("%s", (_, read) => {
        fc.assert(fc.property(fc.oneof(repeated(60_000), repeated(150)), (text) => inTime(() => read(text))), {numRuns: runs(40), endOnFailure: true, examples: [
            [`# a${" ".repeat(60_000)}b`], [`"${"\\\"".repeat(30_000)}`], ["/* ".repeat(20_000)], [`use a${" ".repeat(60_000)}b`], [`import A ${"(".repeat(60_000)}`], [`#include ${"<".repeat(60_000)}`],
            [`${"let    ".repeat(20)}1`], [`[${"a".repeat(60_000)}\nf() {}`], [`a${"'".repeat(60_000)}x`], ["\n".repeat(60_000) + "a"],
            [`use a${"\n".repeat(200_000)}b`], [`import a as b${" ".repeat(200_000)}c`], [`a${"~".repeat(60_000)}\``]
        ]});
    }, patience);

    it("may have more lines than a call has arguments", () => {
        for (const line of ["    a\n", "` a\n", "let a;\n"])
            inTime(() => [edit, show].forEach((read) => read(line.repeat(150_000))));
    }, patience);
});

describe("patterns of a workspace", () => {
    const pattern = repeated(40);
    const file = fc.tuple(fc.constantFrom("a", "a/", "ab/", "a/b/", "*", "/"), fc.constantFrom("", "b", "a")).map(([unit, end]) => (unit.repeat(128 / unit.length) + end).replace(/\/+$/, "a"));

    it("are tried on any path, and are not tried in every way", () => {
        fc.assert(fc.property(fc.array(pattern, {minLength: 1, maxLength: 3}), file, fc.boolean(), (patterns, path, isDirectory) => inTime(() => {
            const rules = IgnoreRules.of(patterns).with({dir: "", text: patterns.join("\n")}, true);
            expect(rules.ignores(path, isDirectory)).toBeTypeOf("boolean");
        })), {numRuns: runs(60), endOnFailure: true, examples: [[["**/a/".repeat(10) + "b"], "a/".repeat(63) + "a", false]]});
    }, patience);

    it("stand for no more than there is room for", () => {
        fc.assert(fc.property(repeated(20_000), (glob) => {
            const patterns = inTime(() => gitPatternsOf(glob));
            expect(patterns.length).toBeLessThanOrEqual(1_000);
        }), {numRuns: runs(40), endOnFailure: true, examples: [[`{${"a,".repeat(10_000)}}`.repeat(2)], ["{a,b}".repeat(100)]]});
    }, patience);
});
