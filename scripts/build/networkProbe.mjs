/**
 * The one bundle that may load network modules: it tries to get out, to show that nothing does. So little is allowed in it that it can't do anything else: two
 * modules, nothing imported beside them, and no address but this machine's own and those set aside for documentation.
 */
import {readFileSync} from "node:fs";
import path from "node:path";

import ts from "typescript";

export const networkProbeFile = "networkProbe.mjs";
const allowedModules = ["node:dgram", "node:net"];
const allowedAddresses = ["192.0.2.1", "2001:db8::1", "127.0.0.1", "::1"];
const mostBytes = 4096;
const isAddress = (/** @type {string} */ text) => /^[0-9.]{7,}$|^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*$|^[\w-]+(\.[\w-]+)+$|:\/\//i.test(text);

/**
 * What the probe's source has that it must not.
 * @param {string} source
 * @returns {string[]} ends of sentences
 */
export function probeFaults(source) {
    const tree = ts.createSourceFile(networkProbeFile, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
    const faults = source.length > mostBytes ? [`has ${source.length} bytes; ${mostBytes} are the most`] : [];
    const visit = (/** @type {ts.Node} */ node) => {
        if (ts.isImportDeclaration(node) && !allowedModules.includes(node.moduleSpecifier.text))
            faults.push(`imports “${node.moduleSpecifier.text}”`);
        else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || /^(require|getBuiltinModule|binding|eval|Function)$/.test(node.expression.name?.text ?? node.expression.text ?? "")))
            faults.push(`loads code by ${node.getText(tree)}`);
        else if (ts.isStringLiteralLike(node) && isAddress(node.text) && !allowedModules.includes(node.text) && !allowedAddresses.includes(node.text))
            faults.push(`names “${node.text}”`);
        else if (ts.isIdentifier(node) && /^(fetch|WebSocket|send|write|argv|env|resolve4|lookup)$/.test(node.text) && node.parent.getText(tree) !== "process.stdout.write")
            faults.push(`mentions “${node.text}”`);
        ts.forEachChild(node, visit);
    };
    visit(tree);
    return faults;
}

/** True for the probe's own output. */
export function isNetworkProbe(/** @type {string} */ file) {
    return path.basename(file) === networkProbeFile;
}

/**
 * The findings about the probe's file.
 * @param {string} file as the metafile names it
 * @param {string} workingDir
 */
export function checkProbe(file, workingDir) {
    return probeFaults(readFileSync(path.resolve(workingDir, file), "utf8")).map((what) => ({file, line: undefined, what}));
}
