import { execFileSync } from "node:child_process";
import { lstat, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, type RunOptions, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

interface Document {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  readonly [key: string]: unknown;
}

/** Runs the executable. */
async function json(args: readonly string[], options: RunOptions = {}): Promise<Document & { readonly exit: number }> {
  const { code, stdout } = await box.spawn([...args, "--json"], options);
  return { ...(JSON.parse(stdout) as Document), exit: code };
}

describe("a mods.yaml that is a link out of its folder", () => {
  const TEXT = 'factorio: "2.0"\nmods:\n  gear-lib: "*"\n';
  let elsewhere: string;
  beforeEach(async () => {
    await mkdir(join(box.folder, "home", "dotfiles"), { recursive: true });
    elsewhere = join(box.folder, "home", "dotfiles", "ours.yaml");
    await writeFile(elsewhere, TEXT);
  });

  const changes: readonly (readonly string[])[] = [
    ["add", "fog-lamps"],
    ["add", "fog-lamps", "--no-lock"],
    ["remove", "gear-lib", "--no-install"],
    ["set", "expansion", "true"],
  ];
  test.each(["a link to it", "a folder behind a link"])("%s: the file is not changed", async (way) => {
    if (way === "a link to it") {
      await symlink("../home/dotfiles/ours.yaml", join(box.project, "mods.yaml"));
    } else {
      await symlink("../home/dotfiles", join(box.project, "parts"));
      await symlink("parts/ours.yaml", join(box.project, "mods.yaml"));
    }
    // Reading it is allowed, and mods.lock is our own.
    expect((await json(["lock"])).ok).toBe(true);
    const before = await box.snapshot();
    for (const command of changes) {
      const { exit, error } = await json(command);
      expect([command, error?.code, exit]).toEqual([command, "NOT_TRUSTED", 2]);
      expect(error?.message).toContain(`${join(box.project, "mods.yaml")} is a link to ${elsewhere}`);
      expect(error?.hint).toContain("`factorio-lock trust`");
    }
    expect(await readFile(elsewhere, "utf8")).toBe(TEXT);
    expect(await box.snapshot()).toEqual(before);
  });

  test("trust allows it for this file, until untrust", async () => {
    await symlink("../home/dotfiles/ours.yaml", join(box.project, "mods.yaml"));
    expect(await json(["trust"])).toMatchObject({ ok: true, besides: [elsewhere], changed: true });
    expect((await json(["set", "expansion", "true"])).ok).toBe(true);
    expect(await readFile(elsewhere, "utf8")).toContain("expansion: true");
    expect((await lstat(join(box.project, "mods.yaml"))).isSymbolicLink()).toBe(true);
    expect(await json(["untrust"])).toMatchObject({ directories: [elsewhere] });
    expect((await json(["set", "expansion", "false"])).error?.code).toBe("NOT_TRUSTED");
  });

  test("one that leads to a file in the same folder is nobody's question", async () => {
    await box.write("kept/ours.yaml", TEXT);
    await symlink("kept/ours.yaml", join(box.project, "mods.yaml"));
    expect((await json(["set", "expansion", "true"])).ok).toBe(true);
    expect(await box.read("kept/ours.yaml")).toContain("expansion: true");
  });

  test("a .gitattributes that is one is not copied into the repository", async () => {
    await box.write("mods.yaml", TEXT);
    execFileSync("git", ["init", "-q", box.project]);
    const secret = join(box.folder, "home", "secret");
    await writeFile(secret, "a secret\n");
    await symlink("../home/secret", join(box.project, ".gitattributes"));
    expect((await json(["git-setup"])).error?.message).toContain("is a link to a file outside its folder");
    expect((await lstat(join(box.project, ".gitattributes"))).isSymbolicLink()).toBe(true);
    expect(await readFile(secret, "utf8")).toBe("a secret\n");
  });
});

describe("a followed pack at an address in the player's own network", () => {
  let server: Server;
  let address: string;
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "*"\npack:\n  name: friday\n');
    expect((await json(["lock"])).ok).toBe(true);
    const { file } = await json(["export", "pack"]);
    const pack = await box.read(String(file));
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(pack);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/friday.json`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const following = (from: string) =>
    box.write("mods.yaml", `factorio: "2.0"\nmods:\n  gear-lib: "*"\npack:\n  name: friday\n  from: ${from}\n`);

  test("is not asked before its user has allowed it, not even with --yes", async () => {
    for (const from of [address, address.replace("127.0.0.1", "localhost"), "https://192.168.0.1/reboot"]) {
      await following(from);
      for (const command of [["update"], ["update", "--yes"], ["update", "--dry-run"]]) {
        const { exit, error } = await json(command);
        expect([from, command, error?.code, exit]).toEqual([from, command, "NOT_TRUSTED", 2]);
        expect(error?.message).toContain(from);
      }
    }
    expect(asked).toEqual([]);
    await following(address);
    expect(await json(["trust"])).toMatchObject({ besides: [address], changed: true });
    expect((await json(["update", "--yes"])).ok).toBe(true);
    expect(asked.length).toBeGreaterThan(0);
    // Another address is another question.
    await following(`${address}?reboot`);
    expect((await json(["update", "--yes"])).error?.code).toBe("NOT_TRUSTED");
  });

  test("is allowed by whoever names it: sync, init and set", async () => {
    expect((await json(["sync", address, "--yes"])).ok).toBe(true);
    expect((await json(["update", "--yes"])).ok).toBe(true);
    expect(await json(["untrust"])).toMatchObject({ directories: [address] });
    expect((await json(["update", "--yes"])).error?.code).toBe("NOT_TRUSTED");
    expect((await json(["set", "pack.from", address])).ok).toBe(true);
    expect((await json(["update", "--yes"])).ok).toBe(true);
    await mkdir(join(box.project, "begun"));
    expect((await json(["init", "--from", address], { cwd: "begun" })).ok).toBe(true);
    expect((await json(["update", "--yes"], { cwd: "begun" })).ok).toBe(true);
  });
});
