import { GAME_BUILDS } from "@factorio-lock/core";
import { DIALECT, type JsonSchema } from "./json-schema.ts";

const channel: JsonSchema = { type: "number" };

const setting: JsonSchema = {
  description: "A boolean, a number, a text, or a colour.",
  anyOf: [
    { type: "boolean" },
    { type: "number" },
    { type: "string" },
    { type: "object", properties: { r: channel, g: channel, b: channel, a: channel }, additionalProperties: false },
  ],
};

const settings: JsonSchema = { type: "object", additionalProperties: setting };

const enabled: JsonSchema = {
  description: "false leaves the mod out for a while; its range or path is kept.",
  type: "boolean",
  default: true,
};

/** `mods.yaml`. Source: docs/manifest.md. */
export const manifestSchema: JsonSchema = {
  $schema: DIALECT,
  title: "mods.yaml, the manifest of factorio-lock",
  type: "object",
  required: ["factorio"],
  additionalProperties: false,
  properties: {
    factorio: {
      description: "The game version: a line such as 2.0, or an exact one such as 2.0.77.",
      type: ["string", "number"],
      pattern: "^\\d{1,5}\\.\\d{1,5}(\\.\\d{1,5})?$",
      examples: ["2.0", "2.0.77", "2.1"],
    },
    expansion: { description: "Whether this install has the Space Age expansion.", type: "boolean", default: false },
    modDirectory: {
      description: "The folder that the game reads, relative to this file.",
      type: "string",
      minLength: 1,
      default: "./mods",
    },
    mods: {
      description: "The mods that you want, by name. What they need is added by itself.",
      type: ["object", "null"],
      propertyNames: { maxLength: 100 },
      additionalProperties: {
        anyOf: [
          {
            description: "A range of versions: * is any; 1.2.3 is exactly that one; < <= = != >= > ^ ~ compare.",
            type: ["string", "number"],
            examples: ["*", ">= 1.2.0", "^0.4.0", "1.0.10"],
          },
          { description: "Keep this mod out.", const: false },
          {
            description: "A folder or zip on this machine, relative to this file.",
            type: "object",
            properties: { path: { type: "string", minLength: 1 }, enabled },
            required: ["path"],
            additionalProperties: false,
          },
          {
            description: "A range, and whether the mod is enabled.",
            type: "object",
            properties: { version: { type: ["string", "number"] }, enabled },
            required: ["version"],
            additionalProperties: false,
          },
        ],
      },
    },
    pack: {
      description: "What packs and exports say about this modpack.",
      type: "object",
      additionalProperties: false,
      properties: {
        name: { description: "As a mod's name.", type: "string", minLength: 1 },
        version: { description: "Three numbers.", type: "string", pattern: "^\\d{1,5}\\.\\d{1,5}\\.\\d{1,5}$" },
        title: { type: "string", minLength: 1 },
        author: { type: "string", minLength: 1 },
        from: { description: "The address of the pack that this one follows.", type: "string", pattern: "^https?://" },
      },
    },
    game: {
      description: "Lock the game as well: a server, the game, or the game with Space Age.",
      enum: GAME_BUILDS,
    },
    updates: {
      description: "Which new releases are taken.",
      type: "object",
      additionalProperties: false,
      properties: {
        olderThan: {
          description: "Take no release younger than this: hours, days or weeks.",
          type: "string",
          pattern: "^\\d{1,5}[hdw]$",
          examples: ["7d", "36h", "2w"],
        },
      },
    },
    settings: {
      description: "Values for mod-settings.dat.",
      type: "object",
      additionalProperties: false,
      properties: { startup: settings, "runtime-global": settings },
    },
  },
};
