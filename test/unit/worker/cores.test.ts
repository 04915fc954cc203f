import os from "node:os";

import {describe, expect, it} from "vitest";

import {countCores, physicalCores} from "../../../src/worker/cores.js";

/** /proc/cpuinfo as x86 kernels write it, one block for each logical processor. */
function x86(processors: readonly {readonly physical: number; readonly core: number}[], cores: number): string {
    return processors.map(({physical, core}, i) => `processor\t: ${i}
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 85
model name\t: Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz
cache size\t: 28160 KB
physical id\t: ${physical}
siblings\t: ${cores * 2}
core id\t\t: ${core}
cpu cores\t: ${cores}
apicid\t\t: ${i}
flags\t\t: fpu vme de pse tsc msr avx2 avx512f
bogomips\t: 5000.00
power management:
`).join("\n") + "\n";
}

const raspberry = `processor\t: 0
BogoMIPS\t: 108.00
Features\t: fp asimd evtstrm crc32 cpuid
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x0
CPU part\t: 0xd08
CPU revision\t: 3

processor\t: 1
BogoMIPS\t: 108.00
Features\t: fp asimd evtstrm crc32 cpuid
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x0
CPU part\t: 0xd08
CPU revision\t: 3

Hardware\t: BCM2835
Revision\t: c03114
Model\t\t: Raspberry Pi 4 Model B Rev 1.4
`;

describe("physical cores in /proc/cpuinfo", () => {
    it("are counted once when hyper-threads share them", () => {
        expect(countCores(x86([0, 1, 2, 3, 0, 1, 2, 3].map((core) => ({physical: 0, core})), 4))).toBe(4);
    });

    it("are counted on both sockets, whose core numbers are the same", () => {
        expect(countCores(x86([0, 1, 0, 1].flatMap((physical) => [0, 1, 4].map((core) => ({physical, core}))), 3))).toBe(6);
    });

    it("of performance and efficiency cores are both cores", () => {
        // i5-1240P: four performance cores with two threads, eight efficiency cores with one; numbers leave gaps.
        const cores = [0, 0, 4, 4, 8, 8, 12, 12, 16, 17, 18, 19, 20, 21, 22, 23];
        expect(countCores(x86(cores.map((core) => ({physical: 0, core})), 12))).toBe(12);
    });

    it("of a virtual machine that names one socket for each processor are all counted", () => {
        expect(countCores(x86([0, 1, 2, 3].map((physical) => ({physical, core: 0})), 1))).toBe(4);
    });

    it("are counted where the kernel names cores but no sockets", () => {
        expect(countCores("processor\t: 0\ncore id\t\t: 0\n\nprocessor\t: 1\ncore id\t\t: 1\n")).toBe(2);
    });

    it("are unknown where the kernel does not name them, as on ARM", () => {
        expect(countCores(raspberry)).toBeUndefined();
        expect(countCores("")).toBeUndefined();
    });
});

describe("the cores of this machine", () => {
    it("are at least one, and no more than the process may use", async () => {
        const cores = await physicalCores();
        expect(Number.isInteger(cores)).toBe(true);
        expect(cores).toBeGreaterThanOrEqual(1);
        expect(cores).toBeLessThanOrEqual(os.availableParallelism());
    });
});
