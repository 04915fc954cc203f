/** One question or answer with what one can do about it. */
import type {AnswerInfo} from "../../core/chat/conversation.js";
import type {Chip, ShownMessage} from "../../core/chat/page.js";
import type {Room} from "../../core/chat/room.js";
import {shownHidden} from "../../core/text/hidden.js";
import {AnswerView} from "./answer.js";
import {send} from "./api.js";
import {button, element} from "../dom.js";

export class MessageView {
    readonly root: HTMLElement;
    readonly #body: HTMLElement;
    readonly #foot = element("footer");
    readonly #answer: AnswerView | undefined;
    #message: ShownMessage;
    #length = 0;

    /** @param onShown called after the view has grown */
    constructor(message: ShownMessage, answering: boolean, onShown: () => void) {
        this.#message = message;
        const isUser = message.role === "user";
        this.#answer = isUser ? undefined : new AnswerView({
            copy: (text) => send({type: "copy", text}), insert: (text) => send({type: "insert", text}),
            apply: (code, language) => send({type: "apply", message: message.id, code, language})
        }, onShown);
        this.#body = this.#answer?.root ?? element("div", {class: "question"});
        this.#body.dir = "auto";
        this.root = element("article", {class: message.role, label: isUser ? "You" : "Hearth"}, [
            element("h2", {class: "who", text: isUser ? "You" : "Hearth"}), this.#body, this.#foot
        ]);
        this.update(message, answering);
    }

    get id(): string {
        return this.#message.id;
    }

    append(text: string): void {
        this.#length += text.length;
        this.#answer?.append(shownHidden(text));
    }

    /** What the answer waits for; empty: for nothing but the model. */
    doing(text: string): void {
        const line = this.#foot.querySelector(".thinking");
        if (line !== null)
            line.textContent = text === "" ? working : text;
    }

    update(message: ShownMessage, answering: boolean): void {
        this.#message = message;
        if (this.#answer === undefined) {
            this.#body.textContent = shownHidden(message.text);
        } else {
            // What was streamed is the beginning of the whole.
            this.append(message.text.slice(this.#length));
            if (!answering)
                this.#answer.end();
        }
        this.root.classList.toggle("answering", answering);
        this.#foot.replaceChildren(...this.#footing(answering));
    }

    #footing(answering: boolean): Node[] {
        const {id, role, chips, answer, branches, room} = this.#message;
        if (role === "user")
            return [...chipRow(chips, id), row([button("Edit", () => this.#edit(), {title: "Change this question and ask again"}), ...branching(branches, id)])];
        if (answering)
            return [element("p", {class: "thinking", text: working})];
        return [
            ...answer === undefined ? [] : about(answer), ...room === undefined ? [] : [leftOut(room)],
            row([
                button("Copy", () => send({type: "copy", text: shownHidden(this.#message.text)}), {title: "Copy the whole answer"}),
                button("Ask again", () => send({type: "again", id}), {title: "Have this answered once more"}), ...branching(branches, id)
            ])
        ];
    }

    #edit(): void {
        const input = element("textarea", {class: "edit", label: "Change the question"});
        input.value = this.#message.text;
        input.rows = Math.min(12, input.value.split("\n").length + 1);
        input.dir = "auto";
        const close = () => this.#foot.replaceChildren(...this.#footing(false));
        const done = () => {
            if (input.value.trim() !== "")
                send({type: "edit", id: this.id, text: input.value});
        };
        input.addEventListener("keydown", (event) => {
            if (event.key === "Escape")
                close();
            else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
                event.preventDefault();
                done();
            }
        });
        this.#foot.replaceChildren(input, row([button("Ask", done, {class: "primary"}), button("Cancel", close)]));
        input.focus();
    }
}

const working = "Hearth is reading and writing…";

/** From here on the model does not see the oldest messages: which, and what it reads instead. */
function leftOut({turns, summary}: Room): HTMLElement {
    const which = `the first ${String(turns)} messages`;
    return summary === undefined
        ? element("p", {class: "note", text: `The window is full: from here on ${which} are left out.`})
        : element("details", {class: "note"}, [element("summary", {text: `The window is full: from here on a summary stands for ${which}.`}), element("p", {class: "summary", text: summary})]);
}

function row(children: readonly Node[]): HTMLElement {
    return element("div", {class: "row"}, children);
}

function chipRow(chips: readonly Chip[], message: string): Node[] {
    if (chips.length === 0)
        return [];
    const shown = chips.map(({id, title, opens}) => opens
        ? button(title, () => send({type: "openChip", message, id}), {class: "chip", title: `Open ${title}`})
        : element("span", {class: "chip", text: title}));
    return [element("div", {class: "chips", label: "What the answer was given to read", role: "group"}, shown)];
}

function branching(branches: readonly string[], id: string): Node[] {
    const at = branches.indexOf(id);
    if (branches.length < 2)
        return [];
    const go = (to: string | undefined, text: string, label: string) => {
        const made = button(text, () => {
            if (to !== undefined)
                send({type: "branch", id: to});
        }, {label});
        made.disabled = to === undefined;
        return made;
    };
    return [element("span", {class: "branches", label: "Branches", role: "group"}, [
        go(branches[at - 1], "‹", "Previous branch"), element("span", {text: `${String(at + 1)} / ${String(branches.length)}`}),
        go(branches[at + 1], "›", "Next branch")
    ])];
}

const stops: Partial<Record<AnswerInfo["stop"], string>> = {
    stopped: "stopped", length: "ended at the length limit", repetition: "ended because it repeated itself"
};

function about({model, adapter, cost, stop, error, droppedTurns}: AnswerInfo): Node[] {
    const facts = [adapter === undefined ? model : `${model} with ${adapter}`];
    if (cost !== undefined) {
        const speed = cost.writeMs > 0 ? cost.writtenTokens / (cost.writeMs / 1000) : 0;
        facts.push(`${String(cost.writtenTokens)} tokens`, `${speed.toFixed(speed < 10 ? 1 : 0)} tokens/s`,
            `read ${String(cost.readTokens)} of ${String(cost.promptTokens)} in ${(cost.readMs / 1000).toFixed(1)} s`);
    }
    const ended = stops[stop];
    return [
        ...error === undefined ? [] : [element("p", {class: "error", text: error, role: "alert"})],
        ...droppedTurns === 0 ? [] : [element("p", {class: "note", text: `The window was full: the ${String(droppedTurns)} oldest messages were left out of this answer.`})],
        element("p", {class: "about", text: [...facts, ...ended === undefined ? [] : [ended]].join(" · ")})
    ];
}
