// A platform's Node out of its npm package, kept between runs.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";

/** The folder of an npm package's files: fetched by npm, which checks its integrity, and unpacked once. */
export function fetchPackage(specification, cache) {
  const folder = join(cache, specification.replace("@", "-"));
  if (existsSync(folder)) return join(folder, "package");
  mkdirSync(cache, { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", cache, specification], {
      encoding: "utf8",
      shell: process.platform === "win32",
    }),
  );
  const unpacking = `${folder}.${process.pid}`;
  mkdirSync(unpacking);
  execFileSync("tar", ["-xzf", join(cache, filename), "-C", unpacking]);
  renameSync(unpacking, folder);
  return join(folder, "package");
}
