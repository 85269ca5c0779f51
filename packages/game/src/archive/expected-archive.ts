import { FactorioLockError, fitsMod, isSafeName, type Version } from "@factorio-lock/core";

/** The identity that an archive is checked against. */
export interface ExpectedArchive {
  readonly name: string;
  readonly version: Version;
  /** The portal's file name, `NAME_VERSION.zip`; the version may be spelled differently, such as `1.0.01` for 1.0.1. */
  readonly fileName: string;
}

/**
 * Checks that a file name is safe as a path and fits the mod's name and version.
 *
 * @throws FactorioLockError `UNSAFE_NAME`
 */
export function checkFileName({ name, version, fileName }: ExpectedArchive): void {
  const shown = (text: string) => JSON.stringify(text.slice(0, 200));
  if (!isSafeName(name)) {
    throw new FactorioLockError("UNSAFE_NAME", `The mod name ${shown(name)} cannot be part of a file name.`);
  }
  if (!fitsMod(fileName, name, version)) {
    const should = `${name}_${version.text}.zip`;
    const message = `The archive of ${name} ${version.text} is named ${shown(fileName)}; a safe name is ${shown(should)}.`;
    throw new FactorioLockError("UNSAFE_NAME", message);
  }
}
