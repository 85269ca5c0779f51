/**
 * The folder in which the game keeps its mods by default, relative to the user's home. It has forward slashes, which
 * programs on every system accept. Source: docs/factorio.md, 2.
 *
 * @param platform Node's name for the system
 * @example usualModFolder("win32") // "~/AppData/Roaming/Factorio/mods", which the shell calls
 * %APPDATA%\Factorio\mods
 */
export function usualModFolder(platform: string): string {
  if (platform === "win32") return "~/AppData/Roaming/Factorio/mods";
  return platform === "darwin" ? "~/Library/Application Support/factorio/mods" : "~/.factorio/mods";
}
