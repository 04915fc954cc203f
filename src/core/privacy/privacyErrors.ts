/** The sentences for what a sandbox, or the lack of one, can stop. */
import {HearthError} from "../errors.js";

export const privacyErrors = {
    /** @param who “engine” or “index” @param why half a sentence of {@link describeSandbox} */
    sandboxRequired: (who: "engine" | "index", why: string) => new HearthError({
        code: who === "engine" ? "engine.notSandboxed" : "index.notSandboxed", remedy: "privacyReport", detail: why,
        message: `Hearth's ${who} was not started: the setting “hearth.privacy.requireSandbox” asks for a process that the system keeps from the network. ` +
            `Here it ${why}.`
    })
} as const;
