/** One line of `mod-list.json`. Source: docs/factorio.md, 4.2. */
export interface ModListEntry {
  readonly name: string;
  readonly enabled: boolean;
  /** Which of several present versions the game takes; absent on builtin mods. As text, compared as numbers. */
  readonly version?: string;
}
