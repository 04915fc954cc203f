/** The maker of training examples, as training starts it: a real vocabulary, a real index, files on a disk. */
import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {build} from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {sharedRun} from "../../src/core/training/heldBack.js";
import {openVocabulary} from "../../src/worker/openVocabulary.js";
import {testModel, workerScript} from "./harness.js";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-examples-"));

/** `<|file_sep|>` of Qwen2.5-Coder. */
const fileSeparator = 151664;

interface Example {
    readonly tokens: number[];
    readonly answerStart: number;
}

/** A module whose names no other one has, long enough to be learned from. */
function moduleText(name: string, uses: string): string {
    const functions = Array.from({length: 8}, (_, i) => `
/** Works out the ${name} number ${i} of a list of ${uses}. */
export function ${name}${i}(values: readonly number[], ${uses}Limit = ${i + 3}): number {
    const kept = values.filter((value) => value % ${i + 2} !== 0 && value < ${uses}Limit);
    let total = ${i};
    for (const value of kept) {
        total += value * ${i + 1};
        if (total > ${uses}Limit * 1000)
            return total;
    }
    return total - kept.length;
}
`);
    return functions.join("");
}

function make(out: string, more: object): {readonly examples: Example[]; readonly about: Record<string, unknown>} {
    const config = path.join(folder, `${out}.json`);
    writeFileSync(config, JSON.stringify({
        model: testModel, grammars: path.join(root, "grammars"), indexer: path.join(path.dirname(workerScript), "indexer.mjs"), sources: [{repository: "shop", folder: path.join(folder, "shop")}],
        heldBack: [], out: path.join(folder, out), seed: 3, trainTokens: 6_000, relatedShare: 1, validationExamples: 4, windowMix: {short: 35, medium: 50, long: 15}, ...more
    }));
    execFileSync(process.execPath, [path.join(folder, "makeExamples.mjs"), config], {cwd: root, stdio: ["ignore", "ignore", "pipe"]});
    const read = (file: string) => readFileSync(path.join(folder, out, file), "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Example);
    return {examples: [...read("train.jsonl"), ...read("validation.jsonl")], about: JSON.parse(readFileSync(path.join(folder, out, "examples.json"), "utf8")) as Record<string, unknown>};
}

describe("the maker of examples", () => {
    let textOf: (tokens: readonly number[]) => string;
    /** The files of a prompt, each with its path in front. */
    const filesIn = (tokens: readonly number[]) => tokens.flatMap((token, i) => token === fileSeparator ? [i] : [])
        .map((at, i, all) => textOf(tokens.slice(at + 1, all[i + 1] ?? tokens.length)));
    let tokensOf: (text: string) => readonly number[];
    beforeAll(async () => {
        const outfile = path.join(folder, "makeExamples.mjs");
        await build({bundle: true, platform: "node", format: "esm", logLevel: "error", entryPoints: [path.join(root, "src/training/makeExamples.ts")], outfile,
            // Found from the bundle's folder, which is not the project's.
            plugins: [{name: "packages", setup: (setup) => setup.onResolve({filter: /^[^./]/}, ({path: name}) => name.startsWith("node:") ? {external: true} : {path: import.meta.resolve(name), external: true})}]});
        mkdirSync(path.join(folder, "shop", "src"), {recursive: true});
        for (const [i, name] of ["price", "basket", "refund", "parcel", "voucher", "invoice"].entries()) {
            const other = ["basket", "price", "parcel", "voucher", "invoice", "refund"][i] ?? "";
            const header = `import {${other}0, ${other}1} from "./${other}.js";\n\nexport const ${name}Default = ${other}0([1, 2, 3]) + ${other}1([4, 5]);\n`;
            writeFileSync(path.join(folder, "shop", "src", `${name}.ts`), header + moduleText(name, other));
        }
        const vocabulary = await openVocabulary(testModel);
        textOf = (tokens) => vocabulary.text(tokens as never);
        tokensOf = (text) => vocabulary.tokenizer.tokens(text);
    });
    afterAll(() => rmSync(folder, {recursive: true, force: true}));

    it("shows code of other files as a completion does, and of the answer's own file never the answer", () => {
        const {examples, about} = make("related", {});
        expect(Number(about["withRelated"])).toBeGreaterThan(examples.length / 3);
        const prompts = examples.map(({tokens, answerStart}) => ({files: filesIn(tokens.slice(0, answerStart)), answer: textOf(tokens.slice(answerStart, -1)).trim()})).filter(({files}) => files.length > 1);
        expect(prompts).toHaveLength(Number(about["withRelated"]));
        let checked = 0;
        for (const {files, answer} of prompts) {
            const paths = files.map((text) => text.split("\n", 1)[0] ?? "");
            expect(paths.every((each) => /^src\/\w+\.ts$/.test(each))).toBe(true);
            const own = paths.at(-1) ?? "", whole = readFileSync(path.join(folder, "shop", own), "utf8");
            // What stands elsewhere in the file, too, may be shown from there.
            if (answer.length < 12 || whole.split(answer).length !== 2)
                continue;
            expect(files.slice(0, -1).filter((text, i) => paths[i] === own && text.includes(answer))).toEqual([]);
            checked += paths.slice(0, -1).includes(own) ? 1 : 0;
        }
        expect(checked).toBeGreaterThan(0);
        expect(prompts.some(({files}) => /export (?:function|const) \w+/.test(files[0] ?? ""))).toBe(true);
    });

    it("shows nothing of other files where none shall be shown", () => {
        expect(make("plain", {relatedShare: 0}).about["withRelated"]).toBe(0);
    });

    it("shares no run of tokens with what is held back to measure with", () => {
        const text = readFileSync(path.join(folder, "shop", "src", "refund.ts"), "utf8");
        const heldBack = path.join(folder, "cases.jsonl");
        const at = text.indexOf("let total");
        writeFileSync(heldBack, `${JSON.stringify({prefix: text.slice(0, at), target: text.slice(at, at + 20), suffix: text.slice(at + 20)})}\n`);
        const runs = (tokens: readonly number[]) => Array.from({length: Math.max(0, tokens.length - sharedRun + 1)}, (_, i) => tokens.slice(i, i + sharedRun).join(","));
        const forbidden = new Set(runs(tokensOf(text)));
        const shared = (examples: readonly Example[]) => examples.filter(({tokens}) => runs(tokens).some((run) => forbidden.has(run))).length;
        // The check can fail: with nothing held back the file is learned from.
        expect(shared(make("open", {relatedShare: 0}).examples)).toBeGreaterThan(0);
        const {examples, about} = make("held", {relatedShare: 1, heldBack: [heldBack]});
        expect(about["files"]).toMatchObject({leftOut: {"held back": 1}});
        expect(shared(examples)).toBe(0);
    });
});
