import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GLOBAL_OPTIONS } from "../../../packages/cli/src/command/global-flags.ts";
import { COMMANDS } from "../../../packages/cli/src/commands/index.ts";
import { layGame } from "../play/lay-game.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/**
 * Every command with each of its flags at least once, as a process, one after the other in one modpack. A line that does not
 * end with 0 begins with its exit code. PORTAL stands for the portal's address. A new command or flag needs a line here.
 */
const LINES = `
init --factorio 2.0 --expansion --cwd ../fresh
init --from ../project/mods --loose --settings --offline --cwd ../taken
lock --dry-run --no-recommended --older-than 7d --game ../game --concurrency 2
install --dry-run --no-recommended --older-than 0d --game ../game --concurrency 2 --player-data ../player-data.json --server-settings ../server-settings.json
install --copy --prune --no-wait --max-archive 500MB --no-progress
install --frozen
install --locked --offline
lock --check --explain
lock --offline
verify --game ../game
verify --verbose --color always
add fog-lamps --with-optional --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
add fog-lamps --no-install --offline
add wind-chimes --no-lock
remove wind-chimes --no-lock
disable tall-masts --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
disable tall-masts --no-install --offline
enable tall-masts --no-install --offline
disable tall-masts --no-lock
enable tall-masts --no-lock
disable tall-masts --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
enable tall-masts --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
enable tall-masts --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
pin --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
pin tall-masts --no-install --offline
unpin tall-masts --no-install --offline
pin --no-lock
unpin --no-lock
pin gear-lib@1.2.0 --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
unpin --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
unpin --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
history
undo --dry-run --no-recommended --game ../game --concurrency 3
undo 1 --no-install --offline
undo 3 --yes --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
edit --disable tall-masts --no-lock
edit --enable tall-masts --no-lock
edit --set factorio=2.0 --add fog-lamps --add wind-chimes --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
edit --add wind-chimes --no-install --offline
edit --remove wind-chimes --no-lock
edit --add wind-chimes --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
edit --remove wind-chimes
add fog-lamps --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
remove fog-lamps --dry-run --no-recommended --game ../game --older-than 0d --concurrency 3
remove fog-lamps --no-install --offline
add fog-lamps --quiet
remove fog-lamps --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
import ../taken-list.json --loose --dry-run --no-recommended --game ../game --older-than 0d --concurrency 2
import ../taken-list.json --no-install --offline
remove fog-lamps
import ../taken-list.json --no-lock
import ../taken-list.json --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
update --yes --dry-run --no-recommended --game ../game --older-than 0d --concurrency 2
update gear-lib --precise 1.2.0 --no-changelog --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
update --no-install --offline
update --portal PORTAL --insecure
upgrade 2.0 --check --offline --no-recommended --game ../game --older-than 0d --concurrency 2
upgrade 2.0 --drop --dry-run
upgrade 2.0 --no-install
upgrade 2.0 --copy --prune --no-wait --max-archive 500MB --player-data ../player-data.json --server-settings ../server-settings.json
outdated --factorio 2.0
outdated --exit-code --offline --no-recommended --game ../game --concurrency 2
tree --optional --depth 1
tree gear-lib
why gear-lib
graph gear-lib --format mermaid --optional --depth 1
graph --load-order --output ../order.html
graph --held-back --offline --concurrency 2
graph --why-not gear-lib@<1.0 --no-recommended --game ../game
list --load-order --json
list --licences --offline --concurrency 2
diff mods.lock mods.lock --markdown --no-changelog --offline
diff mods.lock mods.lock --changelog-txt
export mod-list
export metapackage ../pack.zip --name friday-pack --mod-version 1.2.3 --title Friday --author me --loose
export html ../page.html --since mods.lock --thumbnails --offline --concurrency 2
export nix --mirror https://mods.example.com
search gear --factorio 2.0 --limit 3
info gear-lib --releases
login --username test-player --token-stdin
whoami
whoami --offline --player-data ../player-data.json --server-settings ../server-settings.json
logout
logout --all
set factorio 2.0.77
settings set startup.loud true --dry-run
settings diff --exit-code
trust
untrust
cache dir --cache-dir ../other-cache
cache size
cache verify
cache prune mods.lock
mirror add ../mirror mods.lock --concurrency 2 --max-archive 1GiB
mirror prune ../mirror mods.lock --dry-run
mirror export ../mirror ../out --listen 127.0.0.1:8081 --packs ../packs
mirror export ../mirror ../out --no-archives
4 mirror push ../mirror s3://mods/2.0 --endpoint http://127.0.0.1:9 --delete --packs ../packs --no-archives --dry-run
^C mirror serve ../mirror --listen 127.0.0.1:0 --upstream PORTAL --max-archive 1GiB --trusted-proxy 127.0.0.1 --host-name mods.example.com --users ../users --access-log ../access.log --packs ../packs
games --game ../whole-game
7 games install 2.0.77 --build headless --player-data ../player-data.json --server-settings ../server-settings.json
games prune mods.lock
install
launch --game ../played --instance ../instance --offline --no-recommended --copy --prune --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
launch --server ../save.zip --game ../played -- --port 34198
check --game ../played --timeout 100
1 bisect --game ../played -- true
doctor --player-data ../player-data.json --server-settings ../server-settings.json
doctor --offline
textconv mods.lock
1 git-setup
merge-driver mods.yaml mods.yaml mods.yaml mods.yaml --offline
completion bash
completion fish --install
complete -- in
status
schema manifest
help ranges
sync ../taken-list.json --yes --loose --settings --without gear-lib --prune --copy --no-wait --max-archive 1GiB --player-data ../player-data.json --server-settings ../server-settings.json
sync ../taken-list.json --dry-run --no-install --offline --no-recommended --game ../game --older-than 0d --concurrency 2
install --mod-directory ../elsewhere
cache clean
list --help
list --version
`;

interface Row {
  readonly line: string;
  /** The exit code; undefined: it is served until it is stopped, which is no failure. */
  readonly code: number | undefined;
  readonly args: readonly string[];
}

const ROWS: readonly Row[] = LINES.split("\n").flatMap((line) => {
  const [first = "", ...rest] = line.trim().split(/\s+/);
  if (first === "") return [];
  const marked = /^(?:\d+|\^C)$/.test(first);
  return [
    { line, code: first === "^C" ? undefined : marked ? Number(first) : 0, args: marked ? rest : [first, ...rest] },
  ];
});

test("every command and every flag has a line", () => {
  const missing: string[] = [];
  for (const { words, options = [] } of COMMANDS) {
    const own = ROWS.filter(({ args }) => words.every((word, at) => args[at] === word));
    if (own.length === 0) missing.push(words.join(" "));
    for (const { name } of options) {
      if (!own.some(({ args }) => args.includes(`--${name}`))) missing.push(`${words.join(" ")} --${name}`);
    }
  }
  for (const { name } of GLOBAL_OPTIONS) {
    if (!ROWS.some(({ args }) => args.includes(`--${name}`))) missing.push(`--${name}`);
  }
  expect(missing, "add a line for each to LINES of every-flag.test.ts").toEqual([]);
});

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n');
  for (const folder of ["fresh", "taken", "mirror", "packs"]) await mkdir(join(box.folder, folder));
  await box.write("mods/mod-list.json", '{ "mods": [{ "name": "base", "enabled": true }] }');
  await box.write("../game/data/base/info.json", '{ "name": "base", "version": "2.0.77" }');
  await layGame(join(box.folder, "played"));
  await box.write("../save.zip", "");
  await box.write("../whole-game/data/base/info.json", '{ "name": "base", "version": "2.0.77" }');
  await box.write("../whole-game/bin/x64/factorio", "");
  await box.write("../server-settings.json", '{ "username": "test-player", "token": "of-a-server" }');
  await box.write("../player-data.json", '{ "service-username": "test-player", "service-token": "of-a-game" }');
  await box.write("../taken-list.json", '{ "mods": [{ "name": "fog-lamps", "enabled": true, "version": "3.1.0" }] }');
  await writeFile(join(box.folder, "users"), "test-player:of-a-server\n");
});
afterAll(() => box.close());

test.each(ROWS)("$line", async ({ code, args }) => {
  const words = args.map((word) => (word === "PORTAL" ? box.portal.url : word));
  const stop = new AbortController();
  const running = box.spawn(words, {
    env: {
      STAND_IN: '{ "stay": 0 }',
      FACTORIO_LOCK_GAME_SERVER: "http://127.0.0.1:9",
      NODE_OPTIONS: "--trace-warnings",
    },
    stdin: "of-a-server\n",
    killAfter: 150_000,
    signal: stop.signal,
  });
  if (code === undefined) {
    while ((await box.read("../access.log")) === undefined) await pause(20);
    await pause(200);
    stop.abort();
  }
  const { code: ended, stderr } = await running;
  expect(ended, stderr).toBe(code ?? 0);
  expect(stderr, "no command makes Node print a warning").not.toMatch(/\(node:\d+\)|Warning: /);
});
