import { expect, test } from "vitest";
import { createThumbnails } from "./thumbnails.ts";

test("a picture is read once, however many ask, until the room is needed for those used later", async () => {
  const thumbnails = createThumbnails(100);
  const reads: string[] = [];
  const ask = (name: string, size = 25) =>
    thumbnails.get(name, async () => {
      reads.push(name);
      return size < 0 ? undefined : Buffer.alloc(size, name);
    });
  expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual([
    Buffer.alloc(25, "a"),
    Buffer.alloc(25, "a"),
    Buffer.alloc(25, "b"),
  ]);
  for (const name of ["c", "d", "a", "e", "a", "c", "d", "b"]) await ask(name);
  expect(reads.join("")).toBe("abcdeb");
  for (let times = 0; times < 2; times += 1) await ask("huge", 26);
  for (let times = 0; times < 2; times += 1) expect(await ask("none", -1)).toBeUndefined();
  expect(reads.slice(6)).toEqual(["huge", "huge", "none", "none"]);
});

test("a reading that fails is tried again", async () => {
  const thumbnails = createThumbnails(100);
  await expect(thumbnails.get("a", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await thumbnails.get("a", async () => Buffer.from("x"))).toEqual(Buffer.from("x"));
});
