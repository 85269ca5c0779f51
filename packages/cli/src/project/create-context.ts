import { resolve } from "node:path";
import { defaultCacheDirectory } from "@factorio-lock/fetcher";
import { configDirectory } from "@factorio-lock/portal";
import type { Host } from "../host/host.ts";
import type { Context } from "./context.ts";
import { fromHome } from "./home-path.ts";
import { redactorFor } from "./redactor-for.ts";

/** The inputs of `createContext`. */
export type Surroundings = Pick<Host, "env" | "cwd" | "platform" | "home" | "signal" | "now">;

/**
 * Creates a context from the environment; `given` takes precedence. Relative paths start at the context's folder, those that
 * begin with `~` at the user's home. Source: docs/commands.md, "With every command".
 *
 * @example await install(createContext(processHost(controller.signal), { cwd: "/srv/factorio" }))
 */
export function createContext(surroundings: Surroundings, given: Partial<Context> = {}): Context {
  const { env, platform, home, signal } = surroundings;
  const cwd = given.cwd ?? surroundings.cwd;
  const modDirectory = env["FACTORIO_MOD_DIRECTORY"];
  const cache = env["FACTORIO_LOCK_CACHE"];
  return {
    cwd,
    env,
    platform,
    home,
    portalUrl: env["FACTORIO_LOCK_PORTAL"] || undefined,
    modDirectory: modDirectory ? resolve(cwd, fromHome(modDirectory, home)) : undefined,
    cacheDirectory: resolve(cwd, cache ? fromHome(cache, home) : defaultCacheDirectory({ env, platform, home })),
    configDirectory: configDirectory({ env, platform, home }),
    now: () => surroundings.now(),
    signal,
    redactor: given.redactor ?? redactorFor(env),
    onEvent: () => {},
    ...given,
  };
}
