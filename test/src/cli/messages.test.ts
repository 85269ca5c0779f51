import { execFileSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n';

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
});
afterEach(() => box.close());

/** The stderr of a command that must succeed, or with `out` its stdout. */
async function said(args: readonly string[], out?: "out"): Promise<string> {
  const { code, stdout, stderr } = await box.run(args);
  expect(code, stderr).toBe(0);
  return out ? stdout : stderr;
}

test("login wants the user name, and refuses an e-mail address before anything is sent", async () => {
  const args = ["login", "--username", "ada@example.org", "--token-stdin"];
  const { code, stderr } = await box.run(args, { stdin: "some-token\n" });
  expect(code).toBe(2);
  expect(stderr).toContain('--username takes the user name, and "ada@example.org" is an e-mail address.');
  expect(stderr).toContain("https://factorio.com/profile");
  expect(box.requests).toEqual([]);
});

test("verify with --quiet prints nothing where all is right, and what is wrong where it is not", async () => {
  await said(["install"]);
  expect(await box.run(["verify", "-q"])).toEqual({ code: 0, stdout: "", stderr: "" });
  await rm(join(box.project, "mods", "gear-lib_2.0.0.zip"));
  const { code, stdout } = await box.run(["verify", "-q"]);
  expect(code).toBe(5);
  expect(stdout).toContain("gear-lib_2.0.0.zip");
});

test("doctor takes a folder with only mods.lock for what it is: nothing is to be started there", async () => {
  await said(["install"]);
  await rm(join(box.project, "mods.yaml"));
  const page = await said(["doctor"], "out");
  expect(page).not.toContain("factorio-lock init");
  expect(page).toContain("factorio-lock install --frozen");
  expect(page).toMatch(/good +lockfile +mods\.lock is in order with 2 mods\./);
  expect(page).toMatch(/good +mod-directory/);
  await writeFile(join(box.project, "mods.lock"), "nonsense: [\n");
  const { code, stdout } = await box.run(["doctor"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/bad +lockfile/);
});

test("completion offers what the key of `set` can be", async () => {
  expect(await said(["complete", "--", "set", "expansion", ""], "out")).toBe("true\nfalse\n");
  expect(await said(["complete", "--", "set", "expansion", "f"], "out")).toBe("false\n");
  expect(await said(["complete", "--", "set", "game", ""], "out")).toBe("headless\nalpha\nexpansion\n");
  expect(await said(["complete", "--", "set", "factorio", ""], "out")).toBe("");
});

test("install tells what it put right in mod-list.json, and --prune where it moved things", async () => {
  await said(["install"]);
  const list = (await box.read("mods/mod-list.json")) ?? "";
  const parsed = JSON.parse(list) as { mods: { name: string; enabled: boolean }[] };
  const off = parsed.mods.map((mod) => (mod.name === "gear-lib" ? { ...mod, enabled: false } : mod));
  await box.write("mods/mod-list.json", JSON.stringify({ mods: off }));
  expect(await said(["install"])).toContain("Switched on in mods/mod-list.json: gear-lib.");
  expect(await box.read("mods/mod-list.json")).toBe(list);
  await rm(join(box.project, "mods", "mod-list.json"));
  expect(await said(["install"])).toContain("Wrote mods/mod-list.json, which was missing.");
  expect(await said(["install"])).not.toContain("mod-list.json");
  await box.write("mods/others_1.0.0.zip", "not ours");
  expect(await said(["install", "--prune"])).toContain("Moved to mods.set-aside/: others_1.0.0.zip.");
  expect(await box.read("mods.set-aside/others_1.0.0.zip")).toBe("not ours");
});

test("update of a mod that mods.yaml holds back says so, and what would ask for the newer one", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "1.2.0"\n');
  await said(["install"]);
  const page = await said(["update", "gear-lib"]);
  expect(page).toContain("gear-lib stays at 1.2.0: mods.yaml asks for exactly that; 2.0.0 is newer.");
  expect(page).toContain('`factorio-lock add "gear-lib@>= 2.0.0"`');
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "< 2.0"\n');
  expect(await said(["update", "gear-lib"])).toContain("mods.yaml asks for < 2.0; 2.0.0 is newer.");
  expect(await said(["update"])).not.toContain("stays at");
  await said(["add", "gear-lib@>= 2.0.0"]);
  expect(await said(["update", "gear-lib"])).not.toContain("stays at");
});

test("whoever moves a modpack says which of its mods another one holds back, and which", async () => {
  await box.world.publish([
    { name: "old-roof", releases: [{ version: "1.0.0", dependencies: ["long-beam < 2.0"] }] },
    { name: "arch", releases: [{ version: "1.0.0" }, { version: "2.0.0", dependencies: ["old-roof"] }] },
    { name: "long-beam", releases: [{ version: "1.0.0" }, { version: "2.0.9" }] },
  ]);
  const line = "long-beam 1.0.0 is held below 2.0.9 by old-roof.";
  const held = [{ name: "long-beam", version: "1.0.0", newest: "2.0.9", by: ["old-roof"] }];
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  arch: "*"\n  long-beam: "*"\n');
  for (const args of [["lock"], ["update", "--no-install"], ["add", "tall-masts", "--no-install"]]) {
    expect(await said(args)).toContain(line);
    expect(JSON.parse(await said([...args, "--json"], "out")).heldBack, args[0]).toEqual(held);
  }
  await rm(join(box.project, "mods.lock"));
  const installed = await box.spawn(["install", "--json"]);
  expect(JSON.parse(installed.stdout).heldBack).toEqual(held);
  expect(await said(["remove", "long-beam", "--no-install"])).not.toContain("held below");
});

test("add of a mod that is asked for already says that nothing changed", async () => {
  await said(["install"]);
  expect(await said(["add", "tall-masts"])).toContain("mods.yaml: tall-masts * already; nothing changed there");
  expect(await said(["add", "tall-masts", "--no-lock"])).not.toContain("Wrote mods.yaml");
  expect(await said(["add", "fog-lamps"])).not.toContain("nothing changed");
});

test("verify counts the mods of others that are switched off", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n');
  await box.write("mods/others_1.0.0.zip", "not ours");
  expect((await box.run(["install"])).code).toBe(0);
  const { code, stdout } = await box.run(["verify"]);
  expect(code).toBe(0);
  expect(stdout).toContain("1 other mod is there, switched off.");
  expect(JSON.parse((await box.run(["verify", "--json"])).stdout)).toMatchObject({ others: 1, problems: [] });
  await box.run(["install", "--prune"]);
  expect((await box.run(["verify"])).stdout).not.toContain("other mod");
});

test("help finds a topic under the words for it", async () => {
  const { stdout } = await box.run(["help", "exit-codes"]);
  expect(await box.run(["help", "exit", "codes"])).toMatchObject({ code: 0, stdout });
  expect(await box.run(["help", "Exit codes"])).toMatchObject({ code: 0, stdout });
  expect((await box.run(["help", "JSON"])).stdout).toContain("Output for programs");
});

test("why explains a mod that mods.yaml keeps out, and of one that is not locked yet", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  fog-lamps: false\n');
  expect((await box.run(["lock"])).code).toBe(0);
  const keptOut = await box.run(["why", "fog-lamps"]);
  expect(keptOut.code).toBe(3);
  expect(keptOut.stderr).toContain("fog-lamps is not in mods.lock: mods.yaml keeps it out.");
  expect(keptOut.stderr).toContain("`factorio-lock add fog-lamps`");
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  rail-tunes: "*"\n');
  for (const command of ["why", "tree"]) {
    const { code, stderr } = await box.run([command, "rail-tunes"]);
    expect(code).toBe(3);
    expect(stderr).toContain("rail-tunes is in mods.yaml, but not in mods.lock yet.");
    expect(stderr).toContain("`factorio-lock install`");
  }
  await box.write("mods.yaml", "damaged: [\n");
  expect((await box.run(["why", "rail-tunes"])).stderr).toContain("rail-tunes is not in mods.lock.");
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  fog-lamps: false\n');
  expect((await box.run(["add", "fog-lamps", "--no-install"])).code).toBe(0);
  expect((await box.run(["why", "fog-lamps"])).code).toBe(0);
});

test("verify says that mod-list.json is missing", async () => {
  await said(["install"]);
  await rm(join(box.project, "mods", "mod-list.json"));
  const { code, stderr } = await box.run(["verify"]);
  expect(code).toBe(5);
  expect(stderr).toContain("mods/mod-list.json is missing.");
});

test("a mod-list.json that is there and broken is not called missing", async () => {
  await said(["install"]);
  await box.write("mods/mod-list.json", "{ mods: nonsense");
  const { code, stderr } = await box.run(["verify"]);
  expect(code).toBe(5);
  expect(stderr).toContain("mods/mod-list.json cannot be read.");
  const { stdout } = await box.run(["install", "--dry-run", "--json"]);
  expect((JSON.parse(stdout) as { directory: { modList: string } }).directory.modList).toBe("repaired");
  expect(await said(["install"])).toContain("Wrote mods/mod-list.json, which could not be read.");
  expect((await box.run(["verify"])).code).toBe(0);
});

test("verify reports a path mod whose folder is gone, and goes on", async () => {
  const info = { name: "my-mod", version: "1.0.0", title: "Mine", author: "me", factorio_version: "2.0" };
  await box.write("dev/my-mod/info.json", JSON.stringify(info));
  await box.write("mods.yaml", `${MANIFEST}  my-mod: { path: ./dev/my-mod }\n`);
  for (const args of [["install"], ["install", "--copy"]]) {
    await box.write("dev/my-mod/info.json", JSON.stringify(info));
    await said(args);
    expect((await box.run(["verify"])).code).toBe(0);
    await removeFolder(join(box.project, "dev"));
    const { code, stdout } = await box.run(["verify", "--json"]);
    expect(code).toBe(5);
    const document = JSON.parse(stdout) as { problems: object[]; error: { code: string; hint: string } };
    expect(document.problems).toEqual([{ mod: "my-mod", file: "./dev/my-mod", problem: "missing" }]);
    expect(document.error).toMatchObject({ code: "VERIFY_FAILED", hint: expect.stringContaining("put my-mod back") });
  }
  await rm(join(box.project, "mods", "gear-lib_2.0.0.zip"));
  const { problems } = JSON.parse((await box.run(["verify", "--json"])).stdout) as { problems: object[] };
  expect(problems).toHaveLength(2);
});

test("a doctor who finds something bad has failed, in JSON too", async () => {
  await said(["lock"]);
  const good = JSON.parse((await box.run(["doctor", "--json"])).stdout) as { ok: boolean; checks: { name: string }[] };
  expect(good.ok).toBe(true);
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
  expect((await box.run(["lock"])).code).toBe(0);
  expect(await said(["doctor"], "out")).toMatch(/: 1 entry for Factorio 2\.0\./);
  expect(await said(["doctor"], "out")).toMatch(/up to date with 1 mod\./);
  await box.write("mods.lock", "nonsense: [\n");
  const { code, stdout } = await box.run(["doctor", "--json"]);
  expect(code).toBe(1);
  const bad = JSON.parse(stdout) as { readonly checks: readonly { readonly name: string }[] };
  expect(bad).toMatchObject({ ok: false, error: { code: "FAILED", message: "Not in order: lockfile." } });
  // Without a lockfile there is nothing to compare the game with.
  const others = good.checks.filter(({ name }) => name !== "game-version");
  expect(bad.checks.map(({ name }) => name)).toEqual(others.map(({ name }) => name));
});

test("login and logout with --quiet print nothing", async () => {
  const args = ["login", "-q", "--username", "ada", "--token-stdin"];
  expect(await box.run(args, { stdin: "some-token\n" })).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await box.run(["logout", "-q"])).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("remove of a mod that others only recommend does not say that they need it", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  wind-chimes: "*"\n  fog-lamps: "*"\n');
  await said(["install"]);
  const page = await said(["remove", "fog-lamps"]);
  expect(page).toContain("fog-lamps is no longer asked for, but stays: other mods recommend it.");
  expect(page).toContain("`factorio-lock add fog-lamps@false` keeps it out.");
  expect(await said(["add", "fog-lamps@false"])).not.toContain("warning: fog-lamps");
});

test.skipIf(process.platform !== "linux")("where no folder can be made, every command ends and says so", async () => {
  await said(["lock"]);
  for (const [args, env] of [
    [["install", "--mod-directory", "/proc/nope/mods"], {}],
    [["install"], { FACTORIO_MOD_DIRECTORY: "/proc/nope" }],
    [["install", "--cache-dir", "/proc/nope"], {}],
    [["mirror", "export", ".", "/proc/nope/out"], {}],
    [["mirror", "add", "/proc/nope"], {}],
  ] as const) {
    const { code, stderr } = await box.run(args, { env });
    expect(code, args.join(" ")).toBe(1);
    expect(stderr).toMatch(/no folder can be made there/i);
  }
  expect((await box.run(["doctor", "--cache-dir", "/proc/nope"])).stdout).toMatch(/bad +cache/);
});

test("~ in a flag is the user's home", async () => {
  await said(["install", "--mod-directory=~/mods", "--cache-dir=~/kept"]);
  expect(await box.read("../home/mods/mod-list.json")).toContain("tall-masts");
  expect(await box.read("~/mods/mod-list.json")).toBeUndefined();
  expect((await box.run(["cache", "dir", "--cache-dir", "~/kept"])).stdout).toBe(
    `${join(box.folder, "home", "kept")}\n`,
  );
});

test("a folder to start in that is not there is reported, also below a modpack", async () => {
  for (const args of [
    ["init", "-C", "new-folder"],
    ["lock", "-C", "/no/such/place"],
    ["-Cnew-folder", "list"],
  ]) {
    const { code, stderr } = await box.run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: There is no folder .*(?:new-folder|place)\.\n\nhint: -C takes a folder that is there/,
    );
  }
  expect(await box.read("mods.lock")).toBeUndefined();
});

test("diff where nothing was committed yet says so", async () => {
  await said(["lock"]);
  execFileSync("git", ["init", "-q"], { cwd: box.project });
  const { code, stderr } = await box.run(["diff"]);
  expect(code).toBe(1);
  expect(stderr).toContain("This git repository has no commits yet");
});

describe("a portal that gives a release an unsafe file name or address", () => {
  /** Serves the box's portal with its answers about mods changed. */
  async function served(change: (release: Record<string, unknown>) => void): Promise<string> {
    const server = createServer((request, response) => {
      void (async () => {
        const answer = await fetch(new URL(request.url ?? "", box.portal.url));
        const body = JSON.parse(await answer.text()) as { releases?: Record<string, unknown>[] };
        for (const release of body.releases ?? []) change(release);
        response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(body));
      })().catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("of a mod that is asked for and has no other: UNSAFE_NAME, also from what is remembered", async () => {
    for (const [field, value, kind] of [
      ["file_name", "../../fog-lamps_3.1.0.zip", "file name"],
      ["download_url", "https://example.org/evil.zip", "download address"],
    ] as const) {
      await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
      const url = await served((release) => void (release[field] = value));
      for (const more of [[], [], ["--offline"]]) {
        const { code, stdout } = await box.run(["lock", "--portal", url, "--json", ...more]);
        expect(code).toBe(6);
        const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
        expect(error.code).toBe("UNSAFE_NAME");
        expect(error.message).toContain(`fog-lamps 3.1.0 the ${kind} "${value}"`);
      }
    }
    const url = await served((release) => void (release["file_name"] = "a/b.zip"));
    await box.write("mods.yaml", MANIFEST);
    expect((await box.run(["add", "fog-lamps", "--portal", url])).code).toBe(6);
  });

  test("of a mod that others need: the failure tells what was left out", async () => {
    const url = await served((release) => {
      if (String(release["file_name"]).startsWith("gear-lib")) release["file_name"] = "../gear-lib.zip";
    });
    for (const more of [[], ["--offline"]]) {
      const { code, stdout } = await box.run(["lock", "--portal", url, "--json", ...more]);
      expect(code).toBe(3);
      const { warnings } = JSON.parse(stdout) as { warnings: object[] };
      expect(warnings).toEqual([
        {
          code: "PORTAL_ODD_ANSWER",
          message: expect.stringContaining("3 releases of gear-lib on the mod portal are left out: its file name"),
          mod: "gear-lib",
        },
      ]);
      const { stderr } = await box.run(["lock", "--portal", url, ...more]);
      expect(stderr).toMatch(/^warning: 3 releases of gear-lib .*left out/m);
    }
  });
});
