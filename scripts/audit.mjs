#!/usr/bin/env node
// `npm run audit`: known weaknesses of what ships and of what builds it, as npm's registry knows them. Ends with 1 on any of moderate severity or above in what ships, or
// of high severity in what builds it; with 2 where the registry that npm is set up with can't be asked.
// @ts-check
import {spawnSync} from "node:child_process";

import {root} from "./lib/paths.mjs";
import {npm, withTools} from "./lib/run.mjs";
import {runMain} from "./lib/steps.mjs";

/** @typedef {{severity: string, via: readonly (string | {title?: string})[]}} Weakness */

/** npm tries again and again where there is no connection. */
const patienceMs = 60_000;

await runMain(() => {
    const shipped = weaknesses(["--omit=dev"]), all = weaknesses([]);
    if (shipped === undefined || all === undefined) {
        console.error("The registry that npm is set up with answers no audits: run this with one that does.");
        return 2;
    }
    const wrong = [...named(shipped, ["moderate", "high", "critical"], "ships"), ...named(all, ["high", "critical"], "builds it")];
    console.log(wrong.length === 0 ? "npm knows of no weakness in what ships, and of no serious one in what builds it." : wrong.join("\n"));
    return wrong.length === 0 ? 0 : 1;
});

/**
 * @param {readonly string[]} more
 * @returns {Record<string, Weakness> | undefined} by package; undefined when the registry did not answer
 */
function weaknesses(more) {
    const {command, args} = npm();
    const {stdout} = spawnSync(command, [...args, "audit", "--json", ...more], {cwd: root, env: withTools(), encoding: "utf8", maxBuffer: 1 << 28, timeout: patienceMs});
    try {
        return JSON.parse(stdout).vulnerabilities;
    } catch {
        return undefined; // words instead of JSON: an error of npm's own
    }
}

/** @type {(found: Record<string, Weakness>, severities: readonly string[], where: string) => string[]} */
function named(found, severities, where) {
    return Object.entries(found).filter(([, {severity}]) => severities.includes(severity))
        .map(([name, {severity, via}]) => `${name} (${where}): ${severity}: ${via.map((each) => typeof each === "string" ? each : each.title ?? "").join("; ")}`);
}
