/** An entry of `mod-list.json`. Source: docs/factorio.md, 4.2. */
export interface ModListEntry {
  readonly name: string;
  readonly enabled: boolean;
  /** The version that the game loads if there are several, as text (compared as numbers); absent for builtin mods. */
  readonly version?: string;
}
