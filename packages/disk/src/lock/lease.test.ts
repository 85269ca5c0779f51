import { describe, expect, test } from "vitest";
import { startLease } from "./lease.ts";
import type { Life } from "./life.ts";

const life = (state: Life["state"], beat: string | undefined): Life => ({ state, beat, holder: undefined });

/** Looks every `step` ms, `looks` times; the time at which the lease is over, from the first look. */
function overAfter(step: number, looks: number, at: (time: number) => Life): number | undefined {
  let time = 0;
  const lease = startLease(() => time);
  for (let look = 0; look < looks; look += 1, time += step) if (lease.isOver(at(time))) return time;
  return undefined;
}

describe("a lease", () => {
  test.each([
    ["of a process that is silent is over after 30 s", 30_000, () => life("silent", "1")],
    ["of one that this machine does not have, after 3 s", 3_000, () => life("absent", "1")],
    ["of a dead one, at once", 0, () => life("dead", undefined)],
    ["of a living one, never", undefined, () => life("alive", "1")],
    ["of one that cannot be read, never", undefined, () => life("silent", undefined)],
    [
      "of one that beats every 29 s, never",
      undefined,
      (time: number) => life("silent", `${Math.floor(time / 29_000)}`),
    ],
    [
      "of one that beat for a minute, 30 s after its last beat",
      89_000,
      (time: number) => life("silent", `${Math.min(time, 59_000)}`),
    ],
    [
      "of one that this machine does not have, but that beats, never",
      undefined,
      (time: number) => life("absent", `${Math.floor(time / 1000)}`),
    ],
  ])("%s", (_, expected, at) => {
    expect(overAfter(200, 1000, at)).toBe(expected);
  });

  test("counts on only while its watcher looks", () => {
    expect(overAfter(3_600_000, 10, () => life("silent", "1"))).toBeUndefined();
  });
});
