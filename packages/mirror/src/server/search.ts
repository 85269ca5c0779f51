import { render } from "../answers/rendered.ts";
import { searchAnswer } from "../answers/search-answer.ts";
import type { ModPage } from "../catalog/list-query.ts";
import type { SearchQuery } from "../catalog/search-query.ts";
import type { Handler } from "./exchange.ts";
import { isGameLine } from "./list-params.ts";
import { originOf } from "./origin.ts";
import { readBody } from "./request-body.ts";
import { sendAnswer } from "./respond.ts";
import { sendMessage } from "./send-message.ts";

/** `POST /api/search` with a JSON body. Source: docs/factorio.md, 1.6. */
export const handleSearch: Handler = async (exchange) => {
  const body = await readBody(exchange);
  if (body === undefined) return;
  const query = readSearchQuery(body);
  if (typeof query === "string") return sendMessage(exchange, 400, query);
  // The mirror has no bookmarks, so a search in them finds nothing.
  const page = query.onlyBookmarks ? EMPTY_PAGE : await exchange.service.catalog.search(query);
  await sendAnswer(exchange, render(searchAnswer(page, query, `${originOf(exchange)}/api/search`)));
};

const EMPTY_PAGE: ModPage = { count: 0, mods: [] };

interface RequestedSearch extends SearchQuery {
  readonly onlyBookmarks: boolean;
}

/** The maximum number of search words; further ones are ignored, so that no search takes long. */
const MAX_WORDS = 16;

/** Parses the body of a search; a string describes a fault. Unknown keys are ignored. */
function readSearchQuery(body: string): RequestedSearch | string {
  const fields = readObject(body);
  if (!fields) return "The body must be a JSON object";
  const text = (key: string): string => (typeof fields.get(key) === "string" ? (fields.get(key) as string) : "");
  const page = fields.get("page") ?? 1;
  if (!isCount(page)) return "page must be a whole number from 1 on";
  const pageSize = fields.get("page_size") ?? 25;
  if (!isCount(pageSize) || pageSize > 1000) return "page_size must be a whole number from 1 to 1000";
  const sort = fields.get("sort_attribute") ?? "relevancy";
  if (sort !== "relevancy" && sort !== "most_downloads" && sort !== "last_updated_at" && sort !== "trending") {
    return "sort_attribute must be relevancy, most_downloads, last_updated_at or trending";
  }
  const versions = [...texts(fields.get("version")), ...texts(fields.get("factorio_version"))].map(
    (version) => /^\d+\.\d+(?=\.\d+$)/.exec(version)?.[0] ?? version,
  );
  if (!versions.every(isGameLine)) return "version must be a version of Factorio, such as 2.0";
  return {
    onlyBookmarks: fields.get("only_bookmarks") === true,
    words: text("query").split(/\s+/).filter(Boolean).slice(0, MAX_WORDS),
    versions,
    categories: texts(fields.get("category")),
    excludedCategories: texts(fields.get("exclude_category")),
    tags: texts(fields.get("tag")),
    sort,
    showDeprecated: fields.get("show_deprecated") === true,
    page,
    pageSize,
  };
}

function readObject(body: string): Map<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= 1_000_000;
}

/** Normalises a string or an array of strings to an array of non-empty strings. */
function texts(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((entry) => typeof entry === "string" && entry !== "") as string[];
}
