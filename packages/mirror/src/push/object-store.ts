import { createReadStream } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { type Environment, openServer, type ServerRequest } from "@factorio-lock/portal";

/** The credentials for writing to a store. Source: the AWS CLI's variables of the same names. */
export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A bucket behind the S3 API. */
export interface StoreOptions {
  /** `https://s3.eu-central-1.amazonaws.com`, or another server's address. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly credentials: StoreCredentials;
  readonly signal?: AbortSignal | undefined;
  /** The variables that name proxies and certificates. Default: none. */
  readonly env?: Environment;
  readonly userAgent?: string;
}

/** An object in the store. */
export interface StoredObject {
  readonly size: number;
  /** The ETag without quotes, which many stores set to the MD5 of the bytes. */
  readonly etag: string;
}

/** The content of a new object, and the headers for serving it. */
export interface NewObject {
  readonly body: Buffer | { readonly file: string; readonly size: number };
  readonly headers: Readonly<Record<string, string>>;
}

/** The subset of the S3 API that a push needs. */
export interface ObjectStore {
  list(prefix: string): Promise<Map<string, StoredObject>>;
  get(key: string): Promise<Buffer | undefined>;
  put(key: string, object: NewObject): Promise<void>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a bucket as an object store. Calls are signed and never contain the secret itself. */
export function openObjectStore(options: StoreOptions): ObjectStore {
  const { endpoint, region, bucket, credentials, signal, env = {}, userAgent = "factorio-lock" } = options;
  const server = openServer(new URL(endpoint), { env, userAgent });
  const root = `${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}`;
  const addressOf = (key: string): string => `${root}/${key.split("/").map(encodeSegment).join("/")}`;

  async function signed(method: ServerRequest["method"], url: string, object?: NewObject): Promise<ServerRequest> {
    const { AwsV4Signer } = await import("aws4fetch");
    const signer = new AwsV4Signer({
      method,
      url,
      // The body is not hashed for the signature: S3 checks an archive against its checksum header.
      headers: { ...object?.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
      ...credentials,
      sessionToken: credentials.sessionToken ?? "",
      service: "s3",
      region,
    } as never);
    const request = await signer.sign();
    const headers = Object.fromEntries(request.headers as unknown as Iterable<[string, string]>);
    if (!object) return { method, url: request.url, headers };
    const { body } = object;
    if (Buffer.isBuffer(body)) return { method, url: request.url, headers, body };
    const { file, size } = body;
    const read = (): AsyncIterable<Uint8Array> => readWhole(file, size);
    return { method, url: request.url, headers: { ...headers, "content-length": String(size) }, body: { read } };
  }
  async function expect(
    method: ServerRequest["method"],
    key: string,
    url: string,
    object?: NewObject,
  ): Promise<Buffer | undefined> {
    const { status, body } = await server.ask(() => signed(method, url, object), signal);
    if (status >= 200 && status < 300) return body;
    const text = body.toString("utf8");
    if (status === 404 && !text.includes("NoSuchBucket")) return undefined;
    throw refusal(status, text, method, key === "" ? bucket : key);
  }

  return {
    async list(prefix) {
      const found = new Map<string, StoredObject>();
      for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
        const query = new URLSearchParams({ "list-type": "2", prefix, "max-keys": "1000" });
        if (token !== undefined) query.set("continuation-token", token);
        // URLSearchParams encodes a blank as +, but the signature requires %20.
        const body = await expect("GET", "", `${root}?${query.toString().replaceAll("+", "%20")}`);
        const text = body?.toString("utf8") ?? "";
        for (const [, entry = ""] of text.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
          const etag = field(entry, "ETag")?.replaceAll('"', "") ?? "";
          found.set(field(entry, "Key") ?? "", { size: Number(field(entry, "Size")), etag });
        }
        token = field(text, "IsTruncated") === "true" ? field(text, "NextContinuationToken") : undefined;
      }
      return found;
    },
    get: (key) => expect("GET", key, addressOf(key)),
    async put(key, object) {
      if ((await expect("PUT", key, addressOf(key), object)) === undefined) {
        throw new FactorioLockError("PORTAL_ERROR", `The object store did not take ${key}: it answered 404.`);
      }
    },
    remove: async (key) => void (await expect("DELETE", key, addressOf(key))),
    close: () => server.close(),
  };
}

/** The bytes of a file, as many as were announced. */
async function* readWhole(file: string, size: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  try {
    for await (const part of createReadStream(file)) {
      read += (part as Buffer).length;
      if (read > size) break;
      yield part as Buffer;
    }
  } catch (cause) {
    throw new FactorioLockError("FAILED", `${file} cannot be read: ${(cause as Error).message}.`, {
      hint: "check the file, and push again.",
      cause,
    });
  }
  if (read === size) return;
  throw new FactorioLockError("FAILED", `${file} changed while it was sent.`, {
    hint: "push again when nothing is copied into the folder.",
  });
}

function refusal(status: number, text: string, method: string, what: string): FactorioLockError {
  const said = [field(text, "Code"), field(text, "Message")].filter((part) => part !== undefined).join(": ");
  const message = `The object store refused ${method} of ${what}: ${status}${said === "" ? "" : `, ${said.slice(0, 300)}`}.`;
  if (status === 401 || status === 403) {
    return new FactorioLockError("AUTH_REJECTED", message, {
      hint: "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, and what that key may do in the bucket.",
    });
  }
  return new FactorioLockError("PORTAL_ERROR", message);
}

/** The text of a field in an XML answer. */
function field(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text?.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, ten, sixteen, name_) =>
    ten
      ? String.fromCodePoint(Number(ten))
      : sixteen
        ? String.fromCodePoint(Number.parseInt(sixteen, 16))
        : (entities[name_] ?? whole),
  );
}

/** Encodes a segment of a key for S3: everything except letters, digits and `-_.~` is percent-encoded. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
