import { sizeText } from "@factorio-lock/core";

/** Bytes for people: `812 B`, `4.2 kB`, `31 MB`, `1.24 GB`. Decimal units, three digits. */
export const formatBytes: (bytes: number) => string = sizeText;

/** A time span for people: `38 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
