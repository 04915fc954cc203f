/** A workspace of its own for each test of a file, over one build of the index process for all of them. */
import {afterAll, afterEach, beforeAll, beforeEach} from "vitest";

import {buildIndexer, Workspace} from "./harness.js";

let built: Awaited<ReturnType<typeof buildIndexer>>;
/** Of the test at work, after {@link useFreshWorkspaces}. */
export let workspace: Workspace;

/** To be called once, where the file's hooks are. */
export function useFreshWorkspaces(): void {
    beforeAll(async () => {
        built = await buildIndexer();
    }, 60_000);
    afterAll(() => built.dispose());
    beforeEach(() => {
        workspace = anotherWorkspace();
    });
    // Ten thousand files take a while to delete on a busy machine.
    afterEach(() => workspace.dispose(), 60_000);
}

/** One more, which its test must dispose of. */
export function anotherWorkspace(): Workspace {
    return new Workspace(built.script);
}
