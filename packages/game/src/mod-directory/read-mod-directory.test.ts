import { mkdir, mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { foldsCase } from "./read-mod-directory.ts";

test("whether case counts is the disk's own word, and before there is a folder to ask about the system's custom", async () => {
  const directory = await mkdtemp(join(tmpdir(), "factorio-lock-case-"));
  onTestFinished(() => removeFolder(directory));
  const place = { directory, folder: join(directory, ".factorio-lock") };
  const byCustom = (["linux", "darwin", "win32"] as const).map((platform) => foldsCase(place, platform));
  expect(byCustom).toEqual([false, true, true]);
  await mkdir(place.folder);
  const folds = await stat(join(directory, ".FACTORIO-LOCK")).then(
    () => true,
    () => false,
  );
  for (const platform of ["linux", "darwin", "win32"] as const) expect(foldsCase(place, platform)).toBe(folds);
});
