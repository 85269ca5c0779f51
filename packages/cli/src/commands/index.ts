import type { CommandSpec } from "../command/command.ts";
import { ADD } from "./add/command.ts";
import { BISECT } from "./bisect/command.ts";
import { CACHE_CLEAN, CACHE_DIR, CACHE_PRUNE, CACHE_SIZE, CACHE_VERIFY } from "./cache/command.ts";
import { CHECK } from "./check/command.ts";
import { COMPLETE } from "./complete/command.ts";
import { COMPLETION } from "./completion/command.ts";
import { DIFF } from "./diff/command.ts";
import { DISABLE } from "./disable/command.ts";
import { DOCTOR } from "./doctor/command.ts";
import { EDIT } from "./edit/command.ts";
import { ENABLE } from "./enable/command.ts";
import { EXPORT } from "./export/command.ts";
import { GAMES, GAMES_INSTALL, GAMES_PRUNE } from "./games/command.ts";
import { GIT_SETUP } from "./git-setup/command.ts";
import { GRAPH } from "./graph/command.ts";
import { HELP } from "./help/command.ts";
import { HISTORY } from "./history/command.ts";
import { IMPORT } from "./import/command.ts";
import { INFO } from "./info/command.ts";
import { INIT } from "./init/command.ts";
import { INSTALL } from "./install/command.ts";
import { LAUNCH } from "./launch/command.ts";
import { LIST } from "./list/command.ts";
import { LOCK } from "./lock/command.ts";
import { LOGIN } from "./login/command.ts";
import { LOGOUT } from "./logout/command.ts";
import { MERGE_DRIVER } from "./merge-driver/command.ts";
import { MIRROR_ADD, MIRROR_EXPORT, MIRROR_PRUNE, MIRROR_PUSH, MIRROR_SERVE } from "./mirror/command.ts";
import { OUTDATED } from "./outdated/command.ts";
import { PIN } from "./pin/command.ts";
import { REMOVE } from "./remove/command.ts";
import { SCHEMA } from "./schema/command.ts";
import { SEARCH } from "./search/command.ts";
import { SET } from "./set/command.ts";
import { SETTINGS_COMMAND } from "./settings/command.ts";
import { STATUS } from "./status/command.ts";
import { SYNC } from "./sync/command.ts";
import { TEXTCONV } from "./textconv/command.ts";
import { TREE } from "./tree/command.ts";
import { TRUST, UNTRUST } from "./trust/command.ts";
import { UNDO } from "./undo/command.ts";
import { UNPIN } from "./unpin/command.ts";
import { UPDATE } from "./update/command.ts";
import { UPGRADE } from "./upgrade/command.ts";
import { VERIFY } from "./verify/command.ts";
import { WHOAMI } from "./whoami/command.ts";
import { WHY } from "./why/command.ts";

/** Every command, in the order of help. Source: docs/commands.md. */
export const COMMANDS: readonly CommandSpec[] = [
  INIT,
  SYNC,
  ADD,
  REMOVE,
  DISABLE,
  ENABLE,
  PIN,
  UNPIN,
  EDIT,
  IMPORT,
  LOCK,
  INSTALL,
  UPDATE,
  UPGRADE,
  UNDO,
  LAUNCH,
  CHECK,
  BISECT,
  SET,
  SETTINGS_COMMAND,
  TRUST,
  UNTRUST,
  HISTORY,
  OUTDATED,
  TREE,
  WHY,
  GRAPH,
  LIST,
  DIFF,
  EXPORT,
  VERIFY,
  SEARCH,
  INFO,
  LOGIN,
  LOGOUT,
  WHOAMI,
  GAMES_INSTALL,
  GAMES_PRUNE,
  GAMES,
  CACHE_DIR,
  CACHE_SIZE,
  CACHE_PRUNE,
  CACHE_VERIFY,
  CACHE_CLEAN,
  MIRROR_SERVE,
  MIRROR_ADD,
  MIRROR_PRUNE,
  MIRROR_EXPORT,
  MIRROR_PUSH,
  GIT_SETUP,
  MERGE_DRIVER,
  TEXTCONV,
  DOCTOR,
  COMPLETION,
  COMPLETE,
  STATUS,
  SCHEMA,
  HELP,
];
