"use strict";

// Loaded before the executable (`node --require`): counts by Node's own means, no clock, and writes to the file that EFFORT
// names as the process exits. Everything that it needs itself is loaded before it begins to count.
const { createHook } = require("node:async_hooks");
const fs = require("node:fs");
const { Session } = require("node:inspector");

const write = fs.writeFileSync;
const counted = { calls: {}, files: {}, builtins: 0, code: 0 };
const add = (name) => {
  counted.calls[name] = (counted.calls[name] ?? 0) + 1;
};

// What is asked of the file system: a request that Node hands to the system in the background, or a call that waits for it.
createHook({
  init(_, type) {
    if (/^FSREQ|^FILEHANDLECLOSEREQ/.test(type)) add("background");
  },
}).enable();
for (const [name, call] of Object.entries(fs)) {
  if (!name.endsWith("Sync") || typeof call !== "function") continue;
  fs[name] = (...args) => {
    add(name);
    const result = call(...args);
    const file = name === "readFileSync" && /[\\/]dist[\\/]bin[\\/]([^\\/]+\.cjs)$/.exec(String(args[0]))?.[1];
    if (file) counted.files[file] = result.length;
    return result;
  };
}

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
const known = new Set(process.moduleLoadList);

process.once("exit", () => {
  counted.builtins = process.moduleLoadList.filter((name) => !known.has(name)).length;
  session.post("Profiler.takePreciseCoverage", (error, coverage) => {
    if (error) throw new Error(error.message);
    for (const { url, functions } of coverage.result) {
      if (/[\\/]dist[\\/]bin[\\/]/.test(url)) counted.code += bytesRun(functions.map((of) => of.ranges[0]));
    }
  });
  write(process.env.EFFORT, JSON.stringify(counted));
});

/** The bytes of the functions that ran, each without those inside it. */
function bytesRun(ranges) {
  const outermostFirst = ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const open = [];
  let bytes = 0;
  for (const range of outermostFirst) {
    while (open.length > 0 && open.at(-1).endOffset <= range.startOffset) open.pop();
    const size = range.endOffset - range.startOffset;
    if (range.count > 0) bytes += size;
    if (open.at(-1)?.count > 0) bytes -= size;
    open.push(range);
  }
  return bytes;
}
