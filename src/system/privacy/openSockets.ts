/** The sockets that a process and its children have open, as Linux tells them. */
import {readdir, readFile, readlink} from "node:fs/promises";

import type {OpenSocket} from "../../core/privacy/report.js";

/** The kernel's tables; each process sees those of its own network namespace. */
const tables = ["tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "packet", "netlink", "unix"] as const;
/** More children than Hearth's processes ever have. */
const mostProcesses = 64;

/** @returns undefined where this system does not tell, or not of this process */
export async function openSockets(pid: number): Promise<readonly OpenSocket[] | undefined> {
    if (process.platform !== "linux")
        return undefined;
    try {
        const found: OpenSocket[] = [];
        for (const each of await withChildren(pid))
            found.push(...await socketsOf(each));
        return found;
    } catch (error) {
        if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? ""))
            return undefined;
        throw error;
    }
}

async function withChildren(pid: number): Promise<number[]> {
    const found = [pid];
    for (let i = 0; i < found.length && found.length < mostProcesses; i++) {
        const folder = `/proc/${String(found[i])}/task`;
        for (const thread of await readdir(folder)) {
            const children = await readFile(`${folder}/${thread}/children`, "utf8");
            found.push(...children.split(" ").filter((id) => id.trim() !== "").map(Number));
        }
    }
    return found;
}

async function socketsOf(pid: number): Promise<OpenSocket[]> {
    const folder = `/proc/${String(pid)}`;
    const links = await Promise.all((await readdir(`${folder}/fd`)).map((fd) => readlink(`${folder}/fd/${fd}`).catch(() => ""))); // closed meanwhile
    const inodes = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
    const known = new Map<string, OpenSocket>();
    // Its pipes were made by the process that started it, and stand in that one's tables.
    for (const net of ["/proc/self/net", `${folder}/net`]) {
        for (const table of tables) {
            const text = await readFile(`${net}/${table}`, "utf8").catch(() => ""); // this kernel has no such table
            for (const [inode, socket] of rowsOf(table, text))
                known.set(inode, socket);
        }
    }
    return inodes.map((inode) => known.get(inode) ?? {kind: "unknown", address: `socket ${inode}`});
}

/** The sockets of one table by their inodes. */
export function rowsOf(table: string, text: string): [inode: string, socket: OpenSocket][] {
    return text.split("\n").slice(1).flatMap((line): [string, OpenSocket][] => {
        const cells = line.trim().split(/\s+/);
        // Where each table has the inode: net/unix/af_unix.c, net/netlink/af_netlink.c, net/packet/af_packet.c, net/ipv4/tcp_ipv4.c.
        const inode = table === "unix" ? cells[6] : table === "netlink" ? cells[9] : table === "packet" ? cells[8] : cells[9];
        const address = table === "unix" ? cells.slice(7).join(" ") : table === "netlink" || table === "packet" ? "" : `${cells[1] ?? ""} to ${cells[2] ?? ""}`;
        return inode === undefined || cells.length < 7 ? [] : [[inode, {kind: table, address}]];
    });
}
