import { describe, expect, test } from "vitest";
import { resolve } from "../../testing/ask.ts";
import { clausesOf, hardFormula } from "../../testing/formula.ts";
import { makeRelease, outcomeOf, readPicture, sourceOf } from "../../testing/picture.ts";
import type { ModInfo, Release } from "../mod/release.ts";
import { parseSha1, type Sha1 } from "../mod/sha1.ts";

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

  test("each once, although it was asked ahead", async () => {
    const asked: string[] = [];
    const get = async (name: string): Promise<ModInfo | undefined> => {
      asked.push(name);
      return small.mods.get(name);
    };
    await resolve(small.request, { get, prefetch: () => {} });
    expect(asked).toEqual(["alpha", "beta", "epsilon"]);
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

  test("a recommended mod that does not fit ends with a signal as without", async () => {
    const picture = readPicture("want alpha\nalpha 1.0.0 : + gamma");
    const { signal } = new AbortController();
    const selection = await resolve(picture.request, sourceOf(picture), { signal });
    expect(selection).toEqual(await resolve(picture.request, sourceOf(picture)));
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

const FORMULA = hardFormula(300);
const CLAUSES = clausesOf(FORMULA);

/** Mods of which nobody can soon say whether they can be had together. */
function formulaLines(): string[] {
  return [...FORMULA].flatMap(([name, releases]) =>
    releases.map((dependencies, at) => `${name} ${at + 1}.0.0 : ${dependencies.join(", ")}`),
  );
}

describe("a stop during a search", () => {
  const hard = (): ReturnType<typeof readPicture> =>
    readPicture([...CLAUSES.map((name) => `want ${name}`), ...formulaLines()].join("\n"));

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

describe("a recommended mod of which nobody can soon say whether it fits", () => {
  const reported = async (recommended: string, budget: number): Promise<string> => {
    const picture = readPicture(
      [
        "want alpha",
        `alpha 1.0.0 : ${recommended}`,
        ...["easy", "hard-1", "hard-2"].map((name) => `${name} 1.0.0 : ${name === "easy" ? "" : CLAUSES.join(", ")}`),
        "later 1.0.0 :",
        ...formulaLines(),
      ].join("\n"),
    );
    const { mods, warnings } = await resolve({ ...picture.request, budget }, sourceOf(picture));
    const unknown = warnings.filter(({ message }) =>
      message.endsWith(
        "which alpha recommends, was left out: whether it fits was not found out within the step budget.",
      ),
    );
    return `${mods.map(({ name }) => name).join(" ")}; ${unknown.map(({ mod }) => mod).join(" ")}`;
  };

  test("is left out, and takes no more than its share of the steps", async () => {
    expect(await reported("+ easy, + hard-1, + later", 30_000)).toBe("alpha easy later; hard-1");
  });

  test("takes its share from the whole", async () => {
    expect(await reported("+ hard-1, + hard-2, + later", 21_000)).toBe("alpha; hard-1 hard-2 later");
  });
});

describe("errors", () => {
  test("an unknown mod of the manifest, with near names", async () => {
    const picture = readPicture("want alhpa");
    const source = { ...sourceOf(picture), near: async () => ["alpha"] };
    await expect(resolve(picture.request, source)).rejects.toMatchObject({
      code: "MOD_NOT_FOUND",
      message: "your mods.yaml asks for alhpa, but the mod portal has no such mod",
      hint: "did you mean alpha? Capital letters count.",
    });
    const several = { ...sourceOf(picture), near: async () => ["alpha", "alphabet"] };
    await expect(resolve(picture.request, several)).rejects.toMatchObject({
      hint: "did you mean alpha or alphabet? Capital letters count.",
    });
    await expect(resolve(picture.request, sourceOf(picture))).rejects.toMatchObject({
      hint: "check the spelling on https://mods.factorio.com: the name is the last part of a mod's address.",
    });
  });

  test("no answer, with commands that help and without", async () => {
    const helped = readPicture("want alpha > 1.0\nalpha 1.0.0 :");
    await expect(resolve(helped.request, sourceOf(helped))).rejects.toMatchObject({
      code: "NO_SOLUTION",
      message: "alpha cannot be installed.",
      hint: "any of the suggested changes will fix it (each was tried).",
    });
    const lost = readPicture("want alpha\nwant beta\nalpha 1.0.0 : gone\nbeta 1.0.0 : gone");
    await expect(resolve(lost.request, sourceOf(lost))).rejects.toMatchObject({
      code: "NO_SOLUTION",
      remedies: [],
      hint: "change what your mods.yaml asks for: no single change was found that helps.",
    });
  });

  test("a path mod that was not read", async () => {
    const requirements = new Map([["alpha", { kind: "path", path: "alpha" } as const]]);
    await expect(resolve({ ...small.request, requirements }, sourceOf(small))).rejects.toMatchObject({
      code: "NO_SOLUTION",
    });
  });

  test("a bound beyond all game versions", async () => {
    const requirements = new Map([["alpha", { kind: "path", path: "alpha" } as const]]);
    const pathMods = new Map([["alpha", makeRelease("alpha", "1.0", ["base > 65535.65535.65535"])]]);
    await expect(resolve({ ...small.request, requirements, pathMods }, sourceOf(small))).rejects.toMatchObject({
      code: "NO_SOLUTION",
      remedies: [[{ kind: "remove", names: ["alpha"] }]],
    });
  });

  test("an installed game of another line", async () => {
    const installed = [{ name: "base", version: "2.1.3" }];
    await expect(resolve({ ...small.request, installed }, sourceOf(small))).rejects.toMatchObject({
      code: "USAGE",
      message: "The installed game is Factorio 2.1.3, but the mods are for Factorio 2.0",
      hint: "name a game of version 2.0 with --game, or run: factorio-lock set factorio 2.1",
    });
  });

  test("the step budget ends in an error that says so", async () => {
    await expect(resolve({ ...small.request, budget: 2 }, sourceOf(small))).rejects.toMatchObject({
      code: "TOO_HARD",
      message: "No answer was found within the step budget.",
      hint: "ask for exact versions of some mods, or remove a few: fewer choices make the question easier.",
    });
  });
});

describe("warnings about the chosen releases", () => {
  const warningsOf = async (text: string, deprecated = false) => {
    const { request, mods } = readPicture(text);
    const get = async (name: string): Promise<ModInfo | undefined> => {
      const info = mods.get(name);
      return info && { ...info, deprecated };
    };
    return (await resolve(request, { get })).warnings;
  };

  test("that their mod is deprecated", async () => {
    expect(await warningsOf("want alpha\nalpha 1.0.0 :", true)).toEqual([
      { code: "DEPRECATED_MOD", mod: "alpha", message: "alpha is deprecated: its author no longer maintains it." },
    ]);
  });

  test("which dependencies cannot be read, or are odd", async () => {
    expect(await warningsOf("want alpha\nalpha 1.0.0 : ? beta >= x, base => 2.0")).toEqual([
      {
        code: "UNREADABLE_DEPENDENCY",
        mod: "alpha",
        message: 'alpha 1.0.0 has a dependency that cannot be read, "? beta >= x": "x" is not a version.',
      },
      {
        code: "ODD_DEPENDENCY",
        mod: "alpha",
        message: 'alpha 1.0.0 has an odd dependency, "base => 2.0": "=>" is read as ">=".',
      },
    ]);
  });

  test("which recommended mods were left out, and by whom they are recommended", async () => {
    expect(await warningsOf("want alpha\nwant beta\nalpha 1.0.0 : \nbeta 1.0.0 : + gone")).toEqual([
      {
        code: "RECOMMENDED_SKIPPED",
        mod: "gone",
        message: "gone, which beta recommends, was left out: the mod portal does not know it.",
      },
    ]);
  });
});

describe("a locked release whose file changed on the portal", () => {
  const locked = makeRelease("alpha", "1.0", []);
  const other = parseSha1("1".repeat(40)) as Sha1;
  const ask = (release: Release, update: readonly string[] = []) => {
    const { request, mods } = readPicture("want alpha\nalpha 1.0.0 :\nalpha 0.9.0 :");
    return resolve({ ...request, locked: new Map([["alpha", release]]), update }, sourceOf({ mods }));
  };

  test("is refused, and both checksums are named", async () => {
    await expect(ask({ ...locked, sha1: other })).rejects.toMatchObject({
      code: "RELEASE_CHANGED",
      hint: expect.stringContaining("`factorio-lock update alpha`"),
      explanation: [expect.stringContaining(`${other} in mods.lock, and ${locked.sha1}`)],
    });
  });

  test("is taken by who names the mod to be updated", async () => {
    const { mods, warnings, changed } = await ask({ ...locked, sha1: other }, ["alpha"]);
    expect(mods[0]?.release.sha1).toBe(locked.sha1);
    expect(warnings).toMatchObject([{ code: "RELEASE_REPLACED", mod: "alpha" }]);
    expect(changed).toEqual([]);
  });

  test("there is no warning where it is the same, or where another version is chosen", async () => {
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
