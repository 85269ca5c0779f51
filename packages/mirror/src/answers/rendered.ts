import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** An answer of the API as bytes, with its ETag. */
export interface Rendered {
  readonly body: Buffer;
  /** A strong ETag, with its quotes. */
  readonly etag: string;
  /** The gzipped body, computed on the first call and cached; undefined if the body is too small to compress. */
  gzipped(): Buffer | Promise<Buffer> | undefined;
}

/** Answers of fewer bytes are sent uncompressed. */
const MIN_COMPRESSED_SIZE = 1400;

const compress = promisify(gzip);

export function render(value: unknown): Rendered {
  const body = Buffer.from(JSON.stringify(value));
  const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
  let zipped: Buffer | Promise<Buffer> | undefined;
  return {
    body,
    etag,
    gzipped() {
      if (body.length < MIN_COMPRESSED_SIZE) return undefined;
      zipped ??= compress(body, { level: 6 }).then((made) => (zipped = made));
      return zipped;
    },
  };
}
