/**
 * Ends what never comes back: a pattern that tries everything. A guard against hangs and no measurement: what is run takes some milliseconds, and has a thousand times
 * as long. Unlike a test's own limit it also ends work that never gives the thread back.
 */
import vm from "node:vm";

const longest = 10_000;
const context = vm.createContext({work: undefined});
const script = new vm.Script("work()");

/** @throws when `work` does not come to its end in time */
export function inTime<T>(work: () => T): T {
    context["work"] = work;
    return script.runInContext(context, {timeout: longest}) as T;
}
