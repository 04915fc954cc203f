export interface Item {
    name: string;
    price: number;
    quantity: number;
}

/** The worth of all items together. */
export function total(items: Item[]): number {
    return items.reduce((sum, item) => sum + item.price * item.quantity, 0);
}

/** The items that have run out. */
export function soldOut(items: Item[]): Item[] {
    return items.filter((item) => item.quantity === 0);
}

/** The names of the items that cost less than the limit. */
export function cheaperThan(items: Item[], limit: number): string[] {

}
