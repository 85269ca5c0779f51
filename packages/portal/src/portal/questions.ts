import type { Token } from "../credentials/token.ts";
import type { JsonAnswer } from "./ask-json.ts";
import type { Asking } from "./portal.ts";

/** Sends requests for the endpoints: to a portal's address, with bounded concurrency, until it is closed. */
export interface Questions {
  /** The URL for a path of the API. */
  address(path: string): URL;
  /** `token`: the token in the URL, if there is one. */
  get(url: URL, asking: Asking, token?: Token): Promise<JsonAnswer>;
  post(url: URL, contentType: string, body: string, asking: Asking): Promise<JsonAnswer>;
}
