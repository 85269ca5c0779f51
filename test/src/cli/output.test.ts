import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSave } from "../../../packages/game/testing/make-save.ts";
import { createSandbox, type Output, type Sandbox, settled } from "./sandbox.ts";

const MANIFEST = `# Our pack for Friday nights.
factorio: "2.0"

mods:
  tall-masts: "*" # the reason for all this
  gear-lib: ">= 1.0"
  wide-river: "*"
`;

let box: Sandbox;
let restore: () => Promise<void>;

beforeAll(async () => {
  box = await createSandbox();
  await box.world.withdraw("gear-lib");
  const { MODS } = await import("./world.ts");
  const gear = MODS.find(({ name }) => name === "gear-lib");
  if (!gear) throw new Error("the test's world has no gear-lib");
  await box.world.publish([{ ...gear, releases: gear.releases.slice(0, 1) }]);
  await box.write("mods.yaml", MANIFEST);
  git("init", "-q", "-b", "main");
  expect((await box.run(["install"])).code).toBe(0);
  git("add", "mods.yaml", "mods.lock");
  git("-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "Lock");
  await box.world.publish([gear]);
  restore = await box.keep();
});
afterAll(() => box.close());

function git(...args: readonly string[]): void {
  execFileSync("git", args, { cwd: box.project, env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } });
}

/** Runs from the same start each time: at three widths without colour, and once with. */
async function look(args: readonly string[], options: Parameters<Sandbox["run"]>[1] = {}): Promise<string> {
  const parts: string[] = [];
  for (const [columns, color] of [
    [60, "never"],
    [80, "never"],
    [120, "never"],
    [80, "always"],
  ] as const) {
    await restore();
    const output = await box.run([...args, "--no-progress", "--color", color], { ...options, columns });
    parts.push(`=== ${columns} columns${color === "always" ? ", colour" : ""}: exit ${output.code}\n${both(output)}`);
    if (color === "never") expectFits(output, columns, args);
  }
  return parts.join("\n");
}

function both({ stdout, stderr }: Output): string {
  const out = stdout === "" ? "" : `--- stdout\n${visible(settled(stdout, box))}`;
  const err = stderr === "" ? "" : `--- stderr\n${visible(settled(stderr, box))}`;
  return `${out}${err}`;
}

/** Colours as words, so that a snapshot can be read. */
function visible(text: string): string {
  return text.replaceAll(/\p{Cc}\[(\d+)m/gu, "<$1>");
}

/** Output that is meant to be copied or read by a program is not broken. */
const VERBATIM = ["completion", "schema", "--markdown", "mod-list", "markdown", "clusterio"];

/** No line is wider than the terminal, but for a word that is wider by itself, and for what is not broken on purpose. */
function expectFits({ stdout, stderr }: Output, columns: number, args: readonly string[]): void {
  if (args.some((arg) => VERBATIM.includes(arg))) return;
  const toCopy = args[0] === "help" || args.includes("--help") ? /^ {2}/ : /^ {2}factorio-lock /;
  for (const line of `${stdout}${stderr}`.split("\n").filter((text) => !toCopy.test(text))) {
    const words = line.trim().split(/\s+/);
    const widest = Math.max(...words.map((word) => word.length));
    if (line.length > columns && widest < columns / 2) {
      throw new Error(`${args.join(" ")} at ${columns} columns prints a line of ${line.length}: ${line}`);
    }
  }
}

describe("whole outputs at 60, 80 and 120 columns, with and without colour", () => {
  test.each([
    ["help", ["--help"]],
    ["schema manifest", ["schema", "manifest"]],
    ["help of a command", ["add", "--help"]],
    ["help of a group", ["cache"]],
    ["help ranges", ["help", "ranges"]],
    ["help exit-codes", ["help", "exit-codes"]],
    ["help credentials", ["help", "credentials"]],
    ["help environment", ["help", "environment"]],
    ["help json", ["help", "json"]],
    ["help lockfile", ["help", "lockfile"]],
    ["help manifest", ["help", "manifest"]],
    ["add", ["add", "old-clock"]],
    ["add with optional mods that would fit", ["add", "wind-chimes", "fog-lamps@3.1.0"]],
    ["add with an optional mod that would fit", ["add", "tall-masts"]],
    ["add --with-optional", ["add", "tall-masts", "--with-optional"]],
    ["add with an unknown mod", ["add", "wide-rivers"]],
    ["add that has no answer", ["add", "quiet-night", "tall-masts@>= 1.0"]],
    ["add without locking", ["add", "fog-lamps", "--no-lock"]],
    ["remove", ["remove", "wide-river"]],
    ["remove that stays", ["remove", "gear-lib"]],
    ["lock", ["lock"]],
    ["lock --check", ["lock", "--check"]],
    ["install with nothing to do", ["install"]],
    ["install --dry-run", ["install", "--dry-run", "--mod-directory", "elsewhere"]],
    ["update", ["update"]],
    ["update --dry-run", ["update", "gear-lib", "--dry-run"]],
    ["update --precise", ["update", "gear-lib", "--precise", "1.2.0", "--no-changelog"]],
    ["set", ["set", "factorio", "2.0.77"]],
    ["outdated", ["outdated"]],
    ["tree", ["tree"]],
    ["tree --optional", ["tree", "--optional"]],
    ["why", ["why", "gear-lib"]],
    ["list", ["list"]],
    ["list in load order", ["list", "--load-order"]],
    ["diff without changes", ["diff"]],
    ["diff of a revision that is none", ["diff", "no-such-branch"]],
    ["export markdown", ["export", "markdown"]],
    ["export mod-list", ["export", "mod-list"]],
    ["export mod-list to a file", ["export", "mod-list", "list.json"]],
    ["export metapackage", ["export", "metapackage", "--name", "friday-pack"]],
    ["export metapackage under another name", ["export", "metapackage", "pack.zip"]],
    ["export of no format", ["export", "tar"]],
    ["help export", ["export", "--help"]],
    ["verify", ["verify"]],
    ["search", ["search", "gear"]],
    ["search for nothing", ["search", "xyzzy"]],
    ["info", ["info", "gear-lib"]],
    ["info of all releases", ["info", "gear-lib", "--releases"]],
    ["whoami", ["whoami"]],
    ["logout", ["logout"]],
    ["cache dir", ["cache", "dir"]],
    ["cache size", ["cache", "size"]],
    ["cache prune", ["cache", "prune"]],
    ["cache verify", ["cache", "verify"]],
    ["cache clean", ["cache", "clean"]],
    ["doctor", ["doctor"]],
    ["completion bash", ["completion", "bash"]],
    ["completion zsh", ["completion", "zsh"]],
    ["completion fish", ["completion", "fish"]],
    ["completion powershell", ["completion", "powershell"]],
    ["a wrong option", ["install", "--frozn"]],
  ])("%s", async (_, args) => {
    expect(await look(args)).toMatchSnapshot();
  });

  test("init", async () => {
    await box.run(["init"], { cwd: "." });
    expect(await look(["init"])).toMatchSnapshot();
    expect(
      await look(["init", "--cwd", join(box.folder, "home"), "--factorio", "2.1", "--expansion"]),
    ).toMatchSnapshot();
  });

  test("init --from and import, of a save", async () => {
    const save = await makeSave({
      game: "2.0.72",
      mods: [
        { name: "base", version: "2.0.72" },
        { name: "quality", version: "2.0.72" },
        { name: "tall-masts", version: "1.0.0" },
        { name: "fog-lamps", version: "3.1.0" },
        { name: "gear-lib", version: "0.5.0" },
        { name: "../odd", version: "1.0.0" },
      ],
      startup: { loud: { any: false, type: "bool", value: true } },
    });
    const before = restore;
    restore = async () => {
      await before();
      await writeFile(join(box.folder, "home", "friday.zip"), save);
    };
    expect(await look(["init", "--cwd", join(box.folder, "home"), "--from", "friday.zip"])).toMatchSnapshot();
    expect(await look(["init", "--cwd", join(box.folder, "home"), "--from", "nothing.zip"])).toMatchSnapshot();
    expect(await look(["import", "../home/friday.zip"])).toMatchSnapshot();
    expect(await look(["import", "../home/friday.zip", "--no-lock"])).toMatchSnapshot();
    restore = before;
  });

  test("login with a token from standard input", async () => {
    const options = { stdin: "canary-5d1f0c7e9b\n" };
    expect(await look(["login", "--username", "ada", "--token-stdin"], options)).toMatchSnapshot();
  });

  test("diff with changelogs, for a terminal and for a pull request", async () => {
    await restore();
    expect((await box.run(["update"])).code).toBe(0);
    const before = restore;
    restore = await box.keep();
    expect(await look(["diff"])).toMatchSnapshot();
    expect(await look(["diff", "HEAD", "mods.lock", "--markdown"])).toMatchSnapshot();
    restore = before;
  });

  test("what is quiet prints nothing but what was asked for", async () => {
    await restore();
    expect(await box.run(["update", "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await box.run(["list", "--quiet"])).toMatchObject({ code: 0, stderr: "" });
  });
});
