/** Blocks of code: highlighted when there is time, with what one can do with them. */
import {common, createLowlight} from "lowlight";

import {button, element} from "../dom.js";

const lowlight = createLowlight(common);
type Tree = ReturnType<typeof lowlight.highlight>;
type TreeNode = Tree["children"][number];

/** Longer code is shown plain: highlighting it would hold up the page. */
const longestHighlighted = 40_000;
/** Code that grows is highlighted again only while that is quick. */
const longestWhileGrowing = 3_000;
const renamed: Readonly<Record<string, string>> = {
    typescriptreact: "typescript", javascriptreact: "javascript", tsx: "typescript", jsx: "javascript", shellscript: "bash", vue: "xml", svelte: "xml", jsonc: "json"
};

export interface CodeActions {
    readonly copy: (text: string) => void;
    readonly insert: (text: string) => void;
    readonly apply: (code: string, language: string) => void;
}

export class CodeBlock {
    readonly root: HTMLElement;
    readonly #code = element("code");
    readonly #language: string;
    #text = "";

    constructor(language: string, actions: CodeActions) {
        this.#language = language;
        const pre = element("pre", {}, [this.#code]);
        // Scrolls sideways: then it must be reachable by key.
        pre.tabIndex = 0;
        const name = language === "" ? "code" : language;
        const copy = button("Copy", () => {
            actions.copy(this.#text);
            copy.textContent = "Copied";
            setTimeout(() => { copy.textContent = "Copy"; }, 1_500);
        }, {title: "Copy this code"});
        this.root = element("section", {class: "code", label: `Code, ${name}`}, [
            element("div", {class: "code-bar"}, [
                element("span", {class: "code-language", text: name}), copy,
                button("Insert", () => actions.insert(this.#text), {title: "Insert at the cursor of the editor"}),
                button("Apply", () => actions.apply(this.#text, this.#language), {title: "Show this as a change of the file, to accept or reject"})
            ]),
            pre
        ]);
        // Code is written from left to right, whatever the text around it is.
        this.root.dir = "ltr";
    }

    /** @param whole whether the code will not grow any more */
    show(text: string, whole: boolean): void {
        const added = text.startsWith(this.#text) ? text.slice(this.#text.length) : undefined;
        this.#text = text;
        if (!whole && text.length > longestWhileGrowing && added !== undefined) {
            this.#code.append(added);
            return;
        }
        if (whole && text.length > longestWhileGrowing) {
            this.#code.textContent = text;
            requestIdleCallback(() => this.#highlight(), {timeout: 2_000});
            return;
        }
        this.#highlight();
    }

    #highlight(): void {
        const language = renamed[this.#language.toLowerCase()] ?? this.#language.toLowerCase();
        if (this.#text.length > longestHighlighted || !lowlight.registered(language)) {
            this.#code.textContent = this.#text;
            return;
        }
        this.#code.replaceChildren(...lowlight.highlight(language, this.#text).children.map(colored));
    }
}

function colored(node: TreeNode): Node {
    if (node.type === "text")
        return document.createTextNode(node.value);
    if (node.type !== "element")
        return document.createTextNode("");
    const {className} = node.properties;
    const names = Array.isArray(className) ? className.map(String) : [];
    const span = element("span", {class: names.filter((name) => /^[\w-]+$/.test(name)).join(" ")});
    span.append(...node.children.map((child) => child.type === "comment" ? document.createTextNode("") : colored(child)));
    return span;
}
