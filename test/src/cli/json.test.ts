import { execFileSync } from "node:child_process";
import { Ajv2020 } from "ajv/dist/2020.js";
import { schema } from "factorio-lock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(await schema("json"));
const validateManifest = ajv.compile(await schema("manifest"));
const validateLockfile = ajv.compile(await schema("lockfile"));

const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  wide-river: "*"\n  noisy-mod: false\n';

let box: Sandbox;
let restore: () => Promise<void>;

beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: box.project });
  git("init", "-q", "-b", "main");
  expect((await box.run(["add", "gear-lib@1.0.0"])).code).toBe(0);
  git("add", "mods.yaml", "mods.lock");
  git("-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "Lock");
  expect((await box.run(["add", "gear-lib@>= 1.0", "--no-lock"])).code).toBe(0);
  restore = await box.keep();
});
afterAll(() => box.close());

/** Runs with `--json`; the one document must be what the schema says. */
async function document(
  args: readonly string[],
  options: Parameters<Sandbox["run"]>[1] = {},
): Promise<Record<string, unknown>> {
  await restore();
  const { code, stdout, stderr } = await box.run(["--json", ...args], options);
  const found = JSON.parse(stdout) as Record<string, unknown>;
  expect(validate(found), JSON.stringify({ found, errors: validate.errors }, null, 1).slice(0, 4000)).toBe(true);
  expect(stderr).toBe("");
  expect(found["ok"]).toBe(code === 0 || (code === 5 && args.includes("--exit-code")));
  return found;
}

describe("--json prints one document that its schema describes", () => {
  test.each([
    [["init"]],
    [["init", "-C", "nowhere-yet"]],
    [["init", "-C", "../home", "--from", "../project/mods"]],
    [["init", "-C", "../home", "--from", "../project/mods.yaml"]],
    [["add", "old-clock"]],
    [["add", "tall-masts"]],
    [["add", "fog-lamps", "--no-install"]],
    [["add", "fog-lamps", "--no-lock"]],
    [["add", "nothing-like-it"]],
    [["add", "quiet-night"]],
    [["add", "rail-tunes", "quiet-night"]],
    [["remove", "wide-river"]],
    [["remove", "noisy-mod"]],
    [["lock"]],
    [["lock", "--check"]],
    [["lock", "--dry-run"]],
    [["install"]],
    [["install", "--dry-run"]],
    [["install", "--frozen"]],
    [["update"]],
    [["update", "--dry-run"]],
    [["set", "expansion", "true"]],
    [["outdated"]],
    [["outdated", "--exit-code"]],
    [["tree"]],
    [["tree", "--optional", "--depth", "1"]],
    [["list", "--licences"]],
    [["export", "html", "--since", "HEAD"]],
    [["status"]],
    [["graph"]],
    [["graph", "gear-lib", "--optional", "--output", "gears.svg"]],
    [["graph", "--load-order", "--format", "mermaid"]],
    [["graph", "--held-back"]],
    [["graph", "--why-not", "quiet-night"]],
    [["why", "gear-lib"]],
    [["why", "base"]],
    [["list"]],
    [["diff"]],
    [["import", "mods", "--no-lock"]],
    [["import", "mods", "--dry-run"]],
    [["import", "mods.yaml"]],
    [["export", "mod-list"]],
    [["export", "markdown"]],
    [["export", "clusterio"]],
    [["export", "metapackage", "..", "--name", "friday-pack"]],
    [["export", "metapackage", "--name", "a"]],
    [["export"]],
    [["verify"]],
    [["search", "gear"]],
    [["info", "gear-lib"]],
    [["whoami"]],
    [["logout"]],
    [["cache", "dir"]],
    [["cache", "size"]],
    [["cache", "prune"]],
    [["cache", "verify"]],
    [["cache", "clean"]],
    [["doctor"]],
    [["doctor", "--offline"]],
    [["completion", "bash"]],
    [["complete", "--", "in"]],
    [["schema", "lockfile"]],
    [["help"]],
    [["help", "ranges"]],
    [["help", "no-such-topic"]],
    [[]],
    [["mirror", "--help"]],
    [["list", "--help"]],
    [["--version"]],
    [["no-such-command"]],
    [["install", "--no-such-option"]],
  ])("%j", async (args) => {
    const found = await document(args);
    expect(found["schemaVersion"]).toBe(1);
  });

  test("the document of an install names every mod with its version, and what became of it", async () => {
    const { mods, lockfile, downloaded, reused } = await document(["update"]);
    expect(mods).toEqual([
      { name: "gear-lib", version: "2.0.0", requested: true, change: "updated", from: "1.0.0" },
      { name: "tall-masts", version: "1.0.0", requested: true, change: "unchanged", from: null },
      { name: "wide-river", version: "1.0.0", requested: true, change: "unchanged", from: null },
      { name: "wide-river-art", version: "1.0.0", requested: false, change: "unchanged", from: null },
    ]);
    expect(lockfile).toEqual({ path: "mods.lock", changed: true });
    expect(downloaded).toMatchObject({ files: 1 });
    expect(reused).toEqual({ files: 3 });
  });

  test("a failure tells the command that was meant, also where its flags cannot be read", async () => {
    const named = async (...args: readonly string[]) => (await document(args))["command"];
    expect(await named("install", "--no-such-option")).toBe("install");
    expect(await named("-C", "install", "cache", "--constructor", "size")).toBe("cache size");
    expect(await named("add")).toBe("add");
    expect(await named("lock", "--concurrency")).toBe("lock");
    expect(await named("no-such-command")).toBe("");
  });

  test("a removed mod has the version that it had", async () => {
    const { mods } = await document(["remove", "wide-river"]);
    expect(mods).toContainEqual({
      name: "wide-river-art",
      version: "1.0.0",
      requested: false,
      change: "removed",
      from: "1.0.0",
    });
  });

  test("control characters of the portal's text are escaped", async () => {
    await box.world.publish([
      {
        name: "loud-bell",
        summary: "ding\u001b[31m\u0007\u009b\u202edong",
        releases: [{ version: "1.0.0", dependencies: ["base"] }],
      },
    ]);
    const json = await box.run(["info", "loud-bell", "--json"]);
    expect(json.stdout).toMatch(/^[\x20-\x7e\n]*$/);
    const text = await box.run(["info", "loud-bell"]);
    expect(text.stdout).toContain("ding[31mdong");
  });
});

test("the schemas of manifest and lockfile take what is written, and refuse what is not", async () => {
  await restore();
  expect(validateManifest(parse((await box.read("mods.yaml")) ?? "")), JSON.stringify(validateManifest.errors)).toBe(
    true,
  );
  expect(validateLockfile(parse((await box.read("mods.lock")) ?? "")), JSON.stringify(validateLockfile.errors)).toBe(
    true,
  );
  expect(validateManifest({ factorio: "2.0", modz: {} })).toBe(false);
  expect(validateManifest({ mods: {} })).toBe(false);
  expect(validateManifest({ factorio: "2.0", mods: { flib: true } })).toBe(false);
  expect(validateLockfile({ lockfileVersion: 2, factorio: "2.0", expansion: false })).toBe(false);
});
