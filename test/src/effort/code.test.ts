import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../../../packages/cli/src/commands/index.ts";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { counted } from "./counted.ts";

/**
 * Every command, with the most that it may load: modules of Node's own beside those of every start, kB of our functions that
 * run (those that only define others as well), and the files of the bundle beside the main one. As measured, with some room:
 * a library that is evaluated too early does not fit in. A new command needs a line.
 */
const LINES = `
init --factorio 2.0 --cwd ../elsewhere                                    |  21 |  85 |
sync mods/mod-list.json --dry-run                                         |  65 | 380 | undici
add fog-lamps --dry-run                                                   |  65 | 375 | undici
remove tall-masts --dry-run                                               |  65 | 400 | yaml undici
disable tall-masts --dry-run                                              |  65 | 350 | undici
enable tall-masts --dry-run                                               |  65 | 355 | undici
edit --add fog-lamps --dry-run                                            |  65 | 370 | undici
import mods/mod-list.json --dry-run                                       |  65 | 380 | undici
pin --dry-run                                                             |  65 | 380 | undici
unpin --dry-run                                                           |  65 | 380 | undici
undo --dry-run                                                            |  65 | 380 | undici
history                                                                   |  42 | 130 |
lock                                                                      |  65 | 325 | undici
install                                                                   |  42 | 160 |
update --dry-run                                                          |  65 | 355 | undici
upgrade 2.0 --check                                                       |  65 | 355 | undici
launch --game ../none                                                     |  22 | 130 |
check                                                                     |  22 | 140 |
bisect --game ../none                                                     |  21 | 100 |
set factorio 2.0                                                          |  22 | 106 |
settings                                                                  |  22 | 115 |
trust                                                                     |  22 | 115 |
untrust                                                                   |  21 |  90 |
outdated                                                                  |  65 | 315 | undici
tree                                                                      |  22 | 110 |
why gear-lib                                                              |  22 | 110 |
graph                                                                     |  22 | 160 | dagrejs-dagre
list                                                                      |  22 | 110 |
diff mods.lock mods.lock                                                  |  22 | 111 |
export mod-list                                                           |  22 | 125 |
verify                                                                    |  45 | 140 |
search gear                                                               |  48 | 275 | undici
info gear-lib                                                             |  48 | 275 | undici
login --username x --token-stdin                                          |  24 |  95 |
logout                                                                    |  24 |  95 |
whoami                                                                    |  48 | 275 | undici
games install 1.1.1 --build headless                                      |  75 | 185 | undici
games prune                                                               |  22 | 100 |
games                                                                     |  21 | 105 |
cache dir                                                                 |  21 |  90 |
cache size                                                                |  22 |  95 |
cache prune mods.lock                                                     |  22 | 110 |
cache verify                                                              |  45 |  95 |
cache clean --help                                                        |  21 |  85 |
mirror serve ../none                                                      |  48 | 120 |
mirror add ../mirror mods.lock                                            |  48 | 150 |
mirror prune ../mirror mods.lock --dry-run                                |  48 | 150 |
mirror export ../mirror ../out                                            |  48 | 150 |
mirror push ../mirror s3://mods/x --endpoint http://127.0.0.1:9 --dry-run |  21 |  95 |
git-setup                                                                 |  30 |  90 |
merge-driver mods.yaml mods.yaml mods.yaml mods.yaml                      |  35 | 160 | yaml
textconv mods.lock                                                        |  22 | 100 |
doctor                                                                    |  48 | 320 | undici
completion bash                                                           |  21 |  85 |
complete -- in                                                            |  21 |  90 |
status                                                                    |  46 | 155 |
schema manifest                                                           |  21 |  95 | schemas
help                                                                      |  21 |  95 |
`;

const ROWS = LINES.trim()
  .split("\n")
  .map((line) => {
    const [words = "", builtins, code, files = ""] = line.split("|").map((cell) => cell.trim());
    return { words, builtins: Number(builtins), code: Number(code), files: files.split(" ").filter(Boolean) };
  });

test("every command has a line", () => {
  const has = (name: string) => ROWS.some(({ words }) => `${words} `.startsWith(`${name} `));
  expect(COMMANDS.map(({ words }) => words.join(" ")).filter((name) => !has(name))).toEqual([]);
});

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n');
  expect(await box.spawn(["install", "--quiet"])).toMatchObject({ code: 0 });
});
afterAll(() => box.close());

test.each(ROWS)("$words loads no more code than it needs", async ({ words, builtins, code, files }) => {
  const seen = await counted(box, words.split(" "));
  const others = Object.keys(seen.files).map((name) => name.replace(/\.cjs$/, ""));
  expect(others.filter((name) => name !== "main" && !files.includes(name))).toEqual([]);
  expect(seen.builtins, "modules of Node's own").toBeLessThanOrEqual(builtins);
  expect(seen.code / 1000, "kB of functions that ran").toBeLessThanOrEqual(code);
  // A count that sees nothing would allow everything.
  expect(seen.code / 1000).toBeGreaterThan(code / 2);
});
