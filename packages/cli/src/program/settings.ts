import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { AnyArgs } from "../command/command.ts";
import { usageError } from "../command/usage-error.ts";
import type { Host } from "../host/host.ts";
import type { Context } from "../project/context.ts";
import { fromHome } from "../project/home-path.ts";

/** The values of the global flags. Source: docs/commands.md, "With every command". */
export interface Settings {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Whether the whole proof of a failure is shown. */
  readonly explain: boolean;
  readonly progress: boolean;
  /** Whether stdout and stderr get colours. */
  readonly color: { readonly out: boolean; readonly err: boolean };
  /** The values that override the environment. */
  readonly places: Partial<Pick<Context, "cwd" | "insecure" | "portalUrl" | "modDirectory" | "cacheDirectory">>;
}

/** @throws FactorioLockError USAGE for an invalid portal address, or a folder to start in that does not exist. */
export function settingsFrom(args: AnyArgs, host: Host): Settings {
  const quiet = args.flag("quiet");
  const json = args.flag("json");
  const place = (name: string, from: string) => {
    const given = args.text(name);
    return given === undefined ? undefined : resolve(from, fromHome(given, host.home));
  };
  const cwd = place("cwd", host.cwd);
  if (cwd !== undefined) refuseMissing(cwd);
  // As if the program were started there: every other relative path starts at that folder.
  const from = cwd ?? host.cwd;
  const [modDirectory, cacheDirectory] = [place("mod-directory", from), place("cache-dir", from)];
  const portalUrl = portalAddress(args.text("portal") ?? (host.env["FACTORIO_LOCK_PORTAL"] || undefined));
  return {
    json,
    quiet,
    verbose: args.flag("verbose"),
    explain: args.flag("explain"),
    progress: !quiet && !args.flag("no-progress") && !json,
    color: {
      out: usesColor(args.text("color"), host, host.stdout),
      err: usesColor(args.text("color"), host, host.stderr),
    },
    places: {
      ...(cwd === undefined ? {} : { cwd }),
      ...(args.flag("insecure") ? { insecure: true } : {}),
      ...(portalUrl === undefined ? {} : { portalUrl }),
      ...(modDirectory === undefined ? {} : { modDirectory }),
      ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    },
  };
}

/** Refuses a folder that does not exist, because a manifest above it would be another modpack's. */
function refuseMissing(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw usageError(
    `There is no folder ${folder}.`,
    "-C takes a folder that is there: check how it is written, or make it.",
  );
}

/** `--color` decides; else `NO_COLOR`, else whether the output is a terminal. */
function usesColor(when: string | undefined, { env }: Host, output: Host["stdout"]): boolean {
  if (when === "always" || when === "never") return when === "always";
  return !env["NO_COLOR"] && env["TERM"] !== "dumb" && output.isTTY === true;
}

function portalAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usageError(`"${text}" is not the address of a portal.`, "it looks like https://mods.example.com.");
  }
  if (url.username !== "" || url.password !== "") {
    throw usageError(
      "The portal's address may not hold a user name or password.",
      "see `factorio-lock help credentials`.",
    );
  }
  return text.replace(/\/+$/, "");
}
