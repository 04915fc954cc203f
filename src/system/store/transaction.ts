/** All of some changes, or none. */
import type {DatabaseSync} from "node:sqlite";

/**
 * Takes the right to write at once, so that it waits for another window's write to end instead of failing in its own middle.
 * @throws whatever `work` throws, or SQLite when it can't be written; then the database is as it was
 */
export function transaction(db: DatabaseSync, work: () => void): void {
    db.exec("BEGIN IMMEDIATE");
    try {
        work();
        db.exec("COMMIT");
    } catch (error) {
        // After a full disk or a failed write SQLite may have rolled back by itself; a second time would hide what went wrong.
        if (db.isTransaction)
            db.exec("ROLLBACK");
        throw error;
    }
}
