import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/** More than ten of everything: from there on Node takes listeners for a leak. */
const NAMES = Array.from({ length: 16 }, (_, at) => `tin-mod-${String(at).padStart(2, "0")}`);
const MODS = [
  ...NAMES.map((name) => ({ name, releases: [{ version: "1.0.0" }, { version: "1.1.0", padding: 50_000 }] })),
  { name: "tin-hub", releases: [{ version: "1.0.0", dependencies: ["base", ...NAMES] }] },
];

/**
 * Commands that do something with each of many; `FOLDER` stands for a mirror's folder, `FRESH` for one that no mirror has
 * looked into yet. That no other command warns every-flag.test.ts holds, with few mods.
 */
const RUNS: readonly (readonly string[])[] = [
  ["init"],
  ["add", "tin-hub"],
  ["update"],
  ["verify"],
  ["outdated"],
  ["mirror", "add", "FOLDER", "mods.lock"],
  ["mirror", "export", "FOLDER", "out"],
  ["mirror", "serve", "FRESH", "--listen", "127.0.0.1:0"],
  ["cache", "verify"],
  ["cache", "clean"],
  ["install"],
  ["remove", "tin-hub"],
];

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox(MODS);
  await mkdir(join(box.folder, "FOLDER"));
});
afterAll(() => box.close());

test("no command makes Node print a warning", async () => {
  const printed: string[] = [];
  for (const run of RUNS) {
    const args = run.map((word) => (/^[A-Z]+$/.test(word) ? join(box.folder, word) : word));
    if (args.includes(join(box.folder, "FRESH")))
      await cp(join(box.project, "mods"), join(box.folder, "FRESH"), { recursive: true });
    const stop = new AbortController();
    const timer = run[1] === "serve" ? setTimeout(() => stop.abort(), 3_000) : undefined;
    const { stderr } = await box.spawn(args, {
      signal: stop.signal,
      stdin: "another-token\n",
      env: { NODE_OPTIONS: "--trace-warnings" },
    });
    clearTimeout(timer);
    if (/\(node:\d+\)|Warning: /.test(stderr)) printed.push(`${run.join(" ")}: ${stderr}`);
  }
  expect(printed).toEqual([]);
});
