import type {Token} from "node-llama-cpp";
import {describe, expect, it} from "vitest";

import {HearthError} from "../../../src/core/errors.js";
import {modelErrors} from "../../../src/core/models/modelErrors.js";
import {type OpenContext, Places} from "../../../src/worker/places.js";
import {ShrinkingContexts} from "../../../src/worker/shrinking.js";

const never = new AbortController().signal;

/** Contexts on a machine with room for so many tokens in all. */
function machine(room: number, size: number, least = 512) {
    let free = room;
    const shrunk: number[] = [];
    const contexts = new ShrinkingContexts({
        size, least, onShrink: (smaller) => shrunk.push(smaller),
        open: (tokens) => {
            if (tokens > free)
                return Promise.reject(modelErrors.outOfMemory("/model.gguf", "failed to allocate"));
            free -= tokens;
            // As much of a context as Places looks at.
            return Promise.resolve({
                context: {dispose: () => { free += tokens; return Promise.resolve(); }}, sequence: {held: () => 0, isEmpty: false}
            } as unknown as OpenContext);
        }
    });
    return {contexts, shrunk};
}

describe("contexts when memory is short", () => {
    it("halves the size until there is room, and keeps to it", async () => {
        const {contexts, shrunk} = machine(1_500, 4_096);
        await contexts.open([], never);
        expect([contexts.size, ...shrunk]).toEqual([1_024, 2_048, 1_024]);
    });

    it("ends with one sentence when even the least has no room", async () => {
        const {contexts} = machine(500, 4_096);
        await expect(contexts.open([], never)).rejects.toThrow("There is not enough memory for /model.gguf (failed to allocate). Close other programs or choose a smaller model.");
    });

    it("passes on at once whatever else is wrong", async () => {
        const shrunk: number[] = [];
        const contexts = new ShrinkingContexts({
            size: 2_048, least: 512, onShrink: (smaller) => shrunk.push(smaller),
            open: () => Promise.reject(new HearthError({code: "adapter.loadFailed", message: "no", remedy: "none"}))
        });
        await expect(contexts.open([], never)).rejects.toThrow("no");
        expect(shrunk).toEqual([]);
    });

    it("closes the place of another file before completions get less room", async () => {
        const {contexts, shrunk} = machine(2_500, 2_048);
        const places = new Places(contexts);
        const first = await places.take([1 as Token], [], never);
        const second = await places.take([2 as Token], [], never);
        expect(second).not.toBe(first);
        expect([places.capacity, ...shrunk]).toEqual([2_048]);
    });
});
