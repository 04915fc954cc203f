/** The sentences for what can happen to the engine process itself. */
import {HearthError, textOfError} from "../errors.js";

export const engineErrors = {
    notReady: () => new HearthError({
        code: "engine.notReady", remedy: "none", message: "Hearth's engine is not ready: no model is loaded yet."
    }),
    crashLoop: (crashes: number, detail: string) => new HearthError({
        code: "engine.crashLoop", remedy: "showLog", detail,
        message: `Hearth's engine process ended unexpectedly ${crashes} times within three minutes and is not started again. ` +
            "See the log, then use “Hearth: Restart Engine”."
    }),
    crashedWhileLoading: (path: string, detail: string) => new HearthError({
        code: "model.loadFailed", remedy: "selectModel", detail,
        message: `The engine process ended twice while loading ${path} (too little memory, or a file it can't digest). ` +
            "Choose a smaller or another model with “Hearth: Select Model”."
    }),
    /** @param who which process */
    notStarted: (who: string, error: unknown) => new HearthError({
        code: "engine.notStarted", remedy: "showLog", detail: error instanceof Error ? error.stack ?? error.message : String(error),
        message: `Hearth's ${who} process can't be started (${textOfError(error)}). Close some programs, then use “Hearth: Restart Engine” or “Hearth: Rebuild Index”.`
    }),
    binaryMissing: (platform: string, detail: string) => new HearthError({
        code: "engine.binaryMissing", remedy: "reinstall", detail,
        message: `Hearth has no engine for this machine (${platform}). Install the VSIX made for it.`
    }),
    binaryBroken: (detail: string) => new HearthError({
        code: "engine.binaryBroken", remedy: "showLog", detail,
        message: "Hearth's engine can't run on this machine (its native library does not load). The log says why."
    })
} as const;
