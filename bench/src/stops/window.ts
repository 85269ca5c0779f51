/** Milliseconds between which a program is stopped. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** How a stop met the program: at work, before it listened, or after its end. */
export type Outcome = "heeded" | "too early" | "too late";

/** Where a window ends at the earliest, and how much longer a moved one is at least. */
const LEAST = 40;

/** Fits the window to the machine: what came too early moves it on, what came too late ends it. */
export function nextWindow({ from, to }: Window, delay: number, outcome: Outcome): Window {
  switch (outcome) {
    case "heeded":
      return { from, to };
    case "too early":
      return { from: 1.1 * delay, to: Math.max(to, 1.5 * delay + LEAST) };
    case "too late":
      return { from: Math.min(from, 0.8 * delay), to: Math.max(delay, LEAST) };
  }
}
