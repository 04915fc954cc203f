/** Code that is like what is being written: the classes of the same base, the file's tests or subject, what was just edited, similar text. */
import {identifiersOf} from "../words.js";
import {excerptsAlike, weightsNear} from "./alike.js";
import {companionsOf} from "./companions.js";
import type {Place} from "./place.js";
import {dedent, renderDefinition} from "./render.js";
import type {RelatedPiece} from "./types.js";
import type {IndexView} from "./view.js";

/** Lines of an excerpt. */
const excerptLines = 14;
/** Chunks of which the most alike lines are looked for, and how many of those are of use. */
const mostChunks = 12;
const mostSimilar = 4;
/** From likeness to how much it helps. */
const similarFactor = 1.1;

/** The base of the class that the cursor is in, and other classes of that base. */
export function siblings(place: Place, view: IndexView): RelatedPiece[] {
    const owner = place.around.findLast(({kind}) => kind === "class" || kind === "struct" || kind === "implementation");
    const bases = identifiersOf(/\b(?:extends|implements|for|with)\b(.*)$|[(:](.*)$/.exec(owner?.signature ?? "")?.slice(1).join(" ") ?? "").filter((name) => name !== owner?.name && /^\p{Lu}/u.test(name));
    return bases.slice(0, 3).flatMap((base) => {
        const symbol = view.symbolsNamed(base, 6).find(({kind}) => ["class", "interface", "struct"].includes(kind));
        if (owner === undefined || symbol === undefined)
            return [];
        const own = piece(symbol.file, renderDefinition(symbol, symbol.file, view, place), 0.65, `${owner.name} is a ${base}`, "siblings", view);
        const others = view.importersOf(symbol.file, 12).flatMap((file) => {
            const sibling = view.symbolsIn(file).find((each) => each.kind === owner.kind && each.name !== owner.name && new RegExp(`\\b${escaped(base)}\\b`).test(each.signature));
            return sibling === undefined ? [] : [{file, sibling}];
        });
        return [...own, ...others.slice(0, 1).flatMap(({file, sibling}) =>
            piece(file, renderDefinition(sibling, file, view, place), 0.35, `${sibling.name} is a ${base}, too`, "siblings", view))];
    });
}

/** In a test, the signatures of what is tested; else a test that names what is being written. */
export function companions(place: Place, path: string, view: IndexView): RelatedPiece[] {
    const {isTest, paths} = companionsOf(path);
    const [file] = view.filesAt(paths);
    if (file === undefined)
        return [];
    if (isTest) {
        return view.symbolsIn(file).filter(({container, exported}) => container === "" && exported).slice(0, 12).flatMap((symbol) =>
            piece(file, renderDefinition(symbol, file, view, place), place.names.has(symbol.name) ? 0.85 : 0.5, "this file tests it", "tests", view));
    }
    const name = place.around.at(-1)?.name;
    const lines = view.text(file, 0, 2_000).split("\n");
    const at = name === undefined ? -1 : lines.findIndex((line, i) => i > 5 && new RegExp(`\\b${escaped(name)}\\b`).test(line) && !/^\s*(import|from|use)\b/.test(line));
    if (at < 0)
        return [];
    const startLine = Math.max(0, at - 2), endLine = Math.min(lines.length - 1, startLine + excerptLines - 1);
    return piece(file, {text: dedent(lines.slice(startLine, endLine + 1).join("\n")), startLine, endLine}, 0.4, `tests ${name ?? ""}`, "tests", view);
}

/** What the user edited or looked at last, elsewhere. */
export function recent(place: Place, self: string, view: IndexView): RelatedPiece[] {
    return place.query.recent.filter(({path}) => path !== self).slice(0, 6).flatMap(({path, startLine, endLine, edited}, i) => {
        const file = view.fileOf(path);
        if (file === undefined)
            return [];
        const end = Math.min(endLine, startLine + excerptLines - 1);
        return piece(file, {text: dedent(view.text(file, startLine, end)), startLine, endLine: end}, (edited ? 0.55 : 0.35) * 0.85 ** i, edited ? "edited a short while ago" : "looked at a short while ago", "recent", view);
    });
}

/** Chunks with the same words as the text around the cursor: of each the lines that are most like it. */
export function similar(place: Place, view: IndexView): RelatedPiece[] {
    const weights = weightsNear(place);
    return view.similar([...weights.keys()], mostChunks).flatMap(({file, startLine, endLine}) => {
        const lines = view.text(file, startLine, endLine).split("\n");
        return excerptsAlike(lines, {startLine: 0, endLine: lines.length - 1}, weights, 1).flatMap(({startLine: start, endLine: end, likeness}) =>
            piece(file, {text: dedent(lines.slice(start, end + 1).join("\n")), startLine: startLine + start, endLine: startLine + end}, Math.min(0.9, similarFactor * likeness), "has the same words", "similar", view));
    }).sort((a, b) => b.score - a.score).slice(0, mostSimilar);
}

function piece(
    file: number, {text, startLine, endLine}: {readonly text: string; readonly startLine: number; readonly endLine: number}, score: number, why: string, source: RelatedPiece["source"], view: IndexView
): RelatedPiece[] {
    const at = view.file(file);
    return at === undefined || text.trim() === "" ? [] : [{source, folder: at.folder, path: at.path, startLine, endLine, text, score, why}];
}

function escaped(text: string): string {
    return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
