import { resolve } from "node:path";
import { defaultCacheDirectory } from "@factorio-lock/fetcher";
import { configDirectory } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";

import type { Host } from "./host.ts";
import type { Args } from "./spec.ts";
import { usage } from "./usage.ts";

/** What the global flags and the environment say. Source: contract section 5. */
export interface Settings {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly progress: boolean;
  /** Whether stdout and stderr get colours. */
  readonly color: { readonly out: boolean; readonly err: boolean };
  readonly places: Pick<
    Context,
    "cwd" | "env" | "platform" | "home" | "portalUrl" | "modDirectory" | "cacheDirectory" | "configDirectory"
  >;
}

/** @throws FactorioLockError USAGE for a portal address that is none. */
export function settingsFrom(args: Args, host: Host): Settings {
  const { env, platform, home } = host;
  const cwd = resolve(host.cwd, args.text("cwd") ?? ".");
  const modDirectory = args.text("mod-directory") ?? (env["FACTORIO_MOD_DIRECTORY"] || undefined);
  const cache = args.text("cache-dir") ?? (env["FACTORIO_LOCK_CACHE"] || undefined);
  const quiet = args.flag("quiet");
  return {
    json: args.flag("json"),
    quiet,
    verbose: args.flag("verbose"),
    progress: !quiet && !args.flag("no-progress") && !args.flag("json"),
    color: { out: colored(args.text("color"), host, host.stdout), err: colored(args.text("color"), host, host.stderr) },
    places: {
      cwd,
      env,
      platform,
      home,
      portalUrl: portalUrl(args.text("portal") ?? (env["FACTORIO_LOCK_PORTAL"] || undefined)),
      modDirectory: modDirectory === undefined ? undefined : resolve(host.cwd, modDirectory),
      cacheDirectory: resolve(host.cwd, cache ?? defaultCacheDirectory({ env, platform, home })),
      configDirectory: configDirectory({ env, platform, home }),
    },
  };
}

/** `--color` decides; else `NO_COLOR`, else whether a terminal is there. */
function colored(when: string | undefined, { env }: Host, output: Host["stdout"]): boolean {
  if (when === "always" || when === "never") return when === "always";
  return !env["NO_COLOR"] && env["TERM"] !== "dumb" && output.isTTY === true;
}

function portalUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usage(`The portal's address "${text}" is not one.`, "it looks like https://mods.example.com");
  }
  if (url.username !== "" || url.password !== "") {
    throw usage("The portal's address may not hold a user name or password.", "see `factorio-lock help credentials`.");
  }
  return text.replace(/\/+$/, "");
}
