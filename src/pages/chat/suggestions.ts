/** The list that opens while one types `@`, `#` or `/`: what can be attached, and commands. A combobox as ARIA describes it. */
import type {Suggestion} from "../../core/chat/page.js";
import {byId, element} from "../dom.js";

export class SuggestionList {
    readonly #list = byId("suggestions", HTMLUListElement);
    readonly #input: HTMLTextAreaElement;
    readonly #onChoose: (item: Suggestion) => void;
    #items: readonly Suggestion[] = [];
    #active = 0;
    /** What is found comes in parts, some of them seconds later: those of an earlier question must not open the list again. */
    #request = 0;

    constructor(input: HTMLTextAreaElement, onChoose: (item: Suggestion) => void) {
        this.#input = input;
        this.#onChoose = onChoose;
    }

    get open(): boolean {
        return this.#items.length > 0;
    }

    /** The number of a new question; answers to earlier ones come too late from now on. */
    request(): number {
        return ++this.#request;
    }

    /** Closes the list, for what is still on its way, too. */
    close(): void {
        this.#request++;
        this.#show([]);
    }

    /** @param request the question's number */
    show(request: number, items: readonly Suggestion[]): void {
        if (request === this.#request)
            this.#show(items);
    }

    #show(items: readonly Suggestion[]): void {
        const marked = this.#items[this.#active];
        // More of the same: what was gone to stays marked.
        this.#active = Math.max(0, items.findIndex(({kind, value, label}) => kind === marked?.kind && value === marked.value && label === marked.label));
        this.#items = items;
        this.#list.hidden = items.length === 0;
        this.#input.setAttribute("aria-expanded", String(items.length > 0));
        this.#list.replaceChildren(...items.map((item, i) => {
            const option = element("li", {role: "option"}, [
                element("span", {class: "name", text: item.label}), element("span", {class: "detail", text: item.detail})
            ]);
            option.id = `suggestion-${String(i)}`;
            // Before the click the input would lose its focus.
            option.addEventListener("mousedown", (event) => {
                event.preventDefault();
                this.#onChoose(item);
            });
            return option;
        }));
        this.#mark();
    }

    /** @returns whether the key was for the list */
    key(event: KeyboardEvent): boolean {
        if (!this.open || event.isComposing)
            return false;
        switch (event.key) {
            case "ArrowDown":
                return this.#move(1);
            case "ArrowUp":
                return this.#move(-1);
            case "Enter":
            case "Tab": {
                const chosen = this.#items[this.#active];
                if (chosen !== undefined)
                    this.#onChoose(chosen);
                return true;
            }
            case "Escape":
                this.close();
                return true;
            default:
                return false;
        }
    }

    #move(by: number): boolean {
        this.#active = (this.#active + by + this.#items.length) % this.#items.length;
        this.#mark();
        return true;
    }

    #mark(): void {
        for (const [i, option] of [...this.#list.children].entries()) {
            option.setAttribute("aria-selected", String(i === this.#active));
            if (i === this.#active)
                option.scrollIntoView({block: "nearest"});
        }
        if (this.open)
            this.#input.setAttribute("aria-activedescendant", `suggestion-${String(this.#active)}`);
        else
            this.#input.removeAttribute("aria-activedescendant");
    }
}
