import { redactAddresses } from "@factorio-lock/portal";

/** A line of the access log. It never contains tokens, passwords or signatures. */
export interface AccessEntry {
  /** The time of the request, in ISO 8601. */
  readonly time: string;
  /** The client's address. */
  readonly client: string;
  readonly method: string;
  /** Path and query, with possible secrets replaced by `***` or `[hidden]`. */
  readonly path: string;
  readonly status: number;
  /** Bytes sent, head and body. */
  readonly bytes: number;
  /** The time from the request's head to the end of the answer. */
  readonly milliseconds: number;
  /** The client's `User-Agent`, at most 200 characters. */
  readonly agent: string;
  /** Whether the client disconnected before the end of the answer. */
  readonly aborted: boolean;
}

/** Parameters whose values are logged. All others are hidden. */
const SHOWN = /^(?:page|page_size|sort|sort_order|hide_deprecated|namelist|version|full|username|api_version)$/;

/** The start of parameters, well-formed or not: no path of the API contains such a character, plain or encoded. */
const PARAMETERS = /[?&;=#]|%(?:3f|26|3b|3d|23|25)/i;

/**
 * Makes a path and query safe for a log: only parameter values known to be harmless are kept, at most 2,000 characters
 * in all.
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
