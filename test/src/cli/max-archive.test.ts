import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/** Archives that are larger than allowed, by the built executable and a real portal. */

let box: Sandbox | undefined;
afterEach(() => box?.close());

const MANIFEST = 'factorio: "2.0"\nmods:\n  gear-lib: "*"\n';

/** How the portal answers each download, and how many were asked for. */
async function portalThat(heads: { readonly length: number | undefined }): Promise<{ asked: () => number }> {
  let asked = 0;
  box = await createSandbox(undefined, {
    intercept: (request, response) => {
      if (!request.url?.startsWith("/download/")) return false;
      asked += 1;
      const { length } = heads;
      response.writeHead(200, { "content-type": "application/zip", ...(length ? { "content-length": length } : {}) });
      // No byte if the length is stated: a client waiting for one would wait for ever.
      if (length) response.flushHeaders();
      else response.end(Buffer.alloc(300_000, "PK"));
      return true;
    },
  });
  await box.write("mods.yaml", MANIFEST);
  return { asked: () => asked };
}

async function storeFiles(): Promise<string[]> {
  const names = await readdir(join((box as Sandbox).folder, "cache"), { recursive: true });
  return names.filter((name) => name.endsWith(".zip") || name.endsWith(".part"));
}

test("an archive of more than 2 GiB is refused before its first byte, once, with the flag that allows it", async () => {
  const { asked } = await portalThat({ length: 3 * 2 ** 30 - 5 });
  const { code, stderr } = await (box as Sandbox).spawn(["install"]);
  expect({ code, stderr }).toMatchObject({ code: 6 });
  expect(stderr).toContain("has 3 GiB, and at most 2 GiB may be downloaded.");
  expect(stderr).toContain("hint: `--max-archive 3GiB` allows it");
  expect(asked()).toBe(1);
  expect(await storeFiles()).toEqual([]);
  expect(await (box as Sandbox).read("mods.lock")).toBeUndefined();
});

test("one whose length is not told is given up as soon as it has more than allowed", async () => {
  await portalThat({ length: undefined });
  const { code, stderr } = await (box as Sandbox).spawn(["install", "--max-archive", "200 kB", "--json"]);
  expect({ code, stderr }).toMatchObject({ code: 6 });
  expect(await storeFiles()).toEqual([]);
});

test("--max-archive bounds what comes, in units of a thousand and of 1024", async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  const small = await box.spawn(["install", "--max-archive", "100", "--json"]);
  expect(small.code).toBe(6);
  expect(JSON.parse(small.stdout)).toMatchObject({ error: { code: "BAD_ARCHIVE" } });
  for (const size of ["many", "0", "-1", "3 TB of it"]) {
    const { code, stderr } = await box.spawn(["install", `--max-archive=${size}`]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("a size such as 500MB or 3GiB"),
    });
  }
  expect((await box.spawn(["install", "--max-archive", "1.5MiB"])).code).toBe(0);
});
