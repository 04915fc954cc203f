import {spawn} from "node:child_process";
import {once} from "node:events";

import {describe, expect, it} from "vitest";

import {endTree, processTree, runningProcesses} from "../../../scripts/lib/processes.mjs";

// A parent that starts a child; the child ignores SIGTERM, so only SIGKILL ends it.
const child = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');";
const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], {stdio: 'inherit'}); setInterval(() => {}, 1000);`;

describe.skipIf(process.platform === "win32")("ending a program", () => {
    it("ends all that it started, also what does not listen", async () => {
        const program = spawn(process.execPath, ["-e", parent], {stdio: ["ignore", "pipe", "inherit"]});
        await once(program.stdout, "data"); // the child is up
        const tree = processTree(program.pid ?? 0).map(({pid}) => pid);
        expect(tree).toHaveLength(2);
        await endTree(program, 200);
        const left = new Set(runningProcesses().map(({pid}) => pid));
        expect(tree.filter((pid) => left.has(pid))).toEqual([]);
    });
});
