import {describe, expect, it} from "vitest";

import {chooseTuning, type Measurement, sizeAdvice} from "../../../../src/core/engine/tuning.js";

const measured = (changes: Partial<Measurement>): Measurement =>
    ({threads: 4, flashAttention: true, readBatch: 64, readTokensPerSecond: 300, writeTokensPerSecond: 40, ...changes});

describe("what is chosen", () => {
    it("is the smallest batch that reads nearly as fast as the fastest", () => {
        const found = chooseTuning([
            measured({readBatch: 32, readTokensPerSecond: 250}), measured({readBatch: 64, readTokensPerSecond: 294}),
            measured({readBatch: 128, readTokensPerSecond: 300}), measured({readBatch: 256, readTokensPerSecond: 302})
        ]);
        expect(found.tuning).toEqual({threads: 4, flashAttention: true, readBatch: 64});
        expect(found.readTokensPerSecond).toBe(294);
    });

    it("leaves out flash attention, or a thread, where that makes a completion quicker", () => {
        expect(chooseTuning([measured({}), measured({flashAttention: false, writeTokensPerSecond: 60})]).tuning.flashAttention).toBe(false);
        expect(chooseTuning([measured({}), measured({threads: 3, writeTokensPerSecond: 60})]).tuning.threads).toBe(3);
    });

    it("keeps all that was measured, and wants something measured", () => {
        const all = [measured({}), measured({readBatch: 128})];
        expect(chooseTuning(all).measurements).toEqual(all);
        expect(() => chooseTuning([])).toThrow("nothing was measured");
    });
});

describe("the advice on size", () => {
    it.each([[8, "smaller"], [40, "fits"], [200, "larger"]])("at %d tokens written per second says %s", (writeTokensPerSecond, word) => {
        expect(sizeAdvice({writeTokensPerSecond})).toContain(word);
    });
});
