/** By which thread V8's flags may be changed while a grammar is compiled: see grammar.ts. */

/** Lets one thread at a time change V8's flags: shared by all threads of a process that load grammars. */
export function compileGate(): Int32Array<SharedArrayBuffer> {
    return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
