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

/** The address of a JSON Schema that each release publishes; undefined if the repository is not known. */
export function schemaAddress(name: "manifest" | "lockfile" | "json"): string | undefined {
  return REPOSITORY && `${REPOSITORY}/releases/latest/download/${name}.schema.json`;
}
