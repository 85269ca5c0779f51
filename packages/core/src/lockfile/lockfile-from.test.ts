import { describe, expect, test } from "vitest";
import { manifest, sha1, version } from "../../testing/documents.ts";
import type { Release } from "../mod/release.ts";
import type { SelectedMod, Selection } from "../solver/answer/selection.ts";
import { lockedReleases, lockfileFrom } from "./lockfile-from.ts";

function selected(name: string, text: string, rest: Partial<Release> = {}): SelectedMod {
  const release: Release = {
    version: version(text),
    factorioVersion: "2.0",
    dependencies: ["base >= 2.0"],
    fileName: `${name}_${text}.zip`,
    sha1: sha1("b"),
    download: `/download/${name}/0123456789abcdef01234567`,
    releasedAt: "2026-01-02T03:04:05.000000Z",
    ...rest,
  };
  return { name, requested: true, release };
}

const selection = (...mods: SelectedMod[]): Selection => ({
  mods,
  builtin: ["quality", "base"],
  minimumFactorio: version("2.0.28"),
  warnings: [],
  changed: [],
  heldBack: [],
});

describe("lockfileFrom", () => {
  test("writes down what was chosen, in name order", () => {
    const asked = manifest(
      '  tidy: "*"\n  mine: { path: "..\\\\mine" }\n  away: false\n',
      'factorio: "2.0.77"\nexpansion: true',
    );
    const path = selected("mine", "1.0.0", { sha1: undefined, download: "", fileName: "" });
    const lock = lockfileFrom(asked, selection(selected("tidy", "0.1.01"), path));
    expect(lock).toMatchObject({ factorio: { text: "2.0.77" }, minimumFactorio: { text: "2.0.28" }, expansion: true });
    expect([...lock.requirements.keys()]).toEqual(["away", "mine", "tidy"]);
    expect(lock.builtin).toEqual(["base", "quality"]);
    expect([...lock.mods.keys()]).toEqual(["mine", "tidy"]);
    expect(lock.mods.get("mine")).toEqual({
      kind: "path",
      version: version("1.0.0"),
      path: "../mine",
      dependencies: ["base >= 2.0"],
    });
    expect(lock.mods.get("tidy")).toMatchObject({ kind: "release", file: "tidy_0.1.01.zip", sha1: sha1("b") });
  });

  test.each<[string, SelectedMod]>([
    ["mod name", selected("../tidy", "1.0.0")],
    ["file name", selected("tidy", "1.0.0", { fileName: "other_1.0.0.zip" })],
    ["file name", selected("tidy", "1.0.0", { fileName: "tidy_1.0.1.zip" })],
    ["file name", selected("tidy", "1.0.0", { fileName: "tidy-master.zip" })],
    ["download address", selected("tidy", "1.0.0", { download: "https://example.com/x" })],
  ])("refuses a %s that does not fit", (what, mod) => {
    expect(() => lockfileFrom(manifest(""), selection(mod))).toThrow(
      expect.objectContaining({ code: "UNSAFE_NAME", message: expect.stringContaining(what) }),
    );
  });

  test("a release without a hash is a defect of the caller", () => {
    expect(() => lockfileFrom(manifest(""), selection(selected("tidy", "1.0.0", { sha1: undefined })))).toThrow(
      /SHA-1/,
    );
  });
});

describe("lockedReleases", () => {
  test("gives back the releases, for the lockfile's game line", () => {
    const mods = [selected("mine", "1.0.0", { sha1: undefined }), selected("tidy", "0.1.01")];
    const lock = lockfileFrom(manifest("  mine: { path: ../mine }\n", "factorio: 2.0.77"), selection(...mods));
    expect([...lockedReleases(lock)]).toEqual([["tidy", mods[1]?.release]]);
  });
});
