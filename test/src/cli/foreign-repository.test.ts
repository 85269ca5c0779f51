import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let trap: string;
let sprung: string;
beforeEach(async () => {
  box = await createSandbox();
  sprung = join(box.folder, "sprung");
  trap = join(box.folder, "trap.sh");
  await writeFile(trap, `#!/bin/sh\necho "$@" >> '${sprung}'\nexit 1\n`);
  await chmod(trap, 0o755);
  await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
  expect((await box.run(["lock"])).code).toBe(0);
});
afterEach(() => box.close());

function git(cwd: string, ...args: readonly string[]): string {
  const env = { PATH: process.env["PATH"], HOME: box.folder, GIT_CONFIG_NOSYSTEM: "1" };
  const author = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...author, ...args], { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

async function commit(): Promise<void> {
  git(box.project, "init", "--quiet");
  git(box.project, "add", ".");
  git(box.project, "commit", "--quiet", "-m", "a pack");
}

/** Makes a repository want the blob of mods.lock from a remote whose command is the trap. */
async function promise(gitFolder: string, work: string): Promise<void> {
  const blob = git(work, "rev-parse", "HEAD:mods.lock").trim();
  await rm(join(gitFolder, "objects", blob.slice(0, 2), blob.slice(2)), { force: true });
  const config = (name: string, value: string) => git(work, "config", "--file", join(gitFolder, "config"), name, value);
  config("core.repositoryFormatVersion", "1");
  config("extensions.partialClone", "origin");
  config("remote.origin.url", join(box.folder, "nowhere"));
  config("remote.origin.promisor", "true");
  config("remote.origin.uploadpack", trap);
  config("protocol.allow", "always");
  config("protocol.file.allow", "always");
}

describe.skipIf(process.platform === "win32")("diff runs nothing that a foreign repository names", () => {
  test("the trap works: git alone runs the command of a promised blob", async () => {
    await commit();
    await promise(join(box.project, ".git"), box.project);
    expect(() => git(box.project, "cat-file", "blob", "HEAD:mods.lock")).toThrow();
    expect(existsSync(sprung)).toBe(true);
  });

  test.each([[[]], [["HEAD"]], [["HEAD^0", "HEAD"]], [["HEAD", "--markdown"]]])(
    "a promised blob is not fetched: diff %j",
    async (args) => {
      await commit();
      await promise(join(box.project, ".git"), box.project);
      const { code } = await box.spawn(["diff", ...args]);
      expect(code).toBeGreaterThan(0);
      expect(existsSync(sprung)).toBe(false);
    },
  );

  test("a bare repository among the files of another is none", async () => {
    await commit();
    const embedded = join(box.folder, "embedded");
    await mkdir(embedded);
    git(box.folder, "clone", "--quiet", "--bare", box.project, embedded);
    await removeFolder(join(embedded, "hooks"));
    for (const name of await readdir(embedded))
      await cp(join(embedded, name), join(box.project, name), { recursive: true });
    await removeFolder(join(box.project, ".git"));
    await writeFile(
      join(box.project, "config"),
      `[core]\n\tbare = true\n[alias]\n\tcat-file = !${trap}\n\trev-parse = !${trap}\n`,
    );
    await promise(box.project, box.project);
    const { code, stderr } = await box.spawn(["diff", "HEAD^0"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("is not in a git repository")]);
    expect(existsSync(sprung)).toBe(false);
  });

  test("nor do hooks, monitors, pagers, editors, filters, external diffs, aliases and transports run", async () => {
    await box.write(".gitattributes", "* diff=trap filter=trap\n");
    await commit();
    const keys = [
      "core.fsmonitor",
      "core.pager",
      "pager.cat-file",
      "pager.rev-parse",
      "core.editor",
      "core.sshCommand",
      "core.askPass",
      "core.gitProxy",
      "core.alternateRefsCommand",
      "diff.external",
      "diff.trap.command",
      "diff.trap.textconv",
      "filter.trap.clean",
      "filter.trap.smudge",
      "filter.trap.process",
      "credential.helper",
      "gpg.program",
      "uploadpack.packObjectsHook",
      "sequence.editor",
    ];
    for (const key of keys) git(box.project, "config", key, trap);
    for (const command of ["cat-file", "rev-parse", "rev-list"])
      git(box.project, "config", `alias.${command}`, `!${trap}`);
    const hooks = join(box.folder, "hooks");
    await mkdir(hooks);
    for (const hook of [
      "post-checkout",
      "post-index-change",
      "reference-transaction",
      "pre-auto-gc",
      "fsmonitor-watchman",
    ]) {
      await cp(trap, join(hooks, hook));
    }
    git(box.project, "config", "core.hooksPath", hooks);
    await rm(sprung, { force: true });
    await box.write("mods.lock", ((await box.read("mods.lock")) ?? "").replace("expansion: false", "expansion: true"));
    const { code, stdout } = await box.spawn(["diff"], { env: { GIT_PAGER: undefined } });
    expect([code, stdout]).toEqual([0, expect.stringContaining("expansion")]);
    expect((await box.spawn(["diff", "no-such-revision"])).code).toBe(2);
    expect(existsSync(sprung)).toBe(false);
  });
});
