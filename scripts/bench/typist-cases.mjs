#!/usr/bin/env node
// Kept as the benchmark's authors wrote it, so that figures can be compared: change nothing below this line.
// Copies a TypeScript tree and cuts one hole (a short function body) into some of its files: the typist's workspace and cases.
//   node typist-cases.mjs SRC WORKSPACE CASES.jsonl --n 12 --seed 1
// A case: {"file", "line": first line of the hole (0-based; it holds only the indentation), "text": what belongs there}
import {cpSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {parseArgs} from "node:util";
const {values: o, positionals: [src, workspace, out]} = parseArgs({allowPositionals: true, options: {
    n: {type: "string", default: "12"}, seed: {type: "string", default: "1"}, ext: {type: "string", default: ".ts"}}});
let state = Number(o.seed) >>> 0 || 1;
const random = () => { // mulberry32
    state = (state + 0x6d2b79f5) >>> 0; let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
rmSync(workspace, {recursive: true, force: true});
cpSync(src, workspace, {recursive: true, filter: (p) => !/(^|\/)(node_modules|\.git)(\/|$)/.test(path.relative(src, p))});
const files = readdirSync(workspace, {recursive: true}).map(String).sort()
    .filter((f) => f.endsWith(o.ext) && !/\.d\.[cm]?ts$|test|spec|fixture/.test(f));
for (let i = files.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [files[i], files[j]] = [files[j], files[i]]; }
const cases = [];
for (const file of files) {
    if (cases.length >= Number(o.n)) break;
    const lines = readFileSync(path.join(workspace, file), "utf8").split("\n");
    if (lines.length < 60 || lines.length > 400) continue;
    const spots = [];
    lines.forEach((line, i) => {
        if (!/\) *(: *[^=;]+)?\{$/.test(line) || /^\s*(if|for|while|switch|else|\})/.test(line)) return;
        const indent = line.search(/\S/);
        let j = i + 1;
        while (j < lines.length && !(lines[j].trim() && lines[j].search(/\S/) <= indent)) j++;
        const body = lines.slice(i + 1, j), size = body.join("\n").length;
        if (body.length >= 3 && body.length <= 7 && size >= 90 && size <= 320 && body.every((b) => b.trim() && !/\/\/|\/\*|`/.test(b))) spots.push([i + 1, j]);
    });
    if (!spots.length) continue;
    const [a, b] = spots[Math.floor(random() * spots.length)];
    const indent = /^[ \t]*/.exec(lines[a])[0], text = lines.slice(a, b).join("\n").slice(indent.length);
    writeFileSync(path.join(workspace, file), [...lines.slice(0, a), indent, ...lines.slice(b)].join("\n"));
    cases.push({file, line: a, text});
}
writeFileSync(out, cases.map((c) => JSON.stringify(c) + "\n").join(""));
console.error(`${cases.length} cases, ${cases.reduce((s, c) => s + c.text.length, 0)} characters`);
