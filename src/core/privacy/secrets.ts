/** What a model or index process has no business with: where people's keys lie, and environment variables that carry them. */

/** Relative to the home folder, with `/`; a path that does not exist hides nothing. */
export const secretPaths: readonly string[] = [
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", ".config/gcloud", ".config/gh", ".config/op", ".config/rclone",
    ".local/share/keyrings", ".mozilla", ".config/google-chrome", ".config/chromium", ".config/BraveSoftware", ".netrc", ".npmrc", ".pypirc", ".git-credentials",
    ".config/git/credentials", ".cargo/credentials.toml", "Library/Keychains", "Library/Application Support/Google/Chrome", "Library/Application Support/Firefox"
];

/** Sockets by which another program would act for the process; absolute. */
export const relaySockets: readonly string[] = ["/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock"];

const secretName = /TOKEN|SECRET|PASSW(OR)?D|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|^SSH_|^GPG_|^AWS_|^AZURE_|^GOOGLE_|^DBUS_|_PROXY$/i;
/** What would change how the child's Node behaves. */
const changesNode = /^(NODE_OPTIONS|NODE_LLAMA_CPP_.*|VSCODE_INSPECTOR_OPTIONS)$/;

/** An environment without keys, without relays, and without what would change how the child's Node behaves. */
export function childVariables(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
    return Object.fromEntries(Object.entries(environment)
        .flatMap(([name, value]) => value === undefined || secretName.test(name) || changesNode.test(name) ? [] : [[name, value] as const]));
}
