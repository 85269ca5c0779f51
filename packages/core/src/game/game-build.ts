/** The contents of a game archive from factorio.com: a server, the game, or the game with the expansion. */
export type GameBuild = "headless" | "alpha" | "expansion";

/** Every build; the first one needs no account. */
export const GAME_BUILDS: readonly GameBuild[] = ["headless", "alpha", "expansion"];

/** Whether a text names a build. */
export function isGameBuild(text: string): text is GameBuild {
  return (GAME_BUILDS as readonly string[]).includes(text);
}
