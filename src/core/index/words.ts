/** The words of code: what the full-text index holds and what it is asked for. `getUserName`, `get_user_name` and `get-user-name` have the same. */

/** Longer runs of letters are data: hashes, base64. */
const longestWord = 48;
/** How often a word counts in one chunk: beyond that it says nothing more, and costs space. */
const mostOccurrences = 3;

/** Words that stand in nearly every file of some language: not worth their place, and slow to search. */
const everywhere = new Set(("abstract and as async await bool boolean break by case catch char class const constructor continue def default delete do double elif else end enum " +
    "export extends extern false final finally float fn for from func function get goto if impl implements import in include instanceof int interface is let local long mod module " +
    "mut namespace new nil none not null number of or package pass private protected pub public raise readonly record require return self set short static str string struct super " +
    "switch template then this throw throws to trait true try type typedef typeof undefined union unsigned use using val var virtual void volatile while with yield the an it on at be " +
    "are was that").split(" "));

/** Whether a name is so common in code that its definition would help nobody. */
export function isEverywhere(name: string): boolean {
    return everywhere.has(name.toLowerCase());
}

const run = /[\p{L}\p{M}\p{N}_$]+/gu;
const beyondAscii = /[\u0080-\uffff]/;
/** The characters of {@link run} among those of ASCII. */
const isInRun = Uint8Array.from({length: 128}, (_, code) => Number(/[A-Za-z0-9_$]/.test(String.fromCharCode(code))));
const part = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+|\p{N}+|\p{Lo}+/gu;

/** A word, once for all identifiers that have it, with how often the chunk at work has it: so counting looks nothing up. */
interface Word {
    readonly text: string;
    chunk: number;
    count: number;
}

/** An identifier that came, and its words: the same ones come again and again. */
interface Remembered {
    readonly identifier: string;
    readonly hash: number;
    readonly words: readonly Word[];
    /** Another one in the same place of the table. */
    readonly next: Remembered | undefined;
}

const mostRemembered = 40_000;
/** By a hash of their characters, so that an identifier is found where it stands in a text, without being cut out. */
const remembered: (Remembered | undefined)[] = new Array<Remembered | undefined>(2 ** 16).fill(undefined);
let howMany = 0;
const interned = new Map<string, Word>();

function nextHash(hash: number, code: number): number {
    return Math.imul(hash, 31) + code | 0;
}

/** The words of what stands there: the whole, lower case without `_` and `$`, and its parts where it has several. */
function wordsAt(text: string, from: number, to: number, hash: number): readonly Word[] {
    const place = (hash ^ hash >>> 15) & remembered.length - 1;
    for (let known = remembered[place]; known !== undefined; known = known.next) {
        if (known.hash === hash && known.identifier.length === to - from && text.startsWith(known.identifier, from))
            return known.words;
    }
    const identifier = copyOf(text, from, to), words = split(identifier).map(intern);
    remembered[place] = {identifier, hash, words, next: remembered[place]};
    howMany++;
    return words;
}

/** A string of its own: what is cut out of a text may keep all of the text in memory. */
function copyOf(text: string, from: number, to: number): string {
    return String.fromCharCode(...Array.from({length: to - from}, (_, i) => text.charCodeAt(from + i)));
}

function wordsOfIdentifier(identifier: string): readonly Word[] {
    if (identifier.length > longestWord)
        return [];
    let hash = 0;
    for (let i = 0; i < identifier.length; i++)
        hash = nextHash(hash, identifier.charCodeAt(i));
    return wordsAt(identifier, 0, identifier.length, hash);
}

/** Only between chunks: in the midst of one, a word that is forgotten would be counted anew. */
function forgetIfMany(): void {
    if (howMany >= mostRemembered) {
        remembered.fill(undefined);
        interned.clear();
        howMany = 0;
    }
}

function intern(text: string): Word {
    let word = interned.get(text);
    if (word === undefined) {
        word = {text, chunk: 0, count: 0};
        interned.set(text, word);
    }
    return word;
}

function split(identifier: string): readonly string[] {
    const parts = (identifier.match(part) ?? []).map((text) => text.toLowerCase());
    const whole = parts.join("");
    return [...new Set([whole, ...parts.length > 1 ? parts : []])].filter((word) => word.length > 1 && !everywhere.has(word));
}

/** Gives the words of each run of letters and digits of a text, in their order. */
function eachRun(text: string, take: (words: readonly Word[]) => void): void {
    if (beyondAscii.test(text)) {
        for (const identifier of text.match(run) ?? [])
            take(wordsOfIdentifier(identifier));
        return;
    }
    for (let at = 0; at < text.length;) {
        const from = at;
        let hash = 0;
        for (let code = text.charCodeAt(at); isInRun[code] === 1; code = text.charCodeAt(++at))
            hash = nextHash(hash, code);
        if (at === from)
            at++;
        else if (at - from <= longestWord)
            take(wordsAt(text, from, at, hash));
    }
}

/** All words of a text in their order, with repetitions. */
export function wordsOf(text: string): string[] {
    forgetIfMany();
    const found: string[] = [];
    eachRun(text, (words) => {
        for (const word of words)
            found.push(word.text);
    });
    return found;
}

let lastChunk = 0;

/** A chunk's words as one text for the index: each as often as it stands there, up to a limit. */
export function indexText(...texts: readonly string[]): string {
    forgetIfMany();
    const chunk = ++lastChunk;
    const found: string[] = [];
    const count = (words: readonly Word[]) => {
        for (const word of words) {
            if (word.chunk !== chunk) {
                word.chunk = chunk;
                word.count = 0;
            }
            if (word.count++ < mostOccurrences)
                found.push(word.text);
        }
    };
    for (const text of texts)
        eachRun(text, count);
    return found.join(" ");
}

/** The identifiers of a text, each once, in their order. */
export function identifiersOf(text: string): string[] {
    return [...new Set(text.match(/[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu) ?? [])];
}
