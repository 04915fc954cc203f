/** A small workspace: a file that defines, and one that uses it. */
export const shapes = {
    "src/shape.ts": "/** A shape of the plane. */\nexport interface Shape {\n    area(): number;\n}\n\nexport class Circle implements Shape {\n    constructor(readonly radius: number) {}\n    area(): number {\n        return Math.PI * this.radius ** 2;\n    }\n}\n",
    "src/use.ts": "import {Circle, type Shape} from \"./shape.js\";\n\nexport function total(shapes: readonly Shape[]): number {\n    return 0;\n}\n"
};
