import {describe, expect, it} from "vitest";

import {localFamilies, socketsIn} from "../../../scripts/lib/socketTrace.mjs";

/** As strace 6 writes it: a worker with a thread, a probe that it starts, and lines that end elsewhere than they began. */
const trace = `
100   execve("/usr/bin/node", ["node", "dist/worker.mjs", "--say \\"hello\\""], 0x7ffd /* 20 vars */) = 0
100   socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0, [3, 4]) = 0
100   clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x7f}, 88 <unfinished ...>
101   socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP <unfinished ...>
100   <... clone3 resumed> => {parent_tid=[101]}, 88) = 101
101   <... socket resumed>)             = 3
100   vfork( <unfinished ...>
102   execve("/usr/bin/node", ["node", "/x/dist/networkProbe.mjs"], 0x55 /* 3 vars */ <unfinished ...>
100   <... vfork resumed>)              = 102
102   <... execve resumed>)             = 0
102   clone(child_stack=NULL, flags=SIGCHLD) = 103
103   socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = 17
104   socket(AF_VSOCK, SOCK_STREAM, 0)  = -1 EAFNOSUPPORT (Address family not supported by protocol)
100   socket(0x2d /* AF_??? */, SOCK_RAW, 0) = -1 EPERM (Operation not permitted)
`;

describe("a trace of sockets", () => {
    it("tells which program made which", () => {
        expect(socketsIn(trace).map(({program, family}) => [program, family])).toEqual([
            ["node dist/worker.mjs --say \\\"hello\\\"", "AF_UNIX"], ["node dist/worker.mjs --say \\\"hello\\\"", "AF_INET"],
            ["node /x/dist/networkProbe.mjs", "AF_INET6"], ["", "AF_VSOCK"], ["node dist/worker.mjs --say \\\"hello\\\"", "0x2d"]
        ]);
    });

    it("lets pass only what stays on the machine: an attempt counts, and so does what strace has no name for", () => {
        expect(socketsIn(trace).filter(({family}) => !localFamilies.includes(family)).map(({process}) => process)).toEqual([101, 103, 104, 100]);
    });
});
