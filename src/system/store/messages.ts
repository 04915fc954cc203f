/** How a question to one of Hearth's databases travels to the thread that holds them. */
import type {StoreMethods} from "../chat/storeMessages.js";
import type {StatisticsMethods} from "../statistics/storeMessages.js";
import type {Fault} from "./sqliteErrors.js";

/** What each kind of database can be asked. */
export interface Databases {
    readonly conversations: StoreMethods;
    readonly statistics: StatisticsMethods;
}
export type DatabaseKind = keyof Databases;

export interface DatabaseRequest {
    readonly id: number;
    readonly kind: DatabaseKind;
    /** Path of the database; opened at the first question, made when it is not there. */
    readonly file: string;
    readonly method: string;
    readonly args: readonly unknown[];
}
/** `setAside`: the database was damaged and lies there now; the question went to a new one. */
export type DatabaseReply = {readonly id: number; readonly setAside?: string} & (
    | {readonly result: unknown}
    | {readonly error: string; readonly fault: Fault}
);
