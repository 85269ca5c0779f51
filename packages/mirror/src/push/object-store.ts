import { createReadStream } from "node:fs";
import { type IncomingMessage, request as plainRequest, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { FactorioLockError } from "@factorio-lock/core";
import { throwIfInterrupted } from "../interrupted.ts";

/** Who may write to a store. Source: the AWS command line's variables of the same names. */
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
}

/** An object in the store. */
export interface StoredObject {
  readonly size: number;
  /** The MD5 of the bytes where the store says that, without quotes. */
  readonly etag: string;
}

/** The content of a new object, and the headers with which it is served. */
export interface NewObject {
  readonly body: Buffer | { readonly file: string; readonly size: number };
  readonly headers: Readonly<Record<string, string>>;
}

/** The few calls of the S3 API that are needed. */
export interface ObjectStore {
  list(prefix: string): Promise<Map<string, StoredObject>>;
  get(key: string): Promise<Buffer | undefined>;
  put(key: string, object: NewObject): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Tries in all, where the store or the way to it fails for the moment. */
const TRIES = 3;

/** Milliseconds without a byte after which an attempt has failed. */
const SILENCE = 30_000;

/** A list of a thousand keys is smaller, and so is our index of a hundred thousand. */
const MOST = 64 * 1024 * 1024;

/** A bucket as an object store. Every call is signed; none carries the secret itself. */
export function openObjectStore(options: StoreOptions): ObjectStore {
  const { endpoint, region, bucket, credentials, signal } = options;
  const root = `${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}`;
  const addressOf = (key: string): string => `${root}/${key.split("/").map(encodeSegment).join("/")}`;

  async function call(method: string, url: string, object?: NewObject): Promise<{ status: number; body: Buffer }> {
    const { AwsV4Signer } = await import("aws4fetch");
    for (let attempt = 1; ; attempt += 1) {
      throwIfInterrupted(signal);
      const signer = new AwsV4Signer({
        method,
        url,
        // The body is not hashed beforehand: S3 compares it with the checksum sent along with an archive.
        headers: { ...object?.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
        ...credentials,
        sessionToken: credentials.sessionToken ?? "",
        service: "s3",
        region,
      } as never);
      const signed = await signer.sign();
      const headers = Object.fromEntries(signed.headers as unknown as Iterable<[string, string]>);
      const answer = await send(method, signed.url, headers, object?.body, signal).catch((error: unknown) => {
        throwIfInterrupted(signal);
        return error as Error;
      });
      const mayPass = answer instanceof Error || answer.status >= 500 || answer.status === 429;
      if (mayPass && attempt < TRIES) {
        await pause(attempt * 500, undefined, signal ? { signal } : {}).catch(() => throwIfInterrupted(signal));
        continue;
      }
      if (!(answer instanceof Error)) return answer;
      throw new FactorioLockError("PORTAL_UNREACHABLE", `${endpoint} cannot be reached: ${answer.message}.`, {
        hint: "check the address (--endpoint) and the way to the network.",
        cause: answer,
      });
    }
  }
  async function expect(method: string, key: string, url: string, object?: NewObject): Promise<Buffer | undefined> {
    const { status, body } = await call(method, url, object);
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
        // A blank is a plus sign for us and its code for the signature.
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
  };
}

async function send(
  method: string,
  url: URL,
  headers: Record<string, string>,
  body: NewObject["body"] | undefined,
  signal: AbortSignal | undefined,
): Promise<{ status: number; body: Buffer }> {
  const length = body === undefined ? 0 : Buffer.isBuffer(body) ? body.length : body.size;
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(method === "PUT" ? { "content-length": length } : {}) },
    timeout: SILENCE,
    ...(signal ? { signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? secureRequest : plainRequest)(url, options);
    request.once("error", reject);
    request.once("timeout", () => request.destroy(new Error("nothing came for 30 seconds")));
    request.once("response", (response) => {
      read(response).then((found) => resolve({ status: response.statusCode ?? 0, body: found }), reject);
    });
    if (body === undefined || Buffer.isBuffer(body)) request.end(body);
    else {
      const file = createReadStream(body.file, { end: Math.max(0, body.size - 1) });
      file.once("error", (error) => request.destroy(error));
      file.pipe(request);
    }
  });
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST) throw new Error("the answer is too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
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

/** A field of an answer in XML. */
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

/** As S3 wants a segment of a key written: everything but letters, digits and `-_.~` by its code. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
