import type { Token } from "../credentials/token.ts";
import type { JsonAnswer } from "./ask-json.ts";
import type { Asking } from "./portal.ts";

/** How the endpoints ask: at a portal's address, a bounded number at once, until it is closed. */
export interface Questions {
  /** The address of a path of the API. */
  address(path: string): URL;
  /** `token` is the one that the address carries, where it carries credentials. */
  get(url: URL, asking: Asking, token?: Token): Promise<JsonAnswer>;
  post(url: URL, contentType: string, body: string, asking: Asking): Promise<JsonAnswer>;
}
