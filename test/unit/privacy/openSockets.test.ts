import {createSocket} from "node:dgram";
import {once} from "node:events";
import {createServer} from "node:net";

import {describe, expect, it} from "vitest";

import {openSockets} from "../../../src/system/privacy/openSockets.js";

describe.runIf(process.platform === "linux")("the sockets of a process", () => {
    it("are found, each by its kind", async () => {
        const count = async (kind: string) => (await openSockets(process.pid))?.filter((socket) => socket.kind === kind).length ?? Number.NaN;
        const [tcp, udp] = [await count("tcp"), await count("udp")];
        const server = createServer().listen(0, "127.0.0.1"), socket = createSocket("udp4");
        await once(server, "listening");
        socket.bind(0, "127.0.0.1");
        await once(socket, "listening");
        try {
            expect(await count("tcp")).toBe(tcp + 1);
            expect(await count("udp")).toBe(udp + 1);
            const port = (server.address() as {port: number}).port.toString(16).toUpperCase().padStart(4, "0");
            expect((await openSockets(process.pid))?.some(({address}) => address.startsWith(`0100007F:${port} to`))).toBe(true);
        } finally {
            server.close();
            socket.close();
        }
    });

    it("are not told of a process that is gone", async () => {
        expect(await openSockets(2 ** 30)).toBeUndefined();
    });
});
