import { handleBookmarks, handleDownload } from "./downloads.ts";
import type { Handler } from "./exchange.ts";
import { handleFile } from "./files.ts";
import { handleFull, handleList, handlePostedList, handleShort } from "./mods.ts";
import { handleHealth, handleMetrics } from "./operations.ts";
import { handleFrontPage, handleModPage, handlePackLock, handlePackPage } from "./pages.ts";
import { handleSearch } from "./search.ts";
import { handleSignIn } from "./sign-in.ts";
import { handleThumbnail } from "./thumbnails.ts";

/** A route and the handlers for its methods. `HEAD` is handled like `GET`. */
interface Route {
  /** Its name in the metrics. */
  readonly name: string;
  readonly methods: Readonly<Partial<Record<"GET" | "POST", Handler>>>;
}

/** A route with the variable parts of the path, decoded. */
export interface Match {
  readonly route: Route;
  readonly segments: readonly string[];
}

const LIST: Route = { name: "list", methods: { GET: handleList, POST: handlePostedList } };
const SHORT: Route = { name: "short", methods: { GET: handleShort } };
const FULL: Route = { name: "full", methods: { GET: handleFull } };
const DOWNLOAD: Route = { name: "download", methods: { GET: handleDownload } };
const FILE: Route = { name: "file", methods: { GET: handleFile } };
const THUMBNAIL: Route = { name: "thumbnail", methods: { GET: handleThumbnail } };

const FRONT: Route = { name: "front-page", methods: { GET: handleFrontPage } };
const MOD_PAGE: Route = { name: "mod-page", methods: { GET: handleModPage } };
const PACK_PAGE: Route = { name: "pack-page", methods: { GET: handlePackPage } };
const PACK_LOCK: Route = { name: "pack-lock", methods: { GET: handlePackLock } };

const FIXED: ReadonlyMap<string, Route> = new Map([
  ["/", FRONT],
  ["/api/mods", LIST],
  ["/api/bookmarks", { name: "bookmarks", methods: { GET: handleBookmarks } }],
  ["/api/search", { name: "search", methods: { POST: handleSearch } }],
  ["/api-login", { name: "sign-in", methods: { POST: handleSignIn } }],
  ["/healthz", { name: "health", methods: { GET: handleHealth } }],
  ["/metrics", { name: "metrics", methods: { GET: handleMetrics } }],
]);

const PATTERNS: readonly (readonly [RegExp, Route])[] = [
  [/^\/api\/mods\/([^/]+)\/full$/, FULL],
  [/^\/api\/mods\/([^/]+)$/, SHORT],
  [/^\/download\/([^/]+)\/([^/]+)$/, DOWNLOAD],
  [/^\/files\/([0-9a-f]{2})\/([0-9a-f]{38})$/, FILE],
  [/^\/mods\/([^/]+)$/, MOD_PAGE],
  [/^\/packs\/([A-Za-z0-9_.-]+)\.lock$/, PACK_LOCK],
  [/^\/packs\/([A-Za-z0-9_.-]+)$/, PACK_PAGE],
  [/^\/assets\/([0-9a-f]{40})\.thumb\.png$/, THUMBNAIL],
];

/** Finds the route of a path; undefined if there is none, or if the path is not validly encoded. */
export function findRoute(path: string): Match | undefined {
  const fixed = FIXED.get(path);
  if (fixed) return { route: fixed, segments: [] };
  for (const [pattern, route] of PATTERNS) {
    const match = pattern.exec(path);
    if (!match) continue;
    try {
      return { route, segments: match.slice(1).map(decodeURIComponent) };
    } catch {
      return undefined;
    }
  }
  return undefined;
}
