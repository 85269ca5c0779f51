import { listAnswer } from "../answers/list-answer.ts";
import { fullMod, shortMod } from "../answers/mod-answer.ts";
import { type Rendered, render } from "../answers/rendered.ts";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import { atOnce } from "./at-once.ts";
import { type Exchange, type Handler, queryOf } from "./exchange.ts";
import { readListQuery } from "./list-params.ts";
import { originOf } from "./origin.ts";
import { readForm } from "./request-body.ts";
import { sendAnswer } from "./respond.ts";
import { sendMessage } from "./send-message.ts";

const LIST_PARAMS = ["page", "page_size", "sort", "sort_order", "hide_deprecated", "namelist", "version"];

/** `GET /api/mods`. */
export const handleList: Handler = (exchange) => answerList(exchange, queryOf(exchange));

/** `POST /api/mods`: parameters may be in the query or in the form. */
export const handlePostedList: Handler = async (exchange) => {
  const form = await readForm(exchange);
  if (form) await answerList(exchange, new URLSearchParams([...queryOf(exchange), ...form]));
};

/** `GET /api/mods/{name}`. */
export const handleShort: Handler = (exchange, [name = ""]) =>
  answerMod(exchange, "short", name, (mod) => render(shortMod(mod)));

/** `GET /api/mods/{name}/full`. */
export const handleFull: Handler = (exchange, [name = ""]) =>
  answerMod(exchange, "full", name, async (mod) => render(await fullMod(mod)));

function answerMod(
  exchange: Exchange,
  form: string,
  name: string,
  make: (mod: CatalogMod) => Rendered | Promise<Rendered>,
): void | Promise<void> {
  const { catalog, answers } = exchange.service;
  return atOnce(catalog.mod(name), (mod): void | Promise<void> => {
    if (!mod) return sendMessage(exchange, 404, "Mod not found");
    return atOnce(
      answers.get(`${form} ${name}`, mod, () => make(mod)),
      (answer) => sendAnswer(exchange, answer),
    );
  });
}

async function answerList(exchange: Exchange, requested: URLSearchParams): Promise<void> {
  // Other parameters, such as a token, are not repeated in links.
  const params = new URLSearchParams([...requested].filter(([name]) => LIST_PARAMS.includes(name)));
  const query = readListQuery(params);
  if (typeof query === "string") return sendMessage(exchange, 400, query);
  const { catalog, answers } = exchange.service;
  const address = `${originOf(exchange)}/api/mods`;
  const link = (page: number): string => {
    const other = new URLSearchParams(params);
    other.set("page", String(page));
    return `${address}?${other.toString()}`;
  };
  const page = await catalog.list(query);
  const make = (): Rendered => render(listAnswer(page, query, link));
  const key = `list ${query.pageSize === "max" ? "" : address} ${params.toString()}`;
  await sendAnswer(exchange, await (page.key ? answers.get(key, page.key, make) : make()));
}
