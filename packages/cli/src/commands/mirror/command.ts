import type { CommandSpec, Loading } from "../../command/command.ts";
import { CONCURRENCY, DRY_RUN, MAX_ARCHIVE } from "../../command/shared-flags.ts";

const DIR = { name: "DIR", required: true, summary: "the mirror's folder of mod archives", words: "folders" } as const;

const PACKS = {
  name: "packs",
  value: "FOLDER",
  summary: "show the lockfiles of this folder (NAME.lock, or NAME/mods.lock) as packs, each with a page",
  words: "folders",
} as const;

export const MIRROR_SERVE = {
  words: ["mirror", "serve"],
  group: "machine",
  summary: "serve a folder of mod archives as a mod portal",
  about: [
    "Says at the start how many mods it serves, and ends with Ctrl-C. In a browser, its address shows a page: search, mods, packs, health. Clients use it with --portal URL or FACTORIO_LOCK_PORTAL.",
  ],
  positionals: [DIR],
  options: [
    {
      name: "listen",
      value: "HOST:PORT",
      summary: "the address to listen on, or a port of this machine only (default: 127.0.0.1:8080)",
    },
    { name: "upstream", value: "URL", summary: "fetch what is missing from this portal, and keep it" },
    {
      name: "users",
      value: "FILE",
      summary: "who may download: a line `user:token` or `user:sha256:HEX` each",
      words: "files",
    },
    {
      name: "trusted-proxy",
      value: "ADDRESS",
      summary:
        "trust this proxy's X-Forwarded-For for the client's address; several, or networks such as 10.0.0.0/8, joined by commas",
    },
    {
      name: "host-name",
      value: "NAME",
      summary: "another name for a mirror that listens on this machine only; several are joined by commas",
    },
    MAX_ARCHIVE,
    PACKS,
    { name: "access-log", value: "FILE", summary: "add a JSON line for each request to this file", words: "files" },
  ],
  examples: [{ command: "factorio-lock mirror serve ./mirror --listen 0.0.0.0:8080", summary: "for a LAN party" }],
  load: (): Loading => import("./run-serve.ts"),
  result: async () => ({ result: (await import("./result.ts")).served }),
} as const satisfies CommandSpec;

export const MIRROR_ADD = {
  words: ["mirror", "add"],
  group: "machine",
  summary: "fill a mirror's folder with what lockfiles need",
  positionals: [
    DIR,
    { name: "LOCKFILE", many: true, summary: "lockfiles (default: the mods.lock found here)", words: "files" },
  ],
  options: [CONCURRENCY, MAX_ARCHIVE],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ add }) => ({ run: add })),
  result: async () => ({ result: (await import("./result.ts")).added }),
} as const satisfies CommandSpec;

export const MIRROR_PRUNE = {
  words: ["mirror", "prune"],
  group: "machine",
  summary: "delete archives that no lockfile named needs from a mirror's folder",
  positionals: [
    DIR,
    { name: "LOCKFILE", many: true, summary: "lockfiles (default: the mods.lock found here)", words: "files" },
  ],
  options: [DRY_RUN],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ prune }) => ({ run: prune })),
  result: async () => ({ result: (await import("./result.ts")).pruned }),
} as const satisfies CommandSpec;

const NO_ARCHIVES = {
  name: "no-archives",
  summary: "leave the archives out: the mods are listed, but cannot be downloaded",
} as const;

export const MIRROR_PUSH = {
  words: ["mirror", "push"],
  group: "machine",
  summary: "put the mirror's answers and pages into an object store, changed ones only",
  about: [
    "TARGET is s3://BUCKET or s3://BUCKET/PREFIX. The keys are the paths that `mirror export` writes. An interrupted push goes on where it stopped.",
    "The account that may write is given by AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION, and, for a store that is not Amazon's, --endpoint or AWS_ENDPOINT_URL_S3. A proxy is used as for the portal. docs/mirror.md shows how nginx or a CDN serves the bucket.",
  ],
  positionals: [DIR, { name: "TARGET", required: true, summary: "s3://BUCKET/PREFIX" }],
  options: [
    { name: "endpoint", value: "URL", summary: "the address of the store's S3 API" },
    { name: "delete", summary: "delete what the mirror no longer has" },
    PACKS,
    NO_ARCHIVES,
    DRY_RUN,
  ],
  examples: [
    {
      command: "factorio-lock mirror push ./mirror s3://mods/2.0 --endpoint https://s3.example.com",
      summary: "after each change",
    },
  ],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ pushed }) => ({ run: pushed })),
  result: async () => ({ result: (await import("./result.ts")).pushed }),
} as const satisfies CommandSpec;

export const MIRROR_EXPORT = {
  words: ["mirror", "export"],
  group: "machine",
  summary: "write the mirror's answers and pages as plain files, for nginx or an object store",
  positionals: [DIR, { name: "OUT", required: true, summary: "the folder to write", words: "folders" }],
  options: [
    {
      name: "listen",
      value: "HOST:PORT",
      summary: "what nginx.conf listens on, or a port (default: 8080, on all addresses)",
    },
    PACKS,
    NO_ARCHIVES,
  ],
  changes: true,
  load: (): Loading => import("./run-folder.ts").then(({ exported }) => ({ run: exported })),
  result: async () => ({ result: (await import("./result.ts")).exported }),
} as const satisfies CommandSpec;
