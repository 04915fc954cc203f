/**
 * `npm run bench:index`: the index of a folder from nothing, beside ctags over the very same files in the same run; queries, an update, memory, size.
 *
 *   --folder DIR   what to index (its installed packages, too); default: the packages that are installed here
 *   --generate N   instead, so many generated files
 *   --rounds N     first runs, of which the median counts (default 3); --queries N (default 200); --out REPORT.json
 */
import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {parseArgs} from "node:util";
import {DatabaseSync} from "node:sqlite";

import {languageOf} from "../../src/core/index/languages.js";
import {mostRelatedTokens} from "../../src/core/index/related/budget.js";
import {relatedSources} from "../../src/core/index/related/types.js";
import type {IndexStats} from "../../src/core/index/state.js";
import {Indexer} from "../../src/system/index/indexer.js";
import {cpuSecondsOf, memoryOf} from "./processCost.js";
import {required, writeReport} from "./report.js";
import {quantile, rounded} from "./statistics.js";

const {values: options} = parseArgs({options: {
    folder: {type: "string"}, generate: {type: "string"}, rounds: {type: "string", default: "3"}, queries: {type: "string", default: "200"}, out: {type: "string"}, model: {type: "string"}
}});

interface Round {
    readonly indexMs: number;
    readonly ctagsMs: number;
    readonly cpuSeconds: number;
    readonly stats: IndexStats;
    readonly peakMB: number;
}

const scratch = mkdtempSync(path.join(tmpdir(), "hearth-bench-index-"));
const folder = options.generate === undefined ? path.resolve(required(options.folder, "folder")) : generated(Number(options.generate));
const rounds: Round[] = [];
let last: Indexer | undefined;
for (let i = 0; i < Number(options.rounds); i++) {
    await last?.dispose();
    const {round, indexer} = await firstRun(path.join(scratch, `index-${String(i)}`));
    last = indexer;
    rounds.push(round);
    console.error(`${i + 1}/${options.rounds}: ${round.stats.files} files in ${Math.round(round.indexMs)} ms, ctags ${Math.round(round.ctagsMs)} ms, ${round.cpuSeconds} CPU s, peak ${round.peakMB} MB`);
}
const files = indexedFiles(path.join(scratch, `index-${String(rounds.length - 1)}`, "index.sqlite"));
const queries = last === undefined ? {kept: [], typed: []} : await relatedTimes(last, files);
const searches = last === undefined ? [] : await searchTimes(last, files);
const updates = last === undefined ? [] : await updateTimes(last, files);
await last?.dispose();
const sourceBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
const stats = rounds.at(-1)?.stats;
rmSync(scratch, {recursive: true, force: true});
const indexMs = quantile(rounds.map((round) => round.indexMs), 0.5), ctagsMs = quantile(rounds.map((round) => round.ctagsMs), 0.5);
await writeReport({benchmark: "index", summary: {
    files: stats?.files ?? 0, symbols: stats?.symbols ?? 0, chunks: stats?.chunks ?? 0, skipped: stats?.skipped ?? 0, sourceMB: rounded(sourceBytes / 1e6, 1),
    indexMs: Math.round(indexMs), filesPerSecond: Math.round((stats?.files ?? 0) / indexMs * 1000), ctagsMs: Math.round(ctagsMs), cpuSeconds: quantile(rounds.map((round) => round.cpuSeconds), 0.5),
    ofCtags: rounded(quantile(rounds.map((round) => round.indexMs / round.ctagsMs), 0.5), 2), msPerFile: rounded(indexMs / Math.max(1, stats?.files ?? 0), 3),
    relatedMsP50: rounded(quantile(queries.kept, 0.5), 1), relatedMsP95: rounded(quantile(queries.kept, 0.95), 1),
    relatedTypedMsP50: rounded(quantile(queries.typed, 0.5), 1), relatedTypedMsP95: rounded(quantile(queries.typed, 0.95), 1), searchMsP50: rounded(quantile(searches, 0.5), 1), searchMsP95: rounded(quantile(searches, 0.95), 1),
    updateMsP50: rounded(quantile(updates, 0.5), 1), updateMsP95: rounded(quantile(updates, 0.95), 1),
    peakMB: Math.max(...rounds.map(({peakMB}) => peakMB)), databaseMB: rounded((stats?.bytes ?? 0) / 1e6, 1), databaseOfSource: rounded((stats?.bytes ?? 0) / sourceBytes, 2)
}, results: {rounds, queries, searches, updates}}, options.out);

async function firstRun(storage: string): Promise<{readonly round: Round; readonly indexer: Indexer}> {
    const indexer = new Indexer({script: path.resolve("dist/indexer.mjs"), onState: () => undefined, onNotice: (message) => console.error(message), log: () => undefined});
    const started = performance.now();
    void indexer.use({storage, folders: [{path: folder, name: path.basename(folder)}], exclude: [], enter: ["node_modules"]});
    const found = await indexer.settled();
    const indexMs = performance.now() - started;
    const {peak} = await memoryOf(indexer.pid), cpuSeconds = rounded(await cpuSecondsOf(indexer.pid), 1);
    const ctagsMs = timeOfCtags(indexedFiles(path.join(storage, "index.sqlite")));
    return {indexer, round: {indexMs, ctagsMs, cpuSeconds, stats: found, peakMB: Math.round(peak / 1e6)}};
}

/** NaN where it is not installed. */
function timeOfCtags(all: readonly string[]): number {
    const list = path.join(scratch, "files");
    writeFileSync(list, all.filter((file) => !file.includes("\n")).join("\n"));
    const begun = performance.now();
    const {error} = spawnSync("ctags", ["-L", list, "-f", path.join(scratch, "tags")], {stdio: "ignore"});
    return error === undefined ? performance.now() - begun : Number.NaN;
}

function indexedFiles(database: string): string[] {
    const open = new DatabaseSync(database, {readOnly: true});
    try {
        return open.prepare("SELECT path FROM files WHERE skip IS NULL ORDER BY path").all().map((row) => path.join(folder, String(row["path"])));
    } finally {
        open.close();
    }
}

/** Positions spread over the files of code, each asked with the text that the index has read, and with a letter typed since, which has to be parsed. */
async function relatedTimes(indexer: Indexer, all: readonly string[]): Promise<{readonly kept: number[]; readonly typed: number[]}> {
    const code = all.filter((file) => /\.(ts|tsx|js|mjs)$/.test(file) && !file.endsWith(".d.ts"));
    const kept: number[] = [], typed: number[] = [];
    for (let i = 0; i < Number(options.queries) && code.length > 0; i++) {
        const file = code[(i * 7_919) % code.length] ?? "";
        const text = readFileSync(file, "utf8"), lines = text.split("\n");
        const line = Math.floor(lines.length * (0.2 + 0.6 * ((i * 31) % 100) / 100));
        const ask = async (asked: string) => {
            const begun = performance.now();
            await indexer.related({path: file, languageId: languageOf(file), text: asked, line, shown: {startLine: Math.max(0, line - 25), endLine: line + 10}, sources: relatedSources, recent: [], budget: mostRelatedTokens});
            return performance.now() - begun;
        };
        kept.push(await ask(text));
        typed.push(await ask(lines.with(line, `${lines[line] ?? ""}a`).join("\n")));
    }
    return {kept, typed};
}

/** Questions of two words that stand in a file's name or its first lines. */
async function searchTimes(indexer: Indexer, all: readonly string[]): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < Number(options.queries) / 4 && all.length > 0; i++) {
        const words = readFileSync(all[(i * 104_729) % all.length] ?? "", "utf8").match(/[A-Za-z]{5,}/g) ?? ["index"];
        const query = `${words[Math.floor(words.length / 3)] ?? ""} ${words[Math.floor(words.length / 2)] ?? ""}`;
        const begun = performance.now();
        await indexer.search({query, limit: 20});
        times.push(performance.now() - begun);
    }
    return times;
}

/** From a save that is told to a save that is searchable. The text is that of an open document: the folder is left as it is. */
async function updateTimes(indexer: Indexer, all: readonly string[]): Promise<number[]> {
    const times: number[] = [];
    const small = all.filter((file) => statSync(file).size < 40_000);
    for (let i = 0; i < 30 && small.length > 0; i++) {
        const file = small[(i * 7_919) % small.length] ?? "";
        const begun = performance.now();
        indexer.documentChanged(file, `${readFileSync(file, "utf8")}\n// changed ${String(i)}\n`);
        await indexer.settled();
        times.push(performance.now() - begun);
    }
    return times;
}

/** Files like those of a large project: each imports some others, defines a class and functions, in folders of a hundred. */
function generated(count: number): string {
    const target = path.join(scratch, "generated");
    const words = ["user", "order", "price", "stock", "mail", "queue", "cache", "route", "token", "frame", "pixel", "graph", "index", "model", "state", "event", "parse", "store", "train", "board"];
    const word = (n: number) => words[n % words.length] ?? "";
    const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
    for (let i = 0; i < count; i++) {
        const dir = path.join(target, `part${String(Math.floor(i / 100))}`);
        if (i % 100 === 0)
            mkdirSync(dir, {recursive: true});
        const name = `${capital(word(i))}${capital(word(i * 7 + 3))}${String(i)}`;
        const other = Math.floor(i / 100) * 100 + (i * 13 + 1) % 100;
        const functions = Array.from({length: 12}, (_, n) => `export function ${word(i + n)}${capital(word(i * n + 5))}${String(n)}(input: ${name}, ${word(n)}: number): number {\n    const ${word(n + 2)}Value = input.${word(i)} + ${word(n)};\n    return ${word(n + 2)}Value * ${String(n)};\n}\n`);
        writeFileSync(path.join(dir, `file${String(i)}.ts`), `import {other${String(other)}} from "./file${String(other)}.js";\n\n/** The ${word(i)} of the ${word(i + 1)}. */\nexport class ${name} {\n    ${word(i)} = ${String(i)};\n}\n\nexport const other${String(i)} = new ${name}();\n\n${functions.join("\n")}`);
    }
    if (!existsSync(target))
        throw new Error("--generate needs a number of files above 0.");
    return target;
}
