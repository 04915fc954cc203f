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
/** The same for text without letters beyond ASCII, which is most of it, at half the time. */
const asciiRun = /[A-Za-z0-9_$]+/g;
const beyondAscii = /[\u0080-\uffff]/;
const part = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+|\p{N}+|\p{Lo}+/gu;

/** A word, once for all identifiers that have it, with how often the chunk at work has it: so counting looks nothing up. */
interface Word {
    readonly text: string;
    chunk: number;
    count: number;
}

/** Words by the identifier they came from, and by their text: the same identifiers come again and again. */
const remembered = new Map<string, readonly Word[]>();
const interned = new Map<string, Word>();
const mostRemembered = 20_000;

/** An identifier's words: the whole, lower case without `_` and `$`, and its parts where it has several. */
function wordsOfIdentifier(identifier: string): readonly Word[] {
    const known = remembered.get(identifier);
    if (known !== undefined)
        return known;
    const words = split(identifier).map(intern);
    remembered.set(identifier, words);
    return words;
}

/** Only between chunks: in the midst of one, a word that is forgotten would be counted anew. */
function forgetIfMany(): void {
    if (remembered.size >= mostRemembered) {
        remembered.clear();
        interned.clear();
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
    if (identifier.length > longestWord)
        return [];
    const parts = (identifier.match(part) ?? []).map((text) => text.toLowerCase());
    const whole = parts.join("");
    return [...new Set([whole, ...parts.length > 1 ? parts : []])].filter((word) => word.length > 1 && !everywhere.has(word));
}

function runsOf(text: string): readonly string[] {
    return text.match(beyondAscii.test(text) ? run : asciiRun) ?? [];
}

/** All words of a text in their order, with repetitions. */
export function wordsOf(text: string): string[] {
    forgetIfMany();
    return runsOf(text).flatMap((identifier) => wordsOfIdentifier(identifier).map((word) => word.text));
}

let lastChunk = 0;

/** A chunk's words as one text for the index: each as often as it stands there, up to a limit. */
export function indexText(...texts: readonly string[]): string {
    forgetIfMany();
    const chunk = ++lastChunk;
    const words: string[] = [];
    for (const text of texts) {
        for (const identifier of runsOf(text)) {
            for (const word of wordsOfIdentifier(identifier)) {
                if (word.chunk !== chunk) {
                    word.chunk = chunk;
                    word.count = 0;
                }
                if (word.count++ < mostOccurrences)
                    words.push(word.text);
            }
        }
    }
    return words.join(" ");
}

/** The identifiers of a text, each once, in their order. */
export function identifiersOf(text: string): string[] {
    return [...new Set(text.match(/[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu) ?? [])];
}
