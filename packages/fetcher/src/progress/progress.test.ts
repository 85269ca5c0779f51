import { parseVersion, type Sha1, type Version } from "@factorio-lock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ArchiveRequest } from "../fetch/archive-request.ts";
import type { FetchEvent } from "../fetch/event.ts";
import { advanceProgress, NO_PROGRESS, progressOf } from "./progress.ts";

function archive(name: string): ArchiveRequest {
  const version = parseVersion("1.0.0") as Version;
  return {
    name,
    version,
    fileName: `${name}_1.0.0.zip`,
    sha1: "0".repeat(40) as Sha1,
    download: `/download/${name}/1`,
  };
}

const crate = archive("crate");
const chest = archive("chest");

describe("progressOf", () => {
  test("counts files and bytes, and estimates what is not known from what is", () => {
    const events: FetchEvent[] = [
      { kind: "reused", archive: archive("barrel"), at: 0 },
      { kind: "queued", archive: crate, at: 0 },
      { kind: "queued", archive: chest, at: 0 },
      { kind: "started", archive: crate, total: 1000, at: 0 },
      { kind: "progress", archive: crate, received: 400, total: 1000, at: 1000 },
    ];
    const progress = progressOf(events);
    expect(progress.files).toEqual({ total: 3, done: 0, reused: 1, failed: 0 });
    expect(progress.bytes).toMatchObject({ received: 400, expected: 2000 });
    expect(progress.rate).toBe(400);
    expect(progress.secondsLeft).toBe(4);
    expect(progress.underWay).toEqual([
      { fileName: "crate_1.0.0.zip", state: "receiving", received: 400, total: 1000 },
    ]);
  });

  test("what an earlier run left counts as received, but not for the rate", () => {
    const progress = progressOf([
      { kind: "queued", archive: crate, at: 0 },
      { kind: "resumed", archive: crate, from: 900, total: 1000, at: 0 },
      { kind: "progress", archive: crate, received: 950, total: 1000, at: 1000 },
    ]);
    expect(progress.bytes.received).toBe(950);
    expect(progress.rate).toBe(50);
    expect(progress.secondsLeft).toBe(1);
  });

  test("one that another process brings is counted once", () => {
    const progress = progressOf([
      { kind: "queued", archive: crate, at: 0 },
      { kind: "waiting", archive: crate, at: 0 },
      { kind: "reused", archive: crate, at: 10 },
    ]);
    expect(progress.files).toEqual({ total: 1, done: 0, reused: 1, failed: 0 });
    expect(progress.underWay).toEqual([]);
  });

  test("a failed one is expected no more", () => {
    const events: FetchEvent[] = [
      { kind: "queued", archive: crate, at: 0 },
      { kind: "queued", archive: chest, at: 0 },
      { kind: "started", archive: crate, total: 1000, at: 0 },
      { kind: "started", archive: chest, total: 10, at: 0 },
      { kind: "failed", archive: crate, code: "PORTAL_ERROR", message: "no", at: 1 },
      { kind: "done", archive: chest, bytes: 10, at: 2 },
    ];
    expect(progressOf(events)).toMatchObject({
      files: { total: 2, done: 1, failed: 1 },
      bytes: { received: 10, expected: 10 },
      underWay: [],
    });
  });

  test("law: whatever the order of transfers, received never exceeds expected, and at the end they agree", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.nat(1000)), (totals, steps) => {
        const draw = steps[Symbol.iterator]();
        const next = (): number => draw.next().value as number;
        const archives = totals.map((_, at) => archive(`crate-${at}`));
        let progress = NO_PROGRESS;
        let at = 0;
        const tell = (event: FetchEvent): void => {
          progress = advanceProgress(progress, event);
          expect(progress.bytes.received).toBeLessThanOrEqual(progress.bytes.expected ?? 0);
        };
        for (const one of archives) tell({ kind: "queued", archive: one, at });
        const open = archives.map((one, index) => ({ one, total: totals[index] as number, received: -1 }));
        while (open.length > 0) {
          const file = open[next() % open.length] as (typeof open)[0];
          at += next();
          if (file.received < 0) {
            file.received = 0;
            tell({ kind: "started", archive: file.one, total: file.total, at });
          } else if (file.received < file.total) {
            file.received = Math.min(file.total, file.received + 1 + next() * 10);
            tell({ kind: "progress", archive: file.one, received: file.received, total: file.total, at });
          } else {
            open.splice(open.indexOf(file), 1);
            tell({ kind: "done", archive: file.one, bytes: file.total, at });
          }
        }
        const sum = totals.reduce((a, b) => a + b, 0);
        expect(progress.bytes).toEqual({ received: sum, expected: sum, done: sum, fetched: sum });
        expect(progress.files).toEqual({ total: totals.length, done: totals.length, reused: 0, failed: 0 });
        expect(progress.secondsLeft ?? 0).toBe(0);
      }),
    );
  });
});
