// Prints, for the release job, the version of this checkout and whether it is not released yet.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync(new URL("../../packages/cli/package.json", import.meta.url), "utf8"));
const found = execFileSync("git", ["ls-remote", "--tags", "origin", `refs/tags/v${version}`], { encoding: "utf8" });
console.log(`version=${version}\nisNew=${found.trim() === ""}`);
