/** An answer as it grows: whole blocks are built once; only the last one is built again, once a frame at most. */
import {type Block, BlockSplitter} from "../../core/chat/blocks.js";
import {type CodeActions, CodeBlock} from "./code.js";
import {element} from "../dom.js";
import {renderMarkdown} from "../markdown.js";

/** Blocks built in one frame: what comes at once (a stored conversation) is shown piece by piece. */
const frameMs = 8;
/** An answer longer than this is shown as far as it goes. No model here writes as much; a file made by others might hold it. */
const longestShown = 1_000_000;

export class AnswerView {
    readonly root = element("div", {class: "markdown"});
    readonly #splitter = new BlockSplitter();
    readonly #actions: CodeActions;
    #built = 0;
    #received = 0;
    #growing: {readonly element: HTMLElement; readonly code: CodeBlock | undefined} | undefined;
    #scheduled = false;
    #ended = false;
    readonly #onShown: () => void;

    /** @param onShown called after the view has grown */
    constructor(actions: CodeActions, onShown: () => void) {
        this.#actions = actions;
        this.#onShown = onShown;
        this.root.dir = "auto";
    }

    append(text: string): void {
        const room = longestShown - this.#received;
        if (room <= 0)
            return;
        this.#received += text.length;
        this.#splitter.push(text.slice(0, room));
        if (text.length >= room)
            this.#splitter.push("\n\n*Longer than what is shown here. Export the conversation to see all of it.*\n");
        this.#schedule();
    }

    end(): void {
        if (this.#ended)
            return;
        this.#ended = true;
        this.#splitter.end();
        this.#schedule();
    }

    #schedule(): void {
        if (this.#scheduled)
            return;
        this.#scheduled = true;
        requestAnimationFrame(() => {
            this.#scheduled = false;
            this.#build();
        });
    }

    #build(): void {
        const started = performance.now();
        const {done} = this.#splitter;
        while (this.#built < done.length && performance.now() - started < frameMs) {
            const block = done[this.#built++];
            if (block !== undefined)
                this.#finish(block);
        }
        if (this.#built < done.length) {
            this.#schedule();
            this.#onShown();
            return;
        }
        const {growing} = this.#splitter;
        if (growing === undefined)
            this.#dropGrowing();
        else
            this.#grow(growing);
        this.#onShown();
    }

    #finish(block: Block): void {
        if (block.kind === "fence" && this.#growing?.code !== undefined) {
            this.#growing.code.show(block.code, true);
            this.#growing = undefined;
            return;
        }
        this.#dropGrowing();
        this.root.append(this.#element(block));
    }

    #grow(block: Block): void {
        if (block.kind === "fence") {
            if (this.#growing?.code === undefined) {
                this.#dropGrowing();
                const code = new CodeBlock(block.language, this.#actions);
                this.root.append(code.root);
                this.#growing = {element: code.root, code};
            }
            this.#growing.code?.show(block.code, false);
            return;
        }
        const made = this.#element(block);
        if (this.#growing === undefined)
            this.root.append(made);
        else
            this.#growing.element.replaceWith(made);
        this.#growing = {element: made, code: undefined};
    }

    #dropGrowing(): void {
        this.#growing?.element.remove();
        this.#growing = undefined;
    }

    #element(block: Block): HTMLElement {
        if (block.kind === "fence")
            return this.#code(block.language, block.code);
        const made = element("div", {class: "block"}, [renderMarkdown(block.markdown, {headingsBelow: 2, code: (language, code) => this.#code(language, code)})]);
        made.dir = "auto";
        return made;
    }

    #code(language: string, text: string): HTMLElement {
        const code = new CodeBlock(language, this.#actions);
        code.show(text, true);
        return code.root;
    }
}
