/** The sentences for what a sandbox, or the lack of one, can stop. */
import {HearthError} from "../errors.js";

/** The processes that are started without a network. */
export type ContainedProcess = "engine" | "index" | "embedding";

const names: Readonly<Record<ContainedProcess, string>> = {engine: "engine", index: "index", embedding: "embedding model"};

export const privacyErrors = {
    /** @param why half a sentence of {@link describeSandbox} */
    sandboxRequired: (who: ContainedProcess, why: string) => new HearthError({
        code: `${who}.notSandboxed`, remedy: "privacyReport", detail: why,
        message: `Hearth's ${names[who]} was not started: the setting “hearth.privacy.requireSandbox” asks for a process that the system keeps from the network. ` +
            `Here it ${why}.`
    })
} as const;
