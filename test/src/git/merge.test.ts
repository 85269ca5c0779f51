import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  editManifest,
  formatLockfile,
  type ManifestEdit,
  parseDependency,
  parseLockfile,
  parseManifest,
  setHas,
} from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import type { WorldMod } from "../cli/world.ts";
import { type Branches, createRepository, type Files, type Repository } from "./repository.ts";

/** Pairs of branches; each costs some processes. `PAIRS=200` is the size that the share in the documentation comes from. */
const PAIRS = Number(process.env["PAIRS"] ?? (process.env["LONG"] ? 200 : 6));
const SEED = Number(process.env["SEED"] ?? 20261127);

/** Numbers that a seed decides. Source: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NAMES =
  "anvil-bay birch-oven copper-hall dusk-mill elm-press fern-lift glass-yard hemp-wheel iron-loft jade-kiln".split(" ");

/** Mods whose releases need, refuse and constrain each other. */
function someMods(next: () => number): WorldMod[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return NAMES.map((name, at) => ({
    name,
    releases: ["1.0.0", "1.1.0", "2.0.0"].map((version) => ({
      version,
      dependencies: [
        "base",
        // Only on later names, so that no required ones go in a circle.
        ...NAMES.slice(at + 1)
          .filter(() => next() < 0.15)
          .map((other) => pick([other, `${other} >= 1.1`, `${other} < 2.0`, `? ${other} >= 1.1`, `! ${other}`])),
      ],
    })),
  }));
}

describe.skipIf(process.platform === "win32")(`git merge, seed ${SEED}`, () => {
  let box: Sandbox;
  let repository: Repository;
  const next = random(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  beforeAll(async () => {
    box = await createSandbox(someMods(next));
    repository = createRepository(box, "repository");
  });
  afterAll(() => box.close());

  const attributes = "mods.yaml merge=factorio-lock\nmods.lock merge=factorio-lock diff=factorio-lock\n";
  /** A manifest and its lockfile, from the lockfile before; undefined if there is no answer. */
  async function locked(manifest: string, before: string | undefined): Promise<Files | undefined> {
    await box.write("mods.yaml", manifest);
    await box.write("mods.lock", before ?? "");
    if (before === undefined) await import("node:fs").then(({ rmSync }) => rmSync(join(box.project, "mods.lock")));
    const { code } = await box.run(["lock"]);
    const lock = await box.read("mods.lock");
    return code === 0 && lock !== undefined
      ? { "mods.yaml": manifest, "mods.lock": lock, ".gitattributes": attributes }
      : undefined;
  }
  function edited(manifest: string): string {
    const edits = Array.from({ length: 1 + Math.floor(next() * 3) }, (): ManifestEdit => {
      const name = pick(NAMES);
      if (next() < 0.25) return { kind: "remove-mod", name };
      return { kind: "set-mod", name, value: pick(["*", "*", ">= 1.1", "< 2.0", "1.0.0", false]) };
    });
    const text = editManifest(manifest, "mods.yaml", edits);
    return next() < 0.4 ? text.replace(/\n( {2}\S+: \S.*)\n/, `\n  # note ${Math.floor(next() * 100)}\n$1\n`) : text;
  }
  async function onePair(): Promise<Branches> {
    for (;;) {
      const first = editManifest(
        'factorio: "2.0"\nmods:\n',
        "mods.yaml",
        NAMES.filter(() => next() < 0.4).map((name) => ({ kind: "set-mod", name, value: pick(["*", ">= 1.0"]) })),
      );
      const base = await locked(first, undefined);
      const ours = base && (await locked(edited(first), base["mods.lock"]));
      const theirs = ours && (await locked(edited(first), base["mods.lock"]));
      if (theirs && ours["mods.lock"] !== base["mods.lock"] && theirs["mods.lock"] !== base["mods.lock"]) {
        return { base, ours, theirs };
      }
    }
  }

  /** The faults of a lockfile by the dependencies of its own releases. */
  async function faults(text: string): Promise<string[]> {
    const { requirements, mods } = await parseLockfile(text, "mods.lock");
    const found: string[] = [];
    for (const [name, requirement] of requirements) {
      const version = mods.get(name)?.version;
      if (requirement.kind === "refused" && version) found.push(`${name} is refused`);
      if (requirement.kind === "range" && !(version && setHas(requirement.range.versions, version.packed))) {
        found.push(`${name} is not as it is asked for`);
      }
    }
    for (const [name, { dependencies = [] }] of mods) {
      for (const text of dependencies) {
        const dependency = parseDependency(text);
        if (!("name" in dependency) || dependency.name === "base") continue;
        const other = mods.get(dependency.name);
        if (dependency.kind === "incompatible" ? other : other && !setHas(dependency.versions, other.version.packed))
          found.push(`${name}: ${text}`);
        if (dependency.kind === "required" && !other) found.push(`${name} lacks ${dependency.name}`);
      }
    }
    return found;
  }

  test(
    `of ${PAIRS} pairs of branches none is merged to something wrong`,
    async () => {
      writeFileSync(join(repository.root, "mods.yaml"), 'factorio: "2.0"\n');
      const setup = await box.spawn(["git-setup"], { cwd: "../repository" });
      expect(setup).toMatchObject({ code: 0 });
      const pairs: Branches[] = [];
      while (pairs.length < PAIRS) pairs.push(await onePair());
      repository.write(pairs);
      let whole = 0;
      let plain = 0;
      let wrong = 0;
      const reasons = new Map<string, number>();
      const read = (file: string): string => readFileSync(join(repository.root, file), "utf8");
      for (const [at, { base, ours, theirs }] of pairs.entries()) {
        await repository.git(["checkout", "--quiet", "--force", "--detach", `ours-${at}`]);
        const { code, text } = await repository.git(["merge", "--quiet", "--no-edit", `theirs-${at}`]);
        const unmerged = (await repository.git(["ls-files", "--unmerged"])).text;
        expect(code === 0, text).toBe(unmerged === "");
        const [b, o, t] = [base, ours, theirs].map((files) => parseManifest(files["mods.yaml"] as string, "").mods);
        if (!unmerged.includes("mods.yaml")) {
          const merged = parseManifest(read("mods.yaml"), "mods.yaml").mods;
          for (const name of NAMES) {
            const [before, our, their] = [b, o, t].map((mods) => JSON.stringify(mods?.get(name)));
            expect(JSON.stringify(merged.get(name)), `${at}: ${name}`).toBe(before === our ? their : our);
          }
        }
        if (code !== 0) {
          // The result is a conflict that is plain to see, and that `lock` understands.
          for (const file of ["mods.yaml", "mods.lock"])
            if (unmerged.includes(file)) expect(read(file)).toMatch(/^<{7} /m);
          await repository.git(["merge", "--abort"]);
          const isTorn = text.includes("Both sides changed");
          const reason = isTorn
            ? "both sides changed one mod"
            : text.includes("mods.lock: a")
              ? "no releases fit"
              : "a comment";
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          continue;
        }
        whole += 1;
        expect(await faults(read("mods.lock")), `pair ${at}`).toEqual([]);
        // The merged lockfile is what `lock` would write, byte for byte.
        await box.write("mods.yaml", read("mods.yaml"));
        await box.write("mods.lock", read("mods.lock"));
        expect(await box.run(["lock", "--check"]), `pair ${at}`).toMatchObject({ code: 0 });
        expect(await box.run(["lock"])).toMatchObject({ code: 0 });
        expect(await box.read("mods.lock"), `pair ${at}`).toBe(read("mods.lock"));
      }
      // Git alone, for comparison.
      expect(await repository.git(["config", "--remove-section", "merge.factorio-lock"])).toEqual({
        code: 0,
        text: "",
      });
      for (const at of pairs.keys()) {
        await repository.git(["checkout", "--quiet", "--force", "--detach", `ours-${at}`]);
        const { code } = await repository.git(["merge", "--quiet", "--no-edit", `theirs-${at}`]);
        if (code !== 0) {
          await repository.git(["merge", "--abort"]);
          continue;
        }
        plain += 1;
        await box.write("mods.yaml", read("mods.yaml"));
        await box.write("mods.lock", read("mods.lock"));
        if ((await box.run(["lock", "--check"])).code !== 0) wrong += 1;
      }
      const left = [...reasons].map(([reason, count]) => `${count}: ${reason}`).join("; ");
      console.log(
        `${whole} of ${PAIRS} pairs needed no human (${left}); git alone merged ${plain}, ${wrong} of them wrong`,
      );
      expect(whole).toBeGreaterThan(PAIRS / 4);
    },
    PAIRS * 20_000 + 60_000,
  );

  describe("one pair", { timeout: 120_000 }, () => {
    const at = (edits: readonly ManifestEdit[]) => editManifest('# the pack\nfactorio: "2.0"\nmods:\n', "", edits);
    const plain: readonly WorldMod[] = ["pond", "reed", "salt", "tarn"].map((name) => ({
      name,
      releases: [{ version: "1.0.0" }],
    }));
    const set = (name: string, value: string | false = "*"): ManifestEdit => ({ kind: "set-mod", name, value });
    let branches: Branches;
    let place: Repository;
    let count = 0;
    beforeAll(async () => {
      await box.world.publish(plain);
      const base = await locked(at([set("pond")]), undefined);
      const ours = await locked(at([set("pond"), set("reed")]), base?.["mods.lock"]);
      const theirs = await locked(at([set("pond"), set("salt")]), base?.["mods.lock"]);
      branches = { base, ours, theirs } as Branches;
    });
    const fresh = async (): Promise<Repository> => {
      count += 1;
      place = createRepository(box, `one-${count}`);
      writeFileSync(join(place.root, "mods.yaml"), 'factorio: "2.0"\n');
      expect(await box.spawn(["git-setup"], { cwd: `../one-${count}` })).toMatchObject({ code: 0 });
      place.write([branches]);
      await place.git(["checkout", "--quiet", "--force", "ours-0"]);
      return place;
    };

    test("two adds at one place come together in both files", async () => {
      const { git, root } = await fresh();
      expect(await git(["merge", "--no-edit", "theirs-0"])).toMatchObject({ code: 0 });
      expect(readFileSync(join(root, "mods.yaml"), "utf8")).toBe(at([set("pond"), set("reed"), set("salt")]));
      const lock = await parseLockfile(readFileSync(join(root, "mods.lock"), "utf8"), "");
      expect([...lock.mods.keys()]).toEqual(["pond", "reed", "salt"]);
      expect([...lock.requirements.keys()]).toEqual(["pond", "reed", "salt"]);
    });

    test("without the portal a conflict is left, which `lock` ends and says so", async () => {
      const { git, root } = await fresh();
      const { code, text } = await git(["merge", "--no-edit", "theirs-0"], {
        FACTORIO_LOCK_PORTAL: "http://127.0.0.1:9",
      });
      expect(code).toBe(1);
      expect(text).toContain("mods.lock: a conflict is left.");
      expect(readFileSync(join(root, "mods.yaml"), "utf8")).toContain("salt");
      expect(readFileSync(join(root, "mods.lock"), "utf8")).toMatch(/^<{7} /m);
      const ended = await box.spawn(["lock"], { cwd: `../one-${count}` });
      expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining("held both sides of a git conflict") });
      const whole = await parseLockfile(readFileSync(join(root, "mods.lock"), "utf8"), "");
      expect(readFileSync(join(root, "mods.lock"), "utf8")).toBe(formatLockfile(whole));
    });

    test("git shows what moved, a line each", async () => {
      const { git } = await fresh();
      const { text } = await git(["diff", "base-0", "ours-0", "--", "mods.lock"]);
      const lines = text.split("\n").filter((line) => /^[-+][^-+]/.test(line));
      expect(lines).toEqual(["+asks for reed *", expect.stringMatching(/^\+reed 1\.0\.0 \(SHA-1 [0-9a-f]{8}…\)$/)]);
    });

    test("git-setup keeps what stands in .gitattributes, and writes its lines once", async () => {
      const { root } = await fresh();
      const file = join(root, ".gitattributes");
      writeFileSync(file, "*.png binary");
      for (let run = 0; run < 2; run += 1) {
        expect(await box.spawn(["git-setup"], { cwd: `../one-${count}` })).toMatchObject({ code: 0 });
        expect(readFileSync(file, "utf8")).toBe(`*.png binary\n${attributes}`);
      }
    });

    test("a mod that both sides changed is left to a human, in both files", async () => {
      const { git, root } = await fresh();
      await git(["checkout", "--quiet", "--force", "theirs-0"]);
      for (const [branch, value] of [
        ["a", ">= 1.0"],
        ["b", "1.0.0"],
      ] as const) {
        await git(["checkout", "--quiet", "--force", "-B", branch, "base-0"]);
        const files = await locked(at([set("pond", value)]), branches.base["mods.lock"]);
        for (const name of ["mods.yaml", "mods.lock"]) writeFileSync(join(root, name), files?.[name] ?? "");
        expect(await git(["commit", "--quiet", "-am", branch])).toMatchObject({ code: 0 });
      }
      const { code, text } = await git(["merge", "--no-edit", "a"]);
      expect(code).toBe(1);
      expect(text).toContain("mods.yaml: a conflict is left. Both sides changed mods.pond.");
      expect(text).toContain("mods.lock: a conflict is left. Both sides changed pond.");
    });
  });
});
