import { existsSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { type Spent, spawned } from "../side-by-side/spawned.ts";
import { PEERS, peerModules } from "./peer-package.ts";

/** A package manager with a project of its own that wants certain packages. */
export interface PackageManager {
  readonly name: string;
  /** Writes a lockfile, with nothing known of any package. */
  readonly lockCold: () => Promise<Spent>;
  /** Fills its store, for `installWarm`. */
  readonly prepare: () => Promise<Spent>;
  /** Puts all packages into place out of its store. */
  readonly installWarm: () => Promise<Spent>;
}

interface Kind {
  readonly name: string;
  readonly command: readonly string[];
  readonly lock: readonly string[];
  readonly install: readonly string[];
  readonly lockfile: string;
}

/** The package managers that are there or may be fetched, with projects that ask the registry at an address. */
export async function packageManagers(
  folder: string,
  wanted: readonly string[],
  registry: string,
): Promise<PackageManager[]> {
  const kinds = [pnpm(), npm(), bun()].filter((kind) => kind !== undefined);
  return Promise.all(
    kinds.map((kind) => openProject(kind, join(folder, kind.name.split(" ")[0] ?? ""), wanted, registry)),
  );
}

function npm(): Kind | undefined {
  const modules = peerModules(PEERS.npm);
  if (modules === undefined) return undefined;
  return {
    name: `npm ${PEERS.npm.version}`,
    command: [process.execPath, join(modules, "npm", "bin", "npm-cli.js")],
    lock: ["install", "--package-lock-only", "--no-audit", "--no-fund"],
    install: ["ci", "--prefer-offline", "--no-audit", "--no-fund"],
    lockfile: "package-lock.json",
  };
}

function pnpm(): Kind | undefined {
  const modules = peerModules(PEERS.pnpm);
  if (modules === undefined) return undefined;
  return {
    name: `pnpm ${PEERS.pnpm.version}`,
    command: [process.execPath, join(modules, "pnpm", "bin", "pnpm.cjs")],
    lock: ["install", "--lockfile-only"],
    install: ["install", "--frozen-lockfile", "--prefer-offline"],
    lockfile: "pnpm-lock.yaml",
  };
}

function bun(): Kind | undefined {
  const modules = peerModules(PEERS.bun);
  const builds = modules && join(modules, "@oven");
  if (builds === undefined || !existsSync(builds)) return undefined;
  const files = readdirSync(builds).map((build) => join(builds, build, "bin", "bun"));
  const file = files.find((other) => existsSync(other));
  if (file === undefined) return undefined;
  return {
    name: `bun ${PEERS.bun.version}`,
    command: [file],
    lock: ["install", "--lockfile-only"],
    install: ["install", "--frozen-lockfile"],
    lockfile: "bun.lock",
  };
}

async function openProject(
  kind: Kind,
  own: string,
  wanted: readonly string[],
  registry: string,
): Promise<PackageManager> {
  const [home, project] = [join(own, "home"), join(own, "project")];
  await mkdir(home, { recursive: true });
  await mkdir(project);
  const dependencies = Object.fromEntries(wanted.map((name) => [name, "*"]));
  await writeFile(
    join(project, "package.json"),
    JSON.stringify({ name: "bench", version: "1.0.0", private: true, dependencies }),
  );
  await writeFile(join(project, ".npmrc"), `registry=${registry}/\n`);
  const [command = "", ...program] = kind.command;
  const run = (words: readonly string[]) =>
    spawned(command, [...program, ...words], { cwd: project, env: { PATH: process.env["PATH"], HOME: home } });
  return {
    name: kind.name,
    async lockCold() {
      for (const path of [home, join(project, "node_modules"), join(project, kind.lockfile)]) await removeFolder(path);
      await mkdir(home);
      return run(kind.lock);
    },
    prepare: () => run(["install"]),
    async installWarm() {
      await removeFolder(join(project, "node_modules"));
      return run(kind.install);
    },
  };
}
