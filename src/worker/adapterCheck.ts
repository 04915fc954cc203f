/** What is checked of adapters before native code sees them; what was found good is not read again while it stays the same. */
import {adapterErrors} from "../core/adapters/adapterErrors.js";
import type {AdapterUse} from "../core/adapters/use.js";
import type {ModelShape} from "../core/models/modelInfo.js";
import {inspectAdapterFile} from "../system/adapters/inspect.js";
import {fileIdentity} from "../system/adapters/openFile.js";
import {readModelShape} from "../system/models/inspect.js";

/** @param model path of the loaded model, which the adapters must fit */
export function adapterCheck(model: string): (adapters: readonly AdapterUse[], signal: AbortSignal) => Promise<void> {
    let shape: Promise<ModelShape> | undefined;
    const good = new Set<string>();
    /** SHA-256 of what was passed to the engine, by path. */
    const loaded = new Map<string, string>();
    return async (adapters, signal) => {
        for (const {path, sha256} of adapters) {
            const identity = await fileIdentity(path);
            if (!good.has(`${identity} ${sha256}`)) {
                shape ??= readModelShape(model);
                await inspectAdapterFile(path, {signal, base: await shape, expectedSha256: sha256});
                good.add(`${identity} ${sha256}`);
            }
            // The engine keeps an adapter by its path until the model goes: of a file that has taken another's place it would give the old one.
            if ((loaded.get(path) ?? sha256) !== sha256)
                throw adapterErrors.replaced(path);
            loaded.set(path, sha256);
        }
    };
}
