/** The main job: ghost text appears where one types, and Tab takes it. */
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {samplePlace} from "../../scripts/lib/sampleWorkspace.mjs";
import {ghostPatience, loadPatience, Session} from "./harness.js";

describe("completion", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "completion", withModel: true});
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    it("shows ghost text in a new function's body, and Tab accepts it", async () => {
        const {workbench} = session;
        const file = path.join(session.folder, samplePlace.file);
        await workbench.openFile(file, samplePlace.line);
        await workbench.type(samplePlace.typed);
        await workbench.press("Enter");
        const ghost = await workbench.waitForGhost(ghostPatience);
        await session.picture("function-body");
        expect(ghost?.text, session.log()).toMatch(/rectangle\.(width|height)/);
        await workbench.acceptGhost();
        const saved = await workbench.savedText(file);
        await session.picture("accepted");
        const body = saved.slice(saved.indexOf(samplePlace.typed) + samplePlace.typed.length);
        expect(withoutSpaces(body)).toContain(withoutSpaces(ghost?.text ?? ""));
        expect(body.match(/\}/g), "one closing brace: the one that was there").toHaveLength(1);
    });

    it("completes the middle of a line and keeps what follows", async () => {
        const {workbench} = session;
        const before = "    return items.filter((item) => ", after = ").map((item) => item.name);";
        const file = session.write("cheaper.ts", [
            "interface Item {", "    name: string;", "    price: number;", "}", "",
            "/** The names of the items that cost less than the limit. */",
            "export function cheaperThan(items: Item[], limit: number): string[] {", before + after, "}", ""
        ].join("\n"));
        await workbench.openFile(file, 8, before.length + 1);
        await workbench.type("item.");
        const ghost = await workbench.waitForGhost(ghostPatience);
        await session.picture("middle-of-line");
        expect(ghost?.inline.trim(), session.log()).not.toBe("");
        expect(ghost).toBeDefined();
        await workbench.acceptGhost();
        const line = (await workbench.savedText(file)).split("\n")[7] ?? "";
        expect(line.startsWith(`${before}item.`), line).toBe(true);
        expect(line.endsWith(after), line).toBe(true);
        expect(line).toContain("price");
        expect(line.length).toBeGreaterThan(`${before}item.${after}`.length);
    });

    it("shows nothing after it was toggled off, and shows it again after it was toggled on", async () => {
        const {workbench} = session;
        const file = session.write("square.ts", "export function area(width: number, height: number): number {\n\n}\n");
        await workbench.openFile(file, 2);
        await workbench.command("Hearth: Toggle Completions");
        await workbench.statusItem().locator(".codicon-circle-slash").waitFor();
        await workbench.type("    return ");
        // not a limit on speed: an answer that came would come within this on any machine that passes the tests above
        expect(await workbench.waitForGhost(8000)).toBeUndefined();
        await session.picture("toggled-off");
        expect(session.log()).not.toContain("square.ts");

        await workbench.command("Hearth: Toggle Completions");
        await workbench.hearthReady(loadPatience);
        await workbench.type("w");
        const ghost = await workbench.waitForGhost(ghostPatience);
        await session.picture("toggled-on");
        expect(ghost?.text, session.log()).toContain("idth");
    });

    it("keeps a file's line endings and tabs", async () => {
        const {workbench} = session;
        const file = session.write("sum.ts", [
            "export function sum(values: number[]): number {", "\tlet total = 0;", "\tfor (const value of values) {", "\t\t", "\t}", "\treturn total;", "}", ""
        ].join("\r\n"));
        await workbench.openFile(file, 4, 3);
        await workbench.type("total");
        const ghost = await workbench.waitForGhost(ghostPatience);
        await session.picture("line-endings");
        expect(ghost?.text, session.log()).toContain("value");
        await workbench.acceptGhost();
        const saved = await workbench.savedText(file);
        expect(saved.split("\r\n")[3]).toMatch(/^\t\ttotal.*value/);
        expect(saved.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    });

    it("names itself in the status bar", async () => {
        expect(await session.workbench.statusText()).toMatch(/^Hearth/);
    });
});

function withoutSpaces(text: string): string {
    return text.replace(/\s+/g, "");
}
