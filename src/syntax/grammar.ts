/**
 * Loads a grammar. The lexers of some are single functions of 40 to 370 KB, and V8's optimizing compiler takes 100 MB to 2 GB for a moment to optimize one
 * (measured: C++ 250 MB, Bash 500 MB, PowerShell 2 GB) without making parsing any faster, for what is slow is the parser itself. Those are compiled
 * once, quickly and for good; the parser and the other grammars are optimized as they are used.
 */
import v8 from "node:v8";

import {Language} from "web-tree-sitter";

/** Node has it; its type comes with a browser's library only. */
declare const WebAssembly: {readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WebAssembly.Module};

/** Bytes of one function of WebAssembly: below, optimizing costs no more than some 20 MB. */
const largestOptimized = 32_000;
/** The flags are the whole process's: they hold only while one such grammar is compiled. */
const whileCompiling = ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering", "--no-wasm-lazy-compilation"];
const otherwise = ["--wasm-tier-up", "--wasm-dynamic-tiering", "--wasm-lazy-compilation"];

/**
 * @param gate undefined where V8's flags can't be changed: then every grammar is optimized as it is used
 * @throws what web-tree-sitter or WebAssembly throws on bytes that are no grammar
 */
export async function loadGrammar(bytes: Uint8Array<ArrayBuffer>, gate: Int32Array | undefined): Promise<Language> {
    if (gate === undefined || largestFunction(bytes) <= largestOptimized)
        return await Language.load(bytes);
    return Language.loadSync(compileUnoptimized(bytes, gate));
}

function compileUnoptimized(bytes: Uint8Array<ArrayBuffer>, gate: Int32Array): WebAssembly.Module {
    while (Atomics.compareExchange(gate, 0, 0, 1) !== 0)
        Atomics.wait(gate, 0, 1);
    try {
        whileCompiling.forEach((flag) => v8.setFlagsFromString(flag));
        return new WebAssembly.Module(bytes);
    } finally {
        otherwise.forEach((flag) => v8.setFlagsFromString(flag));
        Atomics.store(gate, 0, 0);
        Atomics.notify(gate, 0, 1);
    }
}

/** Size in bytes of the largest function in a module's code section; 0 where there is none. */
export function largestFunction(module: Uint8Array): number {
    const codeSection = 10;
    // After magic and version.
    let at = 8;
    const number = (): number => {
        let value = 0, shift = 0, byte: number;
        do {
            byte = module[at++] ?? 0;
            value += (byte & 0x7f) * 2 ** shift;
            shift += 7;
        } while (byte >= 0x80 && at < module.length);
        return value;
    };
    while (at < module.length) {
        const section = module[at++];
        const end = number() + at;
        if (section !== codeSection) {
            at = end;
            continue;
        }
        let largest = 0;
        for (let left = number(); left > 0 && at < module.length; left--) {
            const size = number();
            largest = Math.max(largest, size);
            at += size;
        }
        return largest;
    }
    return 0;
}
