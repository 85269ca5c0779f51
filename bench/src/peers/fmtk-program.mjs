// The command line of FMTK for many mods in one process: fmtk-program.mjs CLI MODS PLAYER_DATA NAME…
// Each is installed as `fmtk mods install NAME` would, without starting Node again.
import { pathToFileURL } from "node:url";

const [node, , cli, mods, player, ...names] = process.argv;
for (const [at, name] of names.entries()) {
  process.argv = [node, cli, "mods", "--modsPath", mods, "install", "--playerData", player, name];
  await import(`${pathToFileURL(cli).href}?${at}`).catch(console.error);
}
