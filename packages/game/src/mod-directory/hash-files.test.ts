import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { hashFiles } from "./hash-files.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-hash-"));
});
afterAll(() => removeFolder(folder));

async function files(sizes: readonly number[]) {
  const made = await Promise.all(
    sizes.map(async (size, at) => {
      const content = randomBytes(size);
      const path = join(folder, `${at}-${size}`);
      await writeFile(path, content);
      return { path, hash: createHash("sha1").update(content).digest("hex") };
    }),
  );
  return { paths: made.map(({ path }) => path), hashes: made.map(({ hash }) => hash) };
}

describe("hashing files", () => {
  test.each([
    ["on this thread", [0, 1, 5000, 2 ** 20, 2 ** 20 + 1]],
    ["on all cores", [12 * 2 ** 20, 5, 9 * 2 ** 20 + 7, 0, 2 ** 20, 6 * 2 ** 20]],
  ])("%s gives the SHA-1 of each, in order", async (_, sizes) => {
    const { paths, hashes } = await files(sizes);
    expect(await hashFiles(paths)).toEqual(hashes);
    expect(await hashFiles(paths, { concurrency: 4 })).toEqual(hashes);
  });

  test("leaves out what cannot be read", async () => {
    const { paths, hashes } = await files([10, 26 * 2 ** 20]);
    await mkdir(join(folder, "sub"));
    const odd = [join(folder, "missing"), join(folder, "sub")];
    expect(await hashFiles([...odd, ...paths], { concurrency: 2 })).toEqual([undefined, undefined, ...hashes]);
    expect(await hashFiles([...odd, paths[0] as string])).toEqual([undefined, undefined, hashes[0]]);
    expect(await hashFiles([])).toEqual([]);
  });

  test("gives way to others within a large file, and stops there when aborted", async () => {
    const path = join(folder, "large");
    await writeFile(path, "");
    await truncate(path, 100 * 2 ** 20);
    const abort = new AbortController();
    let turns = 0;
    const take = () => {
      turns += 1;
      if (turns < 4) setImmediate(take);
      else abort.abort();
    };
    setImmediate(take);
    await expect(hashFiles([path], { signal: abort.signal })).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(turns).toBe(4);
  });

  test.each([3, 30])("stops when aborted (%i MB)", async (size) => {
    const { paths } = await files([size * 2 ** 20, 10]);
    const abort = new AbortController();
    const hashing = hashFiles(paths, { signal: abort.signal, concurrency: 2 });
    abort.abort();
    await expect(hashing).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
