import { describe, expect, test } from "vitest";
import { startFaultyPortal } from "../../testing/faulty-portal.ts";
import { portalAt, sandbox } from "../../testing/sandbox.ts";
import { someArchives } from "../../testing/some-archives.ts";
import { openStore } from "../store/store.ts";
import type { FetchEvent } from "./event.ts";
import { fetchArchives } from "./fetch-archives.ts";

describe("fetchArchives", () => {
  test("brings archives into the store, and then asks for nothing", async () => {
    await using folder = await sandbox();
    const { served, wanted } = await someArchives([1000, 300_000, 3_000_000]);
    const server = await startFaultyPortal(served);
    const portal = portalAt(server.url);
    const store = openStore(folder.path);
    const events: FetchEvent[] = [];
    const report = await fetchArchives(wanted, { store, portal, onEvent: (event) => events.push(event) });
    const bytes = [...served.values()].reduce((sum, { length }) => sum + length, 0);
    expect(report).toEqual({ files: 3, bytes, reused: 0 });
    expect(wanted.every((archive) => store.has(archive))).toBe(true);
    expect(await store.verify()).toEqual({ checked: 3, bytes, damaged: [] });
    expect(await fetchArchives(wanted, { store, portal })).toEqual({ files: 0, bytes: 0, reused: 3 });
    expect(await fetchArchives(wanted, { store })).toEqual({ files: 0, bytes: 0, reused: 3 });
    expect(server.asks.length).toBe(3);
    expect(await store.sizes()).toEqual({ archives: 3, bytes, partials: 0, partialBytes: 0 });
    await portal.close();
    await server.close();
  });
});
