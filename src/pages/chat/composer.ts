/** Where one writes: the input, what is attached, how full the window is, and the way to ask or stop. */
import type {Chip, EngineNote, Suggestion} from "../../core/chat/page.js";
import {send} from "./api.js";
import {button, byId, element} from "../dom.js";
import {SuggestionList} from "./suggestions.js";

const tallestPx = 240;
const draftDelayMs = 300;

export class Composer {
    readonly #input = byId("input", HTMLTextAreaElement);
    readonly #send = byId("send", HTMLButtonElement);
    readonly #chips = byId("chips", HTMLDivElement);
    readonly #meter = byId("meter", HTMLElement);
    readonly #note = byId("note", HTMLDivElement);
    readonly #suggestions = new SuggestionList(this.#input, (item) => this.#choose(item));
    #answering = false;
    #draftTimer: number | undefined;

    constructor() {
        this.#input.addEventListener("input", () => this.#changed());
        this.#input.addEventListener("keydown", (event) => this.#key(event));
        this.#input.addEventListener("blur", () => this.#suggestions.close());
        this.#send.addEventListener("click", () => this.#sendOrStop());
        byId("attach", HTMLButtonElement).addEventListener("click", () => {
            this.#insert("@");
            this.#changed();
        });
    }

    focus(): void {
        this.#input.focus();
    }

    setText(text: string): void {
        this.#input.value = text;
        this.#fit();
    }

    answering(now: boolean): void {
        this.#answering = now;
        this.#send.textContent = now ? "Stop" : "Ask";
        this.#send.title = now ? "Stop the answer (Escape)" : "Ask (Enter)";
    }

    showSuggestions(request: number, items: readonly Suggestion[]): void {
        if (document.activeElement === this.#input)
            this.#suggestions.show(request, items);
    }

    showChips(chips: readonly Chip[], used: number | undefined, window: number | undefined): void {
        this.#chips.replaceChildren(...chips.map(({id, title, tokens}) => element("span", {class: "chip"}, [
            button(tokens === undefined ? title : `${title} · ${tokens.toLocaleString()}`, () => send({type: "openChip", message: undefined, id}),
                {class: "chip-open", title: tokens === undefined ? title : `${title}: ${String(tokens)} tokens`}),
            button("×", () => send({type: "detach", id}), {class: "chip-remove", label: `Remove ${title}`})
        ])));
        const known = used !== undefined && window !== undefined && window > 0;
        this.#meter.hidden = !known;
        if (!known)
            return;
        const share = Math.min(1, used / window);
        this.#meter.textContent = `${used.toLocaleString()} / ${window.toLocaleString()} tokens`;
        this.#meter.title = "How much of the model's window the conversation and what is attached fill. When it is full, the oldest messages are left out.";
        this.#meter.classList.toggle("full", share > 0.85);
    }

    showNote({ready, text, action}: EngineNote): void {
        this.#note.hidden = ready;
        this.#note.replaceChildren(element("span", {text}), ...action === undefined ? [] : [button(action.title, () => send({type: "run", command: action.command}))]);
    }

    #changed(): void {
        this.#fit();
        const typed = this.#typed();
        if (typed === undefined)
            this.#suggestions.close();
        else
            send({type: "suggest", request: this.#suggestions.request(), sign: typed.sign, query: typed.query});
        window.clearTimeout(this.#draftTimer);
        this.#draftTimer = window.setTimeout(() => send({type: "draft", text: this.#input.value}), draftDelayMs);
    }

    /** The word at the cursor that begins with a sign: `/` only as the very first. */
    #typed(): {readonly sign: "@" | "#" | "/"; readonly query: string; readonly start: number} | undefined {
        const before = this.#input.value.slice(0, this.#input.selectionStart);
        const match = /(?:^|\s)([@#])([^\s@#]*)$/.exec(before) ?? /^(\/)([\p{L}\p{N}_-]*)$/u.exec(before);
        const sign = match?.[1];
        const query = match?.[2];
        if (query === undefined || (sign !== "@" && sign !== "#" && sign !== "/"))
            return undefined;
        return {sign, query, start: before.length - query.length - 1};
    }

    #choose(item: Suggestion): void {
        const typed = this.#typed();
        this.#suggestions.close();
        if (typed === undefined)
            return;
        const end = this.#input.selectionStart;
        this.#input.setRangeText(item.kind === "command" ? `/${item.value} ` : "", typed.start, end, "end");
        if (item.kind !== "command")
            send({type: "attach", kind: item.kind, value: item.value});
        this.#fit();
        this.#input.focus();
    }

    #key(event: KeyboardEvent): void {
        if (this.#suggestions.key(event)) {
            event.preventDefault();
            return;
        }
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            if (!this.#answering)
                this.#sendOrStop();
        } else if (event.key === "Escape" && this.#answering) {
            event.preventDefault();
            send({type: "stop"});
        }
    }

    #sendOrStop(): void {
        if (this.#answering) {
            send({type: "stop"});
            return;
        }
        const text = this.#input.value.trim();
        if (text === "")
            return;
        window.clearTimeout(this.#draftTimer);
        this.setText("");
        this.#suggestions.close();
        send({type: "ask", text});
    }

    #insert(sign: string): void {
        const before = this.#input.value.slice(0, this.#input.selectionStart);
        this.#input.focus();
        this.#input.setRangeText(before === "" || /\s$/.test(before) ? sign : ` ${sign}`, this.#input.selectionStart, this.#input.selectionEnd, "end");
    }

    #fit(): void {
        this.#input.style.height = "auto";
        this.#input.style.height = `${String(Math.min(tallestPx, this.#input.scrollHeight + 2))}px`;
    }
}
