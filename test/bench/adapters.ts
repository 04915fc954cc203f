/** The option `--adapter` of the benchmarks: FILE[@SCALE], several times if need be, or `none`; left out, what the product takes by itself. */
import os from "node:os";
import path from "node:path";

import {layoutAsked} from "../../src/core/adapters/adapterRecord.js";
import {resolveAdapters} from "../../src/core/adapters/resolve.js";
import type {AdapterUse} from "../../src/core/adapters/use.js";
import {readAdapterRecord} from "../../src/system/adapters/record.js";
import {AdapterShelf} from "../../src/system/adapters/shelf.js";
import {hearthAdapterFolder} from "../../src/system/models/folders.js";
import {readModelRecord} from "../../src/system/models/record.js";

/** @throws HearthError `adapter.*` */
export async function adaptersAsked(options: readonly string[] | undefined, model: string): Promise<AdapterUse[]> {
    const shelf = new AdapterShelf({bundled: path.resolve("adapters"), hearth: hearthAdapterFolder(process.env, process.platform, os.homedir())}, console.error);
    const asked = options === undefined ? await byItself(shelf, model) : options.filter((option) => option !== "none").map(parse);
    return await Promise.all(asked.map(async ({file, scale}) =>
        ({path: file, sha256: (await shelf.inspect(file)).sha256, scale, ...layoutAsked(await readAdapterRecord(file, console.error), file)})));
}

/** As reports name them. */
export function shownNames(uses: readonly AdapterUse[]): string[] {
    return uses.map(({path: file, scale}) => `${path.basename(file)}@${scale}`);
}

interface Asked {
    readonly file: string;
    readonly scale: number;
}

async function byItself(shelf: AdapterShelf, model: string): Promise<Asked[]> {
    const base = (await readModelRecord(path.resolve(model)))?.sha256;
    return resolveAdapters({kind: "auto"}, await shelf.list(), base).flatMap((found) => found.kind === "known" ? [{file: found.adapter.path, scale: found.scale}] : []);
}

function parse(option: string): Asked {
    const [, file = option, scale = "1"] = /^(.*)@(\d+(?:\.\d+)?)$/.exec(option) ?? [];
    return {file: path.resolve(file), scale: Number(scale)};
}
