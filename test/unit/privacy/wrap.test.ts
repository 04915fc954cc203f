/** The command lines that take the network away, and what of the parent's environment a process gets. */
import {describe, expect, it} from "vitest";

import {childVariables} from "../../../src/core/privacy/secrets.js";
import {methodsOf, whyNone, wrapCommand} from "../../../src/core/privacy/wrap.js";

const places = {writable: ["/home/u/storage"], hidden: [{path: "/home/u/.ssh", isFolder: true}, {path: "/home/u/.netrc", isFolder: false}]};
const wrap = (method: Parameters<typeof wrapCommand>[0]) => wrapCommand(method, ["/node", "worker.mjs", "--a b"], places, "hearth-1", ["HOME", "PATH"]);

describe("a wrapped command", () => {
    it.each([...methodsOf("linux"), ...methodsOf("darwin")])("of %s ends with the command itself, word by word", (method) => {
        expect(wrap(method).slice(-3)).toEqual(["/node", "worker.mjs", "--a b"]);
    });

    it("names what is hidden as words of their own, never as code", () => {
        const hostile = {writable: [], hidden: [{path: '/home/u/$(touch x)"; rm -rf ~', isFolder: true}]};
        const command = wrapCommand("unshareFiles", ["/node"], hostile, "u", []);
        expect(command.filter((word) => word.includes("touch x"))).toEqual(['/home/u/$(touch x)"; rm -rf ~']);
        expect(wrapCommand("sandboxExec", ["/node"], hostile, "u", [])[2]).toContain('(subpath "/home/u/$(touch x)\\"; rm -rf ~")');
    });

    it("of bwrap may write where Hearth keeps its own, and nowhere else", () => {
        expect(wrap("bwrap").join(" ")).toContain("--ro-bind / / --dev-bind /dev /dev --bind /home/u/storage /home/u/storage --tmpfs /home/u/.ssh --ro-bind /dev/null /home/u/.netrc");
    });

    it("of systemd allows sockets of this machine only, and gets the environment by name", () => {
        expect(wrap("systemdRun")).toEqual(expect.arrayContaining(["--property=RestrictAddressFamilies=AF_UNIX", "--setenv=HOME", "--setenv=PATH", "--unit=hearth-1"]));
    });
});

describe("platforms", () => {
    it("without a way say why", () => {
        expect(methodsOf("win32")).toEqual([]);
        expect(whyNone("win32")).toContain("firewall rule");
        expect(whyNone("freebsd")).toContain("freebsd");
    });
});

describe("the environment of a process", () => {
    it("has no keys, no agents, no proxies, and nothing that changes Node", () => {
        const given = {
            PATH: "/bin", HOME: "/home/u", LANG: "C", GITHUB_TOKEN: "1", OPENAI_API_KEY: "1", AWS_REGION: "1", SSH_AUTH_SOCK: "1", MY_PASSWORD: "1", DB_PASSWD: "1", HTTPS_PROXY: "1",
            https_proxy: "1", DBUS_SESSION_BUS_ADDRESS: "1", NODE_OPTIONS: "--inspect", VSCODE_INSPECTOR_OPTIONS: "1", NODE_LLAMA_CPP_GPU: "1", HEARTH_GRAMMARS: "/g", GONE: undefined
        };
        expect(childVariables(given)).toEqual({PATH: "/bin", HOME: "/home/u", LANG: "C", HEARTH_GRAMMARS: "/g"});
    });
});
