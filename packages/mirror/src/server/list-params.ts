import { compareVersions, parseVersion } from "@factorio-lock/core";
import type { ListQuery } from "../catalog/list-query.ts";

/** The maximum number of names in a list. */
const MAX_NAMES = 10_000;

/** The maximum page size, other than `max`. */
const MAX_PAGE_SIZE = 1_000_000;

const OLD_LINES = ["0.12", "0.13", "0.14", "0.15", "0.16", "0.17", "0.18", "1.0", "1.1"];

/** Parses the parameters of `/api/mods`; a string describes the faulty one. Source: docs/factorio.md, 1.2. */
export function readListQuery(params: URLSearchParams): ListQuery | string {
  const page = readCount(params.get("page") ?? "1");
  if (page === undefined) return "page must be a whole number from 1 on";
  const size = params.get("page_size") ?? "25";
  const pageSize = size === "max" ? size : readCount(size);
  if (pageSize === undefined) return 'page_size must be a whole number from 1 on, or "max"';
  const sort = params.get("sort") ?? "name";
  if (sort !== "name" && sort !== "created_at" && sort !== "updated_at") {
    return "sort must be name, created_at or updated_at";
  }
  const sortOrder = params.get("sort_order") ?? "desc";
  if (sortOrder !== "asc" && sortOrder !== "desc") return "sort_order must be asc or desc";
  const hideDeprecated = readFlag(params.get("hide_deprecated"));
  if (hideDeprecated === undefined) return "hide_deprecated must be true or false";
  const version = params.get("version") ?? undefined;
  if (version !== undefined && !isGameLine(version)) return "version must be a version of Factorio, such as 2.0";
  const names = readNames(params);
  if (names.size > MAX_NAMES) return `namelist may have ${MAX_NAMES} names`;
  return {
    page,
    pageSize,
    sort,
    sortOrder,
    hideDeprecated,
    ...(names.size === 0 ? {} : { names }),
    ...(version === undefined ? {} : { version }),
  };
}

/** Whether a text is a game line for which mods exist: `0.12` to `1.1`, or any from `2.0` on. */
export function isGameLine(text: string): boolean {
  if (OLD_LINES.includes(text)) return true;
  const version = /^[1-9]\d*\.\d+$/.test(text) ? parseVersion(text) : undefined;
  const first = parseVersion("2.0");
  return version !== undefined && first !== undefined && compareVersions(version, first) >= 0;
}

/** The names in `namelist`, separated by commas or given as several parameters. */
function readNames(params: URLSearchParams): Set<string> {
  const names = params.getAll("namelist").flatMap((list) => list.split(","));
  return new Set(names.filter((name) => name !== ""));
}

function readCount(text: string): number | undefined {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= MAX_PAGE_SIZE ? count : undefined;
}

function readFlag(text: string | null): boolean | undefined {
  if (text === null) return false;
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  return /^(false|0|no|off|)$/i.test(text) ? false : undefined;
}
