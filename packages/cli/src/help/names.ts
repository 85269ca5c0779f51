/** The topics of `factorio-lock help TOPIC`. */
export const TOPIC_NAMES: readonly string[] = [
  "credentials",
  "environment",
  "exit-codes",
  "json",
  "lockfile",
  "manifest",
  "ranges",
];
