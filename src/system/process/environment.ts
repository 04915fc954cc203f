/** The environment that Hearth's processes get. */
import {childVariables} from "../../core/privacy/secrets.js";

/** The parent's, without keys and relays, and with what makes VS Code's own program run as Node. `HEARTH_PARENT` names whom the process must not outlive. */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {...childVariables(process.env), ELECTRON_RUN_AS_NODE: "1", HEARTH_PARENT: String(process.pid), ...extra};
}
