import { readFile } from "node:fs/promises";
import type { Environment } from "./proxy.ts";

/**
 * The trusted certificates if `SSL_CERT_FILE` is set: those of Node.js, of that file, and of `NODE_EXTRA_CA_CERTS`,
 * which Node.js ignores if a list is given. Undefined (use Node's default) if the variable is not set or its file has
 * no certificate.
 */
export async function trustedCertificates(env: Environment): Promise<readonly string[] | undefined> {
  const own = await readCertificates(env["SSL_CERT_FILE"]);
  if (own.length === 0) return undefined;
  const { rootCertificates } = await import("node:tls");
  return [...rootCertificates, ...(await readCertificates(env["NODE_EXTRA_CA_CERTS"])), ...own];
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]{1,65536}-----END CERTIFICATE-----/g;

async function readCertificates(path: string | undefined): Promise<string[]> {
  if (!path) return [];
  const text = await readFile(path, "latin1").catch(() => "");
  return text.match(PEM) ?? [];
}
