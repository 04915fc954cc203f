import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {fimFamilies, type FimLayout} from "../../../../src/core/completion/fim.js";
import {type FimTokens, laidOut, planPrompt, type PlanOptions} from "../../../../src/core/completion/plan.js";
import {PieceTokenizer} from "../../../../src/core/completion/tokenizer.js";
import type {CompletionQuery} from "../../../../src/core/completion/types.js";
import {patience, runs} from "../../fuzz/runs.js";
import {qwenTokenizer, type TextTokenizer} from "./qwenTokenizer.js";

/** Control tokens, far from the numbers that the tokenizer gives. */
const control = {prefix: -1, suffix: -2, middle: -3, repository: -4, file: -5};
const bos = -6;

function fimOf(layout: FimLayout): FimTokens {
    const family = fimFamilies.find((candidate) => candidate.layout === layout) ?? expect.fail(`no family is ${layout}`);
    return {family, ...control};
}

function query(changes: Partial<CompletionQuery> = {}): CompletionQuery {
    return {adapters: [], path: "src/a.ts", repository: "shop", languageId: "typescript", prefix: "one\ntwo = ", suffix: ";\nthree", multiline: true, maxTokens: 96, tabSize: 4, threshold: 0, ...changes};
}

interface Planned {
    /** The prompt as text, control tokens in angle brackets. */
    readonly text: string;
    readonly heal: string;
    readonly tokens: readonly number[];
}

function plan(changes: Partial<CompletionQuery> = {}, options: Partial<PlanOptions> = {}, tokenizer: TextTokenizer = qwenTokenizer()): Planned {
    const {tokens, heal} = planPrompt(query(changes), {
        tokenizer: new PieceTokenizer(tokenizer.tokenize), fim: fimOf("suffix-first"), bos: undefined, budget: 1_000, textOf: tokenizer.textOf, ...options
    });
    const names = new Map<number, string>([[bos, "<bos>"], ...Object.entries(control).map(([name, token]) => [token, `<${name}>`] as const)]);
    return {tokens, heal, text: tokens.map((token) => names.get(token) ?? tokenizer.textOf(token)).join("")};
}

describe("the order of the parts", () => {
    it("has what follows the cursor before what precedes it, so that a key appends", () => {
        expect(plan().text).toBe("<repository>shop\n<file>src/a.ts\n<prefix><suffix>;\nthree<middle>one\ntwo =");
        expect(plan({prefix: "one\n"}).text).toMatch(/<middle>one\n$/);
    });

    it("keeps all but the end of the prompt while one types", () => {
        const tokenizer = qwenTokenizer();
        const before = plan({prefix: "one\ntwo = a(b"}, {}, tokenizer).tokens;
        const after = plan({prefix: "one\ntwo = a(bc"}, {}, tokenizer).tokens;
        const same = before.findIndex((token, i) => token !== after[i]);
        expect(same === -1 ? before.length : same).toBeGreaterThanOrEqual(before.length - 1);
    });

    it("follows the family", () => {
        expect(plan({}, {fim: fimOf("prefix-first")}).text).toBe("<repository>shop\n<file>src/a.ts\n<prefix>one\ntwo = <suffix>;\nthree<middle>");
        expect(plan({}, {fim: fimOf("suffix-then-prefix")}).text).toMatch(/^<repository>.*<suffix>;\nthree<prefix>one\ntwo =$/s);
    });

    it("is the one that a record asks for, and heals where that can", () => {
        const fim = fimOf("suffix-first");
        expect(plan({}, {fim: laidOut(fim, "prefix-first")})).toMatchObject({text: "<repository>shop\n<file>src/a.ts\n<prefix>one\ntwo = <suffix>;\nthree<middle>", heal: ""});
        expect(plan({}, {fim: laidOut(fimOf("prefix-first"), "suffix-first")})).toMatchObject(plan({}, {fim}));
        expect(laidOut(fim, undefined)).toBe(fim);
        expect(laidOut(undefined, "suffix-first")).toBeUndefined();
    });

    it("is the text before the cursor alone for a model that can't fill in the middle", () => {
        expect(plan({}, {fim: undefined}).text).toBe("one\ntwo =");
        expect(plan({}, {fim: undefined, bos}).text).toBe("<bos>one\ntwo =");
    });

    it("begins with the model's own beginning", () => {
        expect(plan({}, {bos}).text).toMatch(/^<bos><repository>/);
    });

    it("names nothing that has no name or no token", () => {
        expect(plan({repository: "", path: ""}).text).toMatch(/^<prefix>/);
        expect(plan({repository: ""}).text).toMatch(/^<file>src\/a.ts\n<prefix>/);
        expect(plan({}, {fim: {...fimOf("suffix-first"), repository: undefined, file: undefined}}).text).toMatch(/^<prefix>/);
    });

    it("gives an empty file a prompt", () => {
        expect(plan({prefix: "", suffix: ""})).toMatchObject({text: "<repository>shop\n<file>src/a.ts\n<prefix><suffix><middle>", heal: ""});
    });
});

describe("healing", () => {
    it.each([["one\ntwo.len", ".len", "one\ntwo"], ["x = ", " ", "x ="], ["if (x) {\n    ", "    ", "if (x) {\n"], ["foo𝒳(𝒴", "(𝒴", "foo𝒳"]])(
        "takes the last token off %j", (prefix, heal, rest) => {
            const planned = plan({prefix});
            expect(planned.heal).toBe(heal);
            expect(planned.text.endsWith(`<middle>${rest}`)).toBe(true);
        });

    it("puts together the text before the cursor, whatever it is", () => {
        const part = fc.constantFrom("foo", "x", " ", "    ", "\t", "\n", "(", ");", "𝒳", "👩‍💻", "ü", "42");
        fc.assert(fc.property(fc.array(part, {maxLength: 20}).map((parts) => parts.join("")), (prefix) => {
            const {text, heal} = plan({prefix});
            expect(text.slice(text.indexOf("<middle>") + "<middle>".length) + heal).toBe(prefix);
        }));
    });

    it("leaves alone a fresh line, a lone token, and an answer that stands after the middle token", () => {
        expect(plan({prefix: "one\n"}).heal).toBe("");
        expect(plan({prefix: "one"}).heal).toBe("");
        expect(plan({}, {fim: fimOf("prefix-first")}).heal).toBe("");
    });

    it.each([["part of a character", "\ufffd"], ["nothing", ""], ["text that does not stand there", "_two"]])("leaves alone a token whose text is %s", (_, text) => {
        const prefix = `one${text === "_two" ? " two" : ` ${text}`}`;
        const planned = plan({prefix}, {textOf: () => text});
        expect(planned.heal).toBe("");
        expect(planned.text.endsWith(`<middle>${prefix}`)).toBe(true);
    });
});

describe("the budget", () => {
    const word = fc.constantFrom("foo ", "bar(x)", "\n", "    ", "; ", "é");
    const code = fc.tuple(fc.array(word, {maxLength: 30}), fc.nat({max: 60})).map(([words, times]) => words.join("").repeat(times));
    const name = fc.tuple(fc.string({maxLength: 8}), fc.nat({max: 40})).map(([text, times]) => text.replaceAll("\n", "").repeat(times));

    it("is kept for any sizes, in every layout", () => {
        const layouts = fc.constantFrom<FimLayout | undefined>("suffix-first", "prefix-first", "suffix-then-prefix", undefined);
        fc.assert(fc.property(code, code, name, name, fc.integer({min: -600, max: 1_500}), layouts, fc.boolean(), (prefix, suffix, path, repository, budget, layout, begins) => {
            const {tokens} = plan({prefix, suffix, path, repository}, {budget, fim: layout && fimOf(layout), bos: begins ? bos : undefined});
            expect(tokens.length).toBeLessThanOrEqual(Math.max(0, budget));
        }), {numRuns: runs(300)});
    }, patience);

    it("leaves text around the cursor in a small context", () => {
        for (let lines = 1; lines < 400; lines += 7) {
            const prefix = "call(x);\n".repeat(lines) + "last";
            const {tokens, text} = plan({prefix, suffix: ";\n".repeat(lines)}, {budget: 300});
            expect(tokens.length).toBeGreaterThan(Math.min(lines * 3, 150));
            expect(text).toMatch(/<suffix>;/);
            expect(text).toMatch(/call\(x\);\n$|last$/);
        }
    });

    it("cuts what is far from the cursor, on both sides", () => {
        const {text} = plan({prefix: `far ${"a b ".repeat(500)}near`, suffix: `near${" a b".repeat(500)} far`}, {budget: 200});
        expect(text).not.toMatch(/far/);
        expect(text).toMatch(/<suffix>near/);
    });

    it("moves the cut seldom", () => {
        const tokenizer = qwenTokenizer();
        const firsts = Array.from({length: 300}, (_, i) => {
            const {text} = plan({prefix: Array.from({length: 2_000 + i}, (_line, line) => `l${line}\n`).join("")}, {budget: 2_000}, tokenizer);
            return text.slice(text.indexOf("<middle>")).split("\n", 1)[0];
        });
        expect(firsts.filter((first, i) => i > 0 && first !== firsts[i - 1]).length).toBeLessThanOrEqual(10);
    });

    it("drops a path that would take most of it", () => {
        const {text} = plan({path: "very/".repeat(100)}, {budget: 200});
        expect(text).toMatch(/^<prefix>/);
        expect(text).toMatch(/one\ntwo =$/);
    });
});

describe("code of other files", () => {
    const related = [{path: "src/far.ts", text: "far();\n"}, {path: "src/near.ts", text: "near();\n"}];

    it("stands between the names of repository and file, each under its own name", () => {
        expect(plan({related}).text).toBe("<repository>shop\n<file>src/far.ts\nfar();\n<file>src/near.ts\nnear();\n<file>src/a.ts\n<prefix><suffix>;\nthree<middle>one\ntwo =");
    });

    it("changes nothing of the prompt's rest", () => {
        expect(plan({related}).text.endsWith(plan().text.replace("<repository>shop\n", ""))).toBe(true);
    });

    it("is cut from the front when it does not fit, and never pushes out the text at the cursor", () => {
        const many = [...Array.from({length: 30}, (_, i) => ({path: `src/${i}.ts`, text: "call(x);\n".repeat(8)})), ...related];
        const {text, tokens} = plan({related: many}, {budget: 400});
        expect(text).toContain("<file>src/near.ts\nnear();\n<file>src/a.ts\n");
        expect(text).not.toContain("<file>src/0.ts");
        expect(text).toMatch(/<suffix>;\nthree<middle>one\ntwo =$/);
        expect(tokens.length).toBeLessThanOrEqual(400);
    });

    it("is left out where the model was not trained to read several files", () => {
        expect(plan({related}, {fim: {...fimOf("suffix-first"), file: undefined}}).text).not.toContain("far");
        expect(plan({related}, {fim: undefined}).text).toBe("one\ntwo =");
    });

    it("can hold the text of a control token, which stays text", () => {
        const {tokens} = plan({related: [{path: "a", text: "<|fim_middle|>\n"}]});
        expect(tokens.filter((token) => token === control.middle)).toHaveLength(1);
    });
});
