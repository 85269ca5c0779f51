// The compose file that `export docker` writes, played by the rules of the image that it is for.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type Service, startImage } from "./game-image.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { MODS } from "./world.ts";

const hasCompose = spawnSync("docker-compose", ["version"]).status === 0;
if (!hasCompose) console.log("docker-compose is not here: its own reading of the compose file is not compared");

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox([
    ...MODS,
    { name: "next-line", releases: [{ version: "1.0.0", factorio: "2.1", dependencies: ["base"] }] },
  ]);
});
afterAll(() => box.close());

async function ok(args: readonly string[], cwd: string): Promise<Record<string, unknown>> {
  const { code, stdout } = await box.run([...args, "--json"], { cwd });
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Variables of a compose file with their defaults, and `$$`. */
function interpolated(text: string): string {
  return text.replace(/\$\$|\$\{\w+:-([^}]*)\}/g, (whole, usual: string | undefined) =>
    whole === "$$" ? "$" : (usual ?? ""),
  );
}

function serviceOf(text: string): Service {
  return (parse(interpolated(text)) as { services: { factorio: Service } }).services.factorio;
}

/** How docker-compose itself reads the file. */
async function byCompose(text: string, cwd: string): Promise<Service> {
  await box.write(`${cwd}/compose.yml`, `version: "3"\n${text}`);
  const { PUID: _, PGID: __, ...env } = process.env;
  const { stdout } = spawnSync("docker-compose", ["-f", join(box.project, cwd, "compose.yml"), "config"], { env });
  return (parse(String(stdout)) as { services: { factorio: Service } }).services.factorio;
}

const SETS: readonly (readonly [what: string, line: string, mod: string, off?: string])[] = [
  ["none", "2.0", "fog-lamps"],
  ["all", "2.0", "space-age"],
  ["only elevated-rails", "2.0", "elevated-rails"],
  ["quality", "2.1", "quality"],
  ["space-age without quality", "2.1", "space-age", "quality"],
  ["an old game", "1.1", "from-the-past"],
];

test.each(SETS.map((set) => ({ set, what: set[0] })))(
  "$what of Space Age: the image leaves the mods as they are locked",
  async ({ set }) => {
    const [what, line, mod, off] = set;
    const home = what.replaceAll(" ", "-");
    const mods = `{ ${mod}: "*"${off === undefined ? "" : `, ${off}: false`}, gear-lib: "${line === "2.0" ? "1.2.0" : "*"}" }`;
    const usual = line === "2.0" ? mods : mods.replace(/, gear-lib: "\*"/, "");
    await box.write(
      `${home}/mods.yaml`,
      `factorio: "${line}"\nexpansion: ${line !== "1.1"}\nmodDirectory: ./my$mods\nmods: ${usual}\n`,
    );
    await ok(["install"], home);
    const text = (await ok(["export", "docker"], home))["text"] as string;
    const service = serviceOf(text);
    expect(service.image).toBe(`factoriotools/factorio:${line}`);

    const verifies = async (): Promise<number> => (await box.run(["verify"], { cwd: home })).code;
    const played = async (changed: Partial<Record<string, string>>): Promise<[number, readonly string[]]> => {
      const environment = { ...service.environment, ...changed } as Record<string, string>;
      const { folder, updated } = await startImage({ ...service, environment }, join(box.project, home));
      expect(folder).toBe(join(box.project, home, "my$mods"));
      const code = await verifies();
      await ok(["install", "--frozen"], home);
      return [code, updated];
    };
    expect(await played({})).toEqual([0, []]);
    expect((await startImage(service, join(box.project, home))).owner).toBe("1000:1000");

    // What the rules are for: each of these would have changed the mods.
    const others = ["true", "false", "elevated-rails"].filter(
      (value) => value !== service.environment["DLC_SPACE_AGE"],
    );
    if (line !== "1.1")
      for (const value of others) expect([value, (await played({ DLC_SPACE_AGE: value }))[0]]).toEqual([value, 5]);
    if (line === "2.0") {
      const [, updated] = await played({ UPDATE_MODS_ON_START: "true" });
      expect(updated).toContain("gear-lib");
    }

    if (!hasCompose || off === undefined) return;
    const read = await byCompose(text, home);
    expect(read.environment).toEqual(service.environment);
    expect(read.volumes.map((volume) => volume.replace(join(box.project, home), "."))).toEqual(
      service.volumes.map((volume) => `${volume}:rw`),
    );
  },
);

test("a game that is locked is the one that is started", async () => {
  await box.write("locked/mods.yaml", 'factorio: "2.0"\nmods: { fog-lamps: "*" }\n');
  await ok(["lock"], "locked");
  const lock = (await box.read("locked/mods.lock")) ?? "";
  const game = `game:\n  build: headless\n  version: "2.0.77"\n  sha256:\n    linux64: "${"0".repeat(64)}"\n\nrequirements:`;
  await box.write("locked/mods.lock", lock.replace("requirements:", game));
  const { text } = (await ok(["export", "docker"], "locked")) as { text: string };
  expect(serviceOf(text).image).toBe("factoriotools/factorio:2.0.77");
});
