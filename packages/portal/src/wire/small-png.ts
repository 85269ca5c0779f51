const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** More pixels in a row or column are refused: a small file can hold a picture that takes gigabytes when it is shown. */
const MOST_PIXELS = 512;

/**
 * Bytes that are a PNG by their structure, without anything behind its end; undefined for others, and for a larger picture than 512 by
 * 512 pixels.
 */
export function smallPng(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, 8).equals(SIGNATURE) || typeAt(bytes, 8) !== "IHDR" || bytes.length < 33) return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS) return undefined;
  let hasPixels = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = typeAt(bytes, at);
    hasPixels ||= type === "IDAT";
    if (type === "IEND") return hasPixels ? bytes.subarray(0, at + 12) : undefined;
  }
  return undefined;
}

function typeAt(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at + 4, at + 8);
}
