/** `@hearth` in VS Code's own chat: the same model, commands and prompts. */
import * as vscode from "vscode";

import {chatSystem, promptOf, slashCommands} from "../../core/chat/commands.js";
import {languageOf} from "../../core/chat/attachments.js";
import type {Attachment, ChatTurn} from "../../core/chat/types.js";
import {asHearthError} from "../../core/errors.js";
import {shownHidden} from "../../core/text/hidden.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {setting} from "../settings.js";
import type {AnswerLog} from "../statistics/answerLog.js";
import {attach, attachFirst, linesAttachment, wholeLines} from "./attach.js";

/** As the manifest names it. */
const participantId = "hearth.participant";

interface Result extends vscode.ChatResult {
    readonly metadata: {readonly command: string};
}

/** Registers the participant where VS Code has a chat; it may be turned off, and forks may lack it. */
export function registerParticipant(chat: ChatEngine, extensionUri: vscode.Uri, record: AnswerLog): {dispose(): unknown} | undefined {
    const api: Partial<typeof vscode.chat> | undefined = (vscode as Partial<typeof vscode>).chat;
    if (typeof api?.createChatParticipant !== "function")
        return undefined;
    const participant = api.createChatParticipant(participantId, (request, context, stream, token) => answer({chat, record}, request, context, stream, token));
    participant.iconPath = vscode.Uri.joinPath(extensionUri, "media", "icon.png");
    participant.followupProvider = {provideFollowups: (result: vscode.ChatResult) => followups((result as Partial<Result>).metadata?.command ?? "")};
    return participant;
}

async function answer(
    {chat, record}: {readonly chat: ChatEngine; readonly record: AnswerLog}, request: vscode.ChatRequest, context: vscode.ChatContext, stream: vscode.ChatResponseStream, token: vscode.CancellationToken
): Promise<vscode.ChatResult> {
    const command = slashCommands.find(({name}) => name === request.command);
    const attachments = await referenced(request.references);
    if (attachments.length === 0 && command !== undefined)
        attachments.push(...[await attachFirst(command.attaches)].filter((each) => each !== undefined));
    for (const {source} of attachments) {
        if (source !== undefined)
            stream.reference(placeOf(source));
    }
    const question: ChatTurn = {role: "user", text: command === undefined ? request.prompt : promptOf(command, request.prompt), attachments};
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
        const outcome = await chat.reply({lane: "chat", system: chatSystem, turns: [...historyOf(context), question], maxTokens: setting("hearth.chat.maxTokens"), temperature: 0}, controller.signal,
            (more) => stream.markdown(shownHidden(more)));
        record.answered("participant", languageOf(attachments), outcome);
        return {metadata: {command: request.command ?? ""}};
    } catch (error) {
        const known = asHearthError(error);
        if (known.code !== "request.cancelled")
            record.answered("participant", languageOf(attachments), undefined);
        return known.code === "request.cancelled" ? {} : {errorDetails: {message: known.message}};
    } finally {
        subscription.dispose();
    }
}

/** The earlier questions to this participant, and their answers. */
function historyOf({history}: vscode.ChatContext): ChatTurn[] {
    const turns: ChatTurn[] = [];
    for (const [i, turn] of history.entries()) {
        const reply = history[i + 1];
        if (!(turn instanceof vscode.ChatRequestTurn) || !(reply instanceof vscode.ChatResponseTurn))
            continue;
        const text = reply.response.map((part) => part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : "").join("");
        if (text !== "")
            turns.push({role: "user", text: turn.prompt}, {role: "assistant", text});
    }
    return turns;
}

async function referenced(references: readonly vscode.ChatPromptReference[]): Promise<Attachment[]> {
    const found = await Promise.all(references.map(async ({value}) => {
        if (value instanceof vscode.Uri)
            return await attach("file", value.toString());
        if (!(value instanceof vscode.Location))
            return typeof value === "string" ? {id: value, kind: "selection" as const, title: "Attached", languageId: "", text: value} : undefined;
        const document = await vscode.workspace.openTextDocument(value.uri);
        return linesAttachment("selection", document, wholeLines(document, document.validateRange(value.range)));
    }));
    return found.filter((each) => each !== undefined);
}

function placeOf(source: string): vscode.Uri | vscode.Location {
    const uri = vscode.Uri.parse(source);
    const lines = /^L(\d+),(\d+)/.exec(uri.fragment);
    const plain = uri.with({fragment: ""});
    return lines === null ? plain : new vscode.Location(plain, new vscode.Range(Number(lines[1]) - 1, 0, Number(lines[2]), 0));
}

function followups(command: string): vscode.ChatFollowup[] {
    switch (command) {
        case "explain":
            return [{prompt: "", command: "simplify", label: "Simplify it"}, {prompt: "", command: "tests", label: "Write tests for it"}];
        case "review":
            return [{prompt: "", command: "commit", label: "Write a commit message"}];
        case "fix":
            return [{prompt: "", command: "tests", label: "Write a test for the fix"}];
        default:
            return [];
    }
}
