#!/usr/bin/env node
// Kept as the benchmark's authors wrote it, so that figures can be compared: change nothing below this line.
// Cuts fill-in-the-middle cases out of a source tree: one per file, at a line of real code.
//   node fim-cases.mjs DIR --n 100 --seed 1 [--ext .ts] [--kind line|block] > cases.jsonl
// A case: {"file": path relative to DIR, "prefix": text before the cursor, "suffix": text after it, "target": what stood there}
//   line:  the cursor is at the first character of a line or part of the way through it; the target is the rest of the line
//   block: the cursor is at the start of a function's first line; the target is the body (3 to 12 lines)
// The rest of DIR is the workspace; the file itself must be seen only through prefix and suffix.
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {parseArgs} from "node:util";
const {values: o, positionals: [dir]} = parseArgs({allowPositionals: true, options: {
    n: {type: "string", default: "100"}, seed: {type: "string", default: "1"}, ext: {type: "string", default: ".ts"},
    kind: {type: "string", default: "line"}}});
let state = Number(o.seed) >>> 0 || 1;
const random = () => { // mulberry32
    state = (state + 0x6d2b79f5) >>> 0; let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const pick = (a) => a[Math.floor(random() * a.length)];
const files = readdirSync(dir, {recursive: true}).map(String).sort()
    .filter((f) => f.endsWith(o.ext) && !/\.d\.[cm]?ts$|test|spec|fixture|node_modules|locales/.test(f));
for (let i = files.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [files[i], files[j]] = [files[j], files[i]]; }
let made = 0;
for (const file of files) {
    if (made >= Number(o.n)) break;
    const lines = readFileSync(path.join(dir, file), "utf8").split("\n");
    if (lines.length < 60 || lines.length > 900) continue;
    let first, last, column;
    if (o.kind === "block") {
        const bodies = [];
        for (let i = 20; i < lines.length - 5; i++) {
            if (!/[)>\w] *\{$/.test(lines[i]) || /^\s*(\}|else|if|for|while|switch|export (const|interface|type)|interface|type|class)/.test(lines[i])) continue;
            const indent = lines[i].search(/\S/);
            let j = i + 1;
            while (j < lines.length && (lines[j].trim() === "" || lines[j].search(/\S/) > indent)) j++;
            if (j - i - 1 >= 3 && j - i - 1 <= 12) bodies.push([i + 1, j - 1]);
        }
        if (!bodies.length) continue;
        [first, last] = pick(bodies); column = lines[first].search(/\S/);
    } else {
        const at = lines.map((_, i) => i).filter((i) => i > 20 && i < lines.length - 5 && lines[i].trim().length >= 15 && !/^\s*(\/\/|\*|\/\*|import\b)/.test(lines[i]));
        if (!at.length) continue;
        first = last = pick(at);
        const indent = lines[first].search(/\S/);
        column = random() < 0.5 ? indent : indent + 1 + Math.floor(random() * (lines[first].length - indent) / 2);
    }
    const body = lines.slice(first, last + 1).join("\n");
    console.log(JSON.stringify({file, prefix: [...lines.slice(0, first), body.slice(0, column)].join("\n"),
        suffix: "\n" + lines.slice(last + 1).join("\n"), target: body.slice(column)}));
    made++;
}
