/** A small extension of someone else's, packaged: it asks VS Code for the local model, and writes what it got into the workspace. */
import {writeFileSync} from "node:fs";

import {zip} from "../unit/scripts/zipWriter.js";

const manifest = {
    name: "asking", publisher: "test", version: "1.0.0", engines: {vscode: "^1.106.0"}, main: "./index.js", activationEvents: ["onStartupFinished"],
    contributes: {commands: [{command: "asking.ask", title: "Ask the Local Model", category: "Asking"}, {command: "asking.chat", title: "Ask in Chat", category: "Asking"}]}
};

const code = `
const vscode = require("vscode");
const weather = {name: "weather", description: "The weather in a city", inputSchema: {type: "object", properties: {city: {type: "string"}}, required: ["city"]}};
async function ask() {
    const [model] = await vscode.lm.selectChatModels({vendor: "hearth"});
    const found = {id: model && model.id, maxInputTokens: model && model.maxInputTokens};
    const token = new vscode.CancellationTokenSource().token;
    found.tokens = await model.countTokens("one two three", token);
    const user = (text) => [vscode.LanguageModelChatMessage.User(text)];
    let response = await model.sendRequest(user("Which keyword declares a constant in JavaScript? One word."), {}, token);
    found.text = "";
    for await (const part of response.text) found.text += part;
    response = await model.sendRequest(user("What is the weather in Paris?"), {tools: [weather], toolMode: vscode.LanguageModelChatToolMode.Required}, token);
    found.calls = [];
    for await (const part of response.stream) if (part instanceof vscode.LanguageModelToolCallPart) found.calls.push({name: part.name, input: part.input});
    const cancelling = new vscode.CancellationTokenSource();
    response = await model.sendRequest(user("Tell a very long story."), {}, cancelling.token);
    found.parts = 0;
    try { for await (const part of response.text) if (++found.parts === 2) cancelling.cancel(); } catch (error) { found.cancelled = String(error); }
    return found;
}
exports.activate = (context) => {
    context.subscriptions.push(vscode.commands.registerCommand("asking.chat", () =>
        vscode.commands.executeCommand("workbench.action.chat.open", {query: "@hearth Which keyword declares a constant in JavaScript? One word."})));
    context.subscriptions.push(vscode.commands.registerCommand("asking.ask", async () => {
        const result = await ask().catch((error) => ({error: String(error && error.stack)}));
        await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "asked.json"), Buffer.from(JSON.stringify(result)));
    }));
};
`;

/** @param file where the package is written to */
export function packAskingExtension(file: string): string {
    const entry = (name: string, text: string) => ({name, content: Buffer.from(text), deflate: true});
    writeFileSync(file, zip([
        entry("[Content_Types].xml", "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\".json\" ContentType=\"application/json\"/><Default Extension=\".vsixmanifest\" ContentType=\"text/xml\"/></Types>"),
        entry("extension.vsixmanifest", "<?xml version=\"1.0\"?><PackageManifest Version=\"2.0.0\" xmlns=\"http://schemas.microsoft.com/developer/vsx-schema/2011\"><Metadata><Identity Language=\"en-US\" Id=\"asking\" Version=\"1.0.0\" Publisher=\"test\"/></Metadata></PackageManifest>"),
        entry("extension/package.json", JSON.stringify(manifest)), entry("extension/index.js", code)
    ]));
    return file;
}
