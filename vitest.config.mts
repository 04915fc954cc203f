import {defineConfig} from "vitest/config";

export default defineConfig({
    test: {
        projects: [
            {test: {name: "unit", include: ["test/unit/**/*.test.ts"]}},
            // Against a conversion made in Python, with packages that `npm test` brings.
            {test: {name: "adapters", include: ["test/adapters/**/*.test.ts"], testTimeout: 120_000}},
            // Real weights and real editors: one at a time, or they starve each other on two cores.
            {test: {name: "model", include: ["test/model/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false}},
            {test: {name: "e2e", include: ["test/pages/**/*.test.ts", "test/e2e/**/*.test.ts"], testTimeout: 240_000, hookTimeout: 300_000, fileParallelism: false}},
            // As long as is asked: `npm run soak`, no part of `npm test`.
            {test: {name: "soak", include: ["test/soak/**/*.test.ts"], hookTimeout: 300_000}}
        ]
    }
});
