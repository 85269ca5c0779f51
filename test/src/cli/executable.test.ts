import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, EXECUTABLE, type Sandbox } from "./sandbox.ts";

const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  wide-river: "*"\n';

let box: Sandbox;
beforeAll(() => {
  if (!existsSync(join(EXECUTABLE, "../../dist/bin/main.cjs")))
    throw new Error("the executable is not built: pnpm build");
});
afterEach(() => box.close());

describe("the built executable", () => {
  test("tells its version", async () => {
    box = await createSandbox();
    const { version } = JSON.parse(await readFile(join(EXECUTABLE, "../../package.json"), "utf8")) as {
      version: string;
    };
    for (const args of [["--version"], ["-V"], ["tree", "--version"]]) {
      expect(await box.spawn(args)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    }
  });

  test("its files are ASCII, since they are read byte by byte", async () => {
    box = await createSandbox([]);
    const folder = join(EXECUTABLE, "../../dist/bin");
    for (const name of (await readdir(folder)).filter((file) => file.endsWith(".cjs"))) {
      const bytes = await readFile(join(folder, name));
      expect(
        bytes.some((byte) => byte > 0x7f),
        name,
      ).toBe(false);
    }
  });

  test("locks, installs, shows and verifies; again it asks nothing", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    const first = await box.spawn(["install"]);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("+ tall-masts 1.0.0\n");
    expect(first.stderr).toMatch(/^Resolved 4 mods in /);
    expect(await box.spawn(["verify"])).toMatchObject({ code: 0 });
    const asked = box.requests.length;
    expect(await box.spawn(["install"])).toMatchObject({ code: 0, stdout: "" });
    expect(await box.spawn(["install", "--frozen"])).toMatchObject({ code: 0, stdout: "" });
    expect(box.requests.length).toBe(asked);
  });

  test("answers where a recommended mod does not fit", async () => {
    box = await createSandbox([
      { name: "lone-lamp", releases: [{ version: "1.0.0", dependencies: ["+ no-such-mod"] }] },
    ]);
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  lone-lamp: "*"\n');
    const { code, stderr } = await box.spawn(["lock"], { killAfter: 10_000 });
    expect(code).toBe(0);
    expect(stderr).toContain("no-such-mod, which lone-lamp recommends, was left out");
  });

  test("the compiled form is kept for the user alone, and a damaged one is not used", async () => {
    box = await createSandbox();
    const folder = join(box.folder, "home", ".cache", "factorio-lock", "code");
    const help = await box.spawn(["--help"]);
    const kept = process.platform === "linux" ? await readdir(folder) : [];
    for (const name of kept) {
      const { writeFile } = await import("node:fs/promises");
      await writeFile(join(folder, name), "damaged");
    }
    expect(await box.spawn(["--help"])).toEqual(help);
    expect(await box.spawn(["--help"])).toEqual(help);
  });

  test("a reader that has seen enough is no failure", async () => {
    box = await createSandbox();
    const child = spawn(process.execPath, [EXECUTABLE, "schema", "json"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
  });

  test("Ctrl-C stops a download, and the lockfile and the mod directory are as they were", async () => {
    let started = (): void => {};
    const downloading = new Promise<void>((resolve) => {
      started = resolve;
    });
    box = await createSandbox(
      [{ name: "big-bell", releases: [{ version: "1.0.0", dependencies: ["base"], padding: 20_000 }] }],
      {
        intercept: (request) => {
          if (!request.url?.startsWith("/download/")) return false;
          started();
          return true;
        },
      },
    );
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  big-bell: "*"\n');
    const controller = new AbortController();
    const run = box.spawn(["install", "--json"], { signal: controller.signal });
    await downloading;
    controller.abort();
    const { code, stdout } = await run;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "INTERRUPTED" } });
    expect(await box.read("mods.lock")).toBeUndefined();
    expect(await box.read("mods/mod-list.json")).toBeUndefined();
  });

  test("a mirror is served until it is stopped, and that is no failure", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    expect((await box.spawn(["lock"])).code).toBe(0);
    await mkdir(join(box.folder, "mirror"));
    expect((await box.spawn(["mirror", "add", "../mirror"])).stdout).toContain("+ tall-masts_1.0.0.zip");
    const child = spawn(process.execPath, [
      EXECUTABLE,
      "mirror",
      "serve",
      join(box.folder, "mirror"),
      "--listen",
      "127.0.0.1:0",
      "--json",
    ]);
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    const { url } = JSON.parse(String(chunk)) as { url: string };
    const clone = join(box.project, "clone");
    await mkdir(clone);
    for (const name of ["mods.yaml", "mods.lock"]) await cp(join(box.project, name), join(clone, name));
    await removeFolder(join(box.folder, "cache"));
    const env = { FACTORIO_LOCK_PORTAL: url, FACTORIO_LOCK_CACHE: join(box.folder, "cache-2") };
    expect(await box.spawn(["install", "--frozen"], { cwd: "clone", env })).toMatchObject({ code: 0 });
    expect(await readdir(join(clone, "mods"))).toContain("tall-masts_1.0.0.zip");
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
  });
});
