import {
  FactorioLockError,
  formatLine,
  type GameLine,
  type Lockfile,
  parseGameVersion,
  presentMods,
  selectionFaults,
} from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";

/** Why a game does not fit a lockfile. */
export type Misfit =
  | { readonly kind: "line"; readonly wants: GameLine }
  | { readonly kind: "too-old"; readonly wants: string }
  | { readonly kind: "builtin"; readonly names: readonly string[] }
  /** A mod of the lockfile does not accept this version of a builtin mod. */
  | { readonly kind: "refused"; readonly by: string; readonly text: string }
  /** It is headless, so that it can only run a server. */
  | { readonly kind: "headless" };

/**
 * Why a game does not fit a lockfile; undefined if it does. Source: docs/playing.md, "Which game"; docs/rules.md, R4.
 */
export function misfitOf(lockfile: Lockfile, game: FoundGame): Misfit | undefined {
  const version = parseGameVersion(game.version);
  const { line } = lockfile.factorio;
  if (!version || formatLine(version.line) !== formatLine(line)) return { kind: "line", wants: line };
  const { minimumFactorio } = lockfile;
  if (minimumFactorio && version.packed < minimumFactorio.packed)
    return { kind: "too-old", wants: minimumFactorio.text };
  const missing = lockfile.builtin.filter((name) => !game.builtins.some((builtin) => builtin.name === name));
  if (missing.length > 0) return { kind: "builtin", names: missing };
  const present = presentMods(lockfile, version, game.builtins);
  for (const fault of selectionFaults(present)) {
    if (fault.kind !== "wrong-version" || present.get(fault.dependency.name)?.kind !== "builtin") continue;
    return { kind: "refused", by: fault.by, text: fault.dependency.text };
  }
  return undefined;
}

/** The failure if no game fits; `serving` is one that would. */
export function gameMismatch(
  misfits: readonly (readonly [FoundGame, Misfit])[],
  serving?: FoundGame,
): FactorioLockError {
  const sentences = misfits.map(
    ([game, misfit]) =>
      `Factorio ${game.version} in ${game.directory} does not serve this modpack: ${misfitWords(misfit)}.`,
  );
  const [first = "", ...explanation] = sentences;
  const hint = serving
    ? `Factorio ${serving.version} in ${serving.directory} would: name it with --game, or leave out --game and FACTORIO_GAME.`
    : misfits.map(([game, misfit]) => misfitHint(game, misfit))[0];
  return new FactorioLockError("GAME_MISMATCH", first, { explanation, ...(hint === undefined ? {} : { hint }) });
}

/** Words a misfit as the end of a sentence. */
function misfitWords(misfit: Misfit): string {
  switch (misfit.kind) {
    case "line":
      return `its mods are for Factorio ${formatLine(misfit.wants)}`;
    case "too-old":
      return `its mods need at least Factorio ${misfit.wants}`;
    case "builtin":
      return `it has no ${misfit.names.join(", ")}, which the modpack needs`;
    case "refused":
      return `${misfit.by} wants ${misfit.text}`;
    case "headless":
      return "it is a headless server, without a window";
  }
}

function misfitHint({ version }: FoundGame, misfit: Misfit): string {
  switch (misfit.kind) {
    case "line":
      return `name a game of version ${formatLine(misfit.wants)} with --game; in Steam one is chosen under Properties, Betas.`;
    case "too-old":
      return `update the game to ${misfit.wants} or newer, or lock for the one that you have: \`factorio-lock set factorio ${version}\`, then \`factorio-lock install\`.`;
    case "builtin":
      return "the expansion is needed for it; without one run `factorio-lock set expansion false` and `factorio-lock lock`, which says what must go.";
    case "refused":
      return `lock for the game that you have: \`factorio-lock set factorio ${version}\`, then \`factorio-lock install\`.`;
    case "headless":
      return "start a server with `factorio-lock launch --server SAVE`, or name a game with a window by --game.";
  }
}
