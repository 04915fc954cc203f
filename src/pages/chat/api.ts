/** The extension, as the page reaches it. */
import type {FromPage, ToPage} from "../../core/chat/page.js";

declare function acquireVsCodeApi(): {postMessage(message: FromPage): void};

const api = acquireVsCodeApi();

export function send(message: FromPage): void {
    api.postMessage(message);
}

/** @param listener gets what the extension says, in order */
export function listen(listener: (message: ToPage) => void): void {
    window.addEventListener("message", (event: MessageEvent<ToPage>) => listener(event.data));
}
