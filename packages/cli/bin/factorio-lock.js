#!/usr/bin/env node
"use strict";

const args = process.argv.slice(2);

// `--version` alone is answered before anything else is loaded: it must cost no more than starting node.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${require("../package.json").version}\n`);
} else {
  require("./code-cache.js")
    .load(require("node:path").join(__dirname, "..", "dist", "bin"), "main.cjs")
    .main(args);
}
