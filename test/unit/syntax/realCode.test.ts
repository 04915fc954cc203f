/** What really stands in code is never refused: the repository's own sources, cut at random places. */
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";

import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {withoutBreak} from "../../../src/core/completion/syntax.js";
import {cutWindow, lineSource, windowLimitsFor} from "../../../src/core/completion/window.js";
import {root, syntax} from "./placeAt.js";

const folder = path.join(root, "src");
const files = readdirSync(folder, {recursive: true, encoding: "utf8"}).filter((file) => file.endsWith(".ts")).sort()
    .map((file) => ({file, lines: readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").split("\n")}));

interface Cut {
    readonly file: number;
    /** 0..1, of the file's lines, and of the line's characters. */
    readonly line: number;
    readonly character: number;
    /** Whole lines that are taken out after the cursor's. */
    readonly lines: number;
    /** Tokens per second of the machine: how much of the file is seen. */
    readonly speed: number;
}

const cut: fc.Arbitrary<Cut> = fc.record({
    file: fc.nat(files.length - 1), line: fc.double({min: 0, max: 0.999, noNaN: true}),
    character: fc.oneof(fc.constantFrom(0, 1), fc.double({min: 0, max: 1, noNaN: true})), lines: fc.nat(8), speed: fc.constantFrom(60, 200, 400)
});

/** What was taken out and what is left of it after the judgement; undefined where there is nothing to complete or nothing known. */
async function judge({file, line, character, lines: count, speed}: Cut): Promise<{readonly taken: string; readonly kept: string} | undefined> {
    const {lines} = files[file] ?? {lines: []};
    const row = Math.floor(line * lines.length);
    const text = lines[row] ?? "";
    const indent = text.length - text.trimStart().length;
    const column = indent + Math.floor(character * (text.length - indent));
    const taken = [text.slice(column), ...lines.slice(row + 1, row + 1 + count)].join("\n");
    const rest = [...lines.slice(0, row), text.slice(0, column), ...lines.slice(row + 1 + count)].join("\n");
    const window = cutWindow(lineSource(rest), {line: row, character: column}, windowLimitsFor(speed));
    const place = window && await syntax.place("typescript", window.prefix, window.suffix);
    if (place === undefined || taken.trim() === "") {
        place?.dispose();
        return undefined;
    }
    const kept = withoutBreak(taken, place);
    place.dispose();
    return {taken, kept};
}

describe("the true continuation of real code", () => {
    it("is refused or cut in less than one of two hundred cases", async () => {
        let judged = 0;
        const refused: string[] = [];
        await fc.assert(fc.asyncProperty(cut, async (each) => {
            const result = await judge(each);
            judged += result === undefined ? 0 : 1;
            if (result !== undefined && result.kept !== result.taken)
                refused.push(`${files[each.file]?.file ?? ""}: ${JSON.stringify(result)}`);
        }), {numRuns: 2_000, seed: 20_26});
        expect(judged).toBeGreaterThan(1_000);
        expect(refused.length / judged, refused.join("\n")).toBeLessThan(0.005);
    }, 60_000);
});
