import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../test/src/mirror/nginx.ts";
import { PEERS, peerModules } from "./peer-package.ts";

/** Starts Verdaccio on a storage that lies in the folder; undefined where it is left out. */
export async function startVerdaccio(
  folder: string,
): Promise<{ readonly url: string; stop(): Promise<void> } | undefined> {
  const modules = peerModules(PEERS.verdaccio);
  if (modules === undefined) return undefined;
  const config = join(folder, "verdaccio.yaml");
  const rules = ["uplinks: {}", "packages:", "  '**':", "    access: $all", "log: { type: stdout, level: error }"];
  await writeFile(config, ["storage: ./storage", ...rules, ""].join("\n"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = join(modules, "verdaccio", "bin", "verdaccio");
  const child = spawn(process.execPath, [program, "--config", config, "--listen", url], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (let tries = 0; tries < 300; tries += 1) {
    if (
      await fetch(`${url}/-/ping`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { url, stop };
    await sleep(100);
  }
  await stop();
  throw new Error("Verdaccio does not answer");
}
