import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import type { WorldMod } from "../cli/world.ts";

const DEPTH = 4;
const WIDTH = 6;
const name = (level: number, at: number) => `layer-${level}-${at}`;

/** A mod of a layer, which needs two of the layer below. */
function layered(level: number, at: number, versions: readonly string[]): WorldMod {
  const below = level + 1 < DEPTH ? [name(level + 1, at), name(level + 1, (at + 1) % WIDTH)] : [];
  const dependencies = ["base >= 2.0", ...below.map((other) => `${other} >= 1.0`)];
  return { name: name(level, at), releases: versions.map((version) => ({ version, dependencies, padding: 5000 })) };
}

const VERSIONS = ["1.0.0", "1.1.0", "1.2.0"];
const mods = Array.from({ length: DEPTH * WIDTH }, (_, index) =>
  layered(Math.floor(index / WIDTH), index % WIDTH, VERSIONS),
);
const ALL = mods.length;

let box: Sandbox;

beforeAll(async () => {
  box = await createSandbox(mods);
  const wanted = Array.from({ length: WIDTH }, (_, at) => `  ${name(0, at)}: "*"\n`).join("");
  await box.write("mods.yaml", `factorio: "2.0"\nmods:\n${wanted}`);
});
afterAll(() => box.close());

/** How often a command asks the portal what is new of mods that it names, for a mod, for an archive, and anything else. */
interface Asked {
  readonly list?: number;
  readonly mods?: number;
  readonly archives?: number;
  readonly other?: number;
}

/** The commands in this order, what each asks, and how many bytes the answers have at most, heads and all. */
const LINES: readonly (readonly [line: string, asked: Asked, bytes: number])[] = [
  ["lock", { mods: ALL }, 37_500],
  ["lock", { list: 1 }, 4_300],
  ["install", { archives: ALL }, 158_000],
  ["install", {}, 0],
  ["install --frozen", {}, 0],
  ["install --locked", {}, 0],
  ["lock --check", { list: 1 }, 4_300],
  ["update --dry-run", { list: 1 }, 4_300],
  ["update", { list: 1 }, 4_300],
  ["outdated", { list: 1 }, 4_300],
  ["tree", {}, 0],
  ["why layer-3-1", {}, 0],
  ["list", {}, 0],
  ["verify", {}, 0],
  ["check", {}, 0],
  ["status", {}, 0],
  ["add layer-1-0", { list: 1 }, 4_300],
  ["remove layer-1-0", { list: 1 }, 4_300],
];

/** What the portal was asked by a command, which has to succeed. */
async function askedBy(line: string): Promise<{ asked: Asked; bytes: number }> {
  box.requests.length = 0;
  const { code, stderr } = await box.spawn(line.split(" "));
  expect(code, `${line}: ${stderr}`).toBe(0);
  const asked: { -readonly [kind in keyof Asked]: number } = {};
  let bytes = 0;
  for (const entry of box.requests) {
    bytes += entry.bytes;
    // An archive is asked for twice: at the portal, and where that sends on to.
    if (entry.path.startsWith("/files/")) continue;
    const kind = /^\/api\/mods\?page_size=max$/.test(entry.path)
      ? "list"
      : /^\/api\/mods\/[^/]+\/full$/.test(entry.path)
        ? "mods"
        : entry.path.startsWith("/download/")
          ? "archives"
          : "other";
    asked[kind] = (asked[kind] ?? 0) + 1;
  }
  return { asked, bytes };
}

test("no command asks the portal for more than it needs", async () => {
  const seen: [string, Asked][] = [];
  const tooLong: string[] = [];
  for (const [line, , most] of LINES) {
    const { asked, bytes } = await askedBy(line);
    seen.push([line, asked]);
    if (bytes > most) tooLong.push(`${line}: ${bytes} bytes, where ${most} were enough`);
  }
  expect(seen).toEqual(LINES.map(([line, asked]) => [line, asked]));
  expect(tooLong).toEqual([]);

  // Of what is known, only the mod with a new release is asked for anew.
  await box.world.publish([layered(3, 0, [...VERSIONS, "1.3.0"])]);
  expect((await askedBy("update")).asked).toEqual({ list: 1, mods: 1, archives: 1 });
});
