/** What a process's attempts to get out prove, and what they do not. */
import {describe, expect, it} from "vitest";

import {type Attempt, describeSandbox, judge, type NetworkProof} from "../../../src/core/privacy/sandbox.js";

/** Attempts as the probe makes them, with what each met. */
function attempts(outside4: string | undefined, outside6: string | undefined, own: string | undefined): Attempt[] {
    return [
        {what: "udp 192.0.2.1", outside: true, error: outside4}, {what: "udp 2001:db8::1", outside: true, error: outside6},
        {what: "tcp 127.0.0.1", outside: false, error: own}, {what: "tcp ::1", outside: false, error: own}
    ];
}
function proof(made: readonly Attempt[], namespace: string | undefined = "net:[2]"): NetworkProof {
    return {attempts: made, namespace, interfaces: ["lo"], filtered: false};
}
const host = "net:[1]";

describe("what a proof is worth", () => {
    it("a namespace of its own in which nothing answers is enforced", () => {
        expect(judge("unshare", proof(attempts("ENETUNREACH", "ENETUNREACH", "ENETUNREACH")), host).kind).toBe("enforced");
    });

    it("a namespace of its own with a loopback of its own (bwrap) is enforced", () => {
        expect(judge("bwrap", proof(attempts("ENETUNREACH", "ENETUNREACH", "ECONNREFUSED")), host).kind).toBe("enforced");
    });

    it.each([["systemdRun", "EAFNOSUPPORT"], ["sandboxExec", "EPERM"]] as const)("a rule that forbids every attempt (%s) is enforced without a namespace", (method, code) => {
        expect(judge(method, proof(attempts(code, code, code), host), host).kind).toBe("enforced");
    });

    it("a machine without a connection proves nothing: the namespace is the host's", () => {
        const status = judge("unshare", proof(attempts("ENETUNREACH", "ENETUNREACH", "ECONNREFUSED"), host), host);
        expect(status).toMatchObject({kind: "notEnforced", why: "nothing answered it, but no rule of the system forbade it either"});
    });

    it("an open way is an open way, whatever the namespace", () => {
        expect(judge("unshare", proof(attempts(undefined, undefined, "ECONNREFUSED")), host)).toMatchObject({kind: "notEnforced", why: "it can get out by udp 192.0.2.1, udp 2001:db8::1"});
    });

    it("one open way of two is partly", () => {
        expect(judge("unshare", proof(attempts("ENETUNREACH", undefined, "ENETUNREACH")), host)).toMatchObject({kind: "partly", why: "it can still get out by udp 2001:db8::1"});
    });

    it("an error that nobody foresaw counts as an open way", () => {
        expect(judge("unshare", proof(attempts("EWHATEVER", "EWHATEVER", "ENETUNREACH")), host).kind).toBe("notEnforced");
    });

    it("a process that Hearth did not contain, but something else did, is partly", () => {
        expect(judge(undefined, proof(attempts("EPERM", "EPERM", "EPERM"), host), host).kind).toBe("partly");
        expect(judge(undefined, proof(attempts("ENETUNREACH", "ENETUNREACH", "ECONNREFUSED"), host), host).kind).toBe("notEnforced");
    });

    it("who did not try has proven nothing", () => {
        expect(judge("unshare", proof([]), host)).toMatchObject({kind: "partly", why: "it did not try to get out"});
        expect(judge("systemdRun", proof([], host), host).kind).toBe("notEnforced");
    });

    it("is said in half a sentence", () => {
        expect(describeSandbox(judge("unshare", proof(attempts("ENETUNREACH", "ENETUNREACH", "ENETUNREACH")), host))).toMatch(/^has no network: /);
        expect(describeSandbox({kind: "notEnforced", why: "it was started without a sandbox", proof: undefined}))
            .toBe("is not kept from the network by the system: it was started without a sandbox");
    });
});
