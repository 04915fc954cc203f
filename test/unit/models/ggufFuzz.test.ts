import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {HearthError} from "../../../src/core/errors.js";
import {readGguf} from "../../../src/core/models/gguf.js";
import {runs} from "../fuzz/runs.js";
import {sourceOf, writeGguf} from "./ggufWriter.js";

const valid = writeGguf();
/** Where the tensor data begins: flips beyond it change nothing that is read. */
const headerBytes = valid.length - 512;

/** Reads damaged bytes: a summary or a HearthError of the model, never more fetched than there is. */
async function readDamaged(bytes: Uint8Array): Promise<"read" | "refused"> {
    // The source throws a RangeError when asked for more than it has; a header is read forward, in at most a fetch per entry and some.
    const source = sourceOf(bytes);
    try {
        const {summary} = await readGguf(source, "/m.gguf");
        expect(summary.parameterCount).toBeLessThanOrEqual(bytes.length * 128);
        return "read";
    } catch (error) {
        expect(error).toBeInstanceOf(HearthError);
        expect((error as HearthError).code).toMatch(/^model\./u);
        return "refused";
    } finally {
        expect(source.requests.length).toBeLessThanOrEqual(3);
    }
}

const flips = fc.array(fc.record({at: fc.nat(headerBytes - 1), value: fc.nat(255)}), {minLength: 1, maxLength: 6});

describe("a damaged header", () => {
    it("is read or refused, whatever bytes are changed", async () => {
        let refused = 0;
        await fc.assert(fc.asyncProperty(flips, async (changes) => {
            const bytes = valid.slice();
            for (const {at, value} of changes)
                bytes[at] = value;
            refused += await readDamaged(bytes) === "refused" ? 1 : 0;
        }), {numRuns: runs(3000)});
        expect(refused).toBeGreaterThan(300);
    });

    it("is refused wherever it is cut off, with bytes changed before", async () => {
        await fc.assert(fc.asyncProperty(fc.nat(headerBytes), flips, async (length, changes) => {
            const bytes = valid.slice(0, length);
            for (const {at, value} of changes)
                if (at < length)
                    bytes[at] = value;
            await readDamaged(bytes);
        }), {numRuns: runs(1500)});
    });

    it("is refused when any 64-bit length in it is made huge", async () => {
        await fc.assert(fc.asyncProperty(fc.nat(headerBytes - 8), fc.bigInt({min: 0n, max: 2n ** 64n - 1n}), async (at, value) => {
            const bytes = valid.slice();
            new DataView(bytes.buffer).setBigUint64(at, value, true);
            await readDamaged(bytes);
        }), {numRuns: runs(3000)});
    });

    it("is refused when the bytes are noise after the magic", async () => {
        await fc.assert(fc.asyncProperty(fc.uint8Array({minLength: 20, maxLength: 400}), async (noise) => {
            const bytes = new Uint8Array([71, 71, 85, 70, 3, 0, 0, 0, ...noise]);
            await readDamaged(bytes);
        }), {numRuns: runs(1000)});
    });
});
