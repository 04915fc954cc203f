/**
 * Exact changes to single places of node-llama-cpp's modules, made while bundling. Each place must be found exactly once, or the build fails: a new
 * version of the engine needs a new look at it.
 */

/** By the module's path under node-llama-cpp/dist: [what stands there, what shall stand there]. */
const patches = {
    // controlledEvaluate makes a sampler for each call, so Hearth's one token at a time costs one each: time (a fifth of a small model's speed)
    // and 1.8 MB of native memory until the garbage collector comes by. A sequence keeps one, as the library's own evaluate() does for a whole answer.
    "evaluator/LlamaContext/LlamaContext.js": [
        [
            "        await this._abortTokenPredictor();\n        const sampler = new LlamaSampler(this.model);\n        const onTokenResult",
            "        await this._abortTokenPredictor();\n        const sampler = this._keptSampler ??= new LlamaSampler(this.model);\n        const onTokenResult"
        ],
        [
            "            }, this._takeIntervalCheckpointIfNeededAfterBatch);\n        }\n        finally {\n            evaluatorLock.dispose();\n" +
                "            void withLock([sampler, \"sample\"], sampler.asyncDispose);\n        }\n    }\n    /* eslint-disable @stylistic/max-len */",
            "            }, this._takeIntervalCheckpointIfNeededAfterBatch);\n        }\n        finally {\n            evaluatorLock.dispose();\n" +
                "        }\n    }\n    /* eslint-disable @stylistic/max-len */"
        ]
    ]
};

/** Paths of the modules that are changed. */
export const patchedModules = Object.keys(patches);

/**
 * @param {string} module path under node-llama-cpp/dist
 * @param {string} source
 * @returns {string} the source with its changes
 * @throws {Error} when a place is not found exactly once
 */
export function patched(module, source) {
    let result = source;
    for (const [before, after] of patches[module] ?? []) {
        const places = result.split(before).length - 1;
        if (places !== 1)
            throw new Error(`node-llama-cpp's ${module} has the place to change ${places} times, not once: look at scripts/build/enginePatches.mjs again.`);
        result = result.replace(before, () => after);
    }
    return result;
}
