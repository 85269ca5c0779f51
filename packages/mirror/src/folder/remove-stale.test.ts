import { mkdtemp, readdir, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { removeStale } from "./remove-stale.ts";

test("files touched in the last hour stay, whatever date they were given; older ones go", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "mirror-stale-"));
  onTestFinished(() => removeFolder(folder));
  await writeFile(path.join(folder, "under-way.part"), "x");
  await utimes(path.join(folder, "under-way.part"), 1_700_000_000, 1_700_000_000);
  await removeStale(folder);
  expect(await readdir(folder)).toEqual(["under-way.part"]);
  await removeStale(folder, Date.now() + 2 * 60 * 60 * 1000);
  expect(await readdir(folder)).toEqual([]);
  await removeStale(path.join(folder, "nowhere"));
});
