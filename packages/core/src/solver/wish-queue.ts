import { compareNames } from "../mod/mod-name.ts";

/** Names in the order of their places, and by name where these are equal. */
export interface WishQueue {
  /** The first is last, where it is cheap to take. */
  readonly wishes: { readonly place: number; readonly name: string }[];
}

export function makeQueue(): WishQueue {
  return { wishes: [] };
}

export function enqueueWish({ wishes }: WishQueue, place: number, name: string): void {
  let low = 0;
  let high = wishes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = wishes[middle] as { place: number; name: string };
    if ((other.place - place || compareNames(other.name, name)) > 0) low = middle + 1;
    else high = middle;
  }
  wishes.splice(low, 0, { place, name });
}

/** The place of the first; undefined where the queue is empty. */
export function firstPlace({ wishes }: WishQueue): number | undefined {
  return wishes.at(-1)?.place;
}

/** Takes the first. */
export function takeWish({ wishes }: WishQueue): string | undefined {
  return wishes.pop()?.name;
}

/** The names of all up to a place, the first first. */
export function upTo({ wishes }: WishQueue, place: number): string[] {
  const names: string[] = [];
  for (let at = wishes.length - 1; at >= 0 && (wishes[at]?.place as number) <= place; at--) {
    names.push(wishes[at]?.name as string);
  }
  return names;
}
