import { deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inflateStart } from "./inflate-start.ts";

test("law: it is the start of the content, as long as asked for, wherever the bytes end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), fc.nat(5000), fc.nat(5000), async (content, limit, end) => {
      for (const [format, packed] of [
        ["raw", deflateRawSync(content)],
        ["zlib", deflateSync(content)],
      ] as const) {
        expect(await inflateStart(packed, limit, format)).toEqual(Buffer.from(content).subarray(0, limit));
        const start = await inflateStart(packed.subarray(0, end), limit, format);
        expect(start).toEqual(Buffer.from(content).subarray(0, start?.length ?? -1));
      }
    }),
  );
});

test("of what unpacks to very much only the start is unpacked", async () => {
  const bomb = deflateSync(Buffer.alloc(64 * 2 ** 20));
  expect(await inflateStart(bomb, 100, "zlib")).toEqual(Buffer.alloc(100));
});

test("what is not deflated has no start", async () => {
  expect(await inflateStart(Buffer.alloc(100, 0xff), 100, "zlib")).toBeUndefined();
});
