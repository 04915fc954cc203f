/** Whether the machine has better things to do than to work ahead: it runs on battery, or other programs keep it busy. */
import {readdir, readFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Looked at no more often than this. */
const freshMs = 20_000;
/**
 * Runnable processes per core above which others want the machine. Hearth itself makes it about 1 while it writes.
 * (Always 0 on Windows, which has no such figure.)
 */
const busyLoadPerCore = 1.6;

export interface PressureSource {
    readonly loadPerCore: () => number;
    /** Undefined where it can't be known. */
    readonly onBattery: () => Promise<boolean | undefined>;
    readonly now: () => number;
}

export const thisMachine: PressureSource = {
    loadPerCore: () => (os.loadavg()[0] ?? 0) / os.availableParallelism(),
    onBattery: () => process.platform === "linux" ? linuxOnBattery("/sys/class/power_supply") : Promise.resolve(undefined),
    // Not the time of day: that may be set back, and then nothing would be looked at for as long.
    now: () => performance.now()
};

/** Answers at once with what was last seen, and looks again in the background. */
export class Pressure {
    readonly #source: PressureSource;
    #high = false;
    #seenAt = Number.NEGATIVE_INFINITY;

    constructor(source: PressureSource = thisMachine) {
        this.#source = source;
    }

    /** True: do only what is asked for. */
    get isHigh(): boolean {
        if (this.#source.now() - this.#seenAt > freshMs)
            void this.look();
        return this.#high;
    }

    async look(): Promise<void> {
        this.#seenAt = this.#source.now();
        this.#high = await this.#source.onBattery() === true || this.#source.loadPerCore() > busyLoadPerCore;
    }
}

/**
 * Reads the kernel's power supplies: on battery when one is discharging and no mains is online. Undefined without supplies (desktops, servers,
 * containers).
 */
export async function linuxOnBattery(folder: string): Promise<boolean | undefined> {
    let names: string[];
    try {
        names = await readdir(folder);
    } catch {
        return undefined; // no sysfs: nothing is known of power
    }
    const supplies = await Promise.all(names.map(async (name) => ({
        type: await line(path.join(folder, name, "type")), status: await line(path.join(folder, name, "status")),
        online: await line(path.join(folder, name, "online"))
    })));
    if (supplies.length === 0)
        return undefined;
    const plugged = supplies.some(({type, online}) => type !== "Battery" && online === "1");
    return !plugged && supplies.some(({status}) => status === "Discharging");
}

async function line(file: string): Promise<string | undefined> {
    try {
        return (await readFile(file, "utf8")).trim();
    } catch {
        return undefined; // a supply has only the files that make sense for it
    }
}
