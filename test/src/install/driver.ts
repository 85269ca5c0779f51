// Installs set B in a process of its own, which a fault may kill: driver ROOT FAULT AT ON-ANOTHER-DISK [MOUNTED-FILE]

import { join } from "node:path";
import { type Fault, watchFiles } from "./faults.ts";
import { install } from "./world.ts";

const [, , root = "", kind = "", at = "", disk = "", mounted] = process.argv;
const always = new Map(disk === "other" ? [["linkSync", "EXDEV"]] : []);
const fault: Fault = kind === "kill-after" ? { kind } : { kind: "kill" };
watchFiles(root, { ...(kind !== "none" && { at: Number(at), fault }), always, ...(mounted && { mounted }) });
await install({ root, mods: join(root, "mods"), linked: disk === "other" }, "B");
