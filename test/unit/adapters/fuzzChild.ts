/**
 * Runs in a process of its own: damages an adapter's file in many ways, reads each, and prints what became of it as one line of JSON.
 * Arguments: `gguf` or `peft`, the folder with the good files, the number of the first damage and of those after it.
 */
import {readFile, writeFile} from "node:fs/promises";
import path from "node:path";

import {HearthError} from "../../../src/core/errors.js";
import {importPeft} from "../../../src/system/adapters/importPeft.js";
import {inspectAdapterFile} from "../../../src/system/adapters/inspect.js";
import {base} from "./adapterFixture.js";

export interface FuzzResult {
    readonly read: number;
    readonly refused: number;
    /** Errors that are no sentences about adapters, with the damage's number. */
    readonly wrong: readonly string[];
    /** The most bytes that were ever asked for at once, beyond the size of the files. */
    readonly beyond: number;
}

const [kind, folder = "", first = "", count = ""] = process.argv.slice(2);
const place = path.join(folder, kind === "gguf" ? "adapter.gguf" : "peft/adapter_model.safetensors");
const good = new Uint8Array(await readFile(place));
const settingsBytes = kind === "gguf" ? 0 : (await readFile(path.join(folder, "peft/adapter_config.json"))).length;
/** Where most of the damage is done. */
const headerBytes = kind === "gguf" ? 450 : 3000;

let most = 0;
watchAllocations();
const result = {read: 0, refused: 0, wrong: [] as string[], beyond: 0};
for (let number = Number(first); number < Number(first) + Number(count); number++)
    await tryOne(number);
console.log(JSON.stringify(result satisfies FuzzResult));

async function tryOne(number: number): Promise<void> {
    const bytes = damaged(number);
    await writeFile(place, bytes);
    most = 0;
    try {
        if (kind === "gguf")
            await inspectAdapterFile(place, {base});
        else
            await importPeft(path.join(folder, "peft"), {targetFolder: path.join(folder, "out"), base, name: "x", replace: true});
        result.read++;
    } catch (error) {
        if (error instanceof HearthError && error.code.startsWith("adapter."))
            result.refused++;
        else
            result.wrong.push(`${number}: ${String(error)}`);
    }
    result.beyond = Math.max(result.beyond, most - Math.max(bytes.length, settingsBytes));
}

/** The good file with bits turned, lengths made huge, or its end cut off; mostly in its header. */
function damaged(number: number): Uint8Array {
    let state = (number * 2_654_435_761) >>> 0;
    const below = (limit: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % limit;
    const bytes = number % 5 === 4 ? good.slice(0, below(good.length)) : good.slice();
    const header = Math.min(bytes.length, headerBytes);
    for (let flips = 1 + below(4); flips > 0 && header > 8; flips--) {
        const at = below(10) === 0 ? below(bytes.length) : below(header);
        bytes[at] = (bytes[at] ?? 0) ^ 1 << below(8);
    }
    if (number % 5 === 1 && header > 16)
        new DataView(bytes.buffer).setBigUint64(below(header - 8), BigInt(below(2 ** 31)) << BigInt(below(33)), true);
    return bytes;
}

/** Notes how long an array the code under test asks for. Node's own code keeps the constructors it began with. */
function watchAllocations(): void {
    for (const name of ["Uint8Array", "Uint16Array", "Uint32Array", "Float32Array"] as const)
        globalThis[name] = new Proxy(globalThis[name], {
            construct: (constructor, args: readonly unknown[], target) => {
                if (typeof args[0] === "number")
                    most = Math.max(most, args[0] * constructor.BYTES_PER_ELEMENT);
                return Reflect.construct(constructor, args, target) as object;
            }
        }) as never;
}
