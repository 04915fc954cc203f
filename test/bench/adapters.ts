/** The option `--adapter FILE[@SCALE]` of the benchmarks, which may be given several times. */
import path from "node:path";

import type {AdapterUse} from "../../src/core/adapters/use.js";
import {sha256OfFile} from "../../src/system/models/hash.js";

/** @throws the file system's error for a file that is not there */
export async function adaptersAsked(options: readonly string[] | undefined): Promise<AdapterUse[]> {
    return await Promise.all((options ?? []).map(async (option) => {
        const [, file = option, scale = "1"] = /^(.*)@(\d+(?:\.\d+)?)$/.exec(option) ?? [];
        return {path: path.resolve(file), sha256: await sha256OfFile(path.resolve(file)), scale: Number(scale)};
    }));
}
