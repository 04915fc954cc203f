/** Building elements. Text only ever becomes text: nothing here takes HTML. */

export interface Attributes {
    readonly class?: string;
    readonly title?: string;
    readonly label?: string;
    readonly role?: string;
    readonly text?: string;
    readonly onClick?: () => void;
}

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, children: readonly Node[] = []): HTMLElementTagNameMap[K] {
    const made = document.createElement(tag);
    if (attributes.class !== undefined)
        made.className = attributes.class;
    if (attributes.title !== undefined)
        made.title = attributes.title;
    if (attributes.label !== undefined)
        made.setAttribute("aria-label", attributes.label);
    if (attributes.role !== undefined)
        made.setAttribute("role", attributes.role);
    if (attributes.text !== undefined)
        made.textContent = attributes.text;
    if (attributes.onClick !== undefined)
        made.addEventListener("click", attributes.onClick);
    made.append(...children);
    return made;
}

export function button(text: string, onClick: () => void, more: Attributes = {}): HTMLButtonElement {
    const made = element("button", {text, onClick, ...more});
    made.type = "button";
    return made;
}

/** An element of the page's own HTML. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
    const found = document.getElementById(id);
    if (!(found instanceof type))
        throw new Error(`the page has no ${id}`);
    return found;
}
