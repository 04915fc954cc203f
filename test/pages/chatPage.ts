/** The chat page by itself in a browser. */
import type {FromPage, ShownMessage, ToPage} from "../../src/core/chat/page.js";
import {chatPageHtml} from "../../src/core/chat/pageHtml.js";
import {OpenPage, type Theme} from "./openPage.js";

export type ChatPage = OpenPage<ToPage, FromPage>;

export async function openChatPage(theme: Theme = "dark"): Promise<ChatPage> {
    return await OpenPage.open({name: "chat", html: chatPageHtml, width: 420, background: "sideBar"}, theme);
}

export function shown(id: string, role: "user" | "assistant", text: string, more: Partial<ShownMessage> = {}): ShownMessage {
    return {id, role, text, chips: [], answer: undefined, branches: [id], ...more};
}
