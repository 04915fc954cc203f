/** A file's name for an adapter, fit for every system. */

/** Names that Windows keeps for devices, with any extension; small digits count as digits. */
const devices = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?: *\.|$)/iu;
const mostCharacters = 80;

/** `name` with everything replaced that a file's name may not have somewhere; never empty, never a way out of its folder. */
export function fileNameOf(name: string): string {
    const clean = name.normalize("NFC").replace(/[^\p{L}\p{N}._ -]+/gu, "-").slice(0, mostCharacters).replace(/\p{Cs}$/u, "").replace(/^[. -]+|[. -]+$/gu, "");
    return clean === "" || devices.test(clean) ? `adapter-${clean}`.replace(/-$/u, "") : clean;
}
