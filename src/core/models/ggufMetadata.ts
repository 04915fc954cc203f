/** The metadata of a GGUF file: scalars are kept, arrays are walked and left behind, of the vocabulary only the wanted texts are noted. */
import type {ByteReader} from "./byteReader.js";
import {BadHeader} from "./headerErrors.js";
import {TokenHashes} from "./tokenHashes.js";

export interface Metadata {
    /** Numbers, booleans and short strings by key. */
    readonly values: ReadonlyMap<string, number | boolean | string>;
    /** GGUF's type number of every entry, arrays (9) included: the engine ends the process when an entry it asks for has another type. */
    readonly types: ReadonlyMap<string, number>;
    /** Those of the wanted texts that the vocabulary (`tokenizer.ggml.tokens`) has. */
    readonly foundTokens: ReadonlySet<string>;
}

/** The most a header may take: the largest vocabularies with their merges are under 30 MB. */
const mostHeaderBytes = 256 * 1024 * 1024;
/** GGUF's own limit. */
const mostKeyBytes = 65_535;
/** Longer strings (chat templates, licenses) are passed over. */
const mostKeptStringBytes = 1024;

const stringType = 8;
const arrayType = 9;

interface ScalarType {
    readonly bytes: number;
    readonly read: (reader: ByteReader) => number | boolean;
}

/** GGUF's value types of fixed size, by number. */
const scalarTypes: ReadonlyMap<number, ScalarType> = new Map<number, ScalarType>([
    [0, {bytes: 1, read: (reader) => reader.u8()}],
    [1, {bytes: 1, read: (reader) => reader.i8()}],
    [2, {bytes: 2, read: (reader) => reader.u16()}],
    [3, {bytes: 2, read: (reader) => reader.i16()}],
    [4, {bytes: 4, read: (reader) => reader.u32()}],
    [5, {bytes: 4, read: (reader) => reader.i32()}],
    [6, {bytes: 4, read: (reader) => reader.f32()}],
    [7, {bytes: 1, read: (reader) => reader.u8() !== 0}],
    [10, {bytes: 8, read: (reader) => reader.u64()}],
    [11, {bytes: 8, read: (reader) => reader.i64()}],
    [12, {bytes: 8, read: (reader) => reader.f64()}]
]);

const strict = new TextDecoder("utf-8", {fatal: true});
const lenient = new TextDecoder("utf-8");

/** What is asked of a vocabulary: which of these texts it has, or a hash of each of its texts. */
export type VocabularyQuestion = ReadonlySet<string> | TokenHashes;

/** Reads `count` entries. Throws BadHeader or EndOfSource. */
export async function readMetadata(reader: ByteReader, count: number, asked: VocabularyQuestion): Promise<Metadata> {
    const values = new Map<string, number | boolean | string>();
    const types = new Map<string, number>();
    const vocabulary = asked instanceof TokenHashes ? asked : new TokenSearch(asked);
    for (let entry = 0; entry < count; entry++) {
        const key = await readKey(reader, types);
        await reader.need(4);
        const type = reader.u32();
        types.set(key, type);
        if (type === arrayType)
            await passArray(reader, key, key === "tokenizer.ggml.tokens" ? vocabulary : undefined);
        else {
            const value = await readValue(reader, key, type);
            if (value !== undefined)
                values.set(key, value);
        }
        if (reader.position > mostHeaderBytes)
            throw new BadHeader(`its metadata goes on beyond ${mostHeaderBytes / 1024 / 1024} MiB`);
    }
    return {values, types, foundTokens: vocabulary instanceof TokenSearch ? vocabulary.found : new Set()};
}

/** Length of the string that follows, held against the file. */
export async function readLength(reader: ByteReader, what: string): Promise<number> {
    await reader.need(8);
    const length = reader.u64();
    checkLength(length, what);
    return length;
}

/** A length that no header may have is hostile; one that merely goes past the end (which `need` and `skip` notice) is a truncated file. */
function checkLength(length: number, what: string): void {
    if (length > mostHeaderBytes)
        throw new BadHeader(`${what} claims ${length} bytes`);
}

async function readKey(reader: ByteReader, seen: ReadonlyMap<string, number>): Promise<string> {
    const length = await readLength(reader, "a metadata key");
    if (length === 0 || length > mostKeyBytes)
        throw new BadHeader(`a metadata key claims ${length} bytes`);
    await reader.need(length);
    const key = decode(reader.take(length), "a metadata key");
    if (seen.has(key))
        throw new BadHeader(`the metadata key ${printable(key)} occurs twice`);
    return key;
}

async function readValue(reader: ByteReader, key: string, type: number): Promise<number | boolean | string | undefined> {
    if (type === stringType) {
        const length = await readLength(reader, `the value of ${printable(key)}`);
        if (length > mostKeptStringBytes) {
            reader.skip(length);
            return undefined;
        }
        await reader.need(length);
        return lenient.decode(reader.take(length));
    }
    const scalar = scalarTypes.get(type);
    if (scalar === undefined)
        throw new BadHeader(`the value of ${printable(key)} has the unknown type ${type}`);
    await reader.need(scalar.bytes);
    return scalar.read(reader);
}

async function passArray(reader: ByteReader, key: string, search: TokenSearch | TokenHashes | undefined): Promise<void> {
    await reader.need(12);
    const type = reader.u32();
    const count = reader.u64();
    const size = type === stringType ? 8 : scalarTypes.get(type)?.bytes;
    if (type === arrayType)
        throw new BadHeader(`${printable(key)} is an array of arrays, which the engine does not read`);
    if (size === undefined)
        throw new BadHeader(`the array ${printable(key)} has elements of the unknown type ${type}`);
    if (count * size > mostHeaderBytes)
        throw new BadHeader(`the array ${printable(key)} claims ${count} elements`);
    if (type !== stringType)
        reader.skip(count * size);
    else
        await passStrings(reader, key, count, search);
}

async function passStrings(reader: ByteReader, key: string, count: number, search: TokenSearch | TokenHashes | undefined): Promise<void> {
    const what = `a string in ${printable(key)}`;
    for (let index = 0; index < count; index++) {
        if (!reader.has(8))
            await reader.need(8);
        const length = reader.u64();
        checkLength(length, what);
        if (search?.mayHave(length) !== true) {
            reader.skip(length);
            continue;
        }
        if (!reader.has(length))
            await reader.need(length);
        search.offer(reader.take(length));
    }
}

/** Notes wanted texts among many byte strings, decoding only those that have the length and the first byte of one. */
class TokenSearch {
    readonly found = new Set<string>();
    private readonly lengths = new Set<number>();
    private readonly firstBytes = new Set<number | undefined>();

    constructor(private readonly wanted: ReadonlySet<string>) {
        for (const text of wanted) {
            const bytes = new TextEncoder().encode(text);
            this.lengths.add(bytes.length);
            this.firstBytes.add(bytes[0]);
        }
    }
    mayHave(length: number): boolean {
        return this.lengths.has(length);
    }
    offer(bytes: Uint8Array): void {
        if (!this.firstBytes.has(bytes[0]))
            return;
        const text = lenient.decode(bytes);
        if (this.wanted.has(text))
            this.found.add(text);
    }
}

/** UTF-8 as text; what is not UTF-8 is refused. */
export function decode(bytes: Uint8Array, what: string): string {
    try {
        return strict.decode(bytes);
    } catch {
        throw new BadHeader(`${what} is not UTF-8 text`);
    }
}

/** A name from the file, fit for a message: short, and without control characters. */
export function printable(text: string): string {
    const clean = text.replace(/\p{C}/gu, "?");
    return `“${clean.length > 80 ? `${clean.slice(0, 80)}…` : clean}”`;
}
