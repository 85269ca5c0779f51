import { crc32, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { smallPng } from "./small-png.ts";

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function png(width: number, height: number, chunks: readonly string[] = ["IDAT", "IEND"]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rest = chunks.map((type) => chunk(type, type === "IDAT" ? deflateSync(Buffer.alloc(9)) : Buffer.alloc(0)));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), ...rest]);
}

describe("smallPng", () => {
  test("takes a PNG, without what stands behind its end", () => {
    const picture = png(144, 144);
    expect(smallPng(picture)).toEqual(picture);
    expect(smallPng(Buffer.concat([picture, Buffer.from("<script>")]))).toEqual(picture);
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.alloc(60)])],
    ["a picture that is wide beyond measure", png(100_000, 1)],
    ["a picture that is high beyond measure", png(1, 100_000)],
    ["a picture without pixels", png(0, 1)],
    ["a PNG without its data", png(4, 4, ["IEND"])],
    ["a PNG without its end", png(4, 4, ["IDAT"])],
    ["a PNG that is cut off", png(144, 144).subarray(0, 40)],
    ["a signature alone", png(144, 144).subarray(0, 8)],
  ])("refuses %s", (_, bytes) => {
    expect(smallPng(bytes)).toBeUndefined();
  });
});
