// `node scripts/package/sums.mjs FOLDER` rewrites FOLDER/SHA256SUMS, for a release whose files were made on two systems.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Writes the SHA-256 of every file in a folder, in the format of `sha256sum`. */
export function writeSums(folder) {
  const lines = readdirSync(folder)
    .filter((name) => name !== "SHA256SUMS" && statSync(join(folder, name)).isFile())
    .sort()
    .map(
      (name) =>
        `${createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex")}  ${name}\n`,
    );
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSums(resolve(process.argv[2] ?? "."));
