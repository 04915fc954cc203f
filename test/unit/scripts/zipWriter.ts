/** Makes small zip files as wheels are: stored or deflated entries and a directory at the end. */
import {crc32, deflateRawSync} from "node:zlib";

export interface ZipFile {
    readonly name: string;
    readonly content: Buffer;
    readonly deflate: boolean;
    /** In the entry's own header only, as some writers do: the reader must not take the directory's length for it. */
    readonly extra?: Buffer;
}

export function zip(files: readonly ZipFile[], comment = ""): Buffer {
    const chunks: Buffer[] = [], directory: Buffer[] = [];
    let offset = 0;
    for (const {name, content, deflate, extra = Buffer.alloc(0)} of files) {
        const packed = deflate ? deflateRawSync(content) : content;
        const sizes = Buffer.alloc(20);
        sizes.writeUInt16LE(deflate ? 8 : 0, 2);
        sizes.writeUInt32LE(crc32(content), 8);
        sizes.writeUInt32LE(packed.length, 12);
        sizes.writeUInt32LE(content.length, 16);
        const local = Buffer.concat([number(0x04034b50, 4), number(20, 2), sizes, number(name.length, 2), number(extra.length, 2), Buffer.from(name), extra]);
        directory.push(Buffer.concat([number(0x02014b50, 4), number(20, 2), number(20, 2), sizes, number(name.length, 2), number(0, 2), number(0, 2),
            number(0, 2), number(0, 2), number(0, 4), number(offset, 4), Buffer.from(name)]));
        chunks.push(local, packed);
        offset += local.length + packed.length;
    }
    const entries = Buffer.concat(directory);
    return Buffer.concat([...chunks, entries, number(0x06054b50, 4), number(0, 4), number(files.length, 2), number(files.length, 2),
        number(entries.length, 4), number(offset, 4), number(comment.length, 2), Buffer.from(comment)]);
}

function number(value: number, bytes: 2 | 4): Buffer {
    const buffer = Buffer.alloc(bytes);
    buffer.writeUIntLE(value, 0, bytes);
    return buffer;
}
