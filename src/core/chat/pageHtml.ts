/** The chat page's HTML. Its policy lets nothing in but the page's own script and style: no image, font, frame, form or address of anyone's. */

export interface PageParts {
    /** Address of the script, and of the style sheet. */
    readonly script: string;
    readonly style: string;
    /** Fresh for each page: only the script that carries it runs. */
    readonly nonce: string;
    /** Where the style sheet may come from, as the policy names it. */
    readonly styleSource: string;
    /** BCP 47 tag of the person's language. */
    readonly language: string;
}

export function chatPageHtml({script, style, nonce, styleSource, language}: PageParts): string {
    const policy = [
        "default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${styleSource}`, "base-uri 'none'", "form-action 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'"
    ].join("; ");
    return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hearth Chat</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<h1 class="sr-only">Hearth Chat</h1>
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
</section>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
