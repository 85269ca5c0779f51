// Real sets of mods, written down in each way that a player may have them; `sync` makes exactly that set of each.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { type Lockfile, parseLockfile } from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSave } from "../../../packages/game/testing/make-save.ts";
import type { Sandbox } from "../cli/sandbox.ts";
import { hasRealData, manifestOf, type RealList, readRealLists } from "./real-list.ts";
import { createRealSandbox } from "./real-sandbox.ts";

const COUNT = process.env["LONG"] ? 40 : 2;

if (!hasRealData) console.log("real lists as sources: skipped, because ../shared/data is not there");

/** Lists spread over all of them, so that every game line has its share. */
function spread(lists: readonly RealList[], count: number): readonly RealList[] {
  return Array.from({ length: count }, (_, at) => lists[Math.floor(((at + 0.5) * lists.length) / count)] as RealList);
}

/** The patch of a game line that saves and logs name. */
const gameVersionText = ({ factorio }: RealList): string =>
  factorio.split(".").length > 2 ? factorio : `${factorio}.30`;

describe.skipIf(!hasRealData)(`${COUNT} real mod lists, in each form`, () => {
  let box: Sandbox;
  let served = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const body = served.get(request.url ?? "");
    response.writeHead(body ? 200 : 404).end(body);
  });
  const counts = { lists: 0, synced: 0, unsolvable: 0 };

  beforeAll(async () => {
    box = await createRealSandbox(1024);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(async () => {
    console.log(
      `real lists as sources: ${counts.lists} lists, ${counts.synced} syncs, ${counts.unsolvable} lists without an answer`,
    );
    server.close();
    await box.close();
  });

  async function ok(cwd: string, ...args: string[]): Promise<Record<string, unknown>> {
    await mkdir(join(box.project, cwd), { recursive: true });
    const { code, stdout } = await box.run([...args, "--json"], { cwd });
    expect(code, `${args.join(" ")} in ${cwd}: ${stdout}`).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  async function put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(box.project, path)), { recursive: true });
    await writeFile(join(box.project, path), content);
  }

  async function lockIn(home: string): Promise<Lockfile> {
    return parseLockfile((await box.read(`${home}/mods.lock`)) ?? "", "mods.lock");
  }

  const setOf = ({ mods, builtin }: Lockfile): readonly string[] => [
    ...builtin,
    ...[...mods].map(([name, { version }]) => `${name} ${version.packed}`),
  ];

  /** The set in every form, as SOURCE of `sync`. */
  async function sourcesOf(list: RealList, home: string): Promise<ReadonlyMap<string, string>> {
    const { mods, builtin } = await lockIn(home);
    const game = gameVersionText(list);
    const all = [
      ...builtin.map((name) => ({ name, version: game })),
      ...[...mods].map(([name, { version }]) => ({ name, version: version.text })),
    ];
    const save = await makeSave(
      { game, mods: all },
      Number(list.factorio.split(".")[0]) > 1 ? "level.dat0" : "level.dat",
    );
    await put(`${home}/friday.zip`, save);
    const head = `   0.000 2026-01-02 03:04:05; Factorio ${game} (build 1, linux64, headless)\n`;
    const rows = all.map(({ name, version }) => `   0.100 Loading mod ${name} ${version} (data.lua)\n`);
    await put(`${home}/a.log`, `${head}${rows.join("")}   0.306 Checksum of base: 3\n`);
    const off = ["elevated-rails", "quality", "recycler", "space-age"].filter((name) => !builtin.includes(name));
    const entries = [
      ...all.map(({ name, version }) => ({ name, enabled: true, ...(builtin.includes(name) ? {} : { version }) })),
      ...off.map((name) => ({ name, enabled: false })),
    ];
    // A list says nothing of the game: the log beside it does.
    await put(`${home}/server/factorio-current.log`, head);
    await put(`${home}/server/mods/mod-list.json`, JSON.stringify({ mods: entries }));
    await ok(home, "export", "pack", "friday.pack.json");
    served = new Map([["/friday.pack.json", await readFile(join(box.project, home, "friday.pack.json"))]]);
    const { port } = server.address() as AddressInfo;
    return new Map([
      ["mod directory", join(box.project, home, "mods")],
      ["save", join(box.project, home, "friday.zip")],
      ["log", join(box.project, home, "a.log")],
      ["server folder", join(box.project, home, "server")],
      ["pack", join(box.project, home, "friday.pack.json")],
      ["address", `http://127.0.0.1:${port}/friday.pack.json`],
    ]);
  }

  test.each(hasRealData ? spread(readRealLists(), COUNT) : [])("$id", { timeout: 600_000 }, async (list) => {
    const home = `${list.id}/theirs`;
    await put(`${home}/mods.yaml`, manifestOf(list));
    const { code, stdout } = await box.run(["install", "--json"], { cwd: home });
    if (code === 3) {
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { explanation: expect.any(Array) } });
      counts.unsolvable++;
      return;
    }
    expect(code, stdout).toBe(0);
    const wanted = setOf(await lockIn(home));
    for (const [form, source] of await sourcesOf(list, home)) {
      for (const start of ["empty", "another"]) {
        const folder = `${list.id}/${form} over ${start}`;
        if (start === "another") {
          await put(`${folder}/mods.yaml`, 'factorio: "1.1" # ours\nmods:\n  flib: "*" # kept words\n');
          await ok(folder, "lock");
        }
        await ok(folder, "sync", source, "--yes");
        expect(setOf(await lockIn(folder)), folder).toEqual(wanted);
        expect((await box.run(["verify"], { cwd: folder })).code, folder).toBe(0);
        const bytes = await Promise.all(["mods.yaml", "mods.lock"].map((name) => box.read(`${folder}/${name}`)));
        await ok(folder, "sync", source, "--yes");
        expect(await Promise.all(["mods.yaml", "mods.lock"].map((name) => box.read(`${folder}/${name}`)))).toEqual(
          bytes,
        );
        counts.synced++;
      }
    }
    counts.lists++;
  });
});
