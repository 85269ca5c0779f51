import type { ArchiveRequest, FetchEvent } from "@factorio-lock/fetcher";
import { expect, test } from "vitest";
import { transferState } from "./transfer.ts";

const archive = (fileName: string) => ({ fileName }) as ArchiveRequest;

test("bytes, sizes and rate are added up over all archives", () => {
  let clock = 0;
  const state = transferState(() => clock);
  const take = (event: object) => state.take({ at: clock, ...event } as FetchEvent);
  take({ kind: "queued", archive: archive("a.zip") });
  take({ kind: "queued", archive: archive("b.zip") });
  take({ kind: "queued", archive: archive("c.zip") });
  take({ kind: "reused", archive: archive("c.zip") });
  take({ kind: "started", archive: archive("a.zip"), total: 1000 });
  expect(state.read()).toMatchObject({ done: 0, files: 2, received: 0, total: undefined, under: ["a.zip"] });
  take({ kind: "resumed", archive: archive("b.zip"), from: 400, total: 500 });
  take({ kind: "progress", archive: archive("a.zip"), received: 100, total: 1000 });
  clock = 1000;
  take({ kind: "progress", archive: archive("a.zip"), received: 600, total: 1000 });
  expect(state.read()).toMatchObject({ received: 1000, total: 1500, rate: 500, under: ["a.zip", "b.zip"] });
  take({ kind: "done", archive: archive("a.zip"), bytes: 1000 });
  expect(state.read()).toMatchObject({ done: 1, under: ["b.zip"] });
});

test("a download that starts again counts its bytes once", () => {
  const state = transferState(() => 0);
  const take = (event: object) => state.take({ at: 0, ...event } as FetchEvent);
  take({ kind: "started", archive: archive("a.zip"), total: 10 });
  take({ kind: "progress", archive: archive("a.zip"), received: 8, total: 10 });
  take({ kind: "started", archive: archive("a.zip"), total: 10 });
  expect(state.read().received).toBe(0);
});
