import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {BoundedMap} from "../../../../src/core/text/boundedMap.js";

describe("the bounded map", () => {
    it("drops the least recently used entry", () => {
        const map = new BoundedMap<string, number>(2);
        map.set("a", 1);
        map.set("b", 2);
        expect(map.get("a")).toBe(1);
        map.set("c", 3);
        expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
    });

    it("gives the most recently used first", () => {
        const map = new BoundedMap<string, number>(3);
        map.set("a", 1);
        map.set("b", 2);
        map.set("c", 3);
        map.get("a");
        map.set("b", 4);
        expect([...map.recent()]).toEqual([4, 1, 3]);
    });

    it("is empty after clear", () => {
        const map = new BoundedMap<string, number>(3);
        map.set("a", 1);
        map.clear();
        expect([map.size, map.get("a")]).toEqual([0, undefined]);
    });

    it("holds exactly the latest distinct keys, whatever is done with it", () => {
        const step = fc.record({key: fc.nat({max: 8}), write: fc.boolean()});
        fc.assert(fc.property(fc.array(step), fc.integer({min: 1, max: 5}), (steps, capacity) => {
            const map = new BoundedMap<number, number>(capacity);
            let used: number[] = [];
            for (const {key, write} of steps) {
                if (!write && !used.includes(key)) {
                    expect(map.get(key)).toBeUndefined();
                    continue;
                }
                if (write)
                    map.set(key, key);
                else
                    expect(map.get(key)).toBe(key);
                used = [key, ...used.filter((other) => other !== key)].slice(0, capacity);
            }
            expect([...map.recent()]).toEqual(used);
            expect(map.size).toBe(used.length);
        }));
    });
});
