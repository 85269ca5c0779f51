import { listAnswer } from "../answers/list-answer.ts";
import { fullMod, shortMod } from "../answers/mod-answer.ts";
import { render } from "../answers/rendered.ts";
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
export const handleShort: Handler = async (exchange, [name = ""]) => {
  const { catalog, answers } = exchange.service;
  const mod = await catalog.mod(name);
  if (!mod) return sendMessage(exchange, 404, "Mod not found");
  await sendAnswer(exchange, await answers.get(`short ${name}`, mod, () => render(shortMod(mod))));
};

/** `GET /api/mods/{name}/full`. */
export const handleFull: Handler = async (exchange, [name = ""]) => {
  const { catalog, answers } = exchange.service;
  const mod = await catalog.mod(name);
  if (!mod) return sendMessage(exchange, 404, "Mod not found");
  await sendAnswer(exchange, await answers.get(`full ${name}`, mod, async () => render(await fullMod(mod))));
};

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
  const make = (): ReturnType<typeof render> => render(listAnswer(page, query, link));
  const key = `list ${query.pageSize === "max" ? "" : address} ${params.toString()}`;
  await sendAnswer(exchange, await (page.key ? answers.get(key, page.key, make) : make()));
}
