/** The local record, as those who ask the model see it: they say what came of it and in which language, and who spoke is known here. */
import type {ChatOutcome} from "../../core/chat/types.js";
import type {AnswerKind} from "../../core/statistics/types.js";
import type {EditEntry} from "./editEntry.js";

export interface AnswerLog {
    /** @param outcome undefined when it failed */
    answered(kind: Exclude<AnswerKind, "edit">, language: string, outcome: ChatOutcome | undefined): void;
    edit(language: string): EditEntry;
}
