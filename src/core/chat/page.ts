/** What the chat page and the extension say to each other. The page holds no state of its own worth keeping: it can be thrown away and shown again. */
import type {AnswerInfo} from "./conversation.js";
import type {Room} from "./room.js";
import type {Attachment, AttachmentKind, ChatRole} from "./types.js";

/** Something attached to a question, as the page shows it. */
export interface Chip {
    readonly id: string;
    readonly kind: Attachment["kind"];
    readonly title: string;
    /** Undefined until counted. */
    readonly tokens: number | undefined;
    /** Whether there is a place to open. */
    readonly opens: boolean;
}

export interface ShownMessage {
    readonly id: string;
    readonly role: ChatRole;
    readonly text: string;
    readonly chips: readonly Chip[];
    readonly answer: AnswerInfo | undefined;
    /** What was left out of the window after this message, if room was made there. */
    readonly room?: Room;
    /** The alternatives at this place, and which of them this is. */
    readonly branches: readonly string[];
}

export interface Suggestion {
    readonly kind: AttachmentKind | "command";
    readonly label: string;
    readonly detail: string;
    /** Handed back when it is chosen. */
    readonly value: string;
}

/** What the model is doing, for the line above the input. */
export interface EngineNote {
    readonly ready: boolean;
    readonly text: string;
    /** A button that helps, as a command's id and title. */
    readonly action?: {readonly command: string; readonly title: string};
}

export type ToPage =
    | {readonly type: "show"; readonly title: string; readonly messages: readonly ShownMessage[]; readonly answering: string | undefined}
    | {readonly type: "append"; readonly id: string; readonly text: string}
    /** What an answer is waiting for. */
    | {readonly type: "doing"; readonly id: string; readonly text: string}
    | {readonly type: "message"; readonly message: ShownMessage; readonly answering: string | undefined}
    | {readonly type: "chips"; readonly chips: readonly Chip[]; readonly usedTokens: number | undefined; readonly windowTokens: number | undefined}
    | {readonly type: "suggestions"; readonly request: number; readonly items: readonly Suggestion[]}
    | {readonly type: "engine"; readonly note: EngineNote}
    | {readonly type: "input"; readonly text: string}
    | {readonly type: "focus"};

export type FromPage =
    | {readonly type: "ready"}
    | {readonly type: "ask"; readonly text: string}
    | {readonly type: "stop"}
    | {readonly type: "edit"; readonly id: string; readonly text: string}
    | {readonly type: "again"; readonly id: string}
    | {readonly type: "branch"; readonly id: string}
    | {readonly type: "draft"; readonly text: string}
    | {readonly type: "suggest"; readonly request: number; readonly sign: "@" | "#" | "/"; readonly query: string}
    | {readonly type: "attach"; readonly kind: AttachmentKind; readonly value: string}
    | {readonly type: "detach"; readonly id: string}
    | {readonly type: "openChip"; readonly message: string | undefined; readonly id: string}
    | {readonly type: "copy"; readonly text: string}
    | {readonly type: "insert"; readonly text: string}
    | {readonly type: "apply"; readonly message: string; readonly code: string; readonly language: string}
    | {readonly type: "run"; readonly command: string};

type Shape = Readonly<Record<string, "string" | "number" | "string?">>;

const shapes: Readonly<Record<FromPage["type"], Shape>> = {
    ready: {}, ask: {text: "string"}, stop: {}, edit: {id: "string", text: "string"}, again: {id: "string"}, branch: {id: "string"}, draft: {text: "string"},
    suggest: {request: "number", sign: "string", query: "string"}, attach: {kind: "string", value: "string"}, detach: {id: "string"},
    openChip: {message: "string?", id: "string"}, copy: {text: "string"}, insert: {text: "string"},
    apply: {message: "string", code: "string", language: "string"}, run: {command: "string"}
};

/** Whether something that came from the page is a message of ours. */
export function isFromPage(value: unknown): value is FromPage {
    if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string" || !Object.hasOwn(shapes, value.type))
        return false;
    const fields = value as Readonly<Record<string, unknown>>;
    return Object.entries(shapes[value.type as FromPage["type"]]).every(([name, type]) =>
        type === "string?" ? fields[name] === undefined || typeof fields[name] === "string" : typeof fields[name] === type);
}

/** The commands that a button of the page may run. */
export const pageCommands: ReadonlySet<string> = new Set(["hearth.selectModel", "hearth.showLog", "hearth.restartEngine", "hearth.openWalkthrough"]);
