import { GAME_BUILDS, LOCKFILE_VERSION } from "@factorio-lock/core";
import { DIALECT, type JsonSchema } from "./json-schema.ts";

const version: JsonSchema = { type: "string", pattern: "^\\d+\\.\\d+(\\.\\d+)?" };
const dependencies: JsonSchema = {
  description: "Word for word; absent if info.json has none.",
  type: ["array", "null"],
  items: { type: "string" },
};

/** `mods.lock`. Source: docs/lockfile.md. */
export const lockfileSchema: JsonSchema = {
  $schema: DIALECT,
  title: "mods.lock, the lockfile of factorio-lock",
  type: "object",
  required: ["lockfileVersion", "factorio", "expansion"],
  additionalProperties: false,
  properties: {
    lockfileVersion: { const: LOCKFILE_VERSION },
    factorio: version,
    minimumFactorio: { description: "The highest lower bound on a builtin mod among the locked releases.", ...version },
    expansion: { type: "boolean" },
    game: {
      description: "The game itself, if the manifest locks it.",
      type: "object",
      required: ["build", "version", "sha256"],
      additionalProperties: false,
      properties: {
        build: { enum: GAME_BUILDS },
        version,
        sha256: {
          description: "The SHA-256 of each platform's archive.",
          type: "object",
          additionalProperties: { type: "string", pattern: "^[0-9a-f]{64}$" },
        },
      },
    },
    requirements: {
      description: "The manifest's mods, word for word.",
      type: ["object", "null"],
      additionalProperties: {
        anyOf: [
          { type: "string" },
          { const: false },
          {
            type: "object",
            properties: { path: { type: "string" }, enabled: { const: false } },
            required: ["path"],
            additionalProperties: false,
          },
          {
            type: "object",
            properties: { version: { type: "string" }, enabled: { const: false } },
            required: ["version", "enabled"],
            additionalProperties: false,
          },
        ],
      },
    },
    builtin: {
      description: "The builtin mods that must be enabled.",
      type: ["array", "null"],
      items: { type: "string" },
    },
    mods: {
      type: ["object", "null"],
      additionalProperties: {
        anyOf: [
          {
            type: "object",
            required: ["version", "file", "sha1", "download", "released"],
            additionalProperties: false,
            properties: {
              version,
              file: { type: "string", pattern: "\\.zip$" },
              sha1: { type: "string", pattern: "^[0-9a-f]{40}$" },
              download: { description: "The portal's relative address.", type: "string", pattern: "^/download/" },
              released: { type: "string" },
              dependencies,
            },
          },
          {
            type: "object",
            required: ["version", "path"],
            additionalProperties: false,
            properties: { version, path: { type: "string" }, dependencies },
          },
        ],
      },
    },
  },
};
