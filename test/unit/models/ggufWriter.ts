/** Writes small GGUF files for tests: valid ones, and ones that lie in a chosen place. */
import type {ByteSource} from "../../../src/core/models/gguf.js";

export type GgufValue =
    | {readonly type: "u32" | "u16" | "u64" | "f32"; readonly value: number}
    | {readonly type: "bool"; readonly value: boolean}
    | {readonly type: "string"; readonly value: string}
    | {readonly type: "strings"; readonly value: readonly string[]}
    | {readonly type: "i32s"; readonly value: readonly number[]}
    /** Type number and raw bytes as they shall stand. */
    | {readonly type: "raw"; readonly id: number; readonly value: Uint8Array};

export interface GgufTensor {
    readonly name: string;
    readonly dimensions: readonly number[];
    /** ggml's number; 0 is F32. */
    readonly type: number;
    /** Where it claims to begin; by default the next aligned place. */
    readonly offset?: number;
    /** Bytes of data really written. */
    readonly bytes: number;
}

export interface GgufFile {
    readonly magic?: string;
    readonly version?: number;
    readonly metadata?: readonly (readonly [key: string, value: GgufValue])[];
    readonly tensors?: readonly GgufTensor[];
    /** Counts claimed in place of the true ones. */
    readonly claimedEntries?: number;
    readonly claimedTensors?: number;
    readonly alignment?: number;
}

export const string = (value: string): GgufValue => ({type: "string", value});
export const u32 = (value: number): GgufValue => ({type: "u32", value});
export const strings = (value: readonly string[]): GgufValue => ({type: "strings", value});

/** Qwen-Coder's control tokens among ordinary ones. */
export const qwenTokens = ["a", "b", "Ġfunction", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|repo_name|>", "<|file_sep|>", "zażółć"];

/** What a small, valid model file holds; tests change parts of it. */
export const validFile: Required<Pick<GgufFile, "metadata" | "tensors">> = {
    metadata: [
        ["general.architecture", string("qwen2")],
        ["general.type", string("model")],
        ["general.name", string("Tiny Coder")],
        ["general.file_type", u32(15)],
        ["qwen2.context_length", u32(32_768)],
        ["qwen2.block_count", u32(2)],
        ["qwen2.rope.freq_base", {type: "f32", value: 10_000}],
        ["tokenizer.ggml.add_bos_token", {type: "bool", value: false}],
        ["tokenizer.ggml.tokens", strings(qwenTokens)],
        ["tokenizer.ggml.token_type", {type: "i32s", value: qwenTokens.map(() => 1)}],
        ["tokenizer.chat_template", string("x".repeat(3000))]
    ],
    tensors: [
        {name: "token_embd.weight", dimensions: [32, 4], type: 8, bytes: 4 * 34},
        {name: "blk.0.attn_norm.weight", dimensions: [8], type: 0, bytes: 32},
        {name: "output.weight", dimensions: [256, 2], type: 12, bytes: 288}
    ]
};

/** The valid file with some entries replaced or added. */
export function withMetadata(...entries: readonly (readonly [string, GgufValue])[]): GgufFile {
    const changed = new Set(entries.map(([key]) => key));
    return {...validFile, metadata: [...validFile.metadata.filter(([key]) => !changed.has(key)), ...entries]};
}

/** The file's bytes. */
export function writeGguf(file: GgufFile = validFile): Uint8Array {
    const out = new Writer();
    const metadata = file.metadata ?? [];
    const tensors = file.tensors ?? [];
    const alignment = file.alignment ?? 32;
    out.text(file.magic ?? "GGUF").u32(file.version ?? 3).u64(file.claimedTensors ?? tensors.length).u64(file.claimedEntries ?? metadata.length);
    for (const [key, value] of metadata)
        writeValue(out.string(key), value);
    let next = 0;
    for (const tensor of tensors) {
        out.string(tensor.name).u32(tensor.dimensions.length);
        for (const dimension of tensor.dimensions)
            out.u64(dimension);
        out.u32(tensor.type).u64(tensor.offset ?? next);
        next = Math.ceil((next + tensor.bytes) / alignment) * alignment;
    }
    for (const tensor of tensors)
        out.pad(alignment).zeros(tensor.bytes);
    return out.done();
}

function writeValue(out: Writer, value: GgufValue): void {
    switch (value.type) {
        case "u16": out.u32(2).u16(value.value); break;
        case "u32": out.u32(4).u32(value.value); break;
        case "f32": out.u32(6).f32(value.value); break;
        case "bool": out.u32(7).bytes(new Uint8Array([value.value ? 1 : 0])); break;
        case "string": out.u32(8).string(value.value); break;
        case "strings": out.u32(9).u32(8).u64(value.value.length); value.value.forEach((text) => out.string(text)); break;
        case "i32s": out.u32(9).u32(5).u64(value.value.length); value.value.forEach((number) => out.u32(number)); break;
        case "u64": out.u32(10).u64(value.value); break;
        case "raw": out.u32(value.id).bytes(value.value); break;
    }
}

/** Little-endian bytes of a 64-bit number, for raw values. */
export function u64Bytes(value: number): Uint8Array {
    return new Writer().u64(value).done();
}
/** Little-endian bytes of a 32-bit number, for raw values. */
export function u32Bytes(value: number): Uint8Array {
    return new Writer().u32(value).done();
}
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
    return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** A source over bytes that refuses to be asked for more than it has, as the reader promises not to. */
export function sourceOf(bytes: Uint8Array): ByteSource & {readonly requests: (readonly [offset: number, length: number])[]} {
    const requests: (readonly [number, number])[] = [];
    return {
        size: bytes.length,
        requests,
        read(offset, length) {
            requests.push([offset, length]);
            if (offset < 0 || length < 0 || offset + length > bytes.length)
                throw new RangeError(`asked for ${length} bytes at ${offset} of ${bytes.length}`);
            return Promise.resolve(bytes.slice(offset, offset + length));
        }
    };
}

class Writer {
    private readonly parts: number[] = [];

    bytes(bytes: Uint8Array): this {
        for (const byte of bytes)
            this.parts.push(byte);
        return this;
    }
    zeros(count: number): this {
        return this.bytes(new Uint8Array(count));
    }
    pad(alignment: number): this {
        return this.zeros((alignment - this.parts.length % alignment) % alignment);
    }
    text(text: string): this {
        return this.bytes(new TextEncoder().encode(text));
    }
    string(text: string): this {
        const bytes = new TextEncoder().encode(text);
        return this.u64(bytes.length).bytes(bytes);
    }
    u16(value: number): this {
        return this.fixed(2, (view) => view.setUint16(0, value, true));
    }
    u32(value: number): this {
        return this.fixed(4, (view) => view.setUint32(0, value, true));
    }
    f32(value: number): this {
        return this.fixed(4, (view) => view.setFloat32(0, value, true));
    }
    u64(value: number): this {
        return this.fixed(8, (view) => view.setBigUint64(0, BigInt(value), true));
    }
    done(): Uint8Array {
        return new Uint8Array(this.parts);
    }
    private fixed(size: number, set: (view: DataView) => void): this {
        const view = new DataView(new ArrayBuffer(size));
        set(view);
        return this.bytes(new Uint8Array(view.buffer));
    }
}
