import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder, replaceFile, replaceLinkedFile } from "@factorio-lock/disk";
import type { Context } from "../../project/context.ts";
import type { InstalledCompletion } from "./result.ts";
import { COMPLETION_SCRIPTS, type Shell } from "./scripts.ts";

/**
 * Puts a shell's script where that shell looks for it. Running it again replaces the script and changes nothing else.
 *
 * @throws FactorioLockError USAGE for PowerShell, because only PowerShell knows where its profile is; FAILED if a file
 *   cannot be read or written.
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
    return writeScript(join(data, "bash-completion", "completions"), "factorio-lock", script);
  }
  if (shell === "fish") {
    return writeScript(join(folder("XDG_CONFIG_HOME", ".config"), "fish", "completions"), "factorio-lock.fish", script);
  }
  if (shell === "powershell") {
    throw new FactorioLockError("USAGE", "Only PowerShell knows where its profile is.", {
      hint: "run this in PowerShell: `factorio-lock completion powershell >> $PROFILE`.",
    });
  }
  const { path } = await writeScript(join(data, "factorio-lock"), "completion.zsh", script);
  const profile = join(folder("ZDOTDIR"), ".zshrc");
  const line = `source '${path.replaceAll("'", "'\\''")}' # completion of factorio-lock`;
  return { path, changed: (await appendLine(profile, line)) ? profile : null };
}

async function writeScript(folder: string, name: string, script: string): Promise<InstalledCompletion> {
  const path = join(folder, name);
  await withWriteErrors(path, async () => {
    makeFolder(folder);
    await replaceFile(path, script);
  });
  return { path, changed: null };
}

/**
 * Appends a line to a file of the user, unless the file has that line. The other bytes stay as they are, whatever their
 * encoding. Returns whether the file was changed.
 */
async function appendLine(path: string, line: string): Promise<boolean> {
  const before = await readBytes(path);
  // In Latin-1 each byte is one character, so that the comparison needs no knowledge of the file's encoding.
  const text = before.toString("latin1");
  const added = Buffer.from(`${line}\n`);
  if (`\n${text}\n`.includes(`\n${added.toString("latin1")}`)) return false;
  const newline = text === "" || text.endsWith("\n") ? "" : "\n";
  await withWriteErrors(path, () => replaceLinkedFile(path, Buffer.concat([before, Buffer.from(newline), added])));
  return true;
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return Buffer.alloc(0);
    throw new FactorioLockError("FAILED", `${path} cannot be read: ${message}.`, { cause: error });
  }
}

async function withWriteErrors(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    const { message } = error as Error;
    throw new FactorioLockError("FAILED", `${path} cannot be written: ${message}.`, { cause: error });
  }
}
