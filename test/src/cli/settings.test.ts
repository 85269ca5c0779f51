import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readModSettings, writeModSettings } from "@factorio-lock/game";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
  await box.write(
    "mods.yaml",
    'factorio: "2.0"\nmods: { fog-lamps: "*" }\nsettings:\n  startup:\n    loud: false # really\n    seed: 18446744073709551615\n    size: "2"\n',
  );
  expect((await box.run(["install"])).code).toBe(0);
});
afterEach(() => box.close());

async function ok(args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout } = await box.run([...args, "--json"]);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Changes a value in the game. */
async function play(name: string, value: boolean): Promise<void> {
  const path = join(box.project, "mods/mod-settings.dat");
  const settings = readModSettings(await readFile(path));
  if (settings?.tree.type !== "dictionary") throw new Error("no settings");
  const bool = { any: false, type: "bool", value } as const;
  const entries = settings.tree.entries.map(([section, node]) => {
    if (section !== "startup" || node.type !== "dictionary") return [section, node] as const;
    const others = node.entries.filter(([other]) => other !== name);
    const setting = { any: false, type: "dictionary", entries: [["value", bool] as const] } as const;
    return [section, { ...node, entries: [...others, [name, setting] as const] }] as const;
  });
  await writeFile(path, writeModSettings({ ...settings, tree: { ...settings.tree, entries } }));
}

test("show and diff, and export takes over what was set in the game: only that line changes", async () => {
  expect(await ok(["settings", "diff"])).toMatchObject({ changes: [] });
  await play("loud", true);
  await play("fast", true);
  expect(await ok(["settings"])).toMatchObject({
    settings: [
      { name: "fast", manifest: null, file: true },
      { name: "loud", manifest: false, file: true },
      { name: "seed", manifest: "18446744073709551615", file: "18446744073709551615" },
      { name: "size", manifest: "2", file: "2" },
    ],
  });
  expect((await box.run(["settings", "diff", "--exit-code"])).code).toBe(5);
  await ok(["settings", "export", "startup.loud"]);
  expect(await box.read("mods.yaml")).toContain("    loud: true # really\n    seed: 18446744073709551615\n");
  expect(await box.read("mods.yaml")).not.toContain("fast");
  await ok(["settings", "export"]);
  expect(await box.read("mods.yaml")).toContain("fast: true\n");
  expect(await ok(["settings", "diff"])).toMatchObject({ changes: [] });
});

test("diff shows the settings that changed since a revision, in a table for a pull request", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: box.project });
  git("init", "--quiet");
  git("add", "mods.yaml", "mods.lock");
  git("commit", "--quiet", "--message", "first");
  expect(await ok(["diff"])).toMatchObject({ settings: [] });
  await ok(["settings", "set", "startup.loud", "true"]);
  const changed = { section: "startup", name: "loud", from: false, to: true };
  expect(await ok(["diff"])).toMatchObject({ mods: [], settings: [changed] });
  expect((await box.run(["diff"])).stdout).toBe("~ startup.loud false → true\n");
  expect((await box.run(["diff", "--markdown"])).stdout).toContain("| `startup.loud` | `false` | `true` |");
  // A copy of a lockfile has no settings of its own, whatever lies next to it.
  await writeFile(join(box.project, "old.lock"), (await box.read("mods.lock")) ?? "");
  expect(await ok(["diff", "old.lock"])).toMatchObject({ settings: [] });
  // Nor has a revision whose mods.yaml cannot be read.
  await box.write("mods.yaml", "nonsense: [");
  git("commit", "--quiet", "--all", "--message", "broken");
  expect(await ok(["diff", "HEAD", "HEAD~1"])).toMatchObject({ settings: [] });
});

test("set keeps the kind, unset takes the line out, near names are suggested", async () => {
  await ok(["settings", "set", "startup.size", "3"]);
  expect(await box.read("mods.yaml")).toContain('    size: "3"\n');
  expect((await box.run(["settings", "set", "startup.loud", "often"])).code).toBe(2);
  const { stderr } = await box.run(["settings", "set", "startup.loudd", "true"]);
  expect(stderr).toContain("did you mean startup.loud?");
  await ok(["settings", "unset", "startup.loudd", "startup.size", "startup.seed"]);
  await ok(["settings", "unset", "startup.loud"]);
  expect(await box.read("mods.yaml")).toBe('factorio: "2.0"\nmods: { fog-lamps: "*" }\n');
  const missing = await box.run(["settings", "unset", "startup.loud"]);
  expect(missing.code).toBe(2);
  expect((await box.run(["settings", "set", "loud", "true"])).code).toBe(2);
});

test("a change in mods.yaml changes only that value in the game's file", async () => {
  const path = join(box.project, "mods/mod-settings.dat");
  const before = await readFile(path);
  await ok(["settings", "set", "startup.loud", "true"]);
  await ok(["install"]);
  const after = await readFile(path);
  expect(after.length).toBe(before.length);
  expect([...after].filter((byte, at) => byte !== before[at])).toHaveLength(1);
});

test("a damaged file is one clear error, and nothing changes", async () => {
  await writeFile(join(box.project, "mods/mod-settings.dat"), "nothing");
  const before = await box.snapshot();
  for (const args of [["settings"], ["settings", "diff"], ["settings", "export"]]) {
    const { code, stderr } = await box.run(args);
    expect(code).toBe(1);
    expect(stderr).toContain("mod-settings.dat cannot be read");
  }
  expect(await box.snapshot()).toEqual(before);
});
