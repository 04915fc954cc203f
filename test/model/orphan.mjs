// Starts the engine, keeps it busy, prints the worker's process id and waits to be killed. Run by shutdown.test.ts.
import path from "node:path";
import {registerHooks} from "node:module";

// Sources import each other with .js endings; Node's type stripping needs the .ts file.
registerHooks({
    resolve: (specifier, context, next) => {
        if (specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL?.endsWith(".ts"))
            return next(specifier.replace(/\.js$/, ".ts"), context);
        return next(specifier, context);
    }
});
const {Engine} = await import("../../src/system/engine/engine.ts");
const engine = new Engine({workerScript: path.resolve(import.meta.dirname, "../../dist/worker.mjs"), log: () => undefined, onState: () => undefined});
await engine.use({path: process.argv[2], expectedSha256: undefined, contextSize: 1024, gpu: "off", threads: 0});
void engine.complete({
    path: "a.ts", repository: "", languageId: "typescript", prefix: "// A very long story:\n", suffix: "", multiline: true, maxTokens: 900, tabSize: 4
});
console.log(engine.pid);
