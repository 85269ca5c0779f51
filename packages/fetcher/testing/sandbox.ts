import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { createPortal, type Limits, type Portal, Token } from "@factorio-lock/portal";
import { onTestFinished } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

/** Creates a folder for the running test, which is removed after it. */
export async function sandbox(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "factorio-lock-fetcher-"));
  onTestFinished(() => removeFolder(path));
  return path;
}

/** Creates a portal client with an account and short pauses between tries, which is closed after the running test. */
export function portalAt(url: string, limits: Partial<Limits> = {}): Portal {
  const portal = createPortal({
    url,
    credentials: async () => ({ username: "ada", token: new Token("0123456789abcdef"), source: "a test" }),
    limits: { backOffMs: 1, backOffMaxMs: 2, stallMs: 2_000, patienceMs: 0, ...limits },
    env: {},
  });
  onTestFinished(() => portal.close());
  return portal;
}

/** Everything in a folder: each path with the kind or hash of its content. */
export function snapshot(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (path: string): void => {
    const stats = lstatSync(path);
    const at = relative(folder, path);
    if (stats.isDirectory()) {
      found.set(at, "folder");
      for (const name of readdirSync(path).sort()) walk(join(path, name));
    } else if (stats.isSymbolicLink()) found.set(at, `link to ${readlinkSync(path)}`);
    else found.set(at, createHash("sha1").update(readFileSync(path)).digest("hex"));
  };
  walk(folder);
  return found;
}

/** The error for users with which a call fails. */
export async function failureOf(call: Promise<unknown>): Promise<FactorioLockError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof FactorioLockError) return error;
  throw new Error(`no error for users: ${String(error)}`, { cause: error });
}
