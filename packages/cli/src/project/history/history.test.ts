import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolderSync } from "../../../../../testing/sandbox.mjs";
import type { Context } from "../context.ts";
import { changeSince, historyFolder, KEPT_STEPS, openStep, readSteps } from "./history.ts";
import type { ProjectTexts, Step } from "./step.ts";

let sandbox: string;
let folder: string;
beforeEach(() => {
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), "factorio-lock-history-")));
  folder = join(sandbox, "history");
});
afterEach(() => removeFolderSync(sandbox));

const texts = (manifest: string, lock: string): ProjectTexts => ({ manifest, lock });
const step = (before: ProjectTexts, after: ProjectTexts, command = "add"): Step => ({
  kind: "command",
  time: "2026-01-01T00:00:00.000Z",
  command: [command],
  before,
  after,
});
const [OLD, NEW] = [texts("old", "old"), texts("new", "new")];
const commandsAt = (now: ProjectTexts) => readSteps(folder, now).map(({ command }) => command.join(" "));

test("a change that was done is kept, and one that failed is not", () => {
  openStep(folder, OLD, [step(OLD, NEW, "add")]).done();
  openStep(folder, NEW, [step(NEW, OLD, "remove")]).failed();
  expect(commandsAt(NEW)).toEqual(["add"]);
  expect(readdirSync(folder)).toEqual(["00000001.json"]);
});

// A command that was killed leaves its change pending: what the modpack has become tells whether it was made.
test.each([
  ["made", OLD, NEW, NEW, true],
  ["not made", OLD, NEW, OLD, false],
  ["made, and mods.yaml was edited since", OLD, NEW, texts("edited", "new"), true],
  ["not made, and mods.yaml was edited since", OLD, NEW, texts("edited", "old"), false],
  ["made to mods.yaml alone", OLD, texts("new", "old"), texts("new", "old"), true],
] as const)("a pending change that was %s", (_, before, after, now, isMade) => {
  openStep(folder, before, [step(before, after)]);
  expect(commandsAt(now)).toEqual(isMade ? ["add"] : []);
});

test("the next command decides about a pending change, before it changes what tells", () => {
  openStep(folder, OLD, [step(OLD, NEW, "killed before its change")]);
  openStep(folder, OLD, [step(OLD, texts("other", "other"), "update")]).done();
  expect(commandsAt(texts("other", "other"))).toEqual(["update"]);

  openStep(folder, texts("other", "other"), [step(texts("other", "other"), NEW, "killed after its change")]);
  openStep(folder, NEW, [step(NEW, texts("other", "other"), "undo")]).done();
  expect(commandsAt(texts("other", "other"))).toEqual(["update", "killed after its change", "undo"]);
});

test("the oldest changes go", () => {
  for (let at = 0; at <= KEPT_STEPS + 1; at += 1) openStep(folder, OLD, [step(OLD, NEW, String(at))]).done();
  const kept = commandsAt(NEW);
  expect(kept).toHaveLength(KEPT_STEPS);
  expect([kept[0], kept.at(-1)]).toEqual(["2", String(KEPT_STEPS + 1)]);
});

test("a change of mods.yaml alone is one by hand, and one of the lockfile one by another program", () => {
  const last = step(OLD, NEW);
  expect(changeSince(last, NEW, "now")).toBeUndefined();
  expect(changeSince(last, texts("edited", "new"), "now")?.kind).toBe("hand");
  expect(changeSince(last, texts("new", "pulled"), "now")?.kind).toBe("outside");
});

test.skipIf(process.platform === "win32")(
  "no history is read from the modpack itself, whatever path leads there",
  () => {
    const pack = join(sandbox, "pack");
    mkdirSync(pack);
    symlinkSync(pack, join(sandbox, "link"));
    const at = (state: string): string | undefined =>
      historyFolder({ env: { XDG_STATE_HOME: state }, platform: "linux", home: sandbox } as unknown as Context, pack);
    expect(at(join(pack, "state"))).toBeUndefined();
    expect(at(join(sandbox, "link", "state"))).toBeUndefined();
    expect(at(join(sandbox, "state"))).toContain(join(sandbox, "state", "factorio-lock", "history"));
    expect(existsSync(join(sandbox, "state"))).toBe(false);
  },
);
