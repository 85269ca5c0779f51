import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sealTime } from "@factorio-lock/fetcher";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { type FolderCatalog, openFolder } from "./folder-catalog.ts";
import type { FolderEvent } from "./folder-event.ts";

let directory: string;
let open: FolderCatalog[] = [];
let events: FolderEvent[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "mirror-folder-"));
  events = [];
});

afterEach(async () => {
  for (const catalog of open.splice(0)) await catalog.close();
  await removeFolder(directory);
});

async function catalog(): Promise<FolderCatalog> {
  const opened = await openFolder(directory, { settle: 30, onEvent: (event) => events.push(event) });
  open.push(opened);
  return opened;
}

const archive = (name: string, version: string, more: Record<string, unknown> = {}): Promise<Buffer> =>
  makeArchive({ name, version, title: `The ${name}`, author: "ada", factorio_version: "2.0", ...more });

const put = async (file: string, bytes: Buffer): Promise<void> => writeFile(path.join(directory, file), bytes);

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 60_000 }).toBe(true);
}

test("a folder without mods is announced once", async () => {
  const folder = await catalog();
  await folder.refresh();
  await folder.refresh();
  expect(events).toEqual([{ kind: "indexed", mods: 0, releases: 0 }]);
});

test("the first look ends when the signal fires", async () => {
  for (const name of ["one", "two", "three"]) await put(`${name}_1.0.0.zip`, await archive(name, "1.0.0"));
  await expect(openFolder(directory, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "INTERRUPTED" });
  // Files that were just written are waited for.
  const abort = new AbortController();
  const opening = openFolder(directory, { settle: 600_000, signal: abort.signal });
  setTimeout(() => abort.abort(), 50);
  const started = performance.now();
  await expect(opening).rejects.toMatchObject({ code: "INTERRUPTED" });
  expect(performance.now() - started).toBeLessThan(60_000);
});

describe("what is served", () => {
  test("a mod tells what its newest archive says, its releases in the order of upload", async () => {
    await put("tin-works_1.0.0.zip", await archive("tin-works", "1.0.0"));
    await put("tin-works_0.9.0.zip", await archive("tin-works", "0.9.0", { title: "Tin works, again" }));
    await utimes(path.join(directory, "tin-works_1.0.0.zip"), 1_700_000_000, 1_700_000_000);
    const mod = (await catalog()).mod("tin-works");
    expect(mod?.releases.map((release) => release.version)).toEqual(["1.0.0", "0.9.0"]);
    expect(mod?.releases[0]?.releasedAt).toBe("2023-11-14T22:13:20.000000Z");
    expect(mod).toMatchObject({ title: "Tin works, again", owner: "ada" });
  });

  test("a file under another name is served under its proper one; of two with the same mod and version only one", async () => {
    const bytes = await archive("tin-works", "1.0.0");
    await put("download (1).zip", bytes);
    await put("tin-works_1.0.0.zip", bytes);
    const folder = await catalog();
    expect(folder.mod("tin-works")?.releases).toHaveLength(1);
    expect(events).toContainEqual({ kind: "duplicate", file: "download (1).zip", served: "tin-works_1.0.0.zip" });
  });

  test("a thumbnail is read from its archive once", async () => {
    const picture = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from("picture")]);
    const info = { name: "tin-works", version: "1.0.0", title: "T", author: "ada", factorio_version: "2.0" };
    const bytes = await makeArchive(info, { "thumbnail.png": picture });
    await put("tin-works_1.0.0.zip", bytes);
    const folder = await catalog();
    const sha1 = createHash("sha1").update(bytes).digest("hex");
    expect(await folder.thumbnail(sha1)).toEqual(picture);
    // The folder has had no time to notice.
    rmSync(path.join(directory, "tin-works_1.0.0.zip"));
    expect(await folder.thumbnail(sha1)).toEqual(picture);
    await folder.refresh();
    expect(await folder.thumbnail(sha1)).toBeUndefined();
  });

  test("another archive of the same mod and version is there for who knows its SHA-1", async () => {
    await put("tin-works_1.0.0.zip", await archive("tin-works", "1.0.0"));
    const other = await archive("tin-works", "1.0.0", { title: "Another" });
    await put("other.zip", other);
    const folder = await catalog();
    const sha1 = createHash("sha1").update(other).digest("hex");
    expect(folder.mod("tin-works")?.title).toBe("The tin-works");
    expect(folder.size()).toEqual({ mods: 1, releases: 1 });
    expect(folder.file(sha1)?.size).toBe(other.length);
  });

  test("a file that is no sound archive is refused with a reason", async () => {
    await put("broken_1.0.0.zip", Buffer.from("not a zip"));
    await put("tin-works_1.0.0.tmp.zip", await archive("tin-works", "1.0.0"));
    const folder = await catalog();
    expect(folder.size()).toEqual({ mods: 0, releases: 0 });
    expect(events).toContainEqual(expect.objectContaining({ kind: "refused", file: "broken_1.0.0.zip" }));
  });
});

describe("keeping up", () => {
  test("a half-copied archive never appears, the finished one does", async () => {
    const bytes = await archive("tin-works", "1.0.0");
    const folder = await catalog();
    const seen = new Set<string | undefined>();
    for (const length of [1, 100, bytes.length - 1]) {
      await put("tin-works_1.0.0.zip", bytes.subarray(0, length));
      await folder.refresh();
      await new Promise((resolve) => setTimeout(resolve, 60));
      seen.add(folder.mod("tin-works")?.name);
    }
    expect([...seen]).toEqual([undefined]);
    await put("tin-works_1.0.0.zip", bytes);
    await until(() => folder.mod("tin-works")?.releases[0]?.version === "1.0.0");
  });

  test("an archive that is replaced is served anew, one that is removed no longer", async () => {
    await put("tin-works_1.0.0.zip", await archive("tin-works", "1.0.0"));
    await put("loom_1.0.0.zip", await archive("loom", "1.0.0"));
    const folder = await catalog();
    const [before, loom] = [folder.mod("tin-works"), folder.mod("loom")];
    await put("new.tmp", await archive("tin-works", "1.0.0", { title: "New" }));
    await rename(path.join(directory, "new.tmp"), path.join(directory, "tin-works_1.0.0.zip"));
    await until(() => folder.mod("tin-works")?.title === "New");
    expect(folder.mod("tin-works")?.releases[0]?.sha1).not.toBe(before?.releases[0]?.sha1);
    expect(folder.mod("loom")).toBe(loom);
    await rm(path.join(directory, "tin-works_1.0.0.zip"));
    await until(() => folder.mod("tin-works") === undefined);
  });

  test("a file that was changed behind the mirror's back is not sent under the old hash", async () => {
    const file = path.join(directory, "tin-works_1.0.0.zip");
    await put("tin-works_1.0.0.zip", await archive("tin-works", "1.0.0"));
    const folder = await catalog();
    const release = folder.mod("tin-works")?.releases[0];
    const served = folder.archive("tin-works", release?.id ?? "");
    await truncate(file, 50);
    expect(await served?.open()).toBeUndefined();
    await until(() => folder.mod("tin-works") === undefined);
  });
});

test("where the time of a file is the seal of a store, the newest date in the archive counts", async () => {
  const expected = "2000-01-01T00:00:00.000000Z";
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) {
    const bytes = await archive("tin-works", version);
    const fileName = `tin-works_${version}.zip`;
    await put(fileName, bytes);
    const sha1 = createHash("sha1").update(bytes).digest("hex");
    const seal = sealTime({ sha1, fileName }, bytes.length);
    // A second next to the seal is a time like any other.
    const time = version === "1.2.0" ? seal + 1 : seal;
    await utimes(path.join(directory, fileName), time, time);
  }
  const first = await catalog();
  const releases = first.mod("tin-works")?.releases;
  expect(releases?.map(({ version }) => version)).toEqual(["1.0.0", "1.1.0", "1.2.0"]);
  expect(releases?.slice(0, 2).map(({ releasedAt }) => releasedAt)).toEqual([expected, expected]);
  expect(releases?.[2]?.releasedAt).not.toBe(expected);
  await first.close();
  expect((await catalog()).mod("tin-works")?.releases).toEqual(releases);
});

describe("the index", () => {
  test("what was known is not read again, and tells the same", async () => {
    const bytes = await archive("tin-works", "1.0.0", { dependencies: ["base >= 2.0"] });
    await put("tin-works_1.0.0.zip", bytes);
    const first = await catalog();
    const releases = first.mod("tin-works")?.releases;
    await first.close();
    const index = path.join(directory, ".factorio-lock-mirror", "index.json");
    const text = await readFile(index, "utf8");
    expect((await catalog()).mod("tin-works")?.releases).toEqual(releases);
    // An entry that the index alone could know shows that the archive was not opened.
    await writeFile(index, text.replace("The tin-works", "From the index"));
    expect((await catalog()).mod("tin-works")?.title).toBe("From the index");
  });

  test.each(["", "{", "[]", '{"format":2,"files":[{"file":"x"}]}', '{"format":99,"files":[]}'])(
    "a damaged index (%j) only costs time",
    async (text) => {
      await put("tin-works_1.0.0.zip", await archive("tin-works", "1.0.0"));
      await (await catalog()).close();
      await writeFile(path.join(directory, ".factorio-lock-mirror", "index.json"), text);
      expect((await catalog()).mod("tin-works")?.releases).toHaveLength(1);
    },
  );

  test("a copy under the same name with the same size is read again", async () => {
    await put("tin-works_1.0.0.zip", await archive("tin-works", "1.0.0", { title: "Aaa" }));
    await (await catalog()).close();
    await put("other", await archive("tin-works", "1.0.0", { title: "Bbb" }));
    await copyFile(path.join(directory, "other"), path.join(directory, "tin-works_1.0.0.zip"));
    expect((await catalog()).mod("tin-works")?.title).toBe("Bbb");
  });
});
