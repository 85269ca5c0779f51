import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FactorioLockError, type SettingValues } from "@factorio-lock/core";
import type { ModSource } from "@factorio-lock/game";
import type { Context } from "../project/context.ts";
import { fromHome } from "../project/home-path.ts";
import { VERSION } from "../version.ts";

/** Options of `readSource`. */
export interface ReadSourceOptions {
  readonly offline?: boolean | undefined;
  /** Take the settings of a mod directory, too. */
  readonly settings?: boolean | undefined;
  /** Refuse an address that leads to this machine or into its network. */
  readonly publicOnly?: boolean | undefined;
}

/**
 * Reads a source: a path, an address, or a mod pack of Clusterio as one word. Its content decides its kind. Source:
 * docs/commands.md, "init".
 *
 * @throws FactorioLockError what reading it throws; OFFLINE, and what fetching an address throws; CHECKSUM_MISMATCH if
 *   the address has another SHA-256
 */
export async function readSource(context: Context, what: string, options: ReadSourceOptions = {}): Promise<ModSource> {
  if (isAddress(what)) return readAddress(context, what, options);
  const { modPackSource, parseModPack, readModSource } = await import("@factorio-lock/game");
  const path = resolve(context.cwd, fromHome(what, context.home));
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  const pack = exists ? undefined : await parseModPack(what);
  if (pack) return modPackSource(pack.name, "mod pack", pack);
  const source = await readModSource(path);
  return options.settings ? withSettings(source) : source;
}

/** Whether a source is an address on the network. */
export function isAddress(what: string): boolean {
  return /^https?:\/\//i.test(what);
}

/** The address without its checksum. */
function plainAddress(address: string): string {
  return address.replace(/#.*$/, "");
}

async function readAddress(
  context: Context,
  address: string,
  { offline, publicOnly }: ReadSourceOptions,
): Promise<ModSource> {
  const wanted = /#sha256=([0-9a-f]{64})$/i.exec(address)?.[1]?.toLowerCase();
  if (wanted === undefined && address.includes("#")) {
    throw new FactorioLockError("USAGE", "After the # there must be sha256= with 64 hexadecimal digits, or nothing.");
  }
  if (offline) {
    throw new FactorioLockError("OFFLINE", `${plainAddress(address)} cannot be fetched with --offline.`, {
      hint: "name a file on this machine instead.",
    });
  }
  const { withAddress } = await import("@factorio-lock/portal");
  const { readBytesSource } = await import("@factorio-lock/game");
  const { env, signal } = context;
  const plain = plainAddress(address);
  const fetching = { env, signal, userAgent: `factorio-lock/${VERSION}`, whole: wanted !== undefined, publicOnly };
  return withAddress(address, fetching, async (file) => {
    if (wanted !== undefined) verifyChecksum(plain, await file.read(0, file.size), wanted);
    return readBytesSource(plain, file);
  });
}

function verifyChecksum(address: string, bytes: Uint8Array, wanted: string): void {
  const found = createHash("sha256").update(bytes).digest("hex");
  if (wanted === found) return;
  throw new FactorioLockError("CHECKSUM_MISMATCH", `${address} has the SHA-256 ${found}, not ${wanted}.`, {
    hint: "ask whoever gave you the address for the right one: what lies there is something else.",
  });
}

/** Adds the settings of `mod-settings.dat` to a mod directory. */
async function withSettings(source: ModSource): Promise<ModSource> {
  const folder =
    source.kind === "mod-directory" ? source.path : source.kind === "mod-list" ? dirname(source.path) : undefined;
  if (folder === undefined) return source;
  const { readModSettings, readSettingValues } = await import("@factorio-lock/game");
  const file = join(folder, "mod-settings.dat");
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  const settings = bytes && readModSettings(bytes);
  if (!settings) {
    const fault = bytes ? "cannot be read" : "is not there";
    const message = `${file} ${fault}: no settings are taken over.`;
    return { ...source, warnings: [...source.warnings, { code: "SETTINGS_UNKNOWN", message }] };
  }
  const { values, unreadable } = readSettingValues(settings);
  const warnings = unreadable.map((name) => ({
    code: "SETTINGS_UNKNOWN",
    message: `The setting ${JSON.stringify(name)} has a value that mods.yaml cannot express; it is left out.`,
  }));
  return { ...source, settings: values satisfies SettingValues, warnings: [...source.warnings, ...warnings] };
}
