/** Writes the header of a GGUF LoRA file whose tensors are all half precision. */
import type {AdapterPair} from "./adapterInfo.js";
import {tensorName} from "./targets.js";

export interface HeaderContent {
    readonly architecture: string;
    readonly name: string;
    /** `adapter.lora.alpha`. */
    readonly alpha: number;
    readonly pairs: readonly AdapterPair[];
}

const version = 3;
const alignment = 32;
const u32Type = 4, f32Type = 6, stringType = 8;
const halfType = 1;
const halfBytes = 2;
/** `general.file_type` of mostly half precision. */
const halfFileType = 1;

/** Bytes of zeros that follow a length in the file up to where the next tensor begins. */
export function paddingAfter(length: number): number {
    return (alignment - length % alignment) % alignment;
}

/** The header, up to the byte at which the first tensor begins: a before b of each pair, in the pairs' order, each followed by {@link paddingAfter} its bytes. */
export function writeAdapterHeader({architecture, name, alpha, pairs}: HeaderContent): Uint8Array {
    const tensors = pairs.flatMap(({target, a, b}) => [{name: tensorName(target, "a"), dimensions: a}, {name: tensorName(target, "b"), dimensions: b}]);
    const out = new Writer();
    out.text("GGUF").u32(version).u64(tensors.length).u64(6);
    out.string("general.type").u32(stringType).string("adapter");
    out.string("general.architecture").u32(stringType).string(architecture);
    out.string("general.name").u32(stringType).string(name);
    out.string("general.file_type").u32(u32Type).u32(halfFileType);
    out.string("adapter.type").u32(stringType).string("lora");
    out.string("adapter.lora.alpha").u32(f32Type).f32(alpha);
    let offset = 0;
    for (const tensor of tensors) {
        const [row, rows] = tensor.dimensions;
        out.string(tensor.name).u32(2).u64(row).u64(rows).u32(halfType).u64(offset);
        const bytes = row * rows * halfBytes;
        offset += bytes + paddingAfter(bytes);
    }
    return out.padded();
}

class Writer {
    private readonly bytes: number[] = [];

    text(text: string): this {
        return this.append(new TextEncoder().encode(text));
    }
    string(text: string): this {
        const bytes = new TextEncoder().encode(text);
        return this.u64(bytes.length).append(bytes);
    }
    u32(value: number): this {
        return this.fixed(4, (view) => view.setUint32(0, value, true));
    }
    u64(value: number): this {
        return this.fixed(8, (view) => view.setBigUint64(0, BigInt(value), true));
    }
    f32(value: number): this {
        return this.fixed(4, (view) => view.setFloat32(0, value, true));
    }
    padded(): Uint8Array {
        return this.append(new Uint8Array(paddingAfter(this.bytes.length))).result();
    }
    private result(): Uint8Array {
        return new Uint8Array(this.bytes);
    }
    private append(bytes: Uint8Array): this {
        for (const byte of bytes)
            this.bytes.push(byte);
        return this;
    }
    private fixed(size: number, set: (view: DataView) => void): this {
        const view = new DataView(new ArrayBuffer(size));
        set(view);
        return this.append(new Uint8Array(view.buffer));
    }
}
