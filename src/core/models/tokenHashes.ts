/** A number for each text of a vocabulary: enough to tell whether two are the same, at a fraction of their memory. */
export class TokenHashes {
    readonly hashes: number[] = [];

    /** FNV-1a, 32 bits. */
    offer(bytes: Uint8Array): void {
        let hash = 0x811c9dc5;
        for (const byte of bytes)
            hash = Math.imul(hash ^ byte, 0x01000193);
        this.hashes.push(hash >>> 0);
    }

    /** Texts of every length count. */
    mayHave(): boolean {
        return true;
    }
}
