/**
 * Markdown to elements. The parser's tokens become a few allowed elements, and their text becomes text: there is no way from a model's words to an
 * attribute, a link, an image or a script.
 */
import MarkdownIt from "markdown-it";

import {element} from "./dom.js";

const parser = new MarkdownIt("default", {html: false, linkify: false, typographer: false, maxNesting: 40});
type Token = ReturnType<typeof parser.parse>[number];

const allowed = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "em", "strong", "s"] as const;
type Allowed = typeof allowed[number];
const headings: readonly Allowed[] = allowed.filter((name) => /^h\d$/.test(name));
export interface MarkdownView {
    /** Shows a block of code. */
    readonly code: (language: string, code: string) => HTMLElement;
    /** How many levels lower headings stand, where the page has its own above. */
    readonly headingsBelow: number;
}

export function renderMarkdown(markdown: string, view: MarkdownView): DocumentFragment {
    const fragment = document.createDocumentFragment();
    place(parser.parse(markdown, {}), fragment, view);
    return fragment;
}

function place(tokens: readonly Token[], root: Node, view: MarkdownView): void {
    const open: Node[] = [root];
    const into = () => open.at(-1) ?? root;
    for (const token of tokens) {
        if (token.nesting === 1)
            open.push(into().appendChild(opened(token, view)));
        else if (token.nesting === -1)
            closed(token, open);
        else if (token.type === "inline")
            place(token.children ?? [], into(), view);
        else
            into().appendChild(single(token, view));
    }
}

function opened(token: Token, {headingsBelow}: MarkdownView): Node {
    const tag = allowed.find((name) => name === token.tag);
    if (tag === undefined) {
        const link = element("span", {class: "link"});
        link.dataset["href"] = String(token.attrGet("href") ?? "");
        return link;
    }
    const made = element(lowered(tag, headingsBelow));
    const start = Number(token.attrGet("start") ?? Number.NaN);
    if (made instanceof HTMLOListElement && Number.isSafeInteger(start))
        made.start = start;
    const align = /text-align:(left|center|right)/.exec(String(token.attrGet("style") ?? ""))?.[1];
    if (align !== undefined)
        made.classList.add(`align-${align}`);
    // A paragraph of a tight list has no tags of its own.
    return token.hidden ? element("span") : made;
}

function lowered(tag: Allowed, by: number): Allowed {
    const at = headings.indexOf(tag);
    return at === -1 ? tag : headings[Math.min(headings.length - 1, at + by)] ?? tag;
}

function closed(token: Token, open: Node[]): void {
    const node = open.length > 1 ? open.pop() : undefined;
    // An address is shown, never followed.
    if (token.type === "link_close" && node instanceof HTMLElement && node.dataset["href"] !== undefined && node.dataset["href"] !== node.textContent)
        node.append(` (${node.dataset["href"]})`);
}

function single(token: Token, {code}: MarkdownView): Node {
    switch (token.type) {
        case "fence":
        case "code_block":
            return code(token.info.trim().split(/\s+/)[0] ?? "", token.content.replace(/\n$/, ""));
        case "code_inline":
            return element("code", {text: token.content});
        case "softbreak":
            return document.createTextNode("\n");
        case "hardbreak":
            return element("br");
        case "hr":
            return element("hr");
        case "image":
            return element("span", {class: "link", text: `[image: ${token.content}] (${String(token.attrGet("src") ?? "")})`});
        default:
            return document.createTextNode(token.content);
    }
}
