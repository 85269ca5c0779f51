import type { CommandSpec, Loading } from "../../command/command.ts";
import { CONCURRENCY, DRY_RUN } from "../../command/shared-flags.ts";

const DIR = { name: "DIR", required: true, says: "the mirror's folder of mod archives", words: "folders" } as const;

export const MIRROR_SERVE = {
  words: ["mirror", "serve"],
  group: "machine",
  says: "serve a folder of mod archives as a mod portal",
  about: [
    "Tells at the start how many mods it serves, and ends with Ctrl-C. Clients use it with --portal URL or FACTORIO_LOCK_PORTAL.",
  ],
  positionals: [DIR],
  options: [
    {
      name: "listen",
      value: "HOST:PORT",
      says: "the address to listen on, or a port of this machine alone (default: 127.0.0.1:8080)",
    },
    { name: "upstream", value: "URL", says: "fetch what is missing from this portal, and keep it" },
    {
      name: "users",
      value: "FILE",
      says: "who may download: a line `user:token` or `user:sha256:HEX` each",
      words: "files",
    },
    {
      name: "trusted-proxy",
      value: "ADDRESS",
      says: "believe what this proxy says of who asks (X-Forwarded-For); several, or networks such as 10.0.0.0/8, are joined by commas",
    },
    {
      name: "host-name",
      value: "NAME",
      says: "another name for a mirror that listens on this machine alone; several are joined by commas",
    },
    { name: "access-log", value: "FILE", says: "add a JSON line for each request to this file", words: "files" },
  ],
  examples: [{ command: "factorio-lock mirror serve ./mirror --listen 0.0.0.0:8080", says: "for a LAN party" }],
  load: (): Loading => import("./run-serve.ts"),
} as const satisfies CommandSpec;

export const MIRROR_ADD = {
  words: ["mirror", "add"],
  group: "machine",
  says: "fill a mirror's folder with what lockfiles need",
  positionals: [
    DIR,
    { name: "LOCKFILE", many: true, says: "lockfiles (default: the mods.lock found here)", words: "files" },
  ],
  options: [CONCURRENCY],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ add }) => ({ run: add })),
} as const satisfies CommandSpec;

export const MIRROR_PRUNE = {
  words: ["mirror", "prune"],
  group: "machine",
  says: "delete archives that no lockfile named needs from a mirror's folder",
  positionals: [
    DIR,
    { name: "LOCKFILE", many: true, says: "lockfiles (default: the mods.lock found here)", words: "files" },
  ],
  options: [DRY_RUN],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ prune }) => ({ run: prune })),
} as const satisfies CommandSpec;

export const MIRROR_EXPORT = {
  words: ["mirror", "export"],
  group: "machine",
  says: "write the mirror's answers as plain files, for nginx or an object store",
  positionals: [DIR, { name: "OUT", required: true, says: "the folder to write", words: "folders" }],
  options: [
    {
      name: "listen",
      value: "HOST:PORT",
      says: "what nginx.conf listens on, or a port (default: 8080, on all addresses)",
    },
  ],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ exported }) => ({ run: exported })),
} as const satisfies CommandSpec;
