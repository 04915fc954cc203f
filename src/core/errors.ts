/**
 * Every error that a person can meet: a stable code, one clear sentence (what, where) and what helps.
 * Processes pass these as data (protocol/errors.ts); the host shows the sentence and a button for `remedy`.
 */
export const errorCodes = [
    "model.notFound", "model.notAFile", "model.unreadable", "model.notGguf", "model.truncated", "model.badHeader",
    "model.unsupportedVersion", "model.unsupportedArchitecture", "model.hashMismatch", "model.otherVocabulary", "model.loadFailed",
    "adapter.notFound", "adapter.notAFile", "adapter.unreadable", "adapter.notAdapter", "adapter.truncated", "adapter.badHeader", "adapter.unsupported",
    "adapter.doesNotFit", "adapter.badWeights", "adapter.pickle", "adapter.outside", "adapter.exists", "adapter.cannotWrite", "adapter.notAllowed",
    "adapter.changed", "adapter.replaced", "adapter.unknownLayout", "adapter.badSetting", "adapter.loadFailed",
    "engine.binaryMissing", "engine.binaryBroken", "engine.notStarted", "engine.crashed", "engine.crashLoop", "engine.notReady", "engine.outOfMemory",
    "engine.protocol", "engine.notSandboxed", "index.notSandboxed", "index.crashLoop", "index.diskFull", "index.cannotStore", "index.noSqlite", "index.notReady",
    "embedding.notEmbeddingModel", "embedding.otherSize", "embedding.noVector", "embedding.crashLoop", "embedding.notReady", "embedding.busy", "embedding.notSandboxed",
    "chat.tooLong", "chat.historyUnreadable", "chat.historyDamaged", "chat.historyNewer", "chat.historyDiskFull", "chat.historyNotWritten",
    "statistics.unreadable", "statistics.damaged", "statistics.newer", "statistics.diskFull", "statistics.notWritten", "request.cancelled", "request.failed"
] as const;
export type ErrorCode = typeof errorCodes[number];

/** What the user can do about an error; the host turns each into a button. */
export const remedies = ["selectModel", "showLog", "restart", "openWalkthrough", "reinstall", "privacyReport", "none"] as const;
export type Remedy = typeof remedies[number];

/** An error as it crosses process borders. */
export interface ErrorData {
    readonly code: ErrorCode;
    /** One sentence for the user: what happened, to which file, what to do. */
    readonly message: string;
    readonly remedy: Remedy;
    /** Technical cause for the log only. */
    readonly detail?: string;
}

export class HearthError extends Error {
    override readonly name = "HearthError";
    readonly code: ErrorCode;
    readonly remedy: Remedy;
    readonly detail: string | undefined;

    constructor(data: ErrorData, options?: ErrorOptions) {
        super(data.message, options);
        this.code = data.code;
        this.remedy = data.remedy;
        this.detail = data.detail;
    }

    /** The sentence with its technical cause behind it, for the log. */
    get inFull(): string {
        return this.detail === undefined ? this.message : `${this.message} (${this.detail})`;
    }

    toData(): ErrorData {
        return {
            code: this.code, message: this.message, remedy: this.remedy,
            ...(this.detail === undefined ? {} : {detail: this.detail})
        };
    }
}

/** True for an object that came over the wire as {@link ErrorData}. */
export function isErrorData(value: unknown): value is ErrorData {
    if (typeof value !== "object" || value === null)
        return false;
    const candidate = value as Partial<Record<keyof ErrorData, unknown>>;
    return typeof candidate.message === "string" && errorCodes.some((code) => code === candidate.code) &&
        remedies.some((remedy) => remedy === candidate.remedy) && (candidate.detail === undefined || typeof candidate.detail === "string");
}

/** What a thrown thing says. */
export function textOfError(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** Any thrown thing as a {@link HearthError}; unknown ones become `request.failed` with their text as detail. */
export function asHearthError(error: unknown, fallback: ErrorCode = "request.failed"): HearthError {
    if (error instanceof HearthError)
        return error;
    const text = textOfError(error);
    const detail = error instanceof Error ? error.stack ?? text : text;
    return new HearthError({code: fallback, message: text, remedy: "showLog", detail}, {cause: error});
}

export function cancelledError(): HearthError {
    return new HearthError({code: "request.cancelled", message: "The request was cancelled.", remedy: "none"});
}
