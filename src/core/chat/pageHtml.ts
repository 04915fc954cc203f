/** The chat page's HTML. */
import {pageHtml, type PageParts} from "../pageHtml.js";

const body = `<h1 class="sr-only">Hearth Chat</h1>
<main id="log" tabindex="0" aria-label="Conversation"></main>
<section id="composer" aria-label="Your question">
<ul id="suggestions" role="listbox" aria-label="Suggestions" hidden></ul>
<div id="note" role="status" hidden></div>
<div id="chips" class="chips" role="group" aria-label="Attached"></div>
<textarea id="input" rows="1" dir="auto" placeholder="Ask about your code (@ attaches, / commands)" aria-label="Question" role="combobox" aria-autocomplete="list"
 aria-expanded="false" aria-controls="suggestions"></textarea>
<div class="tools"><button id="attach" type="button" title="Attach files, symbols, problems or changes">Attach…</button><span class="space"></span>
<span id="meter" hidden></span><button id="send" class="primary" type="button" title="Ask (Enter)">Ask</button></div>
<div id="status" class="sr-only" role="status"></div>
</section>`;

export function chatPageHtml(parts: PageParts): string {
    return pageHtml(parts, "Hearth Chat", body);
}
