import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { createPortal, type Limits, type Portal, Token } from "@factorio-lock/portal";

/** A folder of its own for one test; removed by `using`. */
export async function sandbox(): Promise<{ readonly path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "factorio-lock-fetcher-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A portal client with an account, and with short pauses between tries. */
export function portalAt(url: string, limits: Partial<Limits> = {}): Portal {
  return createPortal({
    url,
    credentials: async () => ({ username: "ada", token: new Token("0123456789abcdef"), source: "a test" }),
    limits: { backOffMs: 1, backOffMaxMs: 2, stallMs: 2_000, ...limits },
    env: {},
  });
}

/** Everything below a folder: path, and what is there. */
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
