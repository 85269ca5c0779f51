// One lock of the pack as a process of its own: node client.mjs URL FOLDER. Prints what it took as JSON.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ANY_RANGE, parseGameVersion, type Release } from "@factorio-lock/core";
import { createPortal, openMetadata } from "@factorio-lock/portal";
import { resolve } from "../../../test/src/solver/ask.ts";
import { PACK_SIZE, ROOTS } from "./pack.ts";

const startUp = performance.now();
const [url = "", folder = ""] = process.argv.slice(2);
const game = parseGameVersion("2.0");
if (!game) throw new Error("2.0 is a game version");
const lockFile = join(folder, "lock.json");
const locked = existsSync(lockFile)
  ? new Map(JSON.parse(readFileSync(lockFile, "utf8")) as [string, Release][])
  : new Map<string, Release>();
let requests = 0;

const start = performance.now();
const before = process.cpuUsage();
const portal = createPortal({
  url,
  onEvent: ({ kind }) => {
    if (kind === "asked") requests += 1;
  },
});
const metadata = openMetadata({ portal, directory: join(folder, "cache"), line: game.line });
await metadata.refresh([...ROOTS, ...locked.keys()]);
const refreshed = performance.now();
const news = process.cpuUsage(before);
const selection = await resolve(
  {
    game,
    expansion: false,
    requirements: new Map(ROOTS.map((name) => [name, { kind: "range", range: ANY_RANGE }])),
    locked,
  },
  metadata,
  { atOnce: true },
);
const end = performance.now();
const { user, system } = process.cpuUsage(before);
await portal.close();

if (selection.mods.length !== PACK_SIZE) throw new Error(`${selection.mods.length} mods instead of ${PACK_SIZE}`);
writeFileSync(lockFile, JSON.stringify(selection.mods.map(({ name, release }) => [name, release])));
console.log(
  JSON.stringify({
    startUp,
    total: end - start,
    refresh: refreshed - start,
    processor: (user + system) / 1000,
    news: (news.user + news.system) / 1000,
    requests,
  }),
);
