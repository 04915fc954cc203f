/** The chat page: shows what the extension says, and says what the person does. */
import type {ShownMessage, ToPage} from "../../core/chat/page.js";
import {listen, send} from "./api.js";
import {Composer} from "./composer.js";
import {button, byId, element} from "../dom.js";
import {MessageView} from "./messageView.js";

const log = byId("log", HTMLElement);
const status = byId("status", HTMLElement);
const composer = new Composer();
let views: MessageView[] = [];
let answering: string | undefined;
/** Whether the end of the conversation is kept in view: until the person scrolls up. */
let following = true;

const beginnings = ["/explain what the open file does", "/review my changes", "/tests for the selection"];

log.addEventListener("scroll", () => { following = log.scrollHeight - log.scrollTop - log.clientHeight < 40; }, {passive: true});

function follow(): void {
    if (following)
        log.scrollTop = log.scrollHeight;
}

function isAnswering(id: string): boolean {
    return id === answering;
}

function viewOf(message: ShownMessage): MessageView {
    return new MessageView(message, isAnswering(message.id), follow);
}

function setAnswering(id: string | undefined): void {
    if (answering !== undefined && id === undefined)
        status.textContent = "The answer is complete.";
    else if (id !== undefined && answering === undefined)
        status.textContent = "Hearth is answering.";
    answering = id;
    composer.answering(id !== undefined);
    log.setAttribute("aria-busy", String(id !== undefined));
}

function welcome(): HTMLElement {
    return element("div", {class: "welcome"}, [
        element("h2", {text: "Ask about your code"}),
        element("p", {text: "The model runs on this machine; nothing you ask leaves it. Type @ or # to attach files, symbols, problems or changes, and / for commands."}),
        element("div", {class: "row"}, beginnings.map((text) => button(text, () => {
            composer.setText(text);
            composer.focus();
        })))
    ]);
}

function handle(message: ToPage): void {
    switch (message.type) {
        case "show":
            setAnswering(message.answering);
            views = message.messages.map(viewOf);
            log.replaceChildren(...views.length === 0 ? [welcome()] : views.map(({root}) => root));
            following = true;
            follow();
            break;
        case "message": {
            setAnswering(message.answering);
            const known = views.find(({id}) => id === message.message.id);
            if (known !== undefined) {
                known.update(message.message, isAnswering(known.id));
                break;
            }
            if (views.length === 0)
                log.replaceChildren();
            const view = viewOf(message.message);
            views.push(view);
            log.append(view.root);
            following = true;
            follow();
            break;
        }
        case "doing":
            views.find(({id}) => id === message.id)?.doing(message.text);
            break;
        case "append":
            views.find(({id}) => id === message.id)?.append(message.text);
            break;
        case "chips":
            composer.showChips(message.chips, message.usedTokens, message.windowTokens);
            break;
        case "suggestions":
            composer.showSuggestions(message.request, message.items);
            break;
        case "engine":
            composer.showNote(message.note);
            break;
        case "input":
            composer.setText(message.text);
            break;
        case "focus":
            composer.focus();
            break;
    }
}

listen(handle);
send({type: "ready"});
