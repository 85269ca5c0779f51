import { FactorioLockError, isSafeName, readVersion, type Version } from "@factorio-lock/core";

/** The contents of a mod's `info.json`. Source: docs/factorio.md, 3. */
export interface ArchiveInfo {
  readonly name: string;
  readonly version: Version;
  readonly title: string;
  readonly author: string;
  readonly description?: string;
  readonly homepage?: string;
  readonly contact?: string;
  /** As written in the file; `0.12` if it has none. */
  readonly factorioVersion: string;
  /** The dependency strings as written; undefined if the file has no such key. */
  readonly dependencies: readonly string[] | undefined;
}

/**
 * Parses an `info.json` as the game does: a byte order mark and raw control characters are tolerated, a number or
 * boolean counts as its text, unknown keys are ignored.
 *
 * @param place how the file is named in errors: `foo_1.0.0.zip: foo/info.json`
 * @throws FactorioLockError `BAD_ARCHIVE` if it is not a JSON object or lacks a name or version; `UNSAFE_NAME` if its
 *   name cannot be part of a file name.
 */
export function parseInfoJson(bytes: Uint8Array, place: string): ArchiveInfo {
  const fields = parseObject(new TextDecoder().decode(bytes), place);
  const text = (key: string) => textOf(fields[key]);
  const name = text("name");
  if (name === undefined) throw bad(`${place} has no "name".`);
  if (!isSafeName(name)) {
    throw new FactorioLockError("UNSAFE_NAME", `${place} gives the name ${quote(name)}, which cannot be a file name.`, {
      hint: "tell the mod's author; a mod's name has letters, digits, blanks, dots, dashes and underscores.",
    });
  }
  const versionText = text("version");
  if (versionText === undefined) throw bad(`${place} has no "version".`);
  const version = readVersion(versionText);
  if (!version) throw bad(`${place} gives the version ${quote(versionText)}, which is not three numbers up to 65535.`);
  const optional = (key: "description" | "homepage" | "contact") => {
    const value = text(key);
    return value === undefined ? {} : { [key]: value };
  };
  const { dependencies } = fields;
  return {
    name,
    version,
    title: text("title") ?? name,
    author: text("author") ?? "",
    ...optional("description"),
    ...optional("homepage"),
    ...optional("contact"),
    factorioVersion: factorioVersion(fields["factorio_version"]),
    dependencies: Array.isArray(dependencies)
      ? dependencies.filter((entry): entry is string => typeof entry === "string")
      : typeof dependencies === "string"
        ? [dependencies]
        : undefined,
  };
}

function parseObject(text: string, place: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      // Old mods have raw line breaks and tabs in strings. Outside strings, a blank is equivalent.
      value = JSON.parse(text.replace(/\p{Cc}/gu, " "));
    } catch (error) {
      throw bad(`${place} is not valid JSON: ${(error as Error).message}.`);
    }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw bad(`${place} is not a JSON object.`);
  }
  return value as Record<string, unknown>;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Restores `2.0` if the author omitted the quotes: JSON reads it as the number 2. */
function factorioVersion(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : String(value);
  return textOf(value) ?? "0.12";
}

function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}

function bad(message: string): FactorioLockError {
  return new FactorioLockError("BAD_ARCHIVE", message, { hint: "tell the mod's author, or choose another release." });
}
