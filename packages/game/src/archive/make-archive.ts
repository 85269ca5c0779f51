import { FactorioLockError, isSafeName, readVersion } from "@factorio-lock/core";

/** The `info.json` of a new archive; other keys are written unchanged. */
export interface NewArchiveInfo {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

/** Options of `makeArchive`. */
export interface MakeArchiveOptions {
  /** The top folder; `NAME_VERSION` by default. */
  readonly folder?: string;
  /** Whether to deflate the content; default false. Uncompressed, the bytes do not depend on the zlib version. */
  readonly compress?: boolean;
}

/**
 * Creates the zip of a mod: `info.json` first, then the files in name order. The same content always gives the same
 * bytes.
 *
 * @param files contents by path inside the mod, such as `data.lua`
 * @throws FactorioLockError `UNSAFE_NAME`, `BAD_ARCHIVE` if `info` has no valid name or version
 */
export async function makeArchive(
  info: NewArchiveInfo,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: MakeArchiveOptions = {},
): Promise<Buffer> {
  if (!isSafeName(info.name)) {
    throw new FactorioLockError("UNSAFE_NAME", `${JSON.stringify(info.name)} cannot be the name of a mod.`);
  }
  if (!readVersion(info.version)) {
    throw new FactorioLockError("BAD_ARCHIVE", `${info.name} cannot have the version ${JSON.stringify(info.version)}.`);
  }
  const { default: yazl } = await import("yazl");
  const zip = new yazl.ZipFile();
  const { folder = `${info.name}_${info.version}`, compress = false } = options;
  // Zip times are local times: this gives the same fields in every time zone.
  const details = { mtime: new Date(2000, 0, 1), mode: 0o100644, compress, forceDosTimestamp: true };
  const add = (name: string, content: string | Uint8Array) => {
    const buffer =
      typeof content === "string"
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    zip.addBuffer(buffer, `${folder}/${name}`, details);
  };
  add("info.json", `${JSON.stringify(info, null, 2)}\n`);
  for (const name of Object.keys(files).sort()) add(name, files[name] as string | Uint8Array);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
