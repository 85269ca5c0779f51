import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { EXECUTABLE, type Sandbox } from "../cli/sandbox.ts";

/** A file's texts on two branches and where both began. */
export interface Branches {
  readonly base: Files;
  readonly ours: Files;
  readonly theirs: Files;
}

/** The files of a commit, by path. */
export type Files = Readonly<Record<string, string>>;

/** A real repository whose git calls the built executable. */
export interface Repository {
  /** Absolute. */
  readonly root: string;
  readonly git: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly code: number; readonly text: string }>;
  /** Writes the branches `base-N`, `ours-N` and `theirs-N` for each pair, in one go. */
  write(pairs: readonly Branches[]): void;
}

/** Makes a repository in a folder of the sandbox. */
export function createRepository(box: Sandbox, name: string): Repository {
  const root = join(box.folder, name);
  const bin = join(box.folder, "bin");
  mkdirSync(root, { recursive: true });
  mkdirSync(bin, { recursive: true });
  const program = join(bin, "factorio-lock");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${EXECUTABLE}" "$@"\n`);
  chmodSync(program, 0o755);
  const env = {
    PATH: `${bin}${delimiter}${process.env["PATH"]}`,
    HOME: join(box.folder, "home"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "somebody",
    GIT_AUTHOR_EMAIL: "somebody@example.org",
    GIT_COMMITTER_NAME: "somebody",
    GIT_COMMITTER_EMAIL: "somebody@example.org",
    FACTORIO_LOCK_PORTAL: box.portal.url,
    FACTORIO_LOCK_CACHE: join(box.folder, "cache"),
  };
  const quick = (args: readonly string[], input = ""): void => {
    const { status, stderr } = spawnSync("git", args, { cwd: root, env, input, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  };
  quick(["init", "--quiet", "-b", "main"]);
  return {
    root,
    async git(args, more = {}) {
      const child = spawn("git", args, { cwd: root, env: { ...env, ...more } });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
      const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
      return { code, text };
    },
    write(pairs) {
      const lines: string[] = [];
      const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;
      const commit = (branch: string, files: Files, from?: string): void => {
        lines.push(
          `commit refs/heads/${branch}`,
          "committer somebody <somebody@example.org> 1700000000 +0000",
          data(branch),
        );
        if (from !== undefined) lines.push(`from refs/heads/${from}`);
        for (const [path, text] of Object.entries(files)) lines.push(`M 100644 inline ${path}`, data(text));
      };
      for (const [at, { base, ours, theirs }] of pairs.entries()) {
        commit(`base-${at}`, base);
        commit(`ours-${at}`, ours, `base-${at}`);
        commit(`theirs-${at}`, theirs, `base-${at}`);
      }
      quick(["fast-import", "--quiet"], `${lines.join("\n")}\n`);
    },
  };
}
