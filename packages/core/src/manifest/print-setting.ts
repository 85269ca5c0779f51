import { printQuoted } from "../yaml/print.ts";
import type { SettingValue } from "./manifest.ts";

/**
 * Prints a setting's value as YAML. A large number that is not a bigint gets `.0`, so that it is not read back as one.
 */
export function printSetting(value: SettingValue): string {
  if (typeof value === "string") return printQuoted(value);
  if (typeof value === "number" && /^-?\d{16,}$/.test(String(value))) return `${value}.0`;
  if (typeof value !== "object") return String(value);
  return `{ ${Object.entries(value)
    .map(([channel, part]) => `${channel}: ${part}`)
    .join(", ")} }`;
}
