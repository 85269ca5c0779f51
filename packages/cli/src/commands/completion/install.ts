import { isAbsolute, join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder, replaceFile, replaceLinkedFile } from "@factorio-lock/disk";
import type { Context } from "../../project/context.ts";
import { readText } from "../../project/read-text.ts";
import type { InstalledCompletion } from "./result.ts";
import { COMPLETION_SCRIPTS, type Shell } from "./scripts.ts";

/**
 * Puts a shell's script where that shell looks for it. Done again it replaces the script and changes nothing else.
 *
 * @throws FactorioLockError USAGE for a shell whose place only the shell itself knows; FAILED if it cannot be written.
 */
export async function installCompletion(context: Context, shell: Shell): Promise<InstalledCompletion> {
  const { env, home } = context;
  const folder = (name: string, ...usual: readonly string[]): string => {
    const given = env[name] ?? "";
    return isAbsolute(given) ? given : join(home, ...usual);
  };
  const data = folder("XDG_DATA_HOME", ".local", "share");
  const script = `${COMPLETION_SCRIPTS[shell].join("\n")}\n`;
  if (shell === "bash") {
    return written(join(data, "bash-completion", "completions"), "factorio-lock", script);
  }
  if (shell === "fish") {
    return written(join(folder("XDG_CONFIG_HOME", ".config"), "fish", "completions"), "factorio-lock.fish", script);
  }
  if (shell === "powershell") {
    throw new FactorioLockError("USAGE", "Only PowerShell itself knows where its profile lies.", {
      hint: "run this in PowerShell: `factorio-lock completion powershell >> $PROFILE`.",
    });
  }
  const { path } = await written(join(data, "factorio-lock"), "completion.zsh", script);
  const profile = join(folder("ZDOTDIR"), ".zshrc");
  const before = (await readText(profile, "MANIFEST_INVALID")) ?? "";
  const line = `source '${path.replaceAll("'", "'\\''")}' # completion of factorio-lock`;
  if (before.split("\n").includes(line)) return { path, changed: null };
  await attempt(profile, () => {
    const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
    return replaceLinkedFile(profile, `${start}${line}\n`);
  });
  return { path, changed: profile };
}

async function written(folder: string, name: string, script: string): Promise<InstalledCompletion> {
  const path = join(folder, name);
  await attempt(path, async () => {
    makeFolder(folder);
    await replaceFile(path, script);
  });
  return { path, changed: null };
}

async function attempt(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    const { message } = error as Error;
    throw new FactorioLockError("FAILED", `${path} cannot be written: ${message}.`, { cause: error });
  }
}
