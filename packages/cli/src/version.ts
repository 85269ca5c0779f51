import { createRequire } from "node:module";

declare const FACTORIO_LOCK_VERSION: string | undefined;

/** The version of this package. The bundle carries it as a constant; otherwise it is read from package.json. */
export const VERSION: string =
  typeof FACTORIO_LOCK_VERSION === "string"
    ? FACTORIO_LOCK_VERSION
    : (createRequire(import.meta.url)("../package.json") as { version: string }).version;
