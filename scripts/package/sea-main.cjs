"use strict";

// The entry of the executable file: runs the bundle, whose files are its assets, with the loader of the npm package.
const path = require("node:path");
const { getAsset } = require("node:sea");
const { load } = require("../../packages/cli/bin/code-cache.js");

const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${getAsset("version", "utf8")}\n`);
} else {
  const read = (file) => getAsset(path.basename(file), "latin1");
  load(path.dirname(process.execPath), "main.cjs", read).main(args);
}
