import type { AddReport, PruneReport, PushReport } from "@factorio-lock/mirror";
import type { ChangeResult } from "../../modpack/change.ts";
import type { InstallResult } from "../../modpack/place-mods.ts";
import type { UpgradeReport } from "../../modpack/upgrade-report.ts";
import type { AddResult } from "../add/add.ts";
import type { BisectResult } from "../bisect/bisect.ts";
import type { CacheDir, CacheSize, CacheSwept, CacheVerified } from "../cache/cache.ts";
import type { CheckResult } from "../check/check.ts";
import type { Completion } from "../complete/complete.ts";
import type { DiffResult } from "../diff/diff.ts";
import type { DoctorResult } from "../doctor/doctor.ts";
import type { ExportResult } from "../export/export.ts";
import type { GamesResult } from "../games/games.ts";
import type { GamesInstallResult } from "../games/install.ts";
import type { GamesPruneResult } from "../games/prune.ts";
import type { GitSetupResult } from "../git-setup/git-setup.ts";
import type { GraphResult } from "../graph/graph.ts";
import type { HistoryResult } from "../history/history.ts";
import type { ImportResult } from "../import/import.ts";
import type { InfoResult } from "../info/info.ts";
import type { InitResult } from "../init/init.ts";
import type { LaunchResult } from "../launch/launch.ts";
import type { ListResult } from "../list/list.ts";
import type { LoginResult } from "../login/login.ts";
import type { LogoutResult } from "../logout/logout.ts";
import type { MergeDriverResult } from "../merge-driver/merge-driver.ts";
import type { mirrorExport } from "../mirror/mirror-folder.ts";
import type { MirrorServed } from "../mirror/mirror-serve.ts";
import type { OutdatedResult } from "../outdated/outdated.ts";
import type { PinResult } from "../pin/pin.ts";
import type { SearchResult } from "../search/search.ts";
import type { SetResult } from "../set/set.ts";
import type { SettingsChanged, SettingsDiff, SettingsShown } from "../settings/settings.ts";
import type { StatusResult } from "../status/status.ts";
import type { SyncResult } from "../sync/sync.ts";
import type { TextconvResult } from "../textconv/textconv.ts";
import type { TreeResult } from "../tree/tree.ts";
import type { TrustResult, UntrustResult } from "../trust/trust.ts";
import type { UndoResult } from "../undo/undo.ts";
import type { UnpinResult } from "../unpin/unpin.ts";
import type { UpdateResult } from "../update/update.ts";
import type { UpgradeResult } from "../upgrade/upgrade.ts";
import type { VerifyResult } from "../verify/verify.ts";
import type { WhoamiResult } from "../whoami/whoami.ts";
import type { WhyResult } from "../why/why.ts";
import type { Content } from "./json-schema.ts";

/** A change that may have been carried through to the mod directory. */
type Installed<Result extends ChangeResult> = Result & Partial<Pick<InstallResult, "directory">>;

interface MirrorFolder {
  readonly directory: string;
}

/** The result of each command, by its words. */
export interface Results {
  init: InitResult;
  sync: Installed<SyncResult>;
  add: Installed<AddResult>;
  remove: Installed<ChangeResult>;
  disable: Installed<ChangeResult>;
  enable: Installed<ChangeResult>;
  pin: Installed<PinResult>;
  unpin: Installed<UnpinResult>;
  undo: Installed<UndoResult>;
  history: HistoryResult;
  edit: Installed<ChangeResult>;
  import: Installed<ImportResult>;
  lock: ChangeResult;
  install: InstallResult;
  update: Installed<UpdateResult> | Installed<SyncResult>;
  upgrade: UpgradeResult & Partial<Pick<InstallResult, "directory">>;
  set: SetResult;
  settings: SettingsShown | SettingsDiff | SettingsChanged;
  trust: TrustResult;
  untrust: UntrustResult;
  outdated: OutdatedResult | UpgradeReport;
  status: StatusResult;
  graph: GraphResult;
  tree: TreeResult;
  why: WhyResult;
  list: ListResult;
  diff: DiffResult;
  export: ExportResult;
  verify: VerifyResult;
  search: SearchResult;
  info: InfoResult;
  login: LoginResult;
  logout: LogoutResult;
  whoami: WhoamiResult;
  launch: LaunchResult & { readonly adopt: string | null };
  check: CheckResult;
  bisect: BisectResult;
  games: GamesResult;
  "games install": GamesInstallResult;
  "games prune": GamesPruneResult;
  "cache dir": CacheDir;
  "cache size": CacheSize;
  "cache prune": CacheSwept;
  "cache verify": CacheVerified;
  "cache clean": CacheSwept;
  "mirror serve": MirrorServed;
  "mirror add": MirrorFolder & AddReport;
  "mirror prune": MirrorFolder & PruneReport;
  "mirror push": MirrorFolder & PushReport;
  "mirror export": Awaited<ReturnType<typeof mirrorExport>>;
  doctor: DoctorResult;
  "git-setup": GitSetupResult;
  "merge-driver": MergeDriverResult;
  textconv: TextconvResult;
  complete: { readonly completions: readonly Completion[] };
}

/** How far below a result its properties are compared: trees have no end. */
type Depth = readonly [0, 0, 0, 0];

/** The properties of a value and, by path, of the values in it. */
type Paths<T, Left extends readonly unknown[] = Depth> = Left extends readonly [unknown, ...infer Rest]
  ? T extends readonly (infer Item)[]
    ? Paths<Item, Left>
    : T extends object
      ? { [K in keyof T & string]: K | `${K}.${Paths<NonNullable<T[K]>, Rest>}` }[keyof T & string]
      : never
  : never;

/** A schema fits a result when it admits every value of it, and knows every property. */
type Fault<Result, S> = Result extends Content<S> ? Exclude<Paths<Result>, Paths<Content<S>>> : "another type";

/** Documents whose schemas fit the results; one that does not must be a text that says which property it lacks. */
export type Documented<D> = {
  readonly [K in keyof Results]: K extends keyof D
    ? [Fault<Results[K], D[K]>] extends [never]
      ? unknown
      : `${K}: ${Fault<Results[K], D[K]>}`
    : `${K}: no schema`;
};
