import { type BinaryLike, createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Whether a request is signed with a secret, reckoned from what arrived. Source: AWS, "Signature Version 4 for Amazon S3".
 * s3rver itself takes any signature of this version.
 */
export function isSigned(request: IncomingMessage, secret: string): boolean {
  const { authorization = "" } = request.headers;
  const [, scope = "", names = "", signature = ""] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const [day = "", region = "", service = ""] = scope.split("/");
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const sorted = query.split("&").filter(Boolean).sort().join("&");
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const payload = String(request.headers["x-amz-content-sha256"]);
  const canonical = [request.method, path, sorted, headers.join(""), names, payload].join("\n");
  const text = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"],
    scope,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const sign = (key: BinaryLike, data: string) => createHmac("sha256", key).update(data).digest();
  const key = sign(sign(sign(sign(`AWS4${secret}`, day), region), service), "aws4_request");
  return signature !== "" && names.includes("host") && sign(key, text).toString("hex") === signature;
}
