import { decodeList } from "../wire/decode.ts";
import { listFingerprints } from "../wire/fingerprint.ts";
import type { ModListPage } from "../wire/mod-list.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import { endpointMissing, oddAnswer } from "./ask-json.ts";
import { listParameters } from "./parameters.ts";
import type { Asking, ListQuery, Portal } from "./portal.ts";
import type { Questions } from "./questions.ts";

/** The maximum number of names in one request. Source: docs/factorio.md, 1.1. */
export const MAX_NAMES = 500;

/** The methods for the endpoint `/api/mods`. */
export function modLists(questions: Questions): Pick<Portal, "list" | "pages" | "namelist" | "fingerprints"> {
  async function ask(query: ListQuery, asking: Asking): Promise<{ json: unknown; what: string }> {
    const url = questions.address("/api/mods");
    url.search = listParameters(query).toString();
    const form = query.namelist && `namelist=${query.namelist.map(encodeURIComponent).join(",")}`;
    const answer =
      form === undefined
        ? await questions.get(url, asking)
        : await questions.post(url, "application/x-www-form-urlencoded", form, asking);
    if (answer.status === 404) throw endpointMissing(`${form === undefined ? "GET" : "POST"} ${url.href}`);
    return answer;
  }

  async function list(query: ListQuery = {}, asking: Asking = {}): Promise<ModListPage> {
    const { json, what } = await ask(query, asking);
    const page = decodeList(json, (warning) => asking.onWarning?.(warning));
    if (!page) throw oddAnswer(what);
    return page;
  }

  async function* pages(query: ListQuery = {}, asking: Asking = {}): AsyncGenerator<ModListPage, void> {
    for (let page = query.page ?? 1; ; page += 1) {
      const answer = await list({ ...query, page }, asking);
      yield answer;
      if (answer.pagination === null || page >= answer.pagination.page_count || answer.results.length === 0) return;
    }
  }

  async function namelist(names: readonly string[], asking: Asking = {}): Promise<PortalMod[]> {
    const answers = chunks(names).map((chunk) => list({ namelist: chunk, pageSize: "max" }, asking));
    return (await Promise.all(answers)).flatMap(({ results }) =>
      results.map((entry) => ({ ...entry, releases: entry.releases ?? [] })),
    );
  }

  async function fingerprints(names: readonly string[], asking: Asking = {}): Promise<Map<string, string>> {
    const answers = chunks(names).map(async (chunk) => {
      const { json, what } = await ask({ namelist: chunk, pageSize: "max" }, asking);
      const prints = listFingerprints(json);
      if (!prints) throw oddAnswer(what);
      return [...prints];
    });
    return new Map((await Promise.all(answers)).flat());
  }

  return { list, pages, namelist, fingerprints };
}

function chunks(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / MAX_NAMES);
  return Array.from({ length: count }, (_, at) => names.slice(at * MAX_NAMES, (at + 1) * MAX_NAMES));
}
