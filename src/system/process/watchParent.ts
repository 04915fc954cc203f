/**
 * Ends this process when its parent is gone, also while native code keeps the main thread busy: a thread of its own looks at the parent's
 * process id every two seconds. (The closing of stdin says the same sooner, when the main thread is free to hear it.)
 */
import {Worker} from "node:worker_threads";

const thread = `
const parent = process.ppid;
setInterval(() => {
    let alive = process.ppid === parent;
    if (alive) {
        try { process.kill(parent, 0); } catch (error) { alive = error.code === "EPERM"; }
    }
    if (!alive)
        process.kill(process.pid, "SIGKILL");
}, 2000);
`;

export function watchParent(): void {
    new Worker(thread, {eval: true, execArgv: [], stdout: true, stderr: true}).unref();
}
