import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type RunOptions, type Sandbox } from "./sandbox.ts";

const OUTER = 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n';
const KNOT = 'factorio: "2.0"\nmods:\n  gear-lib: ">= 2.0"\n  old-clock: "*"\n';

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

/** The words of each step of a suggestion, as a shell hands them over. */
function stepsOf(suggestion: string): string[][] {
  return suggestion.split(" && ").map((step) => {
    const words = [...step.matchAll(/"([^"]*)"|'([^']*)'|([^"'\s]+)/g)];
    return words.map(([, double, single, bare]) => double ?? single ?? bare ?? "").slice(1);
  });
}

/** Runs a command that has no answer, and it again after each of its suggestions; each must then succeed. */
async function repaired(args: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const restore = await box.keep();
  const { code, stdout } = await box.run([...args, "--json"], options);
  expect(code, stdout).toBe(3);
  const { suggestions = [] } = (JSON.parse(stdout) as { error: { suggestions?: string[] } }).error;
  expect(suggestions.length).toBeGreaterThan(0);
  for (const suggestion of suggestions) {
    await restore();
    for (const step of stepsOf(suggestion)) {
      const { code: stepCode, stderr } = await box.run(step, options);
      expect(stepCode, `${suggestion}\n${stderr}`).toBe(0);
    }
    const again = await box.run(args, options);
    expect(again.code, `${suggestion}\n${again.stderr}`).toBe(0);
  }
  return suggestions;
}

test("suggestions change the modpack that the failed command was about, with its flags", async () => {
  await box.write("mods.yaml", OUTER);
  await box.write("other pack/mods.yaml", KNOT);
  const flags = ["-C", "other pack", "--portal", box.portal.url, "--mod-directory", "my mods", "--cache-dir=../kept"];
  const suggestions = await repaired(["install", ...flags, "--no-recommended"], {
    env: { FACTORIO_LOCK_PORTAL: "http://127.0.0.1:9" },
  });
  for (const suggestion of suggestions) {
    expect(suggestion).toContain(`--cwd "other pack" --portal ${box.portal.url} --mod-directory "my mods"`);
    expect(suggestion).toContain("--cache-dir ../kept");
    expect(suggestion).not.toContain("--no-install");
    expect(suggestion.includes("--no-recommended")).toBe(!suggestion.includes(" set "));
  }
  expect(await box.read("mods.yaml")).toBe(OUTER);
  expect(await box.read("mods.lock")).toBeUndefined();
  expect(await box.read("other pack/my mods/mod-list.json")).toBeDefined();
});

test("where nothing would be installed, no suggestion installs, and none needs credentials", async () => {
  const env = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };
  await box.write("mods.yaml", KNOT);
  for (const args of [["lock"], ["lock", "--dry-run"], ["install", "--dry-run"], ["update", "--no-install"]]) {
    for (const suggestion of await repaired(args, { env })) expect(suggestion).toContain("--no-install");
    expect(await box.read("mods/mod-list.json")).toBeUndefined();
    await box.write("mods.yaml", KNOT);
  }
});

test("the other add that is suggested is about the same modpack too", async () => {
  await box.write("pack/mods.yaml", 'factorio: "2.0"\nmods: {}\n');
  const { code, stderr } = await box.run(["add", "old-clock", "gear-lib@2.0.0", "-C", "pack", "--dry-run"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^ {2}factorio-lock add .* --cwd pack --no-install$/m);
});

test("where a folder's name cannot be quoted, nothing is suggested that a shell would read otherwise", async () => {
  await box.write("it's $HOME/mods.yaml", KNOT);
  const { code, stderr } = await box.run(["lock", "-C", join(box.project, "it's $HOME")]);
  expect(code).toBe(3);
  expect(stderr).not.toContain("hint:");
});

test("update --precise tells what the command line asks for, and suggests what leaves the mod alone", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  old-clock: "*"\n  tall-masts: "*"\n');
  expect((await box.run(["lock"])).code).toBe(0);
  const args = ["update", "gear-lib", "--precise", "2.0.0"];
  const { code, stdout, stderr } = await box.run([...args, "--no-install"]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain("  Your mods.yaml asks for old-clock.\n  You ask for gear-lib 2.0.0.\n");
  const suggestions = await repaired(args);
  expect(suggestions).toEqual(["factorio-lock remove old-clock"]);
});

test("update --precise of a mod that only the removed one needs suggests nothing that loses it", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  old-clock: "*"\n');
  expect((await box.run(["lock"])).code).toBe(0);
  const { code, stdout } = await box.run(["update", "gear-lib", "--precise", "2.0.0", "--json"]);
  expect(code).toBe(3);
  const { error } = JSON.parse(stdout) as { error: { explanation: string[]; suggestions?: string[]; hint: string } };
  expect(error.suggestions).toBeUndefined();
  expect(error.hint).toContain("factorio-lock info gear-lib --releases");
  expect(error.explanation.join(" ")).not.toContain("mods.yaml asks for gear-lib");
});
