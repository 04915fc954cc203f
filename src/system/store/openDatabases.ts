/** The open databases, by file: opened at the first question, and anew where the file is no longer the one that was opened. */
import {statSync} from "node:fs";

import {ConversationDatabase} from "../chat/database.js";
import {StatisticsDatabase} from "../statistics/database.js";
import type {DatabaseKind, DatabaseRequest} from "./messages.js";
import type {Opening} from "./openDatabase.js";
import {faultOf, isBusy, isCorrupt} from "./sqliteErrors.js";

type Database = ConversationDatabase | StatisticsDatabase;

interface OpenFile {
    readonly database: Database;
    readonly identity: string | undefined;
}

const makers: Readonly<Record<DatabaseKind, (file: string, opening: Opening) => Database>> = {
    conversations: (file, opening) => new ConversationDatabase(file, opening),
    statistics: (file, opening) => new StatisticsDatabase(file, opening)
};

export class OpenDatabases {
    readonly #open = new Map<string, OpenFile>();

    /**
     * Asks a database; damage that is met now is treated as it is at an opening, and the question is put to the new one.
     * @param onSetAside gets where a damaged database lies now
     * @throws whatever keeps the database from being opened, read or written: see faultOf
     */
    ask(request: Omit<DatabaseRequest, "id">, onSetAside: (aside: string) => void): unknown {
        try {
            return call(this.#current(request, onSetAside), request);
        } catch (error) {
            // After a failed read or write the connection may be of no use; a full disk and a busy file pass.
            if (faultOf(error) !== "full" && !isBusy(error))
                this.#forget(request.file);
            if (!isCorrupt(error))
                throw error;
            return call(this.#make(request, {onSetAside, suspected: true}), request);
        }
    }

    close(): void {
        for (const file of this.#open.keys())
            this.#forget(file);
    }

    #current(request: Omit<DatabaseRequest, "id">, onSetAside: (aside: string) => void): Database {
        const known = this.#open.get(request.file);
        // Another window may have set it aside, or somebody moved or deleted it: what is written to it now would be lost.
        if (known?.identity !== undefined && known.identity === identityOf(request.file))
            return known.database;
        this.#forget(request.file);
        return this.#make(request, {onSetAside});
    }

    #make({kind, file}: Omit<DatabaseRequest, "id">, opening: Opening): Database {
        const database = makers[kind](file, opening);
        this.#open.set(file, {database, identity: identityOf(file)});
        return database;
    }

    #forget(file: string): void {
        const known = this.#open.get(file);
        this.#open.delete(file);
        known?.database.close();
    }
}

/** Which file has this name now. */
function identityOf(file: string): string | undefined {
    const found = statSync(file, {bigint: true, throwIfNoEntry: false});
    return found === undefined ? undefined : `${String(found.dev)}:${String(found.ino)}`;
}

function call(database: Database, {method, args}: Pick<DatabaseRequest, "method" | "args">): unknown {
    const found = (database as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>)[method];
    if (found === undefined)
        throw new Error(`the store has no ${method}`);
    return found.apply(database, [...args]);
}
