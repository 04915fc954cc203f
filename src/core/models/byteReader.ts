/** A forward-only reader over a {@link ByteSource}, for headers that may be truncated or hostile. */

/** Random-access bytes of a known size: a file, or an array in a test. */
export interface ByteSource {
    /** Bytes. */
    readonly size: number;
    /** Up to `length` bytes from `offset`; fewer only where the source ends. */
    read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes fetched at a time. Larger reads gain nothing; smaller ones cost a vocabulary of megabytes hundreds of round trips. */
const chunkBytes = 512 * 1024;

/** Two to the 32nd: the weight of a 64-bit number's upper half. */
const upperHalf = 2 ** 32;

/** Thrown when more bytes are asked for than the source holds. */
export class EndOfSource extends Error {
    override readonly name = "EndOfSource";
    constructor(size: number) {
        super(`it ends at byte ${size}, in the middle of its header`);
    }
}

/**
 * Little-endian values in order. `need` fetches and may wait; everything else is synchronous and reads only what `need` made available,
 * so that a loop over 150,000 strings waits a dozen times, not 150,000.
 */
export class ByteReader {
    private bytes: Uint8Array = new Uint8Array(0);
    private view: DataView = new DataView(this.bytes.buffer);
    /** Where `bytes` begins in the source. */
    private base = 0;
    private cursor = 0;

    constructor(private readonly source: ByteSource) {}

    /** Offset of the next byte in the source. */
    get position(): number {
        return this.base + this.cursor;
    }

    /** Bytes between the position and the end of the source. */
    get remaining(): number {
        return this.source.size - this.position;
    }

    /** True when the next `count` bytes can be read without waiting. */
    has(count: number): boolean {
        return this.bytes.length - this.cursor >= count;
    }

    /** Makes the next `count` bytes available. Throws {@link EndOfSource} before anything is allocated if the source is shorter. */
    async need(count: number): Promise<void> {
        if (this.has(count))
            return;
        if (count > this.remaining)
            throw new EndOfSource(this.source.size);
        const start = this.position;
        const bytes = await this.source.read(start, Math.min(this.remaining, Math.max(count, chunkBytes)));
        if (bytes.length < count)
            throw new EndOfSource(start + bytes.length);
        this.bytes = bytes;
        this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        this.base = start;
        this.cursor = 0;
    }

    /** Passes over `count` bytes without reading those that are not there yet. Throws {@link EndOfSource} beyond the end. */
    skip(count: number): void {
        if (count > this.remaining)
            throw new EndOfSource(this.source.size);
        this.cursor += count;
        if (this.cursor <= this.bytes.length)
            return;
        this.base += this.cursor;
        this.cursor = 0;
        this.bytes = this.bytes.subarray(0, 0);
    }

    /** The next byte, not consumed. */
    peek(): number {
        return this.view.getUint8(this.cursor);
    }

    u8(): number {
        return this.view.getUint8(this.advance(1));
    }
    i8(): number {
        return this.view.getInt8(this.advance(1));
    }
    u16(): number {
        return this.view.getUint16(this.advance(2), true);
    }
    i16(): number {
        return this.view.getInt16(this.advance(2), true);
    }
    u32(): number {
        return this.view.getUint32(this.advance(4), true);
    }
    i32(): number {
        return this.view.getInt32(this.advance(4), true);
    }
    f32(): number {
        return this.view.getFloat32(this.advance(4), true);
    }
    f64(): number {
        return this.view.getFloat64(this.advance(8), true);
    }
    /** Exact below 2^53; above it only the magnitude is right, which is all that a refusal needs. */
    u64(): number {
        const at = this.advance(8);
        return this.view.getUint32(at + 4, true) * upperHalf + this.view.getUint32(at, true);
    }
    /** As {@link u64}, signed. */
    i64(): number {
        const at = this.advance(8);
        return this.view.getInt32(at + 4, true) * upperHalf + this.view.getUint32(at, true);
    }
    /** The next `count` bytes: a view, valid until the next `need`. */
    take(count: number): Uint8Array {
        const at = this.advance(count);
        return this.bytes.subarray(at, at + count);
    }

    private advance(count: number): number {
        const at = this.cursor;
        this.cursor += count;
        return at;
    }
}
