import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {defaultRestartLimits, type RestartDecision, type RestartLimits, restartPolicy} from "../../../../src/core/engine/restartPolicy.js";

/** What is decided at each of the crashes. */
function decisions(times: readonly number[], limits?: RestartLimits): RestartDecision[] {
    let policy = restartPolicy(limits);
    return times.map((at) => {
        const {next, decision} = policy.crashed(at);
        policy = next;
        return decision;
    });
}

const restart = (attempt: number, delayMs: number) => ({kind: "restart", attempt, delayMs});

describe("the restart policy", () => {
    it("restarts with doubling delays, and stops at the fifth crash in three minutes", () => {
        expect(decisions([0, 1_000, 2_000, 3_000, 4_000])).toEqual([
            restart(1, 250), restart(2, 500), restart(3, 1_000), restart(4, 2_000), {kind: "stop", crashes: 5}
        ]);
        expect(decisions([0, 0, 0, 0, 179_999]).at(-1)).toEqual({kind: "stop", crashes: 5});
    });

    it("forgets a crash after three minutes", () => {
        expect(decisions([0, 1, 2, 3, 180_000]).at(-1)).toEqual(restart(4, 2_000));
        expect(decisions([0, 180_000, 360_000, 540_000, 720_000, 900_000])).toEqual(Array.from({length: 6}, () => restart(1, 250)));
    });

    it("forgets the crashes of before, too, when the clock jumps by hours either way", () => {
        const hour = 3_600_000;
        expect(decisions([10 * hour, 10 * hour, 10 * hour, 10 * hour, 15 * hour]).at(-1)).toEqual(restart(1, 250));
        expect(decisions([10 * hour, 10 * hour, 10 * hour, 10 * hour, 5 * hour]).at(-1)).toEqual(restart(1, 250));
    });

    it("waits no longer than the longest delay", () => {
        const limits = {...defaultRestartLimits, maxCrashes: 20};
        expect(decisions(Array.from({length: 12}, () => 0), limits).at(-1)).toEqual(restart(12, 8_000));
    });

    it("stays stopped while crashes go on", () => {
        expect(decisions([0, 0, 0, 0, 0, 1]).at(-1)).toEqual({kind: "stop", crashes: 6});
    });

    it("is immutable: each crash leaves the policy it was told as it was", () => {
        const policy = restartPolicy();
        policy.crashed(0);
        expect(policy.crashed(0).decision).toEqual(restart(1, 250));
    });

    it("never restarts more often than its limit in any window", () => {
        const gaps = fc.array(fc.integer({min: 0, max: 90_000}), {maxLength: 40});
        fc.assert(fc.property(gaps, (waits) => {
            let now = 0;
            const times = waits.map((wait) => now += wait);
            const restarted = decisions(times).map(({kind}, i) => kind === "restart" ? times[i] ?? 0 : -1).filter((at) => at >= 0);
            for (const end of restarted)
                expect(restarted.filter((at) => at <= end && end - at < 180_000).length).toBeLessThan(5);
        }));
    });
});
