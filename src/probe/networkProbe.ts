/**
 * Tries to get out to the network and prints what it met, as JSON. It is started by a process of Hearth's, inherits everything that keeps that one from the network,
 * and so speaks for it. The only code of Hearth's that may load network modules. Nothing is sent to anyone: connecting a datagram socket only asks the kernel for
 * a route, the addresses outside are those set aside for documentation (RFC 5737, RFC 3849), and the stream goes to this machine's own discard port.
 */
import {createSocket} from "node:dgram";
import {connect} from "node:net";

interface Attempt {
    readonly what: string;
    readonly outside: boolean;
    readonly error?: string;
}

const patienceMs = 2_000;

function udp(type: "udp4" | "udp6", address: string, outside: boolean): Promise<Attempt> {
    const what = `udp ${address}`;
    return new Promise((resolve) => {
        const socket = createSocket(type);
        const done = (error?: NodeJS.ErrnoException) => {
            resolve(error === undefined ? {what, outside} : {what, outside, error: error.code ?? error.message});
            socket.removeAllListeners();
            socket.close();
        };
        socket.once("error", done);
        socket.connect(9, address, done);
    });
}

function tcp(address: string): Promise<Attempt> {
    const what = `tcp ${address}`;
    return new Promise((resolve) => {
        const socket = connect({port: 9, host: address, autoSelectFamily: false});
        const done = (error?: string) => {
            resolve({what, outside: false, ...error === undefined ? {} : {error}});
            socket.destroy();
        };
        socket.setTimeout(patienceMs, () => done("ETIMEDOUT"));
        socket.once("connect", () => done());
        socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
}

const attempts = await Promise.all([udp("udp4", "192.0.2.1", true), udp("udp6", "2001:db8::1", true), tcp("127.0.0.1"), tcp("::1")]);
process.stdout.write(`${JSON.stringify(attempts)}\n`);
