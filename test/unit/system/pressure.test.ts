import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import {afterEach, beforeEach, describe, expect, it} from "vitest";

import {linuxOnBattery, Pressure} from "../../../src/system/machine/pressure.js";

describe("power on Linux", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(path.join(os.tmpdir(), "hearth-power-"));
    });
    afterEach(() => rm(folder, {recursive: true, force: true}));

    async function supply(name: string, files: Readonly<Record<string, string>>): Promise<void> {
        await mkdir(path.join(folder, name));
        for (const [file, text] of Object.entries(files))
            await writeFile(path.join(folder, name, file), `${text}\n`);
    }

    it("is battery when one discharges and no mains is online", async () => {
        await supply("AC", {type: "Mains", online: "0"});
        await supply("BAT0", {type: "Battery", status: "Discharging"});
        expect(await linuxOnBattery(folder)).toBe(true);
    });

    it("is mains when that is online, or when the battery charges", async () => {
        await supply("BAT0", {type: "Battery", status: "Discharging"});
        await supply("AC", {type: "Mains", online: "1"});
        expect(await linuxOnBattery(folder)).toBe(false);
    });

    it("is unknown without supplies or without sysfs", async () => {
        expect(await linuxOnBattery(folder)).toBeUndefined();
        expect(await linuxOnBattery(path.join(folder, "missing"))).toBeUndefined();
    });
});

describe("pressure", () => {
    function machine(state: {battery?: boolean; load: number; now: number}): Pressure {
        return new Pressure({onBattery: () => Promise.resolve(state.battery), loadPerCore: () => state.load, now: () => state.now});
    }

    it.each([
        [{battery: true, load: 0.1}, true], [{battery: false, load: 0.1}, false], [{load: 0.9}, false], [{load: 2.5}, true]
    ] as const)("with %o is high: %s", async (state, high) => {
        const pressure = machine({...state, now: 0});
        await pressure.look();
        expect(pressure.isHigh).toBe(high);
    });

    it("is looked at again after a while", async () => {
        const state = {load: 3, now: 0};
        const pressure = machine(state);
        await pressure.look();
        state.load = 0;
        state.now = 10_000;
        expect(pressure.isHigh).toBe(true);
        state.now = 30_000;
        expect(pressure.isHigh).toBe(true); // what was last seen, while it looks again
        await expect.poll(() => pressure.isHigh).toBe(false);
    });
});
