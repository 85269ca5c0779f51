import { printQuoted } from "../yaml/print.ts";
import type { SettingValue } from "./manifest.ts";

/** A value of a setting as a manifest has it. A number that is no bigint is written so that it is not read as one. */
export function printSetting(value: SettingValue): string {
  if (typeof value === "string") return printQuoted(value);
  if (typeof value === "number" && /^-?\d{16,}$/.test(String(value))) return `${value}.0`;
  if (typeof value !== "object") return String(value);
  return `{ ${Object.entries(value)
    .map(([channel, part]) => `${channel}: ${part}`)
    .join(", ")} }`;
}
