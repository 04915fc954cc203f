/**
 * `npm run bench:chat` (its first half; scripts/bench/chatView.mjs has the view's): what a conversation and an edit cost, through the product's own worker and prompts.
 *
 *   --rounds N   default 5; each with a conversation and code of its own, so that no cache flatters it
 *   --model FILE, --out REPORT.json
 */
import {readFile} from "node:fs/promises";
import path from "node:path";
import {parseArgs} from "node:util";

import type {ChatOutcome, ChatQuery} from "../../src/core/chat/types.js";
import type {CompletionQuery} from "../../src/core/completion/types.js";
import {editQuery} from "../../src/core/edit/prompt.js";
import {ChatEngine} from "../../src/system/chat/chatEngine.js";
import {startPipeline} from "./pipeline.js";
import {required, writeReport} from "./report.js";
import {quantile, rounded} from "./statistics.js";

const {values: options} = parseArgs({options: {model: {type: "string"}, out: {type: "string"}, rounds: {type: "string", default: "5"}}});

/** Tokens of the conversation before the second question. */
const historyTokens = 1_500;
/** A line of the code below is so many tokens. */
const tokensPerLine = 17;
const system = "You are a helpful programming assistant. Answer briefly.";
/** Files of src/core whose functions are edited, one a round. */
const edited = ["chat/plan.ts", "chat/room.ts", "completion/window.ts", "edit/place.ts", "completion/trim.ts", "edit/prompt.ts"];
const never = new AbortController().signal;

interface Round {
    /** Milliseconds from the second question to the first text of its answer; what was read for it, and of how much. */
    readonly secondTurn: {readonly ms: number; readonly readTokens: number; readonly promptTokens: number};
    /** Milliseconds from the instruction to a whole edit of 30 lines, and its tokens: drafted from the old text, and without. */
    readonly edit: {readonly drafted: Written; readonly plain: Written; readonly same: boolean};
    /** Milliseconds of a completion whose prompt was read: alone, and while an answer is written; and of one token of that answer. */
    readonly completion: {readonly alone: number; readonly besideChat: number; readonly chatToken: number};
}

interface Written {
    readonly ms: number;
    readonly writeMs: number;
    readonly tokens: number;
}

const model = required(options.model, "model");
const {engine} = await startPipeline(model, {calibrated: true});
const chat = new ChatEngine(engine);
const rounds: Round[] = [];
// The first one warms up.
for (let i = 0; i <= Number(options.rounds); i++) {
    const round = {secondTurn: await secondTurn(i), edit: await edit(i), completion: await completion(i)};
    if (i > 0)
        rounds.push(round);
    console.error(`${i === 0 ? "warm-up" : `${i}/${options.rounds}`}: second turn ${rounded(round.secondTurn.ms, 0)} ms (${round.secondTurn.readTokens} of ${round.secondTurn.promptTokens} tokens read), ` +
        `edit ${rounded(round.edit.drafted.ms, 0)} ms drafted, ${rounded(round.edit.plain.ms, 0)} ms without, ` +
        `completion ${rounded(round.completion.alone, 0)} ms alone, ${rounded(round.completion.besideChat, 0)} ms beside a chat whose tokens take ${rounded(round.completion.chatToken, 0)} ms`);
}
await engine.dispose();
const p50 = (of: (round: Round) => number, digits = 0) => rounded(quantile(rounds.map(of), 0.5), digits);
await writeReport({benchmark: "chat", model, summary: {
    secondTurnFirstTokenMs: p50(({secondTurn: {ms}}) => ms), secondTurnPromptTokens: p50(({secondTurn: {promptTokens}}) => promptTokens), secondTurnReadTokens: p50(({secondTurn: {readTokens}}) => readTokens),
    editDraftedMs: p50(({edit: {drafted}}) => drafted.ms), editPlainMs: p50(({edit: {plain}}) => plain.ms), editGain: p50(({edit: {drafted, plain}}) => plain.ms / drafted.ms, 2),
    editWriteGain: p50(({edit: {drafted, plain}}) => plain.writeMs / drafted.writeMs, 2), editsAlike: rounds.filter(({edit: {same}}) => same).length / rounds.length,
    completionAloneMs: p50(({completion: {alone}}) => alone), completionBesideChatMs: p50(({completion: {besideChat}}) => besideChat), chatTokenMs: p50(({completion: {chatToken}}) => chatToken)
}, results: rounds}, options.out);

async function secondTurn(i: number): Promise<Round["secondTurn"]> {
    const first = {role: "user" as const, text: `What does this code do?\n\`\`\`ts\n${code(`round${i}`, Math.round(historyTokens / tokensPerLine))}\n\`\`\``};
    const answer = await chat.reply(ask([first], 40), never, () => undefined);
    const started = performance.now();
    let shown: number | undefined;
    const second = await chat.reply(ask([first, {role: "assistant", text: answer.text}, {role: "user", text: "Which of these values are used twice?"}], 8), never, () => shown ??= performance.now());
    return {ms: (shown ?? performance.now()) - started, readTokens: second.cost.readTokens, promptTokens: second.cost.promptTokens};
}

/** One line of thirty is to change. The two edits' files have different names, so that the second one's prompt is not in the cache; they take turns in going first. */
async function edit(i: number): Promise<Round["edit"]> {
    const selected = await thirtyLines(i);
    const found: {drafted?: Written & {text: string}; plain?: Written & {text: string}} = {};
    for (const kind of i % 2 === 0 ? ["drafted", "plain"] as const : ["plain", "drafted"] as const) {
        const request = {path: `src/${kind}${i}.ts`, languageId: "typescript", selected, above: "", below: "", again: false, unit: "    "};
        // As the product does while the instruction is being typed.
        await chat.reply({...editQuery({...request, instruction: ""}), maxTokens: 0}, never, () => undefined);
        const {draft, ...query} = editQuery({...request, instruction: "Export the first function."});
        const started = performance.now();
        const outcome: ChatOutcome = await chat.reply(kind === "drafted" && draft !== undefined ? {...query, draft} : query, never, () => undefined);
        found[kind] = {ms: performance.now() - started, writeMs: outcome.cost.writeMs, tokens: outcome.cost.writtenTokens, text: outcome.text};
    }
    const {drafted, plain} = found;
    if (drafted === undefined || plain === undefined)
        throw new Error("an edit was left out");
    return {drafted, plain, same: drafted.text === plain.text};
}

async function completion(i: number): Promise<Round["completion"]> {
    const alone = await timed(await prepared(`alone${i}`));
    // Before the chat begins: reading ahead waits for it.
    const query = await prepared(`beside${i}`);
    const controller = new AbortController();
    let seen = 0;
    let begin: (() => void) | undefined;
    const begun = new Promise<void>((resolve) => { begin = resolve; });
    const answer = chat.reply(ask([{role: "user", text: "Tell a long story about a lighthouse and its keeper."}], 400), controller.signal, () => {
        seen++;
        if (seen === 8)
            begin?.();
    });
    await Promise.race([begun, answer]);
    const besideChat = await timed(query);
    controller.abort();
    const {cost} = await answer;
    // While the completion was at work the answer waited.
    return {alone, besideChat, chatToken: (cost.writeMs - besideChat) / Math.max(1, cost.writtenTokens)};
}

/** A short completion whose prompt is read ahead, as at a cursor that rests. */
async function prepared(name: string): Promise<CompletionQuery> {
    const query: CompletionQuery = {
        adapters: [], path: `src/${name}.ts`, repository: `chat-benchmark-${process.pid}`, languageId: "typescript", prefix: `${code(name, 12)}\nexport const last = compute(`, suffix: ";\n",
        multiline: false, maxTokens: 8, tabSize: 4, threshold: 0
    };
    await engine.prepare(query);
    return {...query, prefix: `${query.prefix}1`};
}

async function timed(query: CompletionQuery): Promise<number> {
    const started = performance.now();
    await engine.complete(query);
    return performance.now() - started;
}

/** Thirty lines of Hearth's own source from a function on that is not exported. */
async function thirtyLines(i: number): Promise<string> {
    const lines = (await readFile(path.resolve("src/core", edited[i % edited.length] ?? ""), "utf8")).split("\n");
    const start = lines.findIndex((line) => /^(?:async )?function /.test(line));
    if (start < 0)
        throw new Error(`${edited[i % edited.length] ?? ""} has no function that is not exported: take another file`);
    return lines.slice(start, start + 30).join("\n").trimEnd();
}

function ask(turns: ChatQuery["turns"], maxTokens: number): ChatQuery {
    return {lane: "chat", system, turns, maxTokens, temperature: 0};
}

function code(name: string, lines: number): string {
    return Array.from({length: lines}, (_, i) => `export const ${name}Value${i} = compute(${i}, "name ${i}");`).join("\n");
}
