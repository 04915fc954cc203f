/** The HTML of Hearth's pages. Their policy lets nothing in but the page's own script and style sheet: no image, font, frame, form or address of anyone's. */

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

/** @param body HTML of Hearth's own: nothing of a person's or a model's */
export function pageHtml({script, style, nonce, styleSource, language}: PageParts, title: string, body: string): string {
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
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
