import { compareNames } from "../../mod/mod-name.ts";

/** A priority queue of names, ordered by place, then by name. */
export interface RecommendationQueue {
  /** In reverse order, since taking the last element is cheap. */
  readonly recommendations: { readonly place: number; readonly name: string }[];
}

export function makeQueue(): RecommendationQueue {
  return { recommendations: [] };
}

export function enqueue({ recommendations }: RecommendationQueue, place: number, name: string): void {
  let low = 0;
  let high = recommendations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = recommendations[middle]!;
    if ((other.place - place || compareNames(other.name, name)) > 0) low = middle + 1;
    else high = middle;
  }
  recommendations.splice(low, 0, { place, name });
}

/** The place of the first name; undefined if the queue is empty. */
export function firstPlace({ recommendations }: RecommendationQueue): number | undefined {
  return recommendations.at(-1)?.place;
}

/** Removes and returns the first name. */
export function takeFirst({ recommendations }: RecommendationQueue): string | undefined {
  return recommendations.pop()?.name;
}

/** All names up to a place, in order, without removing them. */
export function upTo({ recommendations }: RecommendationQueue, place: number): string[] {
  const names: string[] = [];
  for (let at = recommendations.length - 1; at >= 0 && recommendations[at]!.place <= place; at--) {
    names.push(recommendations[at]!.name);
  }
  return names;
}
