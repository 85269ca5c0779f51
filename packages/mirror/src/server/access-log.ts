import { redactAddresses } from "@factorio-lock/portal";

/** One line of the access log. Tokens, passwords and signatures never stand in it. */
export interface AccessEntry {
  /** ISO 8601, when the request came. */
  readonly time: string;
  /** The client's address. */
  readonly client: string;
  readonly method: string;
  /** Path and query, with all that may be secret replaced by `***` or `[hidden]`. */
  readonly path: string;
  readonly status: number;
  /** Bytes sent, head and body. */
  readonly bytes: number;
  /** From the request's head to the end of the answer. */
  readonly milliseconds: number;
  /** The client's `User-Agent`, at most 200 characters. */
  readonly agent: string;
  /** Whether the client went away before the answer's end. */
  readonly aborted: boolean;
}

/** Parameters whose values are shown, where they are not too long: those of lists. All others are hidden. */
const SHOWN = /^(?:page|page_size|sort|sort_order|hide_deprecated|namelist|version|full|username|api_version)$/;

/** Where parameters begin, well written or not: no path of the API has such a character, plain or encoded. */
const PARAMETERS = /[?&;=#]|%(?:3f|26|3b|3d|23|25)/i;

/**
 * A path and query fit for a log: of the parameters only the values that are known to be harmless, and at most 2,000
 * characters.
 */
export function redactPath(url: string): string {
  const at = url.search(PARAMETERS);
  if (at < 0) return redactAddresses(url).slice(0, 2000);
  const path = redactAddresses(url.slice(0, at));
  if (url[at] !== "?") return `${path.slice(0, 1990)}***`;
  const pairs = url
    .slice(at + 1)
    .split("&")
    .map(redactPair);
  return `${path}?${pairs.join("&")}`.slice(0, 2000);
}

function redactPair(pair: string): string {
  const equals = pair.indexOf("=");
  if (equals < 0) return SHOWN.test(pair) ? pair : "***";
  return SHOWN.test(pair.slice(0, equals)) ? pair : `${pair.slice(0, Math.min(equals, 40))}=***`;
}
