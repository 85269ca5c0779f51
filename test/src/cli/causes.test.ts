import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
afterEach(() => box.close());

const CRATES = Array.from({ length: 24 }, (_, at) => ({
  name: `crate-${String(at).padStart(2, "0")}`,
  releases: [{ version: "1.0.0", dependencies: ["base"] }],
}));
const WISH = `factorio: "2.0"\nmods:\n${CRATES.map(({ name }) => `  ${name}: "*"\n`).join("")}`;
const plain = (text: string): string => text.replace(/127\.0\.0\.1:\d+/g, "HOST").replaceAll(box.folder, "FOLDER");

describe("the cause comes first, and once", () => {
  test("a portal that is dead when the archives are wanted", async () => {
    box = await createSandbox(CRATES);
    await box.write("mods.yaml", WISH);
    expect((await box.run(["lock"])).code).toBe(0);
    const { code, stderr } = await box.run(["install", "--frozen"], {
      env: { FACTORIO_LOCK_PORTAL: "http://127.0.0.1:9" },
      columns: 80,
    });
    expect([code, stderr.match(/cannot be reached/g)?.length]).toEqual([7, 1]);
    expect(plain(stderr)).toContain("None of the 24 downloads succeeded.");
  });

  test("a token that is wrong", async () => {
    const users = join((await createSandboxFolder()).folder, "users");
    await writeFile(users, "somebody:else\n");
    box = await createSandbox(CRATES, { users });
    await box.write("mods.yaml", WISH);
    await box.run(["lock"]);
    const { code, stderr } = await box.run(["install"], { columns: 80 });
    expect([code, stderr.match(/does not accept/g)?.length]).toEqual([4, 1]);
    expect(stderr).toContain(" The mod portal does not accept the user name");
    const asked = box.requests.filter(({ path }) => path.startsWith("/download/"));
    expect(new Set(asked.map(({ path }) => path)).size).toBe(1);
  });

  test("archives of others in the mod directory are one line, all of them with --verbose", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
    await mkdir(join(box.project, "mods"));
    for (const name of CRATES.slice(0, 18).map((crate) => crate.name)) {
      await mkdir(join(box.project, "mods", `${name}_1.0.0`));
      await box.write(
        `mods/${name}_1.0.0/info.json`,
        JSON.stringify({ name, version: "1.0.0", factorio_version: "2.0" }),
      );
    }
    const { stderr } = await box.run(["install"]);
    expect(stderr.match(/warning:/g)).toHaveLength(1);
    expect(stderr).toContain(
      "crate-00_1.0.0, crate-01_1.0.0, crate-02_1.0.0 and 15 more (--verbose names all) were not placed by factorio-lock. They stay, disabled.",
    );
    expect((await box.run(["install", "--verbose"])).stderr.match(/was not placed/g)).toHaveLength(18);
  });
});

describe("names and order", () => {
  const LONG = `a-${"very-".repeat(12)}long-name`;

  test("search and list never cut a name, however narrow the terminal", async () => {
    box = await createSandbox([
      { name: LONG, title: "Long lamps", releases: [{ version: "1.0.0", dependencies: ["base"] }] },
    ]);
    await box.write("mods.yaml", `factorio: "2.0"\nmods:\n  ${LONG}: "*"\n`);
    await box.run(["lock"]);
    for (const args of [["search", "lamps"], ["list"]]) {
      expect((await box.run(args, { columns: 40 })).stdout).toContain(LONG);
    }
  });

  test("update tells what moved after the changelogs", async () => {
    const lamp = (version: string, changelog: string) => ({
      name: "lamp-kit",
      changelog,
      releases: [{ version, dependencies: ["base"] }],
    });
    box = await createSandbox([lamp("1.0.0", "")]);
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  lamp-kit: "*"\n');
    await box.run(["install"]);
    const line = "-".repeat(99);
    await box.world.publish([
      lamp(
        "1.1.0",
        `${line}\nVersion: 1.1.0\n  Changes:\n    - Brighter.\n${line}\nVersion: 1.0.0\n  Changes:\n    - First.\n`,
      ),
    ]);
    const { stdout } = await box.run(["update"]);
    expect(stdout).toMatch(/Brighter[\s\S]*~ lamp-kit 1\.0\.0 → 1\.1\.0\n$/);
  });
});

describe("what was meant", () => {
  test("a manifest by another name, and one in UTF-16", async () => {
    box = await createSandbox();
    await box.write("mods.yml", 'factorio: "2.0"\nmods: {}\n');
    const misnamed = await box.run(["lock"]);
    expect([misnamed.code, misnamed.stderr]).toEqual([2, expect.stringContaining("There is mods.yml in")]);
    await writeFile(join(box.project, "mods.yaml"), Buffer.from('\ufefffactorio: "2.0"\nmods: {}\n', "utf16le"));
    const odd = await box.run(["lock"]);
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining("it is written in UTF-16")]);
  });

  test("a mod as a dependency is written", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
    expect((await box.run(["add", "--no-install", "fog-lamps >= 3.0.0"])).code).toBe(0);
    expect(await box.read("mods.yaml")).toContain('fog-lamps: ">= 3.0.0"');
  });
});

async function createSandboxFolder(): Promise<{ readonly folder: string }> {
  const { mkdtemp, realpath } = await import("node:fs/promises");
  const { tmpdir } = await import("node:os");
  return { folder: await realpath(await mkdtemp(join(tmpdir(), "factorio-lock-users-"))) };
}
