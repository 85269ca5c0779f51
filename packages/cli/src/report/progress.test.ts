import { type FetchEvent, NO_PROGRESS } from "@factorio-lock/fetcher";
import { describe, expect, test } from "vitest";
import { createProgress, statusLine } from "./progress.ts";

const quiet = { quiet: false, json: false, verbose: false, progress: true, color: { err: false } };

function screen(isTTY: boolean, settings = quiet) {
  let text = "";
  let clock = 0;
  const stderr = { write: (more: string) => (text += more), isTTY, columns: 40 };
  const progress = createProgress({ stderr, now: () => clock }, settings, (raw) => raw.replaceAll("secret", "[token]"));
  return { progress, text: () => text, wait: (milliseconds: number) => (clock += milliseconds) };
}

const received = (bytes: number) =>
  ({
    kind: "fetch",
    event: {
      kind: "progress",
      archive: { fileName: "secret_1.0.0.zip" },
      at: 0,
      received: bytes,
      total: 100,
    } as FetchEvent,
  }) as const;

const queued = {
  kind: "fetch",
  event: { kind: "queued", archive: { fileName: "secret_1.0.0.zip" }, at: 0 } as FetchEvent,
} as const;

describe("progress", () => {
  test("is one line on a terminal, no wider than it, redrawn and cleared", () => {
    const { progress, text, wait } = screen(true);
    progress.onEvent(queued);
    wait(200);
    progress.onEvent(received(10));
    wait(50);
    progress.onEvent(received(20));
    wait(200);
    progress.onEvent(received(30));
    progress.end();
    expect(text().split("\r\u001b[2K")).toEqual([
      "Downloading 1 of 1: 10 B of 100 B: [tok",
      "Downloading 1 of 1: 30 B of 100 B: [tok",
      "",
    ]);
  });

  test("is a plain line every few seconds elsewhere", () => {
    const { progress, text, wait } = screen(false);
    for (let at = 0; at < 100; at += 1) {
      wait(100);
      progress.onEvent(received(at));
    }
    progress.end();
    expect(text().trim().split("\n")).toHaveLength(2);
  });

  test("is nothing with --quiet, --json or --no-progress", () => {
    for (const settings of [
      { ...quiet, quiet: true, progress: false },
      { ...quiet, json: true, progress: false },
      { ...quiet, progress: false },
    ]) {
      const { progress, text, wait } = screen(true, settings);
      wait(10_000);
      progress.onEvent(received(10));
      progress.end();
      expect(text()).toBe("");
    }
  });

  test("tells rate and time left when they are known", () => {
    const state = {
      ...NO_PROGRESS,
      files: { total: 12, done: 2, reused: 0, failed: 0 },
      bytes: { received: 4_200_000, expected: 31_000_000, done: 1, fetched: 1 },
      rate: 1_200_000,
      secondsLeft: 22,
      underWay: [{ fileName: "flib_0.16.5.zip", state: "receiving", received: 1, total: 2 }],
    } as const;
    expect(statusLine(state)).toBe("Downloading 3 of 12: 4.2 MB of 31 MB, 1.2 MB/s, 22 s left: flib_0.16.5.zip");
  });
});
