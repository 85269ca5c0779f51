import type { CommandSpec } from "../spec.ts";
import { LOOK } from "./look.ts";
import { MACHINE } from "./machine.ts";
import { MODPACK } from "./modpack.ts";
import { MORE } from "./more.ts";
import { PORTAL } from "./portal.ts";

/** Every command. Source: contract section 5. */
export const COMMANDS: readonly CommandSpec[] = [...MODPACK, ...LOOK, ...PORTAL, ...MACHINE, ...MORE];
