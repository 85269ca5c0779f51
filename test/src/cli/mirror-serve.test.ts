import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { type CommandEvent, createContext, type MirrorServed, mirrorServe } from "factorio-lock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

let folder: string;
const stop = new AbortController();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-serve-"));
});
afterEach(() => removeFolder(folder));

const contextWith = (onEvent: (event: CommandEvent) => void) =>
  createContext(
    { env: {}, cwd: folder, platform: process.platform, home: folder, signal: stop.signal, now: () => 0 },
    { onEvent },
  );

test("mirror serve logs each request as a JSON line, and tells what is wrong with the folder", async () => {
  const directory = join(folder, "mods");
  await mkdir(directory);
  const info = { name: "fog-lamps", version: "1.0.0", title: "Fog", author: "me", factorio_version: "2.0" };
  await writeFile(join(directory, "fog-lamps_1.0.0.zip"), await makeArchive(info, {}));
  await writeFile(join(directory, "broken_1.0.0.zip"), "no archive");
  const accessLog = join(folder, "access.log");
  await writeFile(accessLog, "before\n");
  const events: CommandEvent[] = [];
  let served: Promise<MirrorServed> | undefined;
  const url = await new Promise<string>((resolve, reject) => {
    const context = contextWith((event) => events.push(event));
    served = mirrorServe(context, { directory, listen: "0", accessLog }, (mirror) => resolve(mirror.url));
    served.catch(reject);
  });
  await fetch(`${url}/api/mods/fog-lamps?token=hush`);
  stop.abort();
  await served;
  expect(events).toContainEqual({ kind: "note", text: "The folder holds 1 release of 1 mod." });
  expect(events).toContainEqual({ kind: "warning", text: expect.stringContaining("broken_1.0.0.zip is not served") });
  const log = await readFile(accessLog, "utf8");
  const [before, line = ""] = log.split("\n");
  expect(before).toBe("before");
  expect(JSON.parse(line)).toMatchObject({ method: "GET", status: 200, path: "/api/mods/fog-lamps?token=***" });
  expect(log).not.toContain("hush");
});

test("an access log that cannot be written is reported before anything is served", async () => {
  const started = mirrorServe(
    contextWith(() => {}),
    { directory: folder, accessLog: join(folder, "no", "log") },
    () => {},
  );
  await expect(started).rejects.toMatchObject({ code: "ENOENT" });
});
