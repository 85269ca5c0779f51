import type { Release } from "./release.ts";

/** A duration as its author wrote it: `7d`, `36h`, `2w`. */
export interface Age {
  readonly text: string;
  readonly milliseconds: number;
}

/** The minimum age of a release, and the moment at which it is measured. */
export interface AgeLimit {
  readonly age: Age;
  /** The present moment in ISO 8601. It is passed in, since this package has no clock. */
  readonly now: string;
}

/** The form of an age, for messages. */
export const AGE_FORM = "a number of hours, days or weeks, such as 36h, 7d or 2w";

const HOUR = 60 * 60 * 1000;

const UNITS = {
  h: { name: "hour", milliseconds: HOUR },
  d: { name: "day", milliseconds: 24 * HOUR },
  w: { name: "week", milliseconds: 7 * 24 * HOUR },
} as const;

/**
 * Parses an age; undefined if the text is not one.
 *
 * @example parseAge("7d")?.milliseconds === 604_800_000
 */
export function parseAge(text: string): Age | undefined {
  const parts = partsOf(text);
  return parts && { text: text.trim(), milliseconds: parts.amount * UNITS[parts.unit].milliseconds };
}

/** `7 days`, `1 week` */
export function ageWords({ text }: Age): string {
  const parts = partsOf(text);
  if (!parts) return text;
  return `${parts.amount} ${UNITS[parts.unit].name}${parts.amount === 1 ? "" : "s"}`;
}

function partsOf(text: string): { readonly amount: number; readonly unit: keyof typeof UNITS } | undefined {
  const [, amount, unit] = /^(\d{1,5})([hdw])$/.exec(text.trim()) ?? [];
  return amount === undefined ? undefined : { amount: Number(amount), unit: unit as keyof typeof UNITS };
}

/** Whether a release is younger than the limit. False if its date cannot be read, and for the limit `0d`. */
export function isTooYoung({ releasedAt }: Pick<Release, "releasedAt">, { age, now }: AgeLimit): boolean {
  return age.milliseconds > 0 && Date.parse(releasedAt) > Date.parse(now) - age.milliseconds;
}
