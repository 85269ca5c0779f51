import { readdirSync, readFileSync } from "node:fs";
import { formatLockfile, parseLockfile, parseManifest, staleReasons } from "@factorio-lock/core";
import { describe, expect, test } from "vitest";

/**
 * Files that releases of ours wrote or read. A later release has to read all of them: docs/lockfile.md promises it. Each
 * release adds a folder; no file in one is ever changed.
 */
const CORPUS = new URL("../../corpus/", import.meta.url);
const releases = readdirSync(CORPUS);

describe.each(releases)("files of release %s", (release) => {
  const read = (name: string): string => readFileSync(new URL(`${release}/${name}`, CORPUS), "utf8");

  test("the manifest is read, and means what it meant", () => {
    const { factorio, expansion, mods, settings } = parseManifest(read("mods.yaml"), "mods.yaml");
    const says = [...mods].map(([name, requirement]) =>
      requirement.kind === "range" ? `${name} ${requirement.range.text}` : `${name} ${requirement.kind}`,
    );
    expect({ factorio: factorio.text, expansion, says, settings }).toMatchSnapshot();
  });

  test("the lockfile is read, means what it meant, and is written as it was", async () => {
    const text = read("mods.lock");
    const lockfile = await parseLockfile(text, "mods.lock");
    const says = [...lockfile.mods].map(([name, mod]) => [name, mod.kind, mod.version.text, mod.dependencies]);
    expect({
      ...lockfile,
      factorio: lockfile.factorio.text,
      requirements: [...lockfile.requirements.keys()],
      mods: says,
    }).toMatchSnapshot();
    expect(await parseLockfile(formatLockfile(lockfile), "mods.lock")).toEqual(lockfile);
  });

  test("what the lockfile lacks of the manifest is seen, and nothing else", async () => {
    const reasons = staleReasons(parseManifest(read("mods.yaml"), ""), await parseLockfile(read("mods.lock"), ""));
    expect(reasons.every(({ kind }) => kind === "added")).toBe(true);
  });
});
