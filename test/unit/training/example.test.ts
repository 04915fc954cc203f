// A training example is what the product evaluates at the cursor, token by token, and then the answer.
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {fimFamilies} from "../../../src/core/completion/fim.js";
import {planPrompt} from "../../../src/core/completion/plan.js";
import {PieceTokenizer} from "../../../src/core/completion/tokenizer.js";
import {cutWindow, lineSource, windowLimitsFor} from "../../../src/core/completion/window.js";
import {type ExampleOptions, makeExample, type SourceFile} from "../../../src/core/training/example.js";
import {qwenTokenizer} from "../core/completion/qwenTokenizer.js";

const family = fimFamilies.find(({name}) => name === "Qwen-Coder") ?? expect.fail("the family is known");
const {tokenize, textOf} = qwenTokenizer();
const options: ExampleOptions = {
    tokenizer: new PieceTokenizer(tokenize), textOf, bos: undefined, budget: 2000, end: 900_001, named: true, limits: windowLimitsFor(300),
    fim: {family, prefix: 900_002, suffix: 900_003, middle: 900_004, repository: 900_005, file: 900_006}
};
const file: SourceFile = {repository: "shop", path: "src/cart.ts", languageId: "typescript", text: "const items = [];\nfunction total() {\n    return items.reduce((sum, item) => sum + item.price, 0);\n}\n"};
const [start, end] = [file.text.indexOf("items.reduce") + 8, file.text.indexOf("\n}")];

describe("a training example", () => {
    it("begins with exactly the prompt of a completion there", () => {
        const example = makeExample(file, {kind: "restOfLine", start, end}, options) ?? expect.fail("there is one");
        const open = file.text.slice(0, start) + file.text.slice(end);
        const window = cutWindow(lineSource(open), {line: 2, character: start - file.text.lastIndexOf("\n", start) - 1}, options.limits) ?? expect.fail("the line is short");
        const plan = planPrompt({
            adapters: [], repository: "shop", path: "src/cart.ts", languageId: "typescript", prefix: window.prefix, suffix: window.suffix, multiline: true, maxTokens: 96,
            tabSize: 4, threshold: 0.5
        }, options);
        expect(example.tokens.slice(0, example.answerStart)).toEqual(plan.tokens);
        expect(plan.heal).not.toBe("");
        expect(example.tokens.slice(example.answerStart, -1).map(textOf).join("")).toBe(plan.heal + file.text.slice(start, end));
        expect(example.tokens.at(-1)).toBe(options.end);
        expect(example.tokens.slice(example.textStart, example.answerStart).map(textOf).join("") + plan.heal).toBe(window.prefix);
    });

    it("has no text that its answer continues in another layout", () => {
        const example = makeExample(file, {kind: "restOfLine", start, end}, {...options, fim: {...options.fim ?? expect.fail("there is one"), family: {...family, layout: "prefix-first"}}});
        expect(example?.textStart).toBe(example?.answerStart);
    });

    it("of nothing to add is the end alone, after what is healed", () => {
        const at = file.text.indexOf("\n");
        const example = makeExample(file, {kind: "nothing", start: at, end: at}, options) ?? expect.fail("there is one");
        expect(example.tokens.slice(example.answerStart, -1).map(textOf).join("").length).toBeLessThan(6);
    });

    it("shows no names when it shall not, and is none on a line that is no code", () => {
        const example = makeExample(file, {kind: "restOfLine", start, end}, {...options, named: false});
        expect(example?.tokens.filter((token) => token === 900_005 || token === 900_006)).toEqual([]);
        const long = {...file, text: "x".repeat(6_000)};
        expect(makeExample(long, {kind: "restOfLine", start: 10, end: 11}, options)).toBeUndefined();
        expect(makeExample({...file, text: `${"x".repeat(6_000)}y`}, {kind: "restOfLine", start: 10, end: 11}, options)).toBeUndefined();
    });

    it("gives back the gap's text wherever it is", () => {
        fc.assert(fc.property(fc.nat(file.text.length), fc.nat(40), (from, length) => {
            const gap = {kind: "restOfLine" as const, start: from, end: Math.min(file.text.length, from + length)};
            const example = makeExample(file, gap, options);
            const written = example?.tokens.slice(example.answerStart, -1).map(textOf).join("");
            return written?.endsWith(file.text.slice(gap.start, gap.end)) === true;
        }));
    });
});
