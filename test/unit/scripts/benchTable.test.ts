// The table of docs/PERFORMANCE.md: a model alone and the same model with its adapter are columns of their own.
import {describe, expect, it} from "vitest";

import {tableOf} from "../../../scripts/bench/table.mjs";

const machine = {cpu: "CPU", cores: 2, memoryGiB: 8, system: "linux x64", node: "v24"};

function report(step: string, model: string, summary: Record<string, number>, adapters?: readonly string[]) {
    return {
        step, summary, ...adapters === undefined ? {} : {adapters},
        about: {
            benchmark: step, command: `npm run bench:${step} -- --model ${model}.gguf --adapter ${adapters?.[0] ?? "none"} --limit 4`, date: "2026-01-02T03:04:05Z", commit: "abc", machine,
            model: {file: `${model}.gguf`, bytes: 1e6, sha256: model.repeat(8)}
        }
    };
}

describe("the table of figures", () => {
    const table = tableOf([
        report("replay", "small", {completedRatio: 0.5, rightOfShown: 0.6}, ["code.gguf@1"]), report("replay", "small", {completedRatio: 0.3, rightOfShown: 0.2}, []),
        report("replay", "large", {completedRatio: 0.4, rightOfShown: 0.4}, []), report("engine", "small", {readRatio: 0.9, workerRead: 1, bareRead: 2, writeRatio: 0.8, workerWrite: 3, bareWrite: 4})
    ]);

    it("has a column for each model and for each with its adapter, the models alone first", () => {
        expect(table.split("\n")[0]).toBe("| Figure | Must | Aim | small.gguf | large.gguf | small.gguf + code | Command |");
        expect(table).toContain("| replay: completed-code ratio | 0.20 | 0.40 | 0.3 | 0.4 | 0.5 | `npm run bench:replay -- --limit 4` |");
    });

    it("leaves empty what was not measured with an adapter", () => {
        expect(table).toContain("| worker reads / bare llama.cpp | 0.90 | 0.97 | 0.9 (1 / 2 tokens/s) |  |  | `npm run bench:engine -- --limit 4` |");
    });
});
