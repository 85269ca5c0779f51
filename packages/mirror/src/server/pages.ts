import { packPagePolicy, sizeText } from "@factorio-lock/core";
import { diskWords, type FrontPage, frontPage, MODS_PER_PAGE } from "../pages/front-page.ts";
import { mirrorPage, PAGE_POLICY, sha256 } from "../pages/mirror-page.ts";
import { modPage } from "../pages/mod-page.ts";
import { type Pack, packLock, packPageOf, sha1Of } from "../pages/pack.ts";
import { diskOf, type Site, titlesOf } from "../pages/site.ts";
import { type Exchange, type Handler, queryOf } from "./exchange.ts";
import { originOf } from "./origin.ts";
import { sendBuffer } from "./send-body.ts";
import { writeHead } from "./write-head.ts";

/** `GET /`: search, packs, health. */
export const handleFrontPage: Handler = async (exchange) => {
  const { site } = exchange.service;
  const params = queryOf(exchange);
  const query = (params.get("q") ?? "").slice(0, 100).trim();
  const page = Math.min(Math.max(Number.parseInt(params.get("page") ?? "1", 10) || 1, 1), 10_000);
  const [health, packs, found] = await Promise.all([
    healthOf(exchange),
    site.packs?.() ?? [],
    foundMods(exchange, query, page),
  ]);
  await sendPage(exchange, 200, frontPage({ health, packs, found, query, origin: originOf(exchange) }));
};

/** `GET /mods/{name}`. */
export const handleModPage: Handler = async (exchange, [name = ""]) => {
  const { catalog, site } = exchange.service;
  const mod = await catalog.mod(name);
  if (!mod) return sendNothing(exchange, "mod");
  const packs = (await site.packs?.()) ?? [];
  await sendPage(exchange, 200, modPage(mod, await mod.details(), packs));
};

/** `GET /packs/{name}`. */
export const handlePackPage: Handler = async (exchange, [name = ""]) => {
  const { site } = exchange.service;
  const pack = await findPack(exchange, name);
  if (!pack) return sendNothing(exchange, "pack");
  await sendPage(exchange, 200, await renderPack(site, pack), `${packPagePolicy(sha256)}; frame-ancestors 'none'`);
};

/** `GET /packs/{name}.lock`: the lockfile, for `factorio-lock sync`. */
export const handlePackLock: Handler = async (exchange, [name = ""]) => {
  const pack = await findPack(exchange, name);
  if (!pack) return sendNothing(exchange, "pack");
  await sendText(exchange, 200, packLock(pack), ["Content-Type", "text/plain; charset=utf-8"]);
};

/**
 * A cache of pack pages, because rendering one is slow. A page is valid while neither its lockfile nor the folder
 * changes.
 */
const packPages = new WeakMap<Pack, { readonly mods: unknown; readonly page: Promise<string> }>();

function renderPack(site: Site, pack: Pack): Promise<string> {
  const mods = site.folder?.mods();
  const known = packPages.get(pack);
  if (known && known.mods === mods) return known.page;
  const page = packPageOf(
    pack,
    titlesOf(site, (mod) => sha1Of(pack, mod)),
  );
  packPages.set(pack, { mods, page });
  return page;
}

async function findPack({ service }: Exchange, name: string): Promise<Pack | undefined> {
  return (await service.site.packs?.())?.find((pack) => pack.name === name);
}

/**
 * The mods that match a search; without search words all mods, unless there is an upstream portal, which has tens of
 * thousands.
 */
async function foundMods({ service }: Exchange, query: string, page: number): Promise<FrontPage["found"]> {
  const { catalog, site } = service;
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 && site.upstream !== undefined) return undefined;
  const { mods, count } =
    words.length === 0
      ? await catalog.list({ page, pageSize: MODS_PER_PAGE, sort: "name", sortOrder: "asc", hideDeprecated: false })
      : await catalog.search({
          page,
          pageSize: MODS_PER_PAGE,
          words,
          versions: [],
          categories: [],
          excludedCategories: [],
          tags: [],
          sort: "relevancy",
          showDeprecated: true,
        });
  return { mods, count, page };
}

async function healthOf({ service }: Exchange): Promise<FrontPage["health"]> {
  const { catalog, metrics, site } = service;
  const { mods, releases } = catalog.size();
  const { requests, failed, bytes } = metrics.totals();
  const { used, free } = await diskOf(site);
  const disk = diskWords(used, free);
  return [
    ["Serves", `${releases} releases of ${mods} mods`],
    ...(disk === "" ? [] : [["Disk", disk] as const]),
    ["Requests", `${requests} since the start, ${failed} of them failed here, ${sizeText(bytes)} sent`],
    ...(site.upstream === undefined ? [] : [["Portal behind", site.upstream] as const]),
  ];
}

async function sendNothing(exchange: Exchange, noun: string): Promise<void> {
  const body = { markup: `<h1>There is no such ${noun} here</h1><p><a href="/">All mods</a></p>` };
  await sendPage(exchange, 404, mirrorPage("Not found", body));
}

function sendPage(
  exchange: Exchange,
  status: number,
  page: string,
  policy: string = PAGE_POLICY,
): void | Promise<void> {
  const headers = ["Content-Type", "text/html; charset=utf-8", "Content-Security-Policy", policy];
  return sendText(exchange, status, page, [...headers, "Referrer-Policy", "no-referrer"]);
}

function sendText(exchange: Exchange, status: number, text: string, headers: readonly string[]): void | Promise<void> {
  const body = Buffer.from(text);
  const all = [
    ...headers,
    "Content-Length",
    body.length,
    "X-Content-Type-Options",
    "nosniff",
    "Cache-Control",
    "no-cache",
  ];
  return sendBuffer(exchange, body, () => writeHead(exchange, status, all));
}
