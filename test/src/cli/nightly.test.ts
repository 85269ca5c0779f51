// The script of docs/docker.md for a server that updates at night, as it stands there, with a stand-in for systemd and the game.
import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, EXECUTABLE, type Sandbox } from "./sandbox.ts";

const MANIFEST = 'factorio: "2.0"\nmods:\n  gear-lib: "= 1.2.0"\n';
const NEXT = 'factorio: "2.0"\nmods:\n  gear-lib: "*"\n';

/**
 * Starts the game as its unit does: `install --frozen`, then the game, which does not come up with gear-lib 2, and writes its
 * save and mod-list.json when it ends.
 */
const SYSTEMCTL = `#!/bin/sh
echo "$1" >> "$LOG"
cd "$SERVER"
case $1 in
  start)
    factorio-lock install --frozen || exit 1
    echo "played with $(ls mods)" > saves/world.zip
    if ls mods/gear-lib_2* >/dev/null 2>&1 && [ -z "\${STURDY:-}" ]; then echo 2 > restarts; else echo 0 > restarts; fi ;;
  stop) echo '{"mods":[{"name":"base","enabled":true}]}' > mods/mod-list.json ;;
  show) cat restarts ;;
esac
`;

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  expect((await box.run(["install"])).code).toBe(0);
  await box.write("mods.yaml", NEXT);
  expect((await box.run(["lock"])).code).toBe(0);
  await box.write("saves/world.zip", "before");
  await program("systemctl", SYSTEMCTL);
  await program("sleep", "#!/bin/sh\n");
  // The user of the guide is none here.
  await program("install", '#!/bin/sh\nmkdir -p "$4"\n');
  await program("runuser", '#!/bin/sh\nshift 3\nexec "$@"\n');
  await program("factorio-lock", `#!/bin/sh\nexec '${process.execPath}' '${EXECUTABLE}' "$@"\n`);
  const guide = await readFile(new URL("../../../docs/docker.md", import.meta.url), "utf8");
  await put(
    join(box.project, "nightly-update.sh"),
    /```sh\n(#!\/bin\/sh\n# nightly[\s\S]*?)```/.exec(guide)?.[1] ?? "",
  );
});
afterEach(() => box.close());

const program = (name: string, text: string) => put(join(box.folder, "bin", name), text);

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
}

async function night(more: Record<string, string> = {}): Promise<{ code: number; did: string[] }> {
  const log = join(box.folder, "log");
  await writeFile(log, "");
  const child = spawn("sh", [join(box.project, "nightly-update.sh")], {
    cwd: box.folder,
    env: {
      PATH: `${join(box.folder, "bin")}:${process.env["PATH"]}`,
      LOG: log,
      SERVER: box.project,
      XDG_STATE_HOME: join(box.folder, "state"),
      FACTORIO_LOCK_PORTAL: box.portal.url,
      FACTORIO_USERNAME: "server",
      FACTORIO_TOKEN: "0123456789",
      ...more,
    },
    stdio: "ignore",
  });
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
  return { code, did: (await readFile(log, "utf8")).trim().split("\n") };
}

const state = () => Promise.all(["mods.yaml", "mods.lock", "saves/world.zip"].map((path) => box.read(path)));

describe.skipIf(spawnSync("sh", ["-c", "cksum </dev/null"]).status !== 0)("a server that updates at night", () => {
  test("goes back, mods and save, where it does not come up", async () => {
    const before = await state();
    expect(before[1]).toContain('version: "1.2.0"');
    expect(await night()).toEqual({
      code: 1,
      did: ["stop", "start", "is-active", "show", "stop", "start"],
    });
    // The last start played on, from the old save and with the old mods.
    const after = await state();
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).toContain("gear-lib_1.2.0.zip");
    expect(await box.read("saves.before/world.zip")).toBe("before");
    expect((await box.run(["verify"])).code).toBe(0);
  });

  test("starts all the same where nothing can be brought back", async () => {
    const { code, did } = await night({ XDG_STATE_HOME: join(box.project, "state") });
    expect([code, did.at(-1)]).toEqual([1, "start"]);
    expect(await box.read("saves.before/world.zip")).toBe("before");
    const { stderr } = await box.run(["undo"], { env: { XDG_STATE_HOME: join(box.project, "state") } });
    expect(stderr).toContain("is in the modpack itself");
  });

  test("stays with the new mods where it does", async () => {
    expect(await night({ STURDY: "yes" })).toEqual({ code: 0, did: ["stop", "start", "is-active", "show"] });
    expect((await state())[1]).toContain('version: "2.0.0"');
    expect((await box.run(["verify"])).code).toBe(0);
    // The next night there is nothing to do, and nobody is disturbed.
    expect(await night()).toEqual({ code: 0, did: [""] });
  });

  test("is left alone where the portal does not answer", async () => {
    const before = await state();
    const { code, did } = await night({ FACTORIO_LOCK_PORTAL: "http://127.0.0.1:9" });
    expect([code, did]).toEqual([7, [""]]);
    expect(await state()).toEqual(before);
  });
});
