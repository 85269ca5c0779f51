import { describe, expect, test } from "vitest";
import { resolve } from "../../../testing/ask.ts";
import { outcomeOf, type Picture, readPicture, sourceOf } from "../../../testing/picture.ts";
import { parseAge } from "../../mod/age.ts";
import type { ModInfo } from "../../mod/release.ts";
import type { ResolveRequest } from "./request.ts";

const NOW = "2026-03-10T12:00:00.000Z";

/** A picture in which the releases named came out the day before, and the others long ago. */
function aged(text: string, young: readonly string[], age = "7d", more: Partial<ResolveRequest> = {}): Picture {
  const picture = readPicture(text);
  const limit = parseAge(age);
  if (!limit) throw new Error(`${age} is not an age`);
  const mods = new Map(
    [...picture.mods].map(([name, info]): [string, ModInfo] => [
      name,
      {
        ...info,
        releases: info.releases.map((release) =>
          young.includes(`${name} ${release.version.text}`)
            ? { ...release, releasedAt: "2026-03-09T12:00:00.000000Z" }
            : release,
        ),
      },
    ]),
  );
  return { ...picture, mods, request: { ...picture.request, ...more, ageLimit: { age: limit, now: NOW } } };
}

const TWO = `
want a
a 1.0.0 : lib
a 2.0.0 : lib
lib 1.0.0 :
lib 2.0.0 :`;

describe("releases that are younger than they may be", () => {
  test("are not taken, of mods that are asked for and of those that these need", async () => {
    expect(await outcomeOf(aged(TWO, ["a 2.0.0", "lib 2.0.0"]))).toEqual(["=> a 1.0.0, lib 1.0.0"]);
    expect(await outcomeOf(aged(TWO, ["lib 2.0.0"]))).toEqual(["=> a 2.0.0, lib 1.0.0"]);
    expect(await outcomeOf(aged(TWO, ["a 2.0.0"], "12h"))).toEqual(["=> a 2.0.0, lib 2.0.0"]);
    expect(await outcomeOf(aged(TWO, ["a 2.0.0"], "0d"))).toEqual(["=> a 2.0.0, lib 2.0.0"]);
  });

  test("are taken where the manifest allows only that version", async () => {
    const pinned = TWO.replace("want a", "want a 2.0.0");
    expect(await outcomeOf(aged(pinned, ["a 2.0.0", "lib 2.0.0"]))).toEqual(["=> a 2.0.0, lib 1.0.0"]);
  });

  test("are taken where they are locked, also by an update of all: it never goes back", async () => {
    const locked = `lock lib 2.0.0\n${TWO}`;
    expect(await outcomeOf(aged(locked, ["a 2.0.0", "lib 2.0.0"]))).toEqual(["=> a 1.0.0, lib 2.0.0"]);
    const update = { update: "all" } as const;
    expect(await outcomeOf(aged(locked, ["a 2.0.0", "lib 2.0.0"], "7d", update))).toEqual(["=> a 1.0.0, lib 2.0.0"]);
  });

  test("of equal versions the older upload is taken", async () => {
    const picture = aged("want a\na 1.0.0 :", []);
    const [old] = picture.mods.get("a")?.releases ?? [];
    if (!old) throw new Error("no release");
    const again = { ...old, releasedAt: "2026-03-09T12:00:00.000000Z", download: "/download/a/1" };
    const mods = new Map([["a", { name: "a", releases: [old, again] }]]);
    const { mods: chosen } = await resolve(picture.request, sourceOf({ mods }));
    expect(chosen.map(({ release }) => release.download)).toEqual([old.download]);
  });

  test("are given as the reason where there are no others", async () => {
    const [answer, ...lines] = await outcomeOf(aged(TWO, ["lib 1.0.0", "lib 2.0.0"]));
    expect(answer).toBe("=> no answer");
    expect(lines.join("\n")).toContain("no release for Factorio 2.0 that is 7 days old");
    const [none, ...words] = await outcomeOf(aged(TWO.replace("want a", "want a >= 2.0"), ["a 2.0.0"]));
    expect(none).toBe("=> no answer");
    expect(words.join("\n")).toMatch(/for Factorio 2\.0 that is 7 days old/);
  });

  test("resolving again changes nothing, and in whatever order the portal lists them", async () => {
    const picture = aged(TWO, ["a 2.0.0"]);
    const first = await resolve(picture.request, sourceOf(picture));
    const locked = new Map(first.mods.map(({ name, release }) => [name, release]));
    const mods = new Map(
      [...picture.mods].map(([name, info]) => [name, { ...info, releases: info.releases.toReversed() }]),
    );
    const again = await resolve({ ...picture.request, locked }, sourceOf({ mods }));
    expect(again.mods).toEqual(first.mods);
  });
});
