import {marked} from "marked";
import {describe, expect, it} from "vitest";

import {type PrivacyFacts, privacyReport} from "../../../src/core/privacy/report.js";

const proof = {
    attempts: [{what: "udp 192.0.2.1", outside: true, error: "ENETUNREACH"}, {what: "tcp ::1", outside: false, error: "EADDRNOTAVAIL"}], namespace: "net:[2]", interfaces: ["lo"], filtered: false
};
const facts: PrivacyFacts = {
    version: "1.2.3", system: "Linux 6.1 (x64), VS Code 1.139.0", requireSandbox: false,
    processes: [
        {name: "Model process", pid: 12, sandbox: {kind: "enforced", method: "unshare", proof}, sockets: [{kind: "unix", address: ""}, {kind: "unix", address: ""}]},
        {name: "Index process", pid: 13, sandbox: {kind: "notEnforced", why: "it can get out by udp 192.0.2.1", proof: undefined}, sockets: [{kind: "tcp", address: "0100007F:1F90 to 00000000:0000"}, {kind: "unknown", address: "socket 7"}]}
    ],
    stored: [{what: "conversations", path: "/s/conversations.db", bytes: 1_234_567, deletedBy: "“Delete”"}],
    files: [{role: "model", name: "M", path: "/m.gguf", sha256: "abc"}, {role: "adapter", name: "A", path: "/a.gguf", sha256: undefined}], billOfMaterials: "/x/sbom.cdx.json"
};
const at = new Date("2026-11-26T12:00:00Z");

describe("the privacy report", () => {
    it("says what holds and how it was tested, and what does not hold", () => {
        const text = privacyReport(facts, at);
        expect(text).toContain("**Model process** (12): **Enforced.**");
        expect(text).toMatch(/Tested at its start: ` udp 192\.0\.2\.1 ` failed \(ENETUNREACH\)/);
        expect(text).toContain("**Index process** (13): **Not enforced.**");
        expect(text).toContain("requireSandbox` is off");
        expect(privacyReport({...facts, requireSandbox: true}, at)).toContain("requireSandbox` is on");
    });

    it("counts every socket that could leave the machine, also one that it knows nothing of", () => {
        const text = privacyReport(facts, at);
        expect(text).toContain("**Model process**: none that could leave this machine; 2 to other processes");
        expect(text).toContain("**Index process**: **2 that could leave this machine**");
        expect(text).toContain("tcp ` 0100007F:1F90 to 00000000:0000 `");
    });

    it("lists what is kept and loaded, with sizes and hashes", () => {
        const text = privacyReport(facts, at);
        expect(text).toContain("| conversations | ` /s/conversations.db ` | 1.2 MB | “Delete” |");
        expect(text).toContain("` abc `");
        expect(text).toContain("not known: no record names it");
    });

    it("says so where nothing runs, nothing is told and nothing is kept", () => {
        const text = privacyReport({...facts, processes: [{name: "Model process", pid: undefined, sandbox: undefined, sockets: undefined}, {name: "Index process", pid: 3, sandbox: undefined, sockets: undefined}], stored: [], files: []}, at);
        expect(text).toContain("**Model process**: does not run.");
        expect(text).toContain("was not tested yet");
        expect(text).toContain("**Index process**: this system does not tell");
        expect(text).toContain("No model.");
    });

    it("lets no name of a file become Markdown", () => {
        const evil = "x](command:workbench.action.quit) <img src=x> | `a` **b**";
        const text = privacyReport({...facts, stored: [{what: evil, path: `/${evil}`, bytes: 1, deletedBy: evil}], files: [{role: "model", name: evil, path: evil, sha256: evil}]}, at);
        const kinds: string[] = [];
        void marked.walkTokens(marked.lexer(text), ({type}) => { kinds.push(type); });
        expect(kinds).toContain("codespan");
        expect(kinds.filter((kind) => ["link", "image", "html"].includes(kind))).toEqual([]);
    });
});
