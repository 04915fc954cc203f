/** Lets a Node process collect its garbage, so that its memory says what it keeps: V8 leaves garbage for minutes where memory is plentiful. */

/** Where a Node process listens for a debugger after SIGUSR1. */
const inspector = "http://127.0.0.1:9229/json/list";
const patienceMs = 15_000;

/** @returns what is in use of its JavaScript heap afterwards, in MB; throws when the process can't be talked to */
export async function collectGarbage(pid: number): Promise<number> {
    process.kill(pid, "SIGUSR1");
    const socket = new WebSocket(await debuggerOf(Date.now() + patienceMs));
    try {
        await new Promise((resolve, reject) => {
            socket.addEventListener("open", resolve);
            socket.addEventListener("error", () => reject(new Error(`process ${pid} does not let itself be debugged`)));
        });
        const found = await call<{result: {value: number}}>(socket, 1, "Runtime.evaluate", {expression: "process.pid"});
        if (found.result.value !== pid)
            throw new Error(`process ${found.result.value} answers in place of ${pid}`);
        await call(socket, 2, "HeapProfiler.collectGarbage", {});
        const {usedSize} = await call<{usedSize: number}>(socket, 3, "Runtime.getHeapUsage", {});
        return Math.round(usedSize / 2 ** 20);
    } finally {
        socket.close();
    }
}

async function debuggerOf(deadline: number): Promise<string> {
    for (;;) {
        try {
            const [target] = await (await fetch(inspector)).json() as {webSocketDebuggerUrl: string}[];
            if (target !== undefined)
                return target.webSocketDebuggerUrl;
        } catch (error) {
            if (Date.now() > deadline)
                throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

function call<T>(socket: WebSocket, id: number, method: string, params: object): Promise<T> {
    return new Promise((resolve, reject) => {
        const onMessage = ({data}: MessageEvent) => {
            const message = JSON.parse(String(data)) as {id?: number; result?: T; error?: {message: string}};
            if (message.id !== id)
                return;
            socket.removeEventListener("message", onMessage);
            if (message.result === undefined)
                reject(new Error(message.error?.message ?? `${method} gave nothing`));
            else
                resolve(message.result);
        };
        socket.addEventListener("message", onMessage);
        socket.send(JSON.stringify({id, method, params}));
    });
}
