import { spawn, spawnSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { EXECUTABLE, type Sandbox } from "./sandbox.ts";

/** `script` of util-linux gives a program a pseudo-terminal. */
export const hasScript: boolean = spawnSync("script", ["--version"]).stdout?.includes("util-linux") ?? false;

/** A question on the screen and what is typed then, which may depend on what came since the last answer. */
export type Answer = readonly [question: RegExp, typed: string | ((screen: string) => string)];

/** Runs a command line at a terminal; each answer is typed when its question is on the screen. */
export async function atTerminal(
  box: Sandbox,
  args: readonly string[],
  answers: readonly Answer[],
  more: Record<string, string> = {},
): Promise<{ code: number; screen: string }> {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-terminal-"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(box.folder, "home"),
    TERM: "xterm",
    SHELL: "/bin/sh",
    FACTORIO_LOCK_PORTAL: box.portal.url,
    FACTORIO_LOCK_CACHE: join(box.folder, "cache"),
    ...more,
  };
  const words = [process.execPath, EXECUTABLE, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qefc", `stty columns 100 rows 30; exec ${words}`, join(folder, "typescript")], {
    cwd: box.project,
    env,
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), 150_000);
  let screen = "";
  let answered = 0;
  let from = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    screen += String(chunk);
    const [question, typed] = answers[answered] ?? [];
    const shown = screen.slice(from);
    if (!question?.test(shown)) return;
    answered++;
    from = screen.length;
    child.stdin.write(typeof typed === "function" ? typed(shown) : String(typed));
  });
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
  clearTimeout(timer);
  await removeFolder(folder);
  return { code, screen: stripVTControlCharacters(screen) };
}
