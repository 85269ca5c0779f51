import { describe, expect, test } from "vitest";
import { makeRelease, outcomeOf, readPicture, sourceOf } from "../../testing/picture.ts";
import type { ModInfo, Release } from "../mod/release.ts";
import { parseSha1, type Sha1 } from "../mod/sha1.ts";
import { resolve } from "./resolve.ts";

const small = readPicture("want alpha\nalpha 1.0.0 : beta, ? gamma, ! delta\nbeta 1.0.0 : epsilon\nepsilon 1.0.0 :");

describe("what is asked of the source", () => {
  test("only mods that matter, each once", async () => {
    const asked: string[] = [];
    const get = async (name: string): Promise<ModInfo | undefined> => {
      asked.push(name);
      return small.mods.get(name);
    };
    await resolve(small.request, { get });
    expect(asked).toEqual(["alpha", "beta", "epsilon"]);
  });

  test("ahead, on each arrival", async () => {
    const ahead: string[] = [];
    const prefetch = (names: readonly string[]): void => void ahead.push(...names);
    await resolve(small.request, { ...sourceOf(small), prefetch });
    expect(ahead).toEqual(["beta", "epsilon"]);
  });

  test("what was asked ahead and failed fails only who needs it", async () => {
    const picture = readPicture("want alpha < 2.0\nalpha 1.0.0 :\nalpha 2.0.0 : broken");
    const get = async (name: string): Promise<ModInfo | undefined> => {
      if (name === "broken") throw new Error("the network is down");
      return picture.mods.get(name);
    };
    const { mods } = await resolve(picture.request, { get, prefetch: () => {} });
    expect(mods.map(({ release }) => release.version.text)).toEqual(["1.0.0"]);
    const newest = readPicture("want alpha\nalpha 2.0.0 : broken");
    const source = { get: async (name: string) => (name === "alpha" ? newest.mods.get(name) : get(name)) };
    await expect(resolve(newest.request, source)).rejects.toThrow("the network is down");
  });

  test("a stop is heeded", async () => {
    const stop = new AbortController();
    const get = async (name: string): Promise<ModInfo | undefined> => {
      stop.abort(new Error("enough"));
      return small.mods.get(name);
    };
    await expect(resolve(small.request, { get }, { signal: stop.signal })).rejects.toThrow("enough");
  });
});

describe("a stop during a search", () => {
  /** Ten mods, each of which needs one of nine places for itself: there is no answer, and no short proof of that. */
  const hard = (): ReturnType<typeof readPicture> => {
    const holes = 9;
    const lines = Array.from({ length: holes + 1 }, (_, mod) => `want p${mod}`);
    for (let mod = 0; mod <= holes; mod++) {
      for (let hole = 1; hole <= holes; hole++) lines.push(`p${mod} ${hole}.0.0 : hole${hole} = ${mod + 1}.0`);
    }
    for (let hole = 1; hole <= holes; hole++) {
      for (let mod = 0; mod <= holes; mod++) lines.push(`hole${hole} ${mod + 1}.0.0 :`);
    }
    return readPicture(lines.join("\n"));
  };

  test("is heeded, although the search asks for nothing", async () => {
    const { request, mods } = hard();
    const stop = new AbortController();
    let asked = 0;
    const get = async (name: string): Promise<ModInfo | undefined> => {
      if (++asked === mods.size) setImmediate(() => setImmediate(() => stop.abort(new Error("enough"))));
      return mods.get(name);
    };
    await expect(resolve(request, { get }, { signal: stop.signal })).rejects.toThrow("enough");
    expect(asked).toBe(mods.size);
  });

  test("changes no answer while it does not come", async () => {
    const { request, mods } = hard();
    const easier = { ...request, budget: 3_000 };
    const { signal } = new AbortController();
    await expect(resolve(easier, sourceOf({ mods }), { signal })).rejects.toMatchObject({ code: "TOO_HARD" });
  });
});

describe("errors", () => {
  test("an unknown mod of the manifest, with near names", async () => {
    const picture = readPicture("want alhpa");
    const source = { ...sourceOf(picture), near: async () => ["alpha"] };
    await expect(resolve(picture.request, source)).rejects.toMatchObject({
      code: "MOD_NOT_FOUND",
      message: "your mods.yaml asks for alhpa, but the mod portal has no such mod",
      hint: "did you mean alpha? Names are case-sensitive",
    });
  });

  test("an installed game of another line", async () => {
    const installed = [{ name: "base", version: "2.1.3" }];
    await expect(resolve({ ...small.request, installed }, sourceOf(small))).rejects.toMatchObject({
      code: "USAGE",
      message: "the installed game is Factorio 2.1.3, but the mods are for Factorio 2.0",
      hint: "name a game of version 2.0 with --game, or run: factorio-lock set factorio 2.1",
    });
  });

  test("the step budget ends in an error that says so", async () => {
    await expect(resolve({ ...small.request, budget: 2 }, sourceOf(small))).rejects.toMatchObject({ code: "TOO_HARD" });
  });
});

describe("a locked release whose file changed on the portal", () => {
  const locked = makeRelease("alpha", "1.0", []);
  const other = parseSha1("1".repeat(40)) as Sha1;
  const ask = (release: Release, update: readonly string[] = []) => {
    const { request, mods } = readPicture("want alpha\nalpha 1.0.0 :\nalpha 0.9.0 :");
    return resolve({ ...request, locked: new Map([["alpha", release]]), update }, sourceOf({ mods }));
  };

  test("is told of; the portal's file is the one that is chosen", async () => {
    const { mods, warnings } = await ask({ ...locked, sha1: other });
    expect(mods[0]?.release.sha1).toBe(locked.sha1);
    expect(warnings).toEqual([
      {
        code: "RELEASE_REPLACED",
        mod: "alpha",
        message: "alpha 1.0.0 was replaced on the mod portal: its file is another than the one in the lockfile",
      },
    ]);
  });

  test("nothing is told where it is the same, or where another version is chosen", async () => {
    expect((await ask(locked)).warnings).toEqual([]);
    const { mods, warnings } = await ask({ ...makeRelease("alpha", "0.9", []), sha1: other }, ["alpha"]);
    expect(mods[0]?.release.version.text).toBe("1.0.0");
    expect(warnings).toEqual([]);
  });
});

describe("names and numbers out of the ordinary", () => {
  test("names that objects have of their own", async () => {
    const picture = readPicture(
      "want __proto__\n__proto__ 1.0.0 : constructor, toString\nconstructor 1.0.0 :\ntoString 1.0.0 :",
    );
    expect(await outcomeOf(picture)).toEqual(["=> __proto__ 1.0.0, constructor 1.0.0, toString 1.0.0"]);
  });

  test("ten thousand optional dependencies cost no question", async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `? other-${at}`).join(", ");
    const picture = readPicture(`want alpha\nalpha 1.0.0 : ${many}`);
    const asked: string[] = [];
    const get = async (name: string) => {
      asked.push(name);
      return picture.mods.get(name);
    };
    await resolve(picture.request, { get });
    expect(asked).toEqual(["alpha"]);
  });

  test("every release unusable, each for its own reason", async () => {
    const picture = readPicture(
      "want alpha\nalpha 1.0.0 : alpha >= 2.0\nalpha 2.0.0 : ! alpha\nalpha 3.0.0 : beta >= x\nalpha 4.0.0 : beta >= x",
    );
    expect(await outcomeOf(picture)).toEqual([
      "=> no answer",
      "Your mods.yaml asks for alpha.",
      'alpha 1.0.0 can never be used: it says "alpha >= 2.0" of itself.',
      'alpha 2.0.0 can never be used: it says "! alpha" of itself.',
      'alpha 3.0.0 and newer have a dependency that cannot be read, "beta >= x": "x" is not a version.',
      "So alpha cannot be installed.",
      "$ factorio-lock remove alpha",
    ]);
  });
});
