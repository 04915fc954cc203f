/** A conversation as other extensions hold it (roles, texts, tool calls) turned into turns, and tool calls out of an answer. The form is the one that Qwen and Hermes models learn. */
import type {ChatTurn, JsonSchema} from "./types.js";

export interface ToolDescription {
    readonly name: string;
    readonly description: string;
    /** JSON schema of the arguments. */
    readonly inputSchema: unknown;
}

export type MessagePart =
    | {readonly kind: "text"; readonly text: string}
    | {readonly kind: "call"; readonly name: string; readonly input: unknown}
    | {readonly kind: "result"; readonly text: string};

export interface ModelMessage {
    readonly role: "system" | "user" | "assistant";
    readonly parts: readonly MessagePart[];
}

export interface ModelChat {
    readonly system: string;
    readonly turns: readonly ChatTurn[];
}

const defaultSystem = "You are a helpful programming assistant.";

/** Turns that alternate and end with the user's, as every template wants them. */
export function modelChat(messages: readonly ModelMessage[], tools: readonly ToolDescription[]): ModelChat {
    const system = messages.filter(({role}) => role === "system").map(({parts}) => partsText(parts)).join("\n\n");
    const turns: {role: "user" | "assistant"; text: string}[] = [];
    for (const {role, parts} of messages) {
        const text = partsText(parts);
        const last = turns.at(-1);
        if (role === "system" || text === "")
            continue;
        if (last?.role === role)
            last.text += `\n\n${text}`;
        else if (last === undefined && role === "assistant")
            turns.push({role: "user", text: "…"}, {role, text});
        else
            turns.push({role, text});
    }
    if (turns.at(-1)?.role !== "user")
        turns.push({role: "user", text: "Go on."});
    return {system: (system === "" ? defaultSystem : system) + toolsText(tools), turns};
}

function partsText(parts: readonly MessagePart[]): string {
    return parts.map((part) => {
        switch (part.kind) {
            case "text":
                return part.text;
            case "call":
                return `<tool_call>\n${JSON.stringify({name: part.name, arguments: part.input})}\n</tool_call>`;
            case "result":
                return `<tool_response>\n${part.text}\n</tool_response>`;
        }
    }).filter((text) => text !== "").join("\n");
}

function toolsText(tools: readonly ToolDescription[]): string {
    if (tools.length === 0)
        return "";
    const listed = tools.map(({name, description, inputSchema}) => JSON.stringify({type: "function", function: {name, description, parameters: inputSchema ?? {type: "object", properties: {}}}}));
    return `\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>\n${listed.join("\n")}\n</tools>\n\n` +
        "For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>";
}

export interface ToolCall {
    readonly name: string;
    readonly input: Readonly<Record<string, unknown>>;
}

const callStart = "<tool_call>", callEnd = "</tool_call>";

/** Splits an answer as it comes into text to show and tool calls. What may yet become the start of a call is held back. */
export class AnswerParser {
    readonly #tools: ReadonlySet<string>;
    #waiting = "";

    /** @param tools names that may be called; without any, all is text */
    constructor(tools: readonly string[]) {
        this.#tools = new Set(tools);
    }

    push(more: string): (string | ToolCall)[] {
        this.#waiting += more;
        return this.#split(false);
    }

    end(): (string | ToolCall)[] {
        return this.#split(true);
    }

    #split(whole: boolean): (string | ToolCall)[] {
        const found: (string | ToolCall)[] = [];
        for (;;) {
            const start = this.#tools.size === 0 ? -1 : this.#waiting.indexOf(callStart);
            if (start < 0)
                break;
            const end = this.#waiting.indexOf(callEnd, start);
            if (end < 0 && !whole) {
                found.push(this.#waiting.slice(0, start));
                this.#waiting = this.#waiting.slice(start);
                return found.filter((each) => each !== "");
            }
            const stop = end < 0 ? this.#waiting.length : end + callEnd.length;
            const call = toolCall(this.#waiting.slice(start + callStart.length, end < 0 ? undefined : end), this.#tools);
            // What is no proper call is shown as it is.
            found.push(this.#waiting.slice(0, start).trimEnd(), call ?? this.#waiting.slice(start, stop));
            this.#waiting = this.#waiting.slice(stop);
        }
        const keep = whole || this.#tools.size === 0 ? 0 : overlap(this.#waiting, callStart);
        found.push(this.#waiting.slice(0, this.#waiting.length - keep));
        this.#waiting = this.#waiting.slice(this.#waiting.length - keep);
        return found.filter((each) => each !== "");
    }
}

/** A call out of its JSON; undefined when it is none, or calls what does not exist. */
export function toolCall(json: string, tools: ReadonlySet<string>): ToolCall | undefined {
    try {
        const parsed: unknown = JSON.parse(json);
        if (typeof parsed !== "object" || parsed === null || !("name" in parsed) || typeof parsed.name !== "string" || !tools.has(parsed.name))
            return undefined;
        const input: unknown = "arguments" in parsed ? parsed.arguments : {};
        return typeof input === "object" && input !== null && !Array.isArray(input) ? {name: parsed.name, input: input as Readonly<Record<string, unknown>>} : undefined;
    } catch {
        return undefined;
    }
}

/** How many characters at the end of `text` are the beginning of `mark`. */
function overlap(text: string, mark: string): number {
    for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
        if (text.endsWith(mark.slice(0, length)))
            return length;
    }
    return 0;
}

/** The schema of a call that must be made: one of the tools' names, and arguments with their types as far as a grammar can hold them. */
export function requiredCallSchema(tools: readonly ToolDescription[]): JsonSchema {
    const [only] = tools;
    return {type: "object", properties: {
        name: {enum: tools.map(({name}) => name)},
        arguments: tools.length === 1 && only !== undefined ? grammarSchema(only.inputSchema) : {type: "object", properties: {}}
    }};
}

function grammarSchema(schema: unknown): JsonSchema {
    if (typeof schema !== "object" || schema === null)
        return {type: "object", properties: {}};
    const known = schema as {readonly type?: unknown; readonly enum?: unknown; readonly properties?: unknown; readonly items?: unknown};
    if (Array.isArray(known.enum))
        return {enum: known.enum.filter((each): each is string | number | boolean | null => ["string", "number", "boolean"].includes(typeof each) || each === null)};
    switch (known.type) {
        case "string":
        case "number":
        case "integer":
        case "boolean":
        case "null":
            return {type: known.type};
        case "array":
            return {type: "array", items: known.items === undefined ? {type: "string"} : grammarSchema(known.items), maxItems: 20};
        default:
            return {type: "object", properties: Object.fromEntries(Object.entries(known.properties ?? {}).map(([name, each]) => [name, grammarSchema(each)]))};
    }
}
