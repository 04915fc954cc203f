/** The local model for every extension that asks VS Code for one (`vscode.lm`): streaming, tool calls, token counts, cancellation. */
import * as vscode from "vscode";

import {AnswerParser, modelChat, type MessagePart, type ModelMessage, requiredCallSchema, toolCall, type ToolDescription} from "../../core/chat/modelChat.js";
import {modelOf} from "../../core/engine/state.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import type {Engine} from "../../system/engine/engine.js";
import {setting} from "../settings.js";
import type {AnswerLog} from "../statistics/answerLog.js";

/** As the manifest names it. */
const vendor = "hearth";

export class LocalModel implements vscode.LanguageModelChatProvider {
    readonly #engine: Engine;
    readonly #chat: ChatEngine;
    readonly #record: AnswerLog;
    readonly #changed = new vscode.EventEmitter<void>();
    readonly onDidChangeLanguageModelChatInformation = this.#changed.event;
    #known = "";

    constructor(engine: Engine, chat: ChatEngine, record: AnswerLog) {
        this.#record = record;
        this.#engine = engine;
        this.#chat = chat;
    }

    /** Registers the provider where VS Code has the interface for it; forks and older ones may not. */
    static register(engine: Engine, chat: ChatEngine, record: AnswerLog): {readonly follow: () => void; readonly subscription: vscode.Disposable} | undefined {
        const lm: Partial<typeof vscode.lm> | undefined = (vscode as Partial<typeof vscode>).lm;
        if (typeof lm?.registerLanguageModelChatProvider !== "function")
            return undefined;
        const model = new LocalModel(engine, chat, record);
        return {follow: () => model.#follow(), subscription: lm.registerLanguageModelChatProvider(vendor, model)};
    }

    async provideLanguageModelChatInformation(): Promise<vscode.LanguageModelChatInformation[]> {
        const model = modelOf(this.#engine.state);
        if (model === undefined)
            return [];
        const {windowTokens} = await this.#chat.measure([]);
        const output = Math.min(setting("hearth.chat.maxTokens"), Math.floor(windowTokens / 2));
        return [{
            id: "local", name: model.name, family: model.architecture, version: model.quantization ?? "1", detail: "on this machine", tooltip: "Runs on this machine; nothing leaves it.",
            maxInputTokens: windowTokens - output, maxOutputTokens: output, capabilities: {toolCalling: true, imageInput: false}
        }];
    }

    async provideLanguageModelChatResponse(
        model: vscode.LanguageModelChatInformation, messages: readonly vscode.LanguageModelChatRequestMessage[], options: vscode.ProvideLanguageModelChatResponseOptions,
        progress: vscode.Progress<vscode.LanguageModelResponsePart>, token: vscode.CancellationToken
    ): Promise<void> {
        const tools = (options.tools ?? []).map(({name, description, inputSchema}): ToolDescription => ({name, description, inputSchema}));
        const required = options.toolMode === vscode.LanguageModelChatToolMode.Required && tools.length > 0;
        const parser = new AnswerParser(required ? [] : tools.map(({name}) => name));
        const report = (parts: ReturnType<AnswerParser["push"]>) => {
            for (const part of parts)
                progress.report(typeof part === "string" ? new vscode.LanguageModelTextPart(part) : new vscode.LanguageModelToolCallPart(callId(), part.name, {...part.input}));
        };
        const controller = new AbortController();
        const subscription = token.onCancellationRequested(() => controller.abort());
        try {
            const outcome = await this.#chat.reply({
                lane: "task", ...modelChat(messages.map(messageOf), tools), maxTokens: model.maxOutputTokens, temperature: temperatureOf(options.modelOptions),
                ...required ? {schema: requiredCallSchema(tools)} : {}
            }, controller.signal, (more) => {
                if (!required)
                    report(parser.push(more));
            });
            this.#record.answered("other", "", outcome);
            const call = required ? toolCall(outcome.text, new Set(tools.map(({name}) => name))) : undefined;
            if (required && call === undefined && outcome.stop !== "stopped")
                throw new Error("The local model did not finish the tool call that was required.");
            report(call === undefined ? parser.end() : [call]);
        } finally {
            subscription.dispose();
        }
    }

    async provideTokenCount(_model: vscode.LanguageModelChatInformation, text: string | vscode.LanguageModelChatRequestMessage): Promise<number> {
        const plain = typeof text === "string" ? text : modelChat([messageOf(text)], []).turns.map((turn) => turn.text).join("\n");
        return (await this.#chat.measure([plain])).tokens[0] ?? 0;
    }

    #follow(): void {
        const now = modelOf(this.#engine.state)?.cacheKey ?? "";
        if (now !== this.#known) {
            this.#known = now;
            this.#changed.fire();
        }
    }
}

let lastCall = 0;

function callId(): string {
    return `hearth-${String(++lastCall)}`;
}

function temperatureOf(options: Readonly<Record<string, unknown>> | undefined): number {
    const asked = options?.["temperature"];
    return typeof asked === "number" && asked >= 0 && asked <= 2 ? asked : 0;
}

/** VS Code's system role has no public name; its number is 3. */
const systemRole = "3";

function messageOf({role, content}: vscode.LanguageModelChatRequestMessage): ModelMessage {
    const parts = content.flatMap((part): MessagePart[] => {
        if (part instanceof vscode.LanguageModelTextPart)
            return [{kind: "text", text: part.value}];
        if (part instanceof vscode.LanguageModelToolCallPart)
            return [{kind: "call", name: part.name, input: part.input}];
        if (part instanceof vscode.LanguageModelToolResultPart)
            return [{kind: "result", text: part.content.map((each) => each instanceof vscode.LanguageModelTextPart ? each.value : "").join("\n")}];
        return []; // pictures and whatever else a text model can't read
    });
    const name = role.toString() === systemRole ? "system" : role === vscode.LanguageModelChatMessageRole.Assistant ? "assistant" : "user";
    return {role: name, parts};
}
