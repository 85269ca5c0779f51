import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** An answer of the API as bytes, with its validator. */
export interface Rendered {
  readonly body: Buffer;
  /** A strong entity tag, with its quotes. */
  readonly etag: string;
  /** The body compressed, worked out once at the first call; undefined if that is not worth it. */
  gzipped(): Promise<Buffer> | undefined;
}

/** Shorter answers are sent as they are. Bytes. */
const WORTH_COMPRESSING = 1400;

const compress = promisify(gzip);

export function render(value: unknown): Rendered {
  const body = Buffer.from(JSON.stringify(value));
  const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
  let zipped: Promise<Buffer> | undefined;
  return {
    body,
    etag,
    gzipped() {
      if (body.length < WORTH_COMPRESSING) return undefined;
      zipped ??= compress(body, { level: 6 });
      return zipped;
    },
  };
}
