import { describe, expect, test } from "vitest";
import { outdated } from "../../testing/ask.ts";
import { outcomeOf, readPicture, sourceOf } from "../../testing/picture.ts";
import type { LockedMod, Lockfile } from "../lockfile/lockfile.ts";

/** The outdated mods of a picture whose `lock` lines are the lockfile. */
async function outdatedIn(text: string) {
  const picture = readPicture(text);
  const { request } = picture;
  const mods = new Map(
    [...(request.locked ?? [])].map(([name, release]): [string, LockedMod] => [
      name,
      {
        kind: "release",
        version: release.version,
        dependencies: release.dependencies,
        file: release.fileName,
        sha1: release.sha1 as NonNullable<typeof release.sha1>,
        download: release.download,
        released: release.releasedAt,
      },
    ]),
  );
  const { game: factorio, expansion, requirements } = request;
  const lockfile: Lockfile = {
    factorio,
    minimumFactorio: undefined,
    expansion,
    requirements,
    builtin: ["base"],
    mods,
  };
  const found = await outdated(request, lockfile, sourceOf(picture));
  return found.map(({ name, current, newestFitting, newest, heldBackBy }) => [
    `${name} ${current.text} → ${newestFitting?.text} (${newest.text})`,
    ...heldBackBy,
  ]);
}

describe("outdated", () => {
  test("a mod that another one holds back, and says so", async () => {
    const text = `
want alpha
want beta
lock alpha 1.0.0
lock beta 1.0.0
lock lib 1.0.0
alpha 1.0.0 : lib
alpha 2.0.0 : lib >= 2.0
beta 1.0.0 : lib < 2.0
lib 1.0.0 :
lib 1.5.0 :
lib 2.0.0 :`;
    expect(await outdatedIn(text)).toEqual([
      [
        "alpha 1.0.0 → 1.0.0 (2.0.0)",
        "Your mods.yaml asks for beta.",
        "alpha 2.0.0 needs lib 2.0.0.",
        "beta 1.0.0 needs lib 1.5.0 or older.",
        "So alpha 2.0.0 cannot be used.",
      ],
      [
        "lib 1.0.0 → 1.5.0 (2.0.0)",
        "Your mods.yaml asks for beta.",
        "beta 1.0.0 needs lib 1.5.0 or older.",
        "So lib 2.0.0 cannot be used.",
      ],
    ]);
  });

  test("a range of the manifest holds back", async () => {
    const text = "want alpha < 2.0\nlock alpha 1.0.0\nalpha 1.0.0 :\nalpha 1.9.0 :\nalpha 2.0.0 :";
    expect(await outdatedIn(text)).toEqual([
      ["alpha 1.0.0 → 1.9.0 (2.0.0)", "Your mods.yaml asks for alpha < 2.0.", "So alpha 2.0.0 cannot be used."],
    ]);
  });

  test("a newest release for another game", async () => {
    const text = "want alpha\nlock alpha 1.0.0\nalpha 1.0.0 :\nalpha 2.0.0 (2.1) :";
    expect(await outdatedIn(text)).toEqual([
      ["alpha 1.0.0 → 1.0.0 (2.0.0)", "alpha 2.0.0 is made for Factorio 2.1, your mods.yaml says 2.0."],
    ]);
  });

  test("nothing is reported about mods at their newest release", async () => {
    expect(await outdatedIn("want alpha\nlock alpha 1.0.0\nalpha 1.0.0 :")).toEqual([]);
  });

  test("a manifest without an answer fails as it does for resolve", async () => {
    const text = "want alpha\nlock alpha 1.0.0\nalpha 1.0.0 : gone";
    await expect(outdatedIn(text)).rejects.toMatchObject({ code: "NO_SOLUTION" });
    expect((await outcomeOf(readPicture(text)))[0]).toBe("=> no answer");
  });

  test("a newest release with which nothing would need the mod is not what an update moves to, and that is reported", async () => {
    const text = `
want alpha
lock alpha 1.0.0
lock lib 1.0.0
alpha 1.0.0 : lib < 2.0
alpha 2.0.0 :
lib 1.0.0 :
lib 2.0.0 :`;
    expect(await outdatedIn(text)).toEqual([
      ["alpha 1.0.0 → 2.0.0 (2.0.0)"],
      ["lib 1.0.0 → 1.0.0 (2.0.0)", "No mod that works with lib 2.0.0 needs it."],
    ]);
  });

  test("a mod that is only recommended may move the mod that recommends it", async () => {
    const text = `
want alpha
lock alpha 1.0.0
lock beta 1.0.0
alpha 1.0.0 : + beta
alpha 2.0.0 : + beta
beta 1.0.0 :
beta 2.0.0 : ~ alpha >= 2.0`;
    expect(await outdatedIn(text)).toEqual([["alpha 1.0.0 → 2.0.0 (2.0.0)"], ["beta 1.0.0 → 2.0.0 (2.0.0)"]]);
  });
});
