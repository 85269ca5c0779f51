/** The available schemas: of `mods.yaml`, of `mods.lock`, and of what `--json` prints. */
export const SCHEMA_NAMES = ["manifest", "lockfile", "json"] as const;

export type SchemaName = (typeof SCHEMA_NAMES)[number];
