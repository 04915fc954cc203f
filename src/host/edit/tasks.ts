/** Explain, fix, document, test, simplify: the same things, from the palette, the context menu and the light bulb. */
import * as vscode from "vscode";

import {ChatCommand} from "../../core/chat/contributions.js";
import {describeProblem, linesAttachment, wholeLines} from "../chat/attach.js";
import type {ChatController} from "../chat/controller.js";
import type {ChatView} from "../chat/view.js";
import {type InlineEdit, requireEditor} from "./inlineEdit.js";

export interface TaskParts {
    readonly view: ChatView;
    readonly controller: ChatController;
    readonly edit: InlineEdit;
}

/** Where a code action was offered; the palette gives none. */
interface Place {
    readonly uri: string;
    readonly range: vscode.Range;
}

const docs = "Add documentation comments in the style of this language. Change no code.";
const simplify = "Simplify this code without changing what it does.";

/** Asks the chat about the selected code. */
export async function explain(parts: TaskParts, place?: Place): Promise<void> {
    await askAbout(parts, "/explain", place);
}

export async function addDocs({edit}: TaskParts, place?: Place): Promise<void> {
    await editAt(edit, docs, place);
}

export async function simplifyCode({edit}: TaskParts, place?: Place): Promise<void> {
    await editAt(edit, simplify, place);
}

/** Fixes the problems that are reported in the selected lines. */
export async function fix({edit}: TaskParts, place?: Place): Promise<void> {
    const target = await targetOf(place);
    if (target === undefined)
        return;
    const {editor, range} = target;
    const problems = vscode.languages.getDiagnostics(editor.document.uri).filter((problem) => problem.range.intersection(range) !== undefined);
    const about = problems.slice(0, 5).map((problem) => `- ${describeProblem(editor.document.uri, problem)}`).join("\n");
    await edit.run(editor, range, about === "" ? "Find what is wrong with this code and fix it." : `Fix this:\n${about}`);
}

/** Writes tests in the chat, in the framework that the project uses. */
export async function writeTests(parts: TaskParts, place?: Place): Promise<void> {
    const framework = await testFramework();
    await askAbout(parts, framework === undefined ? "/tests" : `/tests Use ${framework}.`, place);
}

async function askAbout({view, controller}: TaskParts, question: string, place: Place | undefined): Promise<void> {
    const target = await targetOf(place);
    if (target === undefined)
        return;
    controller.add(linesAttachment("selection", target.editor.document, target.range));
    await view.ask(question);
}

async function editAt(edit: InlineEdit, instruction: string, place: Place | undefined): Promise<void> {
    const target = await targetOf(place);
    if (target !== undefined)
        await edit.run(target.editor, target.range, instruction);
}

/** The lines that a command is about: where the light bulb was, the selection, or the function around the cursor. */
async function targetOf(place: Place | undefined): Promise<{readonly editor: vscode.TextEditor; readonly range: vscode.Range} | undefined> {
    const editor = requireEditor();
    if (editor === undefined)
        return undefined;
    const range = place?.uri === editor.document.uri.toString() ? place.range : editor.selection;
    if (!range.isEmpty)
        return {editor, range: wholeLines(editor.document, range)};
    return {editor, range: wholeLines(editor.document, await symbolAround(editor.document, range.start) ?? range)};
}

/** The innermost function, method or class around a position, where the language's extension knows it. */
async function symbolAround(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.Range | undefined> {
    const kinds: readonly vscode.SymbolKind[] = [vscode.SymbolKind.Function, vscode.SymbolKind.Method, vscode.SymbolKind.Constructor, vscode.SymbolKind.Class, vscode.SymbolKind.Interface];
    let level = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>("vscode.executeDocumentSymbolProvider", document.uri) ?? [];
    let found: vscode.Range | undefined;
    for (;;) {
        const inside = level.find((symbol) => "children" in symbol && symbol.range.contains(at));
        if (inside === undefined)
            return found;
        if (kinds.includes(inside.kind))
            found = inside.range;
        level = inside.children;
    }
}

const frameworks: readonly (readonly [RegExp, string])[] = [
    [/"vitest"/, "Vitest"], [/"jest"/, "Jest"], [/"mocha"/, "Mocha"], [/"ava"/, "AVA"], [/"node:test"|"test":\s*"node --test/, "node:test"], [/"@playwright\/test"/, "Playwright"],
    [/pytest/, "pytest"], [/junit-jupiter|org\.junit\.jupiter/, "JUnit 5"], [/junit/, "JUnit"], [/xunit/i, "xUnit"], [/nunit/i, "NUnit"], [/rspec/, "RSpec"], [/phpunit/, "PHPUnit"]
];

/** The test framework that the project's own files name. */
async function testFramework(): Promise<string | undefined> {
    const files = await vscode.workspace.findFiles("{package.json,pyproject.toml,requirements*.txt,setup.cfg,pom.xml,build.gradle,build.gradle.kts,*.csproj,Gemfile,composer.json}", "**/node_modules/**", 12);
    for (const file of files) {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file)).slice(0, 200_000);
        const found = frameworks.find(([pattern]) => pattern.test(text));
        if (found !== undefined)
            return found[1];
    }
    return undefined;
}

/** Offers the tasks behind the light bulb: a fix where there is a problem, the rest for a selection. */
export class TaskActions implements vscode.CodeActionProvider {
    static readonly kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite, vscode.CodeActionKind.Empty];

    provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
        const actions: vscode.CodeAction[] = [];
        const action = (title: string, kind: vscode.CodeActionKind, command: string, about: vscode.Range) => {
            const made = new vscode.CodeAction(title, kind);
            made.command = {command, title, arguments: [{uri: document.uri.toString(), range: about} satisfies Place]};
            actions.push(made);
            return made;
        };
        const [problem] = context.diagnostics;
        if (problem !== undefined) {
            const fixing = action("Fix with Hearth", vscode.CodeActionKind.QuickFix, ChatCommand.fix, range.isEmpty ? problem.range : range);
            fixing.diagnostics = [...context.diagnostics];
        }
        if (!range.isEmpty || context.triggerKind === vscode.CodeActionTriggerKind.Invoke) {
            action("Explain with Hearth", vscode.CodeActionKind.Empty, ChatCommand.explain, range);
            action("Add documentation with Hearth", vscode.CodeActionKind.RefactorRewrite, ChatCommand.addDocs, range);
            action("Write tests with Hearth", vscode.CodeActionKind.Empty, ChatCommand.writeTests, range);
            action("Simplify with Hearth", vscode.CodeActionKind.RefactorRewrite, ChatCommand.simplify, range);
        }
        return actions;
    }
}

