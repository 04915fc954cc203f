import {existsSync, readFileSync} from "node:fs";
import path from "node:path";

import {describe, expect, it} from "vitest";

import {pledges} from "../../../scripts/security/promises.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const all = Object.values(pledges).flat();

describe("the promises of privacy and security", () => {
    it.each(all.flatMap(({by}) => by))("are held by tests that are there: $file $title", ({file, title = ""}) => {
        expect(existsSync(path.join(root, file))).toBe(true);
        expect(readFileSync(path.join(root, file), "utf8")).toContain(title);
    });

    it("stand in docs/SECURITY-TESTS.md (npm run security-tests writes it), and nothing in it has failed", () => {
        const page = readFileSync(path.join(root, "docs/SECURITY-TESTS.md"), "utf8");
        for (const {promise} of all)
            expect(page).toContain(`| ${promise} |`);
        expect(page).not.toContain("failed**");
    });

    it("are all that SECURITY.md names tests for, and those are there", () => {
        const named = [...readFileSync(path.join(root, "SECURITY.md"), "utf8").matchAll(/`((?:test|src|scripts)\/[\w./-]+)`/g)].map(([, file]) => file ?? "");
        expect(named.length).toBeGreaterThan(15);
        expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    });
});
