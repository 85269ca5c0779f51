import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { holdModDirectory } from "./hold.ts";

let sandbox: string;
beforeEach(async () => {
  sandbox = await mkdtemp(join(tmpdir(), "factorio-lock-hold-"));
});
afterEach(() => removeFolder(sandbox));

describe("the hold on a mod directory", () => {
  test("is one for all ways to the directory, makes it, and leaves none that it made and nothing came into", async () => {
    const mods = join(sandbox, "deep/mods");
    const hold = await holdModDirectory(mods, { command: "factorio-lock install" });
    expect(await readdir(mods)).toEqual([".factorio-lock"]);
    await symlink(mods, join(sandbox, "link"));
    await expect(holdModDirectory(join(sandbox, "link"), { limit: 0 })).rejects.toMatchObject({
      code: "BUSY",
      message: expect.stringMatching(RegExp(`factorio-lock install \\(process ${process.pid} on .+, since 20.+Z\\)`)),
    });
    await mkdir(join(sandbox, "other"));
    const other = await holdModDirectory(join(sandbox, "other"), { limit: 0 });
    await Promise.all([hold.release(), other.release()]);
    expect(existsSync(mods)).toBe(false);
    expect(await readdir(join(sandbox, "other"))).toEqual([]);
  });

  test("goes to one after the other, and each waiter hears once for whom it waits", async () => {
    let inside = 0;
    let most = 0;
    let heard = 0;
    const work = async () => {
      const hold = await holdModDirectory(sandbox, { onWait: () => (heard += 1) });
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      await hold.release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
    expect(heard).toBeGreaterThanOrEqual(7);
  });

  test("is waited for no longer than the limit, and not at all when aborted", async () => {
    const hold = await holdModDirectory(sandbox);
    await expect(holdModDirectory(sandbox, { limit: 30 })).rejects.toMatchObject({ code: "BUSY" });
    const abort = new AbortController();
    const waiting = holdModDirectory(sandbox, { signal: abort.signal, onWait: () => abort.abort() });
    await expect(waiting).rejects.toMatchObject({ code: "INTERRUPTED" });
    await hold.release();
    await (await holdModDirectory(sandbox, { limit: 0 })).release();
  });

  test.each(["removed", "renamed", "replaced", "emptied"])("is lost when the directory is %s", async (how) => {
    const mods = join(sandbox, "mods");
    const hold = await holdModDirectory(mods);
    hold.assertHeld();
    if (how === "renamed" || how === "replaced") await rename(mods, join(sandbox, "old"));
    else await removeFolder(how === "emptied" ? join(mods, ".factorio-lock") : mods);
    if (how === "replaced") await mkdir(mods);
    expect(() => hold.assertHeld()).toThrow(expect.objectContaining({ code: "FAILED" }));
    await hold.release();
  });

  test("fails where no directory can be, and where its own folder is a link", async () => {
    await writeFile(join(sandbox, "file"), "");
    await expect(holdModDirectory(join(sandbox, "file/mods"))).rejects.toMatchObject({ code: "FAILED" });
    await mkdir(join(sandbox, "mods"));
    await mkdir(join(sandbox, "elsewhere"));
    await symlink(join(sandbox, "elsewhere"), join(sandbox, "mods", ".factorio-lock"));
    await expect(holdModDirectory(join(sandbox, "mods"))).rejects.toMatchObject({ code: "FAILED" });
    expect(await readdir(join(sandbox, "elsewhere"))).toEqual([]);
  });

  test("ends with the time at which the process ends, and keeps no process alive", async () => {
    const hold = await holdModDirectory(sandbox);
    expect(process.getActiveResourcesInfo()).not.toContain("PipeServerWrap");
    await hold.release();
    expect(existsSync(join(sandbox, ".factorio-lock"))).toBe(false);
  });
});
