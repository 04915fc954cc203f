/** Writes a commit message into the Source Control input. */
import * as vscode from "vscode";

import {commitMessage, commitQuery} from "../../core/palette/commit.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {changesOf, repositoryOf} from "../chat/git.js";
import type {AnswerLog} from "../statistics/answerLog.js";
import {withModel} from "./withModel.js";

/** Of the log; enough to see its style. */
const commitsRead = 12;

/** @param where the Source Control view that the button was pressed in */
export async function writeCommitMessage(engine: ChatEngine, record: AnswerLog, log: vscode.LogOutputChannel, where?: {readonly rootUri?: vscode.Uri}): Promise<void> {
    const repository = await repositoryOf(where?.rootUri ?? vscode.window.activeTextEditor?.document.uri);
    if (repository === undefined) {
        void vscode.window.showInformationMessage("There is no Git repository here, so there is nothing to write a commit message for.");
        return;
    }
    const {diff} = await changesOf(repository);
    if (diff.trim() === "") {
        void vscode.window.showInformationMessage("There are no changes to tracked files: stage or change something first.");
        return;
    }
    // A repository without commits has no log.
    const messages = await repository.log({maxEntries: commitsRead}).then((commits) => commits.map(({message}) => message), () => []);
    const before = repository.inputBox.value;
    await withModel("Hearth is writing a commit message", log, async (signal) => {
        let text = "";
        const outcome = await engine.reply(commitQuery(diff, messages), signal, (more) => {
            text += more;
            repository.inputBox.value = commitMessage(text);
        });
        record.answered("task", "", outcome);
        repository.inputBox.value = outcome.stop === "stopped" ? before : commitMessage(outcome.text);
    });
}
