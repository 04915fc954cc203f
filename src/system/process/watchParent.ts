/**
 * Ends this process when its parent is gone, also while native code keeps the main thread busy: a thread of its own looks at the parent's
 * process id every two seconds, and at the one that `HEARTH_PARENT` names, which is another where a keeper stands between the two. (The closing of stdin says the same sooner, when the main thread is free to hear it.)
 */
import {Worker} from "node:worker_threads";

const thread = `
const parent = process.ppid, owner = Number(process.env.HEARTH_PARENT) || parent;
const isAlive = (pid) => {
    try { process.kill(pid, 0); return true; } catch (error) { return error.code === "EPERM"; }
};
setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent) || !isAlive(owner))
        process.kill(process.pid, "SIGKILL");
}, 2000);
`;

export function watchParent(): void {
    new Worker(thread, {eval: true, execArgv: [], stdout: true, stderr: true}).unref();
}
