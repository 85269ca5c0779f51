import { ACCOUNTS } from "./accounts.ts";
import { DOWNLOADS } from "./downloads.ts";
import { LISTS } from "./lists.ts";
import { MISCHIEF } from "./mischief.ts";
import { MODS } from "./mods.ts";
import type { Row } from "./row.ts";

/** The conformance table: a row for each endpoint, parameter and error. */
export const ROWS: readonly Row[] = [...LISTS, ...MODS, ...DOWNLOADS, ...ACCOUNTS, ...MISCHIEF];
