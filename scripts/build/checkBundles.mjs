/**
 * Proves of a finished bundle that its code has no way to the network: no network module of Node, no package that downloads,
 * no fetch, WebSocket or the like. Reads esbuild's metafile (what was bundled, what stayed external) and the syntax tree of
 * the written file (what the code says, minified or not).
 */
import {readFileSync} from "node:fs";
import {builtinModules} from "node:module";
import path from "node:path";

import ts from "typescript";

import {checkProbe, isNetworkProbe} from "./networkProbe.mjs";

// inspector opens a debugging port, cluster and electron bring net with them; `_http_*` and `_tls_*` are http and tls under old names.
// The `_wrap` names are what they use inside, reachable through process.binding.
const networkModules = new Set(["http", "https", "http2", "net", "tls", "dgram", "dns", "inspector", "cluster", "electron", "undici",
    "tcp_wrap", "tls_wrap", "udp_wrap", "pipe_wrap", "cares_wrap", "http_parser"]);
const networkGlobals = new Set(["fetch", "WebSocket", "XMLHttpRequest", "EventSource", "WebTransport", "RTCPeerConnection", "sendBeacon"]);
const downloadPackages = new Set(["ipull", "octokit", "@octokit/core", "simple-git", "@reflink/reflink", "cmake-js", "chmodrp", "stdout-update",
    "yargs", "undici", "ws", "axios", "got", "node-fetch", "follow-redirects", "https-proxy-agent"]);
const externalsAllowed = [/^vscode$/, /^@node-llama-cpp\/[a-z0-9-]+$/, /^\.\/testBindingBinary\.mjs$/];

/**
 * @typedef {{file: string, line: number | undefined, what: string}} Finding
 */

/** True for `http`, `node:http`, `dns/promises`, `_http_agent` and the like. */
export function isNetworkModule(name) {
    const bare = name.replace(/^node:/, "");
    return networkModules.has(bare.split("/")[0]) || /^_(http|tls)_/.test(bare);
}

/** The constant string an expression stands for (literals, templates without holes, and their sums), or undefined. */
function constantString(node) {
    if (node === undefined)
        return undefined;
    if (ts.isStringLiteralLike(node))
        return node.text;
    if (ts.isParenthesizedExpression(node))
        return constantString(node.expression);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
        const left = constantString(node.left);
        const right = constantString(node.right);
        return left === undefined || right === undefined ? undefined : left + right;
    }
    return undefined;
}

/** The network module that a node loads (`import`, `export from`, `import()`, or any call with the module's name as its only argument). */
function loadedNetworkModule(node) {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
        const name = constantString(node.moduleSpecifier);
        return name !== undefined && isNetworkModule(name) ? name : undefined;
    }
    // Minifying renames require and process.getBuiltinModule can be stored, so the callee's name decides nothing.
    if (ts.isCallExpression(node)) {
        const name = constantString(node.arguments[0]);
        const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.arguments.length === 1 || name?.startsWith("node:");
        return name !== undefined && loads && isNetworkModule(name) ? name : undefined;
    }
    return undefined;
}

/** True for the left side of `({fetch: mine} = globalThis)`, which reads the members that it names. */
function isAssignmentTarget(node) {
    return ts.isObjectLiteralExpression(node) && ts.isBinaryExpression(node.parent) &&
        node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && node.parent.left === node;
}

/** The name of a network function that a node mentions: as an identifier, a member, or a computed member. */
function mentionedGlobal(node) {
    if (ts.isIdentifier(node) && networkGlobals.has(node.text)) {
        // {fetch: ...} and class members named so define something of their own; reading a member is what counts.
        const parent = node.parent;
        const defines = (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node;
        return defines && !isAssignmentTarget(parent.parent) ? undefined : node.text;
    }
    if (ts.isElementAccessExpression(node)) {
        const name = constantString(node.argumentExpression);
        return name !== undefined && networkGlobals.has(name) ? name : undefined;
    }
    return undefined;
}

// Code inside a string can be run (by a worker thread, say): there a pattern has to do.
const networkInText = new RegExp(
    `\\b(?:require|import|getBuiltinModule)\\s*\\(\\s*["'\`](?:node:)?(?:${[...networkModules].join("|")})["'\`/]` +
    `|\\bfrom\\s*["'](?:node:)?(?:${[...networkModules].join("|")})["'/]|\\b(?:${[...networkGlobals].join("|")})\\s*\\(`);

/** What a string or template text contains that would reach the network if it were run as code. */
function networkCodeInText(node) {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node))
        return undefined;
    return networkInText.exec(node.text)?.[0];
}

/** What a node says that could reach the network, as the end of a sentence; or undefined. */
function networkUse(node) {
    const module = loadedNetworkModule(node);
    if (module !== undefined)
        return `loads the network module “${module}”`;
    const global = mentionedGlobal(node);
    if (global !== undefined)
        return `mentions “${global}”`;
    const code = networkCodeInText(node);
    return code === undefined ? undefined : `contains the code “${code}” as text`;
}

/**
 * Everything in a JavaScript source that could reach the network. Deliberately strict: a local variable named `fetch` is reported too.
 * @param {string} source
 * @param {string} file its name, for the findings
 * @returns {Finding[]}
 */
export function findNetworkUses(source, file) {
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
    const findings = [];
    const visit = (node) => {
        const what = networkUse(node);
        if (what !== undefined)
            findings.push({file, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, what});
        ts.forEachChild(node, visit);
    };
    visit(tree);
    return findings;
}

/** The package that an input file of a bundle belongs to, or undefined for own code. */
export function packageOf(inputFile) {
    return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(inputFile)?.[1];
}

/**
 * What a metafile says about one output: external imports that are not allowed, and bundled packages that download.
 * @param {import("esbuild").Metafile} metafile
 * @returns {Finding[]}
 */
export function checkMetafile(metafile) {
    const findings = [];
    for (const [file, output] of Object.entries(metafile.outputs)) {
        const say = (what) => findings.push({file, line: undefined, what});
        for (const {path: name, external} of output.imports) {
            if (isNetworkModule(name) && !isNetworkProbe(file))
                say(`imports the network module “${name}”`);
            else if (external && !builtinModules.includes(name.replace(/^node:/, "")) && !name.startsWith("node:") && !externalsAllowed.some((allowed) => allowed.test(name)))
                say(`leaves “${name}” to be found at run time, which no list allows`);
        }
        const packages = Object.entries(output.inputs).filter(([, {bytesInOutput}]) => bytesInOutput > 0).map(([input]) => packageOf(input));
        for (const name of new Set(packages)) {
            if (name !== undefined && downloadPackages.has(name))
                say(`contains the package “${name}”, which downloads or builds`);
        }
    }
    return findings;
}

/**
 * Checks the files that one esbuild run has written.
 * @param {import("esbuild").Metafile} metafile
 * @param {string} workingDir the folder that the metafile's paths are relative to
 * @returns {Finding[]} empty when all is well
 */
export function checkBundle(metafile, workingDir) {
    const scripts = Object.keys(metafile.outputs).filter((file) => /\.[cm]?js$/.test(file));
    return [...checkMetafile(metafile), ...scripts.flatMap((file) => isNetworkProbe(file) ? checkProbe(file, workingDir)
        : findNetworkUses(readFileSync(path.resolve(workingDir, file), "utf8"), file))];
}

/** A finding as one line of text. */
export function describeFinding({file, line, what}) {
    return `${file}${line === undefined ? "" : `:${line}`} ${what}`;
}
