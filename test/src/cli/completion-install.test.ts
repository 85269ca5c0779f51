import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, EXECUTABLE, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let home: string;
beforeAll(async () => {
  box = await createSandbox();
  home = join(box.folder, "home");
});
afterAll(() => box.close());

test("bash and fish get a file where they look, and bash completes by it", async () => {
  expect(await box.spawn(["completion", "bash", "--install"])).toMatchObject({ code: 0 });
  const file = join(home, ".local", "share", "bash-completion", "completions", "factorio-lock");
  expect(await box.spawn(["completion", "bash"])).toMatchObject({ stdout: readFileSync(file, "utf8") });
  expect(await box.spawn(["completion", "fish", "--install"])).toMatchObject({ code: 0 });
  expect(readFileSync(join(home, ".config", "fish", "completions", "factorio-lock.fish"), "utf8")).toContain(
    "complete -c",
  );
  if (spawnSync("bash", ["-c", ":"]).status !== 0) return;
  const bin = join(box.folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "factorio-lock"), `#!/bin/sh\nexec "${process.execPath}" "${EXECUTABLE}" "$@"\n`, {
    mode: 0o755,
  });
  const program = `source "$1"; COMP_WORDS=(factorio-lock outd); COMP_CWORD=1; _factorio_lock; echo "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync("bash", ["-c", program, "bash", file], {
    cwd: box.project,
    encoding: "utf8",
    env: { PATH: `${bin}:${process.env["PATH"]}`, HOME: home },
  });
  expect(stdout.trim()).toBe("outdated");
});

test("zsh gets a line in its own file, once, and what stands there stays", async () => {
  const profile = join(home, ".zshrc");
  writeFileSync(profile, "alias ll='ls -l'");
  for (let run = 0; run < 2; run += 1) {
    expect(await box.spawn(["completion", "zsh", "--install"])).toMatchObject({ code: 0 });
    const file = join(home, ".local", "share", "factorio-lock", "completion.zsh");
    expect(readFileSync(profile, "utf8")).toBe(`alias ll='ls -l'\nsource '${file}' # completion of factorio-lock\n`);
    expect(readFileSync(file, "utf8")).toContain("compdef _factorio_lock");
  }
});

test("a .zshrc in another encoding than UTF-8 keeps its bytes", async () => {
  const profile = join(home, ".zshrc");
  const before = Buffer.from("export NAME='J\xfcrgen'\n", "latin1");
  writeFileSync(profile, before);
  expect(await box.spawn(["completion", "zsh", "--install"])).toMatchObject({ code: 0 });
  const after = readFileSync(profile);
  expect(after.subarray(0, before.length)).toEqual(before);
  expect(after.subarray(before.length).toString("utf8")).toMatch(/^source '.*' # completion of factorio-lock\n$/);
  expect(await box.spawn(["completion", "zsh", "--install"])).toMatchObject({ code: 0 });
  expect(readFileSync(profile)).toEqual(after);
});

test("a .zshrc that cannot be read is a failure, not a mistake in the manifest", async () => {
  const profile = join(home, ".zshrc");
  rmSync(profile, { force: true });
  mkdirSync(profile);
  const { code, stderr } = await box.spawn(["completion", "zsh", "--install"]);
  expect(code).toBe(1);
  expect(stderr).toContain(".zshrc cannot be read");
  rmdirSync(profile);
});

test("PowerShell, whose place only it knows, gets instructions", async () => {
  const { code, stderr } = await box.spawn(["completion", "powershell", "--install"]);
  expect(code).toBe(2);
  expect(stderr).toContain(">> $PROFILE");
});
