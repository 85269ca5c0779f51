// `node scripts/release/try-installer.mjs` packs the file of this system (unless dist/release has it), serves it on loopback
// like a release, and installs it with install.sh, on Windows with install.ps1 in both PowerShells: for the first time, over
// itself, and with a wrong checksum, which must leave the installed file unchanged.
import { spawn, spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeFolderSync } from "../../testing/sandbox.mjs";
import { executableName, TARGETS } from "../package/targets.mjs";
import { root, run } from "../steps.mjs";

const release = join(root, "dist", "release");
const system = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform];
const target = TARGETS.find(({ name }) => name === `${system}-${process.arch}`);
if (target === undefined) throw new Error(`there is no file for ${system} on ${process.arch}`);
const isPacked =
  existsSync(release) && readdirSync(release).some((file) => file.endsWith(`-${target.name}.${target.archive}`));
if (!isPacked) {
  const { status } = run(process.execPath, [join(root, "scripts", "package", "package.mjs"), target.name]);
  if (status !== 0) process.exit(1);
}
const { version } = JSON.parse(readFileSync(join(root, "packages", "cli", "package.json"), "utf8"));
const here = (name) => fileURLToPath(new URL(`./install/${name}`, import.meta.url));
const installers =
  process.platform === "win32"
    ? ["powershell", "pwsh"].map((shell) => [
        shell,
        "-NoProfile",
        "-NonInteractive",
        "-ExecutionPolicy",
        "Bypass",
        "-File",
        here("install.ps1"),
      ])
    : [["sh", here("install.sh")]];

let isDamaged = false;
const server = createServer((request, response) => {
  const file = join(release, basename(request.url ?? ""));
  if (!existsSync(file)) return response.writeHead(404).end();
  // A list with a wrong checksum for each file.
  if (isDamaged && basename(file) === "SHA256SUMS")
    return response.end(readFileSync(file, "utf8").replace(/^[0-9a-f]{8}/gm, "00000000"));
  return createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const folder = mkdtempSync(join(tmpdir(), "factorio-lock-installer-"));
let failures = 0;
try {
  for (const [program, ...args] of installers) {
    const place = join(folder, program, "programs");
    const executable = join(place, executableName(target));
    const env = {
      ...process.env,
      FACTORIO_LOCK_DOWNLOAD: `http://127.0.0.1:${server.address().port}`,
      FACTORIO_LOCK_INSTALL_DIR: place,
    };
    for (const [title, damaged] of [
      ["for the first time", false],
      ["over itself", false],
      ["with a wrong checksum", true],
    ]) {
      isDamaged = damaged;
      // Asynchronous, because the server runs in this process.
      const code = await new Promise((resolve) =>
        spawn(program, args, { env, stdio: "inherit" }).once("close", resolve),
      );
      const { stdout } = spawnSync(executable, ["--version"], { encoding: "utf8" });
      const isRight = (code === 0) === !damaged && stdout.trim() === version;
      console.log(
        `${isRight ? "ok  " : "FAIL"} ${program}: ${title} (exit code ${code}, --version says ${stdout.trim()})`,
      );
      if (!isRight) failures += 1;
    }
    if (process.platform === "win32") {
      const { stdout } = spawnSync("reg", ["query", "HKCU\\Environment", "/v", "Path"], { encoding: "utf8" });
      const isRight = stdout.includes("REG_EXPAND_SZ") && stdout.split(place).length === 2;
      console.log(
        `${isRight ? "ok  " : "FAIL"} ${program}: the folder stands once in the user's Path, whose variables are kept`,
      );
      if (!isRight) failures += 1;
    }
  }
} finally {
  server.close();
  removeFolderSync(folder);
}
process.exitCode = failures === 0 ? 0 : 1;
