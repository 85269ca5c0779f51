import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";

const KILLS = process.env["LONG"] ? Number.POSITIVE_INFINITY : 10;

/** Manifest and lockfile, and what the game would load; throws where a file that the mod list names is not there. */
async function state(box: Sandbox): Promise<string> {
  const list = (await box.read("mods/mod-list.json")) ?? "";
  const { mods } = JSON.parse(list) as { mods: { name: string; enabled: boolean; version?: string }[] };
  for (const { name, enabled, version } of mods) {
    if (enabled && version !== undefined) await readFile(join(box.project, "mods", `${name}_${version}.zip`));
  }
  return JSON.stringify([await box.read("mods.yaml"), await box.read("mods.lock"), list]);
}

test("an undo that is killed at any of its changes to the disk is made or not, and nothing is lost", async () => {
  const box = await createSandbox();
  const preload = join(box.folder, "kill-at.mjs");
  const entry = fileURLToPath(new URL("kill-at.ts", import.meta.url));
  await build({
    entryPoints: [entry],
    outfile: preload,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const ok = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await box.run(args);
    expect(code, `${args.join(" ")}: ${stderr}`).toBe(0);
    return stdout;
  };
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  wind-chimes: "*"\n');
  await ok("install", "--no-recommended");
  const first = await state(box);
  await ok("edit", "--add", "fog-lamps", "--remove", "wind-chimes");
  const second = await state(box);
  // Each kill from the same start: a longer history would move the calls that are counted.
  const putBack = await box.keep();
  await putBack();
  const counts = join(box.folder, "counts.json");
  const undo = (env: Readonly<Record<string, string>>) =>
    box.spawn(["undo", "-q"], {
      env: { NODE_OPTIONS: `--import=file://${preload}`, KILL_BELOW: box.folder, KILL_COUNTS: counts, ...env },
    });
  const counted = await undo({});
  expect(counted.code, counted.stderr).toBe(0);
  expect(await state(box)).toBe(first);
  const calls = JSON.parse(await readFile(counts, "utf8")) as number[];
  expect(calls.length).toBeGreaterThan(20);
  const stride = Math.max(1, Math.ceil(calls.length / KILLS));
  const made = { undone: 0, finished: 0 };
  for (const at of calls.filter((_, index) => index % stride === 0)) {
    await putBack();
    const { code } = await undo({ KILL_AT: String(at) });
    expect(code, `killed at call ${at}`).toBe(-1);
    // Any command finishes what was begun, or takes it back.
    await ok("install", "--frozen");
    const now = await state(box);
    expect([first, second], `killed at call ${at}`).toContain(now);
    made[now === second ? "undone" : "finished"] += 1;
    await ok("undo");
    expect(await state(box), `undone after the kill at call ${at}`).toBe(now === first ? second : first);
    const { changes } = JSON.parse(await ok("history", "--json")) as { changes: { kind: string }[] };
    expect(changes.every(({ kind }) => kind === "command")).toBe(true);
  }
  console.log(
    `undo: ${calls.length} changes to the disk; of those killed at, ${made.undone} left the pack as it was and ${made.finished} were finished`,
  );
  expect(made.undone).toBeGreaterThan(0);
  expect(made.finished).toBeGreaterThan(0);
  await box.close();
}, 900_000);
