import type { JsonAnswer } from "./ask-json.ts";
import type { Asking } from "./portal.ts";

/** How the endpoints ask: at a portal's address, a bounded number at once, until it is closed. */
export interface Questions {
  /** The address of a path of the API. */
  address(path: string): URL;
  /** `signedIn` says that the address carries credentials. */
  get(url: URL, asking: Asking, signedIn?: boolean): Promise<JsonAnswer>;
  post(url: URL, contentType: string, body: string, asking: Asking): Promise<JsonAnswer>;
}
