import { isRelativePath } from "../manifest/mod-path.ts";
import { parseSha1 } from "../mod/sha1.ts";
import { readVersion, type Version } from "../version/version.ts";
import { type Fault, quote } from "../yaml/fault.ts";
import { describeNode, knownFields, lineOf } from "../yaml/fields.ts";
import type { YamlNode, YamlScalar } from "../yaml/node.ts";
import { fitsMod, isSafeDownload } from "./archive-name.ts";
import type { LockedMod } from "./lockfile.ts";

const RELEASE_KEYS = ["version", "file", "sha1", "download", "released", "dependencies"] as const;
const PATH_KEYS = ["version", "path", "dependencies"] as const;

/** Decodes an entry of a lockfile's `mods`. Adds a fault for each error; undefined if there is any. */
export function decodeLockedMod(key: YamlScalar, node: YamlNode, faults: Fault[]): LockedMod | undefined {
  const name = key.text;
  if (node.kind !== "mapping") {
    faults.push({
      at: node.start,
      message: `found ${describeNode(node)} for the mod ${quote(name)}, expected a table`,
    });
    return undefined;
  }
  const isPath = node.entries.some((entry) => entry.key.text === "path");
  const fields = knownFields(node, isPath ? PATH_KEYS : RELEASE_KEYS, faults);
  const before = faults.length;
  const field = <Value>(
    field: string,
    expected: string,
    read: (text: string) => Value | undefined,
  ): Value | undefined => {
    const value = fields.get(field);
    if (value === undefined && fields.has(field)) return undefined;
    const text = value && lineOf(value);
    const read_ = text === undefined ? undefined : read(text);
    if (read_ === undefined) {
      const found =
        value === undefined
          ? `${quote(field)} of ${quote(name)} is missing`
          : `found ${describeNode(value)} for ${quote(field)} of ${quote(name)}`;
      faults.push({ at: (value ?? key).start, message: `${found}, expected ${expected}` });
    }
    return read_;
  };
  const version = field("version", "a version like 1.2.3", readVersion);
  const dependencies = decodeDependencies(name, fields.get("dependencies"), faults);
  if (isPath) {
    const path = field("path", "a path that starts at the manifest's folder", (text) =>
      isRelativePath(text) ? text : undefined,
    );
    return version && path !== undefined && faults.length === before
      ? { kind: "path", version, path, dependencies }
      : undefined;
  }
  const file = field("file", `the file name ${name}_VERSION.zip with this version`, (text) =>
    checkedFile(name, version, text),
  );
  const sha1 = field("sha1", "40 hexadecimal digits", parseSha1);
  const download = field("download", "the portal's relative address /download/…", (text) =>
    isSafeDownload(text) ? text : undefined,
  );
  const released = field("released", "the portal's time stamp", (text) => (text.length <= 100 ? text : undefined));
  if (!version || file === undefined || !sha1 || download === undefined || released === undefined) return undefined;
  return faults.length === before
    ? { kind: "release", version, file, sha1, download, released, dependencies }
    : undefined;
}

/**
 * Returns the file name if it is right. It is not checked if the version is unreadable, which has already been
 * reported.
 */
function checkedFile(name: string, version: Version | undefined, text: string): string | undefined {
  return version === undefined || fitsMod(text, name, version) ? text : undefined;
}

function decodeDependencies(name: string, node: YamlNode | undefined, faults: Fault[]): string[] | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== "sequence") {
    faults.push({
      at: node.start,
      message: `found ${describeNode(node)} for "dependencies" of ${quote(name)}, expected a list`,
    });
    return undefined;
  }
  return node.items.flatMap((item) => {
    if (item.kind === "scalar") return [item.text];
    faults.push({ at: item.start, message: `found ${describeNode(item)}, expected a dependency of ${quote(name)}` });
    return [];
  });
}
