import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { endProcess } from "../../../../testing/sandbox.mjs";
import { portalOf, serve, temporaryFolder, wireMod, wireRelease } from "../../testing/server.ts";
import { createPortal } from "../portal/create-portal.ts";
import { openMetadata } from "./open-metadata.ts";

const NAMES = Array.from({ length: 20 }, (_, at) => `mod-${at}`);

/** A program that fills the cache over and over, each time from nothing that it remembers. */
async function filler(folder: string): Promise<string> {
  const outfile = join(folder, "fill.cjs");
  await build({
    stdin: {
      contents: `
        import { createPortal, openMetadata } from "./index.ts";
        const [url, directory, runs, names] = process.argv.slice(2);
        const portal = createPortal({ url });
        (async () => {
          for (let run = 0; run < Number(runs); run += 1) {
            const metadata = openMetadata({ portal, directory });
            const infos = await Promise.all(names.split(",").map((name) => metadata.get(name)));
            if (infos.some((info) => !info || info.releases.length === 0)) throw new Error("a mod was lost");
          }
          await portal.close();
        })();`,
      resolveDir: fileURLToPath(new URL("..", import.meta.url)),
      loader: "ts",
    },
    alias: { "@factorio-lock/core": fileURLToPath(new URL("../../../core/src/index.ts", import.meta.url)) },
    bundle: true,
    platform: "node",
    outfile,
    logLevel: "error",
  });
  return outfile;
}

test("many processes may fill one cache at once, and be killed while they do", async () => {
  let version = 0;
  const server = await serve((hit, response, nth) => {
    // Every request meets a newer release, so that every process has something to write.
    version += 1;
    const mods = NAMES.map((name) => wireMod(name, [wireRelease(name, `1.0.${version}`, ["base"])] as const));
    portalOf(new Map(mods.map((mod) => [mod.name, mod])))(hit, response, nth);
  });
  const directory = await temporaryFolder();
  const program = await filler(await temporaryFolder());
  const start = (runs: number): ChildProcess =>
    spawn(process.execPath, [program, server.url, directory, String(runs), NAMES.join()], { stdio: "inherit" });

  const endless = start(1_000_000);
  const exits = [start(5), start(5), start(5)].map((child) => once(child, "exit"));
  await sleep(500);
  await endProcess(endless, "SIGKILL");
  for (const exit of exits) expect((await exit)[0]).toBe(0);

  const portal = createPortal({ url: server.url });
  onTestFinished(() => portal.close());
  const metadata = openMetadata({ portal, directory, offline: true });
  for (const name of NAMES) expect((await metadata.get(name))?.releases).toHaveLength(1);
  const [folder] = readdirSync(directory);
  expect(metadata.names().sort()).toEqual([...NAMES].sort());
  const left = readdirSync(join(directory, folder as string, "mods")).filter((file) => file.endsWith(".tmp"));
  expect(left.length).toBeLessThanOrEqual(1);
});
