import { mkdir, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { parseVersion, type Version } from "@factorio-lock/core";
import { makeArchive } from "@factorio-lock/game";
import { createPortal } from "@factorio-lock/portal";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFaultyPortal } from "../../testing/faulty-portal.ts";
import { failureOf, portalAt, sandbox, snapshot } from "../../testing/sandbox.ts";
import { requestFor, someArchives } from "../../testing/some-archives.ts";
import { openStore } from "../store/store.ts";
import type { FetchEvent } from "./event.ts";
import { fetchArchives } from "./fetch-archives.ts";

describe("fetchArchives", () => {
  test("brings archives into the store, and then asks for nothing", async () => {
    const { served, wanted } = await someArchives([1000, 300_000, 3_000_000]);
    const server = await startFaultyPortal(served);
    const portal = portalAt(server.url);
    const store = openStore(await sandbox());
    const report = await fetchArchives(wanted, { store, portal });
    const bytes = [...served.values()].reduce((sum, { length }) => sum + length, 0);
    expect(report).toEqual({ files: 3, bytes, reused: 0 });
    expect(wanted.every((archive) => store.has(archive))).toBe(true);
    expect(await store.verify()).toEqual({ checked: 3, bytes, damaged: [], held: [] });
    expect(await fetchArchives(wanted, { store, portal })).toEqual({ files: 0, bytes: 0, reused: 3 });
    expect(await fetchArchives(wanted, { store })).toEqual({ files: 0, bytes: 0, reused: 3 });
    expect(server.asks.length).toBe(3);
    expect(await store.sizes()).toEqual({ archives: 3, bytes, partials: 0, partialBytes: 0 });
  });

  test("reports every archive from its start to its end", async () => {
    const { served, wanted } = await someArchives([1000, 400_000]);
    const server = await startFaultyPortal(served, (ask, portal) => {
      if (ask.path !== wanted[1]?.download || ask.number > 1) return false;
      portal.serve(ask, 200_000);
      return true;
    });
    const events: FetchEvent[] = [];
    const options = { store: openStore(await sandbox()), portal: portalAt(server.url) };
    await fetchArchives(wanted, { ...options, onEvent: (event) => events.push(event) });
    // Progress is reported by the clock: a slow machine has more of it.
    const kinds = (at: number) =>
      events.filter(({ archive, kind }) => archive === wanted[at] && kind !== "progress").map(({ kind }) => kind);
    expect(kinds(0)).toEqual(["queued", "started", "done"]);
    expect(kinds(1)).toEqual(["queued", "started", "retry", "resumed", "done"]);
    expect(events.every(({ at }, index) => at >= (events[index - 1]?.at ?? 0))).toBe(true);
  });

  test("one failing archive does not stop the others, and all failures are reported with the code of the worst", async () => {
    const { served, wanted } = await someArchives([1000, 2000, 3000, 4000]);
    const [first, second, third, fourth] = wanted;
    const other = await makeArchive({ name: "chest", version: "1.0.0", title: "c", author: "Ada" });
    const archives = new Map(served);
    archives.delete(first!.download);
    archives.set(second!.download, other);
    const server = await startFaultyPortal(archives);
    const store = openStore(await sandbox());
    const error = await failureOf(fetchArchives(wanted, { store, portal: portalAt(server.url) }));
    expect(error.code).toBe("CHECKSUM_MISMATCH");
    expect(error.message).toBe("2 of 4 downloads failed.");
    expect(error.explanation).toEqual([
      expect.stringMatching(
        /^crate-1_1\.0\.0\.zip from the portal does not match its listed SHA-1: it has [0-9a-f]{40}, and [0-9a-f]{40} is listed\.$/,
      ),
      "crate-0_1.0.0.zip: The mod portal has no crate-0 1.0.0 any more (404).",
    ]);
    expect(store.has(third!) && store.has(fourth!)).toBe(true);
  });

  test("a release that is gone from the portal comes from the store", async () => {
    const { served, wanted } = await someArchives([1000]);
    const store = openStore(await sandbox());
    await fetchArchives(wanted, { store, portal: portalAt((await startFaultyPortal(served)).url) });
    const empty = await startFaultyPortal(new Map());
    expect(await fetchArchives(wanted, { store, portal: portalAt(empty.url) })).toMatchObject({ reused: 1 });
    expect(empty.asks).toEqual([]);
    const error = await failureOf(
      fetchArchives(wanted, { store: openStore(await sandbox()), portal: portalAt(empty.url) }),
    );
    expect(error.code).toBe("PORTAL_ERROR");
    expect(error.hint).toContain("factorio-lock update crate-0");
  });

  test("offline, what is missing is named", async () => {
    const { served, wanted } = await someArchives([1000, 2000, 3000]);
    const folder = await sandbox();
    const store = openStore(join(folder, "store"));
    const none = await failureOf(fetchArchives(wanted, { store }));
    expect(none.code).toBe("OFFLINE");
    expect(none.message).toBe(
      "3 archives are not in the cache, and nothing may be downloaded offline: crate-0_1.0.0.zip, crate-1_1.0.0.zip, crate-2_1.0.0.zip.",
    );
    expect(none.explanation).toEqual([]);
    expect(none.hint).toContain("copy the mods folder or the cache folder");
    expect([...snapshot(folder).keys()]).toEqual([""]);
    const server = await startFaultyPortal(served);
    await fetchArchives(wanted.slice(0, 2), { store, portal: portalAt(server.url) });
    const one = await failureOf(fetchArchives(wanted, { store }));
    expect(one.message).toBe("crate-2_1.0.0.zip is not in the cache, and nothing may be downloaded offline.");
  });

  test("an archive with the right hash and another mod inside is refused and not kept", async () => {
    const bytes = await makeArchive({
      name: "chest",
      version: "1.0.0",
      title: "c",
      author: "Ada",
      factorio_version: "2.0",
    });
    const request = requestFor("crate", "1.0.0", bytes);
    const server = await startFaultyPortal(new Map([[request.download, bytes]]));
    const folder = await sandbox();
    const error = await failureOf(fetchArchives([request], { store: openStore(folder), portal: portalAt(server.url) }));
    expect(error.code).toBe("BAD_ARCHIVE");
    expect(error.message).toBe('crate_1.0.0.zip is not a sound mod archive: it holds the mod "chest", not "crate".');
    expect([...snapshot(folder).keys()].filter((path) => /\.(zip|part|lock|alive)/.test(path))).toEqual([]);
  });

  test("the archive of one mod is not taken for another that claims its hash", async () => {
    const { served, wanted } = await someArchives([1000]);
    const [crate] = wanted as [(typeof wanted)[0] & object];
    const server = await startFaultyPortal(served);
    const store = openStore(await sandbox());
    await fetchArchives(wanted, { store, portal: portalAt(server.url) });
    const disguised = { ...crate, name: "flib", fileName: "flib_1.0.0.zip" };
    expect((await failureOf(fetchArchives([disguised], { store }))).code).toBe("BAD_ARCHIVE");
    expect(await fetchArchives(wanted, { store })).toMatchObject({ reused: 1 });
  });

  test("names that do not fit are refused before anything is asked or written", async () => {
    const { served, wanted } = await someArchives([1000]);
    const [crate] = wanted as [(typeof wanted)[0] & object];
    const server = await startFaultyPortal(served);
    const folder = await sandbox();
    const options = { store: openStore(join(folder, "store")), portal: portalAt(server.url) };
    const version = parseVersion("1.0.0") as Version;
    const hostile = [
      "../../x",
      "/etc/passwd",
      "C:x",
      "CON",
      "a\0b",
      "a\nb",
      "‮gpj",
      "a/b",
      "..",
      "x".repeat(300),
      "__proto__/",
    ];
    for (const name of hostile) {
      const request = { ...crate, name, version, fileName: `${name}_1.0.0.zip` };
      expect((await failureOf(fetchArchives([request], options))).code, JSON.stringify(name)).toBe("UNSAFE_NAME");
    }
    const sums = ["../../../../x", "", "g".repeat(40), `${crate.sha1}/../x`];
    for (const sha1 of sums) {
      const error = await failureOf(fetchArchives([{ ...crate, sha1: sha1 as typeof crate.sha1 }], options));
      expect(error.code, JSON.stringify(sha1)).toBe("UNSAFE_NAME");
    }
    const paths = ["http://127.0.0.1:1/download/x/1", "//evil.example/download/x/1", "/download/../../x", "/api/mods"];
    for (const download of paths) {
      expect((await failureOf(fetchArchives([{ ...crate, download }], options))).code, download).toBe("UNSAFE_NAME");
    }
    expect(server.asks).toEqual([]);
    expect([...snapshot(folder).keys()].filter((path) => path !== "" && !path.startsWith("store"))).toEqual([]);
  });

  const forbidden = ({ response }: { readonly response: ServerResponse }): boolean => {
    response.writeHead(403, { "content-type": "text/html" }).end("<html>403 Forbidden</html>");
    return true;
  };

  test("without an account one archive is asked for, and the reason is reported once", async () => {
    const { served, wanted } = await someArchives(new Array<number>(20).fill(500));
    const server = await startFaultyPortal(served, forbidden);
    const portal = createPortal({ url: server.url, credentials: async () => undefined, env: {} });
    onTestFinished(() => portal.close());
    const error = await failureOf(fetchArchives(wanted, { store: openStore(await sandbox()), portal }));
    expect(error.code).toBe("AUTH_REQUIRED");
    expect(error.message).toMatch(
      /^http:\S+ gives its archives only to those whom it knows, and .* were found\. None of the 20 downloads succeeded\.$/,
    );
    expect(error.explanation).toEqual([]);
    expect(server.asks).toHaveLength(1);
  });

  test("refused credentials are not tried on a second archive", async () => {
    const { served, wanted } = await someArchives(new Array<number>(20).fill(500));
    const server = await startFaultyPortal(served, forbidden);
    const options = { store: openStore(await sandbox()), portal: portalAt(server.url) };
    const error = await failureOf(fetchArchives(wanted, options));
    expect(error.code).toBe("AUTH_REJECTED");
    expect(error.message).toMatch(/^The mod portal does not accept .* None of the 20 downloads succeeded\.$/);
    expect(error.explanation).toEqual([]);
    expect(new Set(server.asks.map(({ path }) => path)).size).toBe(1);
    expect(server.asks).toHaveLength(2);
  });

  test("a dead portal is one reason, whatever the addresses", async () => {
    const { wanted } = await someArchives(new Array<number>(20).fill(500));
    const events: FetchEvent[] = [];
    const portal = portalAt("http://127.0.0.1:9", { backOffMs: 1 });
    const onEvent = (event: FetchEvent) => events.push(event);
    const options = { store: openStore(await sandbox()), portal, onEvent };
    const error = await failureOf(fetchArchives(wanted, options));
    expect(error.code).toBe("PORTAL_UNREACHABLE");
    expect(error.message).toBe(
      "The mod portal cannot be reached: the connection was refused (http://127.0.0.1:9). None of the 20 downloads succeeded.",
    );
    expect(error.explanation).toEqual([]);
    // Three tries in all, of one archive.
    expect(events.filter(({ kind }) => kind === "retry")).toHaveLength(2);
  });

  test("an archive that is refused for a moment is tried once more when others came", async () => {
    const { served, wanted } = await someArchives([500, 500, 500]);
    const server = await startFaultyPortal(served, ({ path, number, response }) => {
      if (path !== wanted[0]?.download || number > 1) return false;
      response.writeHead(403).end();
      return true;
    });
    const options = { store: openStore(await sandbox()), portal: portalAt(server.url) };
    expect(await fetchArchives(wanted, options)).toMatchObject({ files: 3 });
    expect(server.asks.length).toBe(4);
  });

  test("however many calls there are, at most sixteen downloads are under way from one portal", async () => {
    const { served, wanted } = await someArchives(new Array<number>(40).fill(500));
    let [open, most] = [0, 0];
    // The first of each call goes ahead. Then no answer before sixteen ask at once and a seventeenth had time to: however slow
    // the machine is, all sixteen are seen.
    const held: (() => void)[] = [];
    let isFull = false;
    const server = await startFaultyPortal(served, (ask, portal) => {
      open += 1;
      most = Math.max(most, open);
      ask.response.on("close", () => (open -= 1));
      if (isFull || server.asks.length <= 2) portal.serve(ask);
      else held.push(() => portal.serve(ask));
      if (held.length === 16 && !isFull) {
        isFull = true;
        setTimeout(() => held.forEach((serve) => serve()), 200);
      }
      return true;
    });
    const portal = portalAt(server.url);
    const run = async (part: typeof wanted) =>
      fetchArchives(part, { store: openStore(await sandbox()), portal, concurrency: 20 });
    await Promise.all([run(wanted.slice(0, 20)), run(wanted.slice(20))]);
    expect(most).toBe(16);
  });

  // No answer before so many ask at once, and one more had time to.
  test.each([
    ["sixteen small archives", 500, 16],
    ["eight large ones", 600_000, 8],
  ])("at most %s are asked for at once, and that many when the first has begun", async (_, size, count) => {
    const { served, wanted } = await someArchives(new Array<number>(count + 4).fill(size));
    const held: (() => void)[] = [];
    let isOver = false;
    const server = await startFaultyPortal(served, (ask, portal) => {
      if (isOver || portal.asks.length === 1) return false;
      held.push(() => portal.serve(ask));
      if (held.length === count) {
        setTimeout(() => {
          isOver = true;
          for (const serve of held) serve();
        }, 200);
      }
      return true;
    });
    const options = { store: openStore(await sandbox()), portal: portalAt(server.url) };
    expect(await fetchArchives(wanted, options)).toMatchObject({ files: count + 4 });
    expect(held).toHaveLength(count);
  });

  test("the others are asked for once the portal has sent the first one on to its bytes", async () => {
    const { served, wanted } = await someArchives([500, 500, 500]);
    const files = [...served].map(([path, bytes]) => [`/files${path}`, bytes] as const);
    const held: (() => void)[] = [];
    const server = await startFaultyPortal(new Map([...served, ...files]), (ask, portal) => {
      if (!ask.path.startsWith("/files/")) {
        ask.response.writeHead(302, { location: `/files${ask.path}` }).end();
        return true;
      }
      held.push(() => portal.serve(ask));
      if (held.length === wanted.length) for (const serve of held) serve();
      return true;
    });
    const options = { store: openStore(await sandbox()), portal: portalAt(server.url) };
    expect(await fetchArchives(wanted, options)).toMatchObject({ files: 3 });
  });

  test("when the disk fails one archive, no more are begun", async () => {
    const { served, wanted } = await someArchives(new Array<number>(10).fill(500));
    const server = await startFaultyPortal(served);
    const store = openStore(await sandbox());
    await mkdir(store.archivePath(wanted[0]!.sha1), { recursive: true });
    const call = fetchArchives(wanted, { store, portal: portalAt(server.url), concurrency: 1 });
    expect((await failureOf(call)).code).toBe("FAILED");
    expect(server.asks.length).toBeLessThan(5);
  });

  test("a store that cannot be written is reported in words", async () => {
    const { served, wanted } = await someArchives([1000, 1000]);
    const folder = await sandbox();
    await writeFile(join(folder, "store"), "a file in the place of the folder");
    const server = await startFaultyPortal(served);
    const error = await failureOf(
      fetchArchives(wanted, { store: openStore(join(folder, "store")), portal: portalAt(server.url) }),
    );
    expect(error.code).toBe("FAILED");
    expect(error.message).toMatch(/^The cache .*store cannot be used: a file is in the place of a folder\.$/);
  });
});
