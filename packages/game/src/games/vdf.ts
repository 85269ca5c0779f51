/** A value of Steam's text format: a string, or a table. */
export type VdfValue = string | VdfTable;

/** Keys in lower case: Steam writes `LibraryFolders` and `libraryfolders`. */
export type VdfTable = ReadonlyMap<string, VdfValue>;

const MAX_DEPTH = 16;

const TOKEN = /\s*(?:\/\/[^\n]*|"((?:[^"\\]|\\[^])*)"|([{}])|([^\s"{}]+))/y;

/** Reads Steam's text format (`libraryfolders.vdf`, `appmanifest_*.acf`); undefined if the text is malformed. */
export function parseVdf(text: string): VdfTable | undefined {
  const root = new Map<string, VdfValue>();
  const open: Map<string, VdfValue>[] = [root];
  let key: string | undefined;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [, quoted, brace, bare] = match;
    const table = open.at(-1);
    if (!table) return undefined;
    if (brace === "{") {
      if (key === undefined || open.length > MAX_DEPTH) return undefined;
      const inner = new Map<string, VdfValue>();
      table.set(key, inner);
      open.push(inner);
      key = undefined;
    } else if (brace === "}") {
      if (open.length === 1 || key !== undefined) return undefined;
      open.pop();
    } else {
      const word = quoted === undefined ? bare : quoted.replace(/\\([^])/g, (_, sign: string) => ESCAPES[sign] ?? sign);
      if (word === undefined) continue;
      if (key === undefined) key = word.toLowerCase();
      else {
        table.set(key, word);
        key = undefined;
      }
    }
  }
  return open.length === 1 && key === undefined && root.size > 0 ? root : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

/** The table at a key. */
export function vdfTable(table: VdfTable | undefined, key: string): VdfTable | undefined {
  const value = table?.get(key);
  return typeof value === "string" ? undefined : value;
}

/** The string at a key. */
export function vdfText(table: VdfTable | undefined, key: string): string | undefined {
  const value = table?.get(key);
  return typeof value === "string" ? value : undefined;
}
