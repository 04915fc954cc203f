// What strace tells of sockets: which process made one of which family. Of `strace -f -e trace=network,execve,clone,clone3,fork,vfork -o FILE`.
// @ts-check

/**
 * @typedef {object} Socket
 * @property {number} process its id (a thread's, where a thread made it)
 * @property {string} program the command line that the process was last started with; empty when that was not seen
 * @property {string} family as strace names it: `AF_INET`
 */

/** Families that stay on the machine: pipes of the file system's names, and questions to the kernel itself. */
export const localFamilies = ["AF_UNIX", "AF_LOCAL", "AF_NETLINK"];

/**
 * @param {string} trace
 * @returns {Socket[]} in the order in which they were made
 */
export function socketsIn(trace) {
    const lines = trace.split("\n");
    const parents = parentsIn(lines);
    /** @type {Map<number, string>} */
    const programs = new Map();
    /** @type {Socket[]} */
    const found = [];
    for (const line of lines) {
        const [, id = "", call = "", rest = ""] = /^(\d+)\s+(\w+)\((.*)$/.exec(line) ?? [];
        const process = Number(id);
        if (call === "execve") {
            const args = /^"(?:[^"\\]|\\.)*", \[(.*?)\](?:, |\.\.\.)/.exec(rest)?.[1] ?? rest;
            programs.set(process, [...args.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, arg]) => arg).join(" "));
        } else if (call === "socket" || call === "socketpair") {
            const family = /^(AF_\w+|0x[0-9a-f]+|\d+)/.exec(rest)?.[1] ?? rest.slice(0, 20);
            found.push({process, program: programOf(process, programs, parents), family});
        }
    }
    return found;
}

/**
 * Which process or thread made which: by the calls that ended, in whatever line they ended.
 * @param {readonly string[]} lines
 * @returns {Map<number, number>}
 */
function parentsIn(lines) {
    /** @type {Map<number, number>} */
    const parents = new Map();
    for (const line of lines) {
        const [, parent, child] = /^(\d+)\s+(?:<\.\.\. )?(?:clone3?|v?fork)(?:\(| resumed>).*= (\d+)(?: <[^>]*>)?$/.exec(line) ?? [];
        if (parent !== undefined && child !== undefined) parents.set(Number(child), Number(parent));
    }
    return parents;
}

/**
 * @param {number} process
 * @param {ReadonlyMap<number, string>} programs so far
 * @param {ReadonlyMap<number, number>} parents
 * @returns {string}
 */
function programOf(process, programs, parents) {
    const seen = new Set();
    for (let at = /** @type {number | undefined} */ (process); at !== undefined && !seen.has(at); at = parents.get(at)) {
        const program = programs.get(at);
        if (program !== undefined) return program;
        seen.add(at);
    }
    return "";
}
