// The mirror with the pack, every answer held back by a delay: node serve.mjs MILLISECONDS. Prints its address.
import { setTimeout as sleep } from "node:timers/promises";
import { fixedCatalog, serveCatalog } from "@factorio-lock/mirror";
import { packMods } from "./pack.ts";

const delay = Number(process.argv[2]);
const mirror = await serveCatalog(
  fixedCatalog(packMods(), () => undefined),
  {
    intercept: async () => {
      await sleep(delay);
      return false;
    },
  },
);
console.log(mirror.url);
