// A platform's Node from its npm package, cached between runs.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";

/** The folder of an npm package's files. npm downloads the package and checks its integrity; it is unpacked once. */
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
