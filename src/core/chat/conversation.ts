/** A conversation as plain data: a tree of messages, of which one path is shown. Editing a question or asking again adds a branch; nothing is lost. */
import type {Room} from "./room.js";
import type {Attachment, ChatCost, ChatRole, ChatStop, ChatTurn} from "./types.js";

export interface ChatMessage {
    readonly id: string;
    /** The message before; undefined for the first. */
    readonly parent: string | undefined;
    readonly role: ChatRole;
    /** What the person sees. */
    readonly text: string;
    /** What the model reads instead, for a slash command. */
    readonly prompt?: string;
    readonly attachments: readonly Attachment[];
    readonly answer?: AnswerInfo;
    /** What was left out of the window from here on. */
    readonly room?: Room;
    /** Milliseconds since the epoch. */
    readonly createdAt: number;
}

/** What is known of how an answer came about. */
export interface AnswerInfo {
    readonly model: string;
    readonly adapter?: string;
    readonly stop: ChatStop | "failed";
    /** The sentence of what went wrong, when it did. */
    readonly error?: string;
    readonly cost?: ChatCost;
    readonly droppedTurns: number;
    readonly windowTokens: number;
}

export interface Conversation {
    readonly id: string;
    readonly title: string;
    readonly createdAt: number;
    readonly updatedAt: number;
    readonly messages: readonly ChatMessage[];
    /** The last message of the path that is shown. */
    readonly leaf: string | undefined;
}

export function newConversation(id: string, now: number): Conversation {
    return {id, title: "", createdAt: now, updatedAt: now, messages: [], leaf: undefined};
}

/** Adds a message, or puts it in the place of the one with its id; an added one becomes the end of what is shown. */
export function withMessage(conversation: Conversation, message: ChatMessage, now: number): Conversation {
    const known = conversation.messages.some(({id}) => id === message.id);
    const title = conversation.title === "" && message.role === "user" ? titleOf(message.text) : conversation.title;
    return {
        ...conversation, title, updatedAt: now, leaf: known ? conversation.leaf : message.id,
        messages: known ? conversation.messages.map((each) => each.id === message.id ? message : each) : [...conversation.messages, message]
    };
}

/** The messages that are shown, from the first to the leaf. */
export function shownPath(conversation: Conversation): ChatMessage[] {
    return pathTo(conversation, conversation.leaf);
}

/** The messages from the first to one of them. */
export function pathTo({messages}: Conversation, leaf: string | undefined): ChatMessage[] {
    const byId = new Map(messages.map((message) => [message.id, message]));
    const path: ChatMessage[] = [];
    // A stored file may hold anything, also a circle.
    for (let at = byId.get(leaf ?? ""); at !== undefined && path.length <= messages.length; at = byId.get(at.parent ?? ""))
        path.push(at);
    return path.reverse();
}

/** The alternatives at a message, itself included, from the oldest to the newest. */
export function branchesAt({messages}: Conversation, id: string): string[] {
    const message = messages.find((each) => each.id === id);
    return message === undefined ? [] : messages.filter(({parent, role}) => parent === message.parent && role === message.role).map((each) => each.id);
}

/** Shows the path through a message, down to its newest end. */
export function choosing(conversation: Conversation, id: string): Conversation {
    const seen = new Set<string>();
    let leaf = id;
    for (let next: string | undefined = id; next !== undefined && !seen.has(next); next = conversation.messages.findLast(({parent}) => parent === leaf)?.id) {
        seen.add(next);
        leaf = next;
    }
    return {...conversation, leaf};
}

/** Shows only what comes before a message: what is asked next is a branch beside it. */
export function before(conversation: Conversation, id: string): Conversation {
    return {...conversation, leaf: conversation.messages.find((each) => each.id === id)?.parent};
}

/** A path as the model reads it: questions that got no answer are left out, except the last. */
export function turnsOf(path: readonly ChatMessage[]): ChatTurn[] {
    const turns: ChatTurn[] = [];
    for (const [i, message] of path.entries()) {
        const next = path[i + 1];
        if (message.role === "assistant")
            continue;
        const turn: ChatTurn = {role: "user", text: message.prompt ?? message.text, attachments: message.attachments};
        if (next === undefined)
            turns.push(turn);
        else if (next.role === "assistant" && next.text !== "")
            turns.push(turn, {role: "assistant", text: next.text});
    }
    return turns;
}

const longestTitle = 60;

/** A conversation's name: the beginning of its first question. */
export function titleOf(text: string): string {
    const line = text.replaceAll(/\s+/g, " ").trim();
    return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).trimEnd()}…`;
}

/** A conversation as Markdown, for export: the shown path. */
export function asMarkdown(conversation: Conversation): string {
    const parts = shownPath(conversation).map(({role, text, attachments, answer}) => [
        role === "user" ? "## Question" : `## Answer${answer === undefined ? "" : ` (${answer.model})`}`,
        ...attachments.length === 0 ? [] : [`Attached: ${attachments.map(({title}) => title).join(", ")}`],
        text
    ].join("\n\n"));
    return `# ${conversation.title}\n\n${parts.join("\n\n")}\n`;
}
