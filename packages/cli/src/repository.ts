import { createRequire } from "node:module";

declare const FACTORIO_LOCK_REPOSITORY: string | undefined;

/**
 * The address of the project's repository. The bundle carries it as a constant; a published package has it in its
 * package.json; a clone's package.json has none.
 */
const REPOSITORY: string | undefined =
  typeof FACTORIO_LOCK_REPOSITORY === "string"
    ? FACTORIO_LOCK_REPOSITORY
    : (createRequire(import.meta.url)("../package.json") as { homepage?: string }).homepage?.replace(/#.*/, "");

/** The address at which each release publishes the manifest's JSON Schema; undefined if the repository is not known. */
export const MANIFEST_SCHEMA: string | undefined =
  REPOSITORY && `${REPOSITORY}/releases/latest/download/manifest.schema.json`;
