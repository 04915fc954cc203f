import {describe, expect, it} from "vitest";

import {anotherWorkspace, useFreshWorkspaces, workspace} from "./freshWorkspace.js";
import {query, told} from "./harness.js";
import {shapes} from "./shapes.js";

useFreshWorkspaces();

describe("what helps at a position", () => {
    const use = "import {Circle, type Shape} from \"./shape.js\";\n\nexport function total(shapes: readonly Shape[]): number {\n    return ‸;\n}\n";

    it("are the definitions of what is imported, and never the file itself", async () => {
        const indexer = await workspace.write({...shapes, "src/copy.ts": "export function total(shapes: unknown): number { return 1; }\n"}).open();
        const answer = await indexer.related(query(workspace.at("src/use.ts"), use));
        expect(told(answer).slice(0, 2)).toEqual(["imports src/shape.ts: export class Circle implements Shape {", "imports src/shape.ts: export interface Shape {"]);
        expect(answer.scope).toBe("total");
        expect(answer.pieces.map(({path: file}) => file)).not.toContain("src/use.ts");
    });

    it("are the same whether the index has read the asked text itself or another one", async () => {
        const text = use.replace("‸", "shapes.length");
        const asked = (file: string) => query(file, text, {line: 3});
        const kept = await (await workspace.write({...shapes, "src/use.ts": text}).open()).related(asked(workspace.at("src/use.ts")));
        const other = anotherWorkspace();
        const read = await (await other.write({...shapes, "src/use.ts": "export const before = 1;\n"}).open()).related(asked(other.at("src/use.ts")));
        expect(told(kept)).toEqual(told(read));
        expect(kept.scope).toBe(read.scope);
        expect(told(kept)).not.toEqual([]);
        await other.dispose();
    });

    it("says of the file itself what stands beyond the lines that are seen, once, and nothing where all of it is seen", async () => {
        const indexer = await workspace.write(shapes).open();
        const notes = Array.from({length: 12}, (_, i) => `    // note ${String(i)}`);
        const text = [
            "import {Circle} from \"./shape.js\";", "", "/** Keeps shapes. */", "export class Store {", "    readonly #shapes: Circle[] = [];", "", "    add(shape: Circle): void {", "    }", "", ...notes,
            "    first(): Circle {", "        const found = checked(this.‸);", "    }", "}", "", ...notes, "function checked(shape: Circle | undefined): Circle {", "}", "", "function unrelated(): void {", "}", ""
        ].join("\n");
        const {pieces} = await indexer.related(query(workspace.at("src/store.ts"), text, {sources: ["file"], shown: {startLine: 19, endLine: 24}}));
        expect(new Set(pieces.map(({source, path: file}) => `${source} ${file}`))).toEqual(new Set(["file src/store.ts"]));
        expect(pieces.map(({text: shown}) => shown)).toEqual(expect.arrayContaining([
            "// Keeps shapes.\nexport class Store {\n    readonly #shapes: Circle[] = []\n    add(shape: Circle): void\n}", "import {Circle} from \"./shape.js\";", expect.stringContaining("function checked(")
        ]));
        expect(pieces.some(({text: shown}) => shown.includes("const found"))).toBe(false);
        for (const shown of [{startLine: 0, endLine: 60}, undefined])
            expect((await indexer.related(query(workspace.at("src/store.ts"), text, {sources: ["file"], shown}))).pieces).toEqual([]);
    });

    it("says which attributes a Python class has, whose constructor is above what is seen", async () => {
        const indexer = await workspace.write(shapes).open();
        const text = ["class Store:", "    def __init__(self, shapes, limit=9):", "        self.shapes = list(shapes)", "        self.limit = limit", "", ...Array.from({length: 20}, () => "    # note"), "    def first(self):", "        return self.‸", ""].join("\n");
        const {pieces} = await indexer.related(query(workspace.at("store.py"), text, {languageId: "python", sources: ["file"], shown: {startLine: 18, endLine: 30}}));
        expect(pieces.map(({text: shown}) => shown)).toContain("class Store:\n    def __init__(self, shapes, limit=9)\n    self.shapes = list(shapes)\n    self.limit = limit");
    });

    it("finds what a Python package passes on", async () => {
        const indexer = await workspace.write({
            "pkg/__init__.py": "from .thing import Thing\n", "pkg/thing.py": "class Thing:\n    def weigh(self, unit: str) -> float:\n        return 1.0\n", "main.py": ""
        }).open();
        const answer = await indexer.related(query(workspace.at("main.py"), "from pkg import Thing\n\ndef run():\n    return Thing().‸\n", {languageId: "python", sources: ["imports"]}));
        expect(told(answer)).toEqual(["imports pkg/thing.py: class Thing:"]);
    });

    it("finds what is used of a Python module under another name", async () => {
        const indexer = await workspace.write({"pkg/__init__.py": "", "pkg/scale.py": "def weigh(thing, unit: str) -> float:\n    return 1.0\n"}).open();
        for (const statement of ["import pkg.scale as s", "from pkg import scale as s"]) {
            const answer = await indexer.related(query(workspace.at("main.py"), `${statement}\n\ndef run(thing):\n    return s.weigh(‸\n`, {languageId: "python", sources: ["imports"]}));
            expect(told(answer), statement).toEqual(["imports pkg/scale.py: def weigh(thing, unit: str) -> float"]);
        }
    });

    it("knows which names of an import of several lines are not used yet, and that none is which is only passed on", async () => {
        const indexer = await workspace.write({"lib.ts": "export function parse(text: string): number { return 1; }\nexport function render(value: number): string { return \"\"; }\n"}).open();
        const scores = async (text: string) => new Map((await indexer.related(query(workspace.at("use.ts"), text, {sources: ["imports"]}))).pieces.map(({text: shown, score}) => [/function (\w+)/.exec(shown)?.[1] ?? "", score]));
        const found = await scores("import {\n    parse,\n    render\n} from \"./lib.js\";\n\nexport function run(text: string): number {\n    const value = parse(text);\n    ‸\n}\n");
        expect(found.get("render")).toBe(0.85);
        expect(found.get("parse")).toBeGreaterThan(0.85);
        expect(await scores("export {parse} from \"./lib.js\";\n\nexport function run(): void {\n    ‸\n}\n")).toEqual(new Map());
    });

    it("says the heads of the methods that are used and out of sight, also where the class begins in sight", async () => {
        const indexer = await workspace.write(shapes).open();
        const far = Array.from({length: 30}, (_, i) => `    // note ${String(i)}`);
        const text = ["class Store {", "    first(): Circle {", "        return this.checked(this.‸);", "    }", ...far, "", "    checked(shape: Circle | undefined, strict = false): Circle {", "        return shape;", "    }", "}", ""].join("\n");
        const {pieces} = await indexer.related(query(workspace.at("src/store.ts"), text, {sources: ["file"], shown: {startLine: 0, endLine: 12}}));
        expect(pieces[0]).toMatchObject({text: "checked(shape: Circle | undefined, strict = false): Circle {", startLine: 35});
    });

    it("shows of a large class what the room holds, what is used near the cursor first", async () => {
        const members = Array.from({length: 60}, (_, i) => `    member${String(i)}(argument: string, another: number): Promise<string> {\n        return "";\n    }`);
        const indexer = await workspace.write({"big.ts": `export class Big {\n${members.join("\n")}\n}\n`}).open();
        const {pieces: [big]} = await indexer.related(query(workspace.at("use.ts"), "import {Big} from \"./big.js\";\nexport function run(big: Big): void {\n    big.member57(‸\n}\n", {sources: ["imports"], budget: 184}));
        expect(big?.text).toContain("member57(");
        expect(big?.text.length).toBeLessThan(184 * 3);
    });

    it("looks for similar code elsewhere, however much of it the file itself has", async () => {
        const line = (i: number) => `export function convertPixels${String(i)}(canvasWidth: number): number {\n    return canvasWidth * pixelRatio${String(i)};\n}\n`;
        const text = Array.from({length: 600}, (_, i) => line(i)).join("\n");
        const indexer = await workspace.write({"own.ts": text, "other.ts": "export function pixelsOf(canvasWidth: number): number {\n    return canvasWidth * pixelRatio;\n}\n"}).open();
        const {pieces} = await indexer.related(query(workspace.at("own.ts"), text, {line: 900, sources: ["similar"]}));
        expect(pieces.map(({path: file}) => file)).toEqual(["other.ts"]);
    });

    it("follows re-exports, and shows the types of a signature", async () => {
        const indexer = await workspace.write({
            "lib/index.ts": "export * from \"./deep/parse.js\";\n", "lib/deep/parse.ts": "import type {Options} from \"./options.js\";\nexport function parse(text: string, options: Options): string[] {\n    return [];\n}\n",
            "lib/deep/options.ts": "export interface Options {\n    readonly strict: boolean;\n}\n"
        }).open();
        const answer = await indexer.related(query(workspace.at("main.ts"), "import {parse} from \"./lib/index.js\";\nexport function run(): void {\n    const found = parse(‸\n}\n", {sources: ["imports"]}));
        expect(told(answer)).toEqual([
            "imports lib/deep/parse.ts: export function parse(text: string, options: Options): string[] {", "imports lib/deep/options.ts: export interface Options {"
        ]);
    });

    it("are found under another name: an import's, a package's that renames what it passes on, and a default export's", async () => {
        const indexer = await workspace.write({
            ...shapes, "src/Panel.tsx": "export default function Panel(title: string) {\n    return title;\n}\n", "src/index.ts": "export {Circle as Round} from \"./shape.js\";\nexport {default as Panel} from \"./Panel.js\";\n"
        }).open();
        for (const [imports, uses, expected] of [
            ["import {Circle as Disc} from \"./shape.js\";", "new Disc(", "imports src/shape.ts: export class Circle implements Shape {"],
            ["import {Round} from \"./index.js\";", "new Round(", "imports src/shape.ts: export class Circle implements Shape {"],
            ["import {Panel as Box} from \"./index.js\";", "Box(", "imports src/Panel.tsx: export default function Panel(title: string) {"]
        ] as const) {
            const answer = await indexer.related(query(workspace.at("src/use.ts"), `${imports}\n\nexport function make() {\n    return ${uses}‸;\n}\n`, {sources: ["imports"]}));
            expect(told(answer)[0]).toBe(expected);
            expect(answer.pieces[0]?.why, imports).toMatch(/is used near the cursor/);
        }
    });

    it("in a test is what it tests", async () => {
        const indexer = await workspace.write({...shapes, "test/shape.test.ts": ""}).open();
        const answer = await indexer.related(query(workspace.at("test/shape.test.ts"), "it(\"x\", () => {\n    ‸\n});\n", {sources: ["tests"]}));
        expect(told(answer)).toEqual(["tests src/shape.ts: export interface Shape {", "tests src/shape.ts: export class Circle implements Shape {"]);
    });

    it("in a Go file is its package", async () => {
        const indexer = await workspace.write({
            "go.mod": "module example.com/app\n", "store/store.go": "package store\n\n// Open opens it.\nfunc Open(path string) (*Store, error) {\n\treturn nil, nil\n}\n\ntype Store struct {\n\tPath string\n}\n", "store/b.go": "package store\n\nfunc Close() {}\n"
        }).open();
        const text = "package main\n\nimport \"example.com/app/store\"\n\nfunc main() {\n\ts, err := store.Open(‸\n}\n";
        expect(told(await indexer.related(query(workspace.at("main.go"), text, {languageId: "go", sources: ["imports"]})))).toEqual(["imports store/store.go: // Open opens it.", "imports store/store.go: type Store struct {"]);
    });

    it("are recent edits and similar code", async () => {
        const indexer = await workspace.write({...shapes, "other.ts": "export function areaOfAll(shapes: readonly Shape[]): number {\n    return shapes.reduce((sum, shape) => sum + shape.area(), 0);\n}\n"}).open();
        const recent = [{path: workspace.at("src/shape.ts"), startLine: 5, endLine: 10, edited: true}];
        const answer = await indexer.related(query(workspace.at("src/use.ts"), use, {sources: ["recent", "similar"], recent}));
        expect(told(answer)).toEqual(["recent src/shape.ts: export class Circle implements Shape {", "similar other.ts: export function areaOfAll(shapes: readonly Shape[]): number {"]);
    });

    it("fits the budget, and holds no secret", async () => {
        const indexer = await workspace.write({...shapes, ".env": "export class Circle {}\n"}).open();
        const answer = await indexer.related(query(workspace.at("src/use.ts"), use, {budget: 60}));
        expect(answer.pieces.length).toBeGreaterThan(0);
        expect(answer.pieces.reduce((sum, {text}) => sum + text.length, 0)).toBeLessThan(60 * 3);
        expect(answer.pieces.map(({path: file}) => file)).not.toContain(".env");
    });
});
