/** The command lines that start a process without a network. Pure: what is found on this machine is given. */
import type {SandboxMethod} from "./sandbox.js";

/** What is on this machine that a sandbox must know of; all absolute paths that exist. */
export interface SandboxPlaces {
    /** Folders that the process may write to, where a method can narrow that. */
    readonly writable: readonly string[];
    /** Folders and files that it must not see, where a method can hide them. */
    readonly hidden: readonly {readonly path: string; readonly isFolder: boolean}[];
}

/** Printed on stderr, with the number of the process itself, by what starts it from another process than its parent. */
export const pidAnnouncement = "hearth-pid ";

/** Methods whose first process is not the wrapped one but its keeper; there the process announces its number. */
export function announcesPid(method: SandboxMethod | undefined): boolean {
    return method === "systemdRun";
}

/** Hides each path given before `--`, then gives up every right that was needed for it. */
const hideAndRun = `
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mount -t tmpfs -o ro,nosuid,nodev,noexec,size=4k,mode=000 hearth "$1" || exit 96
    else mount --bind /dev/null "$1" || exit 96
    fi
    shift
done
shift
exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@"`;

/**
 * A command as it is to be run by a method.
 * @param unit a name for a unit of systemd, different at each start
 * @param variables names of the environment variables to hand on, where a method does not do so by itself
 */
export function wrapCommand(method: SandboxMethod, command: readonly string[], places: SandboxPlaces, unit: string, variables: readonly string[]): string[] {
    switch (method) {
        case "unshareFiles":
            return ["unshare", "--user", "--map-root-user", "--net", "--mount", "--propagation", "slave", "/bin/sh", "-c", hideAndRun, "hearth",
                ...places.hidden.map(({path}) => path), "--", ...command];
        case "unshare":
            return ["unshare", "--user", "--map-current-user", "--net", ...command];
        case "bwrap":
            return ["bwrap", "--unshare-net", "--die-with-parent", "--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev",
                ...places.writable.flatMap((path) => ["--bind", path, path]),
                ...places.hidden.flatMap(({path, isFolder}) => isFolder ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path]), "--", ...command];
        case "systemdRun":
            return ["systemd-run", "--user", "--quiet", "--pipe", "--wait", "--collect", `--unit=${unit}`, "--property=RestrictAddressFamilies=AF_UNIX",
                "--property=NoNewPrivileges=yes", ...variables.map((name) => `--setenv=${name}`),
                "--", "/bin/sh", "-c", `echo "${pidAnnouncement}$$" >&2; exec "$@"`, "hearth", ...command];
        case "sandboxExec":
            return ["/usr/bin/sandbox-exec", "-p", macProfile(places), ...command];
    }
}

/** The rules of macOS's sandbox; of two that fit, the later counts. */
function macProfile({hidden}: SandboxPlaces): string {
    const quoted = (path: string) => `"${path.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
    return [
        "(version 1)", "(allow default)", "(deny network*)",
        ...hidden.map(({path, isFolder}) => `(deny file-read* file-write* (${isFolder ? "subpath" : "literal"} ${quoted(path)}))`)
    ].join("");
}

/** Which methods a platform can have. */
export function methodsOf(platform: string): readonly SandboxMethod[] {
    if (platform === "linux")
        return ["unshareFiles", "unshare", "bwrap", "systemdRun"];
    return platform === "darwin" ? ["sandboxExec"] : [];
}

/** Why a platform has none, as the end of a sentence. */
export function whyNone(platform: string): string {
    return platform === "win32"
        ? "Windows keeps a process from the network by a firewall rule, which only an administrator can make, or by an app container, which VS Code does not give to it"
        : `Hearth knows no way to take the network from a process on ${platform}`;
}
