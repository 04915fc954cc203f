/** A rectangle whose sides are parallel to the axes. */
export interface Rectangle {
    width: number;
    height: number;
}

/** The area that a rectangle covers. */
export function area(rectangle: Rectangle): number {
    return rectangle.width * rectangle.height;
}

/** The length of the way around a rectangle: the sum of its four sides. */

