/** The model process: killed, it comes back; and it never outlives its window. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {ghostPatience, loadPatience, Session} from "./harness.js";

describe("the model process", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "model-process", withModel: true});
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    it("comes back and completes again after it was killed while completing", async () => {
        const {workbench} = session;
        const file = session.write("long.ts", longFile());
        const lines = longFile().split("\n").length;
        await workbench.openFile(file, lines - 1);
        const [worker] = session.workers();
        expect(worker, "a model process").toBeDefined();
        await workbench.type("export function area(width: number, height: number): number {");
        await workbench.press("Enter");
        await workbench.statusItem().locator(".codicon-loading").waitFor(); // it reads the long file
        process.kill(worker?.pid ?? NaN, "SIGKILL");

        await expect.poll(() => session.workers().map(({pid}) => pid).filter((pid) => pid !== worker?.pid), {timeout: loadPatience}).toHaveLength(1);
        await session.picture("after-kill");
        await workbench.hearthReady(loadPatience);
        await workbench.type("return w");
        const ghost = await workbench.waitForGhost(ghostPatience);
        await session.picture("back-again");
        expect(ghost?.text, session.log()).toContain("idth");
    });

    it("ends with its window", async () => {
        expect(session.workers()).toHaveLength(1);
        await session.picture("before-close");
        await session.workbench.close();
        await expect.poll(() => session.workers(), {timeout: 60_000}).toEqual([]);
    });

    it("leaves no process behind when VS Code ends", async () => {
        await session.end();
        expect(session.processes()).toEqual([]);
    });
});

/** Long enough that reading it takes a while on any machine: the kill then meets a completion under way. */
function longFile(): string {
    const functions = Array.from({length: 60}, (_, index) => [
        `/** The sum of the first ${String(index)} multiples of a number. */`,
        `export function multiples${String(index)}(base: number): number {`, "    let sum = 0;",
        `    for (let factor = 1; factor <= ${String(index)}; factor++) sum += base * factor;`, "    return sum;", "}", ""
    ].join("\n"));
    return [...functions, "/** The area of a rectangle. */", "", ""].join("\n");
}
