// The whole path on a machine that has only Node and npm: build, a portal on loopback, `factorio-lock install`.
import { join } from "node:path";
import { build, root, run } from "./steps.mjs";

build({ stdio: "pipe", encoding: "utf8" });
process.exit(run(process.execPath, [join(root, "examples", "quick-start", "run.mjs")]).status ?? 1);
