import { join } from "node:path";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { portalFileCatalog } from "../portal-file/portal-file-catalog.ts";
import { readPortalFile } from "../portal-file/read-portal-file.ts";
import { REAL_DATA } from "./real-list.ts";

/**
 * A sandbox whose portal has the mods of the real data.
 *
 * @param size bytes of an archive
 */
export async function createRealSandbox(size: number): Promise<Sandbox> {
  const catalog = portalFileCatalog(await readPortalFile(join(REAL_DATA, "portal.jsonl")), size);
  const fixed = (): never => {
    throw new Error("the mods of a file do not change");
  };
  return createSandbox({ catalog, publish: fixed, withdraw: fixed, damage: fixed });
}
