/** The chat view inside VS Code: a page in a frame in a frame. */
import type {FrameLocator, Locator} from "playwright-core";

import type {Workbench} from "../../scripts/lib/workbench.mjs";

export class ChatViewInEditor {
    readonly #workbench: Workbench;

    /** The view that is open already; {@link open} opens it. */
    constructor(workbench: Workbench) {
        this.#workbench = workbench;
    }

    /** Opens the view and waits until it can be written in. */
    static async open(workbench: Workbench): Promise<ChatViewInEditor> {
        await workbench.command("Hearth: Open Chat");
        const view = new ChatViewInEditor(workbench);
        await view.input.waitFor({timeout: 60_000});
        return view;
    }

    get frame(): FrameLocator {
        return this.#workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    }

    get input(): Locator {
        return this.frame.locator("#input");
    }

    get answers(): Locator {
        return this.frame.locator("article.assistant");
    }

    /** Asks, and waits for the whole answer; its text. */
    async ask(question: string, patience: number): Promise<string> {
        const before = await this.answers.count();
        await this.input.fill(question);
        await this.input.press("Enter");
        const answer = this.answers.nth(before);
        await answer.locator(".about, .error").first().waitFor({timeout: patience});
        return await answer.locator(".markdown").innerText();
    }
}
