import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

// Nothing here depends on the day: one year is long past for every clock, the other far ahead.
const LONG_AGO = "2001-01-01T00:00:00.000000Z";
const JUST_NOW = "2999-01-01T00:00:00.000000Z";

const MODS = [
  {
    name: "slow-snail",
    releases: [
      { version: "1.0.0", released: LONG_AGO, dependencies: ["shell-lib"] },
      { version: "1.1.0", released: JUST_NOW, dependencies: ["shell-lib"] },
      { version: "1.2.0", released: JUST_NOW, dependencies: ["shell-lib"] },
    ],
  },
  {
    name: "shell-lib",
    releases: [
      { version: "2.0.0", released: LONG_AGO },
      { version: "2.0.1", released: JUST_NOW },
    ],
  },
  { name: "new-born", releases: [{ version: "0.1.0", released: JUST_NOW }] },
];

const LEFT_OUT = "3 releases younger than 7 days were left out (`--older-than 0d` takes them).";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox(MODS);
});
afterEach(() => box.close());

const locked = async () =>
  [...((await box.read("mods.lock")) ?? "").matchAll(/file: "(.*)\.zip"/g)].map(([, file]) => file);

test("add and update take no release that is younger, and say how many there are", { timeout: 60_000 }, async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
  const added = await box.spawn(["add", "slow-snail", "--older-than", "7d", "--no-install"]);
  expect(added.code, added.stderr).toBe(0);
  expect(added.stderr).toContain(LEFT_OUT);
  expect(await box.read("mods.yaml")).toContain('slow-snail: ">= 1.0.0"');
  expect(await locked()).toEqual(["shell-lib_2.0.0", "slow-snail_1.0.0"]);
  const updated = await box.spawn(["update", "--older-than", "1w", "--no-install", "--json"]);
  expect(JSON.parse(updated.stdout)).toMatchObject({ ok: true, leftOut: { olderThan: "1w", releases: 3 } });
  expect(await locked()).toEqual(["shell-lib_2.0.0", "slow-snail_1.0.0"]);
  const all = await box.spawn(["update", "--no-install"]);
  expect(all.stderr).not.toContain("younger");
  expect(await locked()).toEqual(["shell-lib_2.0.1", "slow-snail_1.2.0"]);
  // What is locked stays: it never goes back.
  expect((await box.spawn(["update", "--older-than", "7d", "--no-install"])).stderr).not.toContain("left out");
  expect(await locked()).toEqual(["shell-lib_2.0.1", "slow-snail_1.2.0"]);
});

test("mods.yaml says so for all commands; a pin and --older-than 0d make an exception", {
  timeout: 60_000,
}, async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  slow-snail: "*"\n');
  const set = await box.run(["set", "updates.olderThan", "7d"]);
  expect(set.stdout).toContain("mods.yaml now says updates.olderThan: 7d.");
  expect(await box.read("mods.yaml")).toContain("updates:\n  olderThan: 7d\n");
  expect((await box.run(["lock"])).stderr).toContain(LEFT_OUT);
  expect(await locked()).toEqual(["shell-lib_2.0.0", "slow-snail_1.0.0"]);
  expect((await box.run(["outdated"])).stdout).toContain("slow-snail 1.2.0 is younger than 7 days.");
  expect((await box.run(["update", "slow-snail", "--precise", "1.1.0", "--no-install"])).code).toBe(0);
  expect(await locked()).toEqual(["shell-lib_2.0.0", "slow-snail_1.1.0"]);
  expect((await box.run(["add", "slow-snail@1.2.0", "--no-install"])).code).toBe(0);
  expect(await locked()).toEqual(["shell-lib_2.0.0", "slow-snail_1.2.0"]);
  expect((await box.run(["update", "--older-than", "0d", "--no-install"])).stderr).not.toContain("left out");
  expect(await locked()).toEqual(["shell-lib_2.0.1", "slow-snail_1.2.0"]);
});

test("a mod that has only young releases is refused for that reason", { timeout: 60_000 }, async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nupdates: { olderThan: 2w }\nmods: {}\n');
  const before = await box.snapshot();
  const { code, stderr } = await box.run(["add", "new-born"]);
  expect(code).toBe(3);
  expect(stderr).toContain("no release for Factorio 2.0 that is 2 weeks old");
  expect(stderr).toContain("1 release younger than 2 weeks was left out (`--older-than 0d` takes it).");
  expect(await box.snapshot()).toEqual(before);
  expect((await box.run(["add", "new-born", "--older-than", "0d", "--no-install"])).code).toBe(0);
  expect(await locked()).toEqual(["new-born_0.1.0"]);
});

test("what is no age is refused with the form that it has", { timeout: 60_000 }, async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nupdates: { olderThan: soon }\n');
  const written = await box.run(["lock"]);
  expect(written.code).toBe(2);
  expect(written.stderr).toContain(
    'mods.yaml:2:23: found "soon" for "olderThan", expected a number of hours, days or weeks, such as 36h, 7d or 2w',
  );
  await box.write("mods.yaml", 'factorio: "2.0"\nupdates: { newerThan: 7d }\n');
  expect((await box.run(["lock"])).stderr).toContain("olderThan");
  await box.write("mods.yaml", 'factorio: "2.0"\n');
  for (const words of [
    ["lock", "--older-than", "7"],
    ["set", "updates.olderThan", "soon"],
  ]) {
    const { code, stderr } = await box.run(words);
    expect(code).toBe(2);
    expect(stderr).toContain("a number of hours, days or weeks, such as 36h, 7d or 2w");
  }
});
