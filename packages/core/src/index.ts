export type { ChangelogCategory, ChangelogSection } from "./changelog/changelog.ts";
export { changelogBetween, parseChangelog } from "./changelog/changelog.ts";
export { formatChangelog } from "./changelog/format-changelog.ts";
export type { Constraint, Dependency, DependencyKind, UnreadableDependency } from "./dependency/dependency.ts";
export {
  DEPENDENCY_KINDS,
  isDemand,
  isDemandOrRecommendation,
  isUnreadable,
  MAX_DEPENDENCY_LENGTH,
  ordersLoading,
  parseDependency,
} from "./dependency/dependency.ts";
export type { ReadDependencies } from "./dependency/read-dependencies.ts";
export { parseDependencies } from "./dependency/read-dependencies.ts";
export type { Change, LockDiff, ModChange } from "./diff/diff-lockfiles.ts";
export { CHANGES, diffLockfiles } from "./diff/diff-lockfiles.ts";
export type { ErrorCode, ErrorDetails, Warning } from "./error.ts";
export { FactorioLockError } from "./error.ts";
export type { BuiltinMod, InstalledBuiltin } from "./game/builtins.ts";
export { builtinMods } from "./game/builtins.ts";
export type { GameBuild } from "./game/game-build.ts";
export { GAME_BUILDS, isGameBuild } from "./game/game-build.ts";
export type { GameLine, GameVersion } from "./game/game-version.ts";
export { formatLine, lineServes, parseGameVersion } from "./game/game-version.ts";
export type { GamePlatform, GameReleases, LockedGame } from "./game/locked-game.ts";
export { chooseGameRelease, GAME_PLATFORMS, gameServes } from "./game/locked-game.ts";
export { usualModFolder } from "./game/usual-mod-folder.ts";
export type { TreeNode, TreeOptions } from "./graph/dependency-tree.ts";
export { dependencyTree } from "./graph/dependency-tree.ts";
export type { Edge } from "./graph/edge.ts";
export { graphDot } from "./graph/graph-dot.ts";
export { graphSection } from "./graph/graph-html.ts";
export { graphMermaid } from "./graph/graph-mermaid.ts";
export { edgeWords, familyPicture, GRAPH_STYLE, graphSvg } from "./graph/graph-svg.ts";
export { heldGraph } from "./graph/held-graph.ts";
export { loadOrderGraph } from "./graph/load-layers.ts";
export type { LockGraphOptions } from "./graph/lock-graph.ts";
export { lockGraph } from "./graph/lock-graph.ts";
export type { GraphEdge, GraphNode, ModGraph } from "./graph/mod-graph.ts";
export { ARROW_KINDS, NODE_KINDS, NODE_MARKS } from "./graph/mod-graph.ts";
export type { WhyChain, WhyStep } from "./graph/why-mod.ts";
export { whyMod } from "./graph/why-mod.ts";
export { whyNotGraph } from "./graph/why-not-graph.ts";
export type {
  DesiredArchive,
  DesiredMod,
  DesiredOptions,
  DesiredPath,
  DesiredState,
  PathPlace,
} from "./install/desired-state.ts";
export { desiredState } from "./install/desired-state.ts";
export type { DirectoryMod, DirectoryState, Stamp } from "./install/directory-state.ts";
export type { Conflict, InstallPlan, KeptMod, LinkStep } from "./install/install-plan.ts";
export { lockedModList } from "./install/locked-mod-list.ts";
export type { ModListEntry } from "./install/mod-list.ts";
export { planInstall } from "./install/plan-install.ts";
export type { LoadableMods } from "./load-order/load-order.ts";
export { findLoadCycle, loadOrder } from "./load-order/load-order.ts";
export { compareNaturally } from "./load-order/natural-order.ts";
export { fitsMod, isSafeDownload } from "./lockfile/archive-name.ts";
export { formatLockfile } from "./lockfile/format-lockfile.ts";
export type { LockedMod, LockedPath, LockedRelease, Lockfile } from "./lockfile/lockfile.ts";
export { LOCKFILE_VERSION } from "./lockfile/lockfile.ts";
export { lockedReleases, lockfileFrom } from "./lockfile/lockfile-from.ts";
export { mergeConflict, mergeLockfiles } from "./lockfile/merge-lockfiles.ts";
export type { LockMerge } from "./lockfile/merge-three.ts";
export { mergeLockfileSides } from "./lockfile/merge-three.ts";
export { parseLockfile } from "./lockfile/parse-lockfile.ts";
export type { PresentMod } from "./lockfile/present-mods.ts";
export { presentMods } from "./lockfile/present-mods.ts";
export type { SelectionFault } from "./lockfile/selection-faults.ts";
export { selectionFaults } from "./lockfile/selection-faults.ts";
export type { StaleReason } from "./lockfile/stale-reason.ts";
export { describeStaleReason } from "./lockfile/stale-reason.ts";
export type { StaleFacts } from "./lockfile/stale-reasons.ts";
export { staleReasons } from "./lockfile/stale-reasons.ts";
export { packFault } from "./manifest/decode-pack.ts";
export { editManifest } from "./manifest/edit-manifest.ts";
export type { NewManifest } from "./manifest/format-new-manifest.ts";
export { formatNewManifest } from "./manifest/format-new-manifest.ts";
export type {
  Manifest,
  PackInfo,
  PackKey,
  Requirement,
  Requirements,
  SettingSection,
  SettingValue,
  SettingValues,
} from "./manifest/manifest.ts";
export { PACK_KEYS, SETTING_SECTIONS } from "./manifest/manifest.ts";
export { type ManifestEdit, type ModValue, modValueOf, type WantedValue } from "./manifest/manifest-edit.ts";
export type { ManifestMerge, ManifestSides } from "./manifest/merge-manifests.ts";
export { mergeManifests } from "./manifest/merge-manifests.ts";
export { DEFAULT_MOD_DIRECTORY, MANIFEST_KEYS, parseManifest } from "./manifest/parse-manifest.ts";
export { contentPolicy, GENERATOR, htmlPage } from "./markup/html-page.ts";
export type { Markup } from "./markup/markup.ts";
export { escapeMarkup, html, linkAddress, ownMarkup } from "./markup/markup.ts";
export { PAGE_STYLE } from "./markup/page-style.ts";
export type { Age, AgeLimit } from "./mod/age.ts";
export { AGE_FORM, ageWords, isTooYoung, parseAge } from "./mod/age.ts";
export { candidates } from "./mod/candidates.ts";
export { BUILTIN_NAMES, compareNames, isBuiltin, isSafeFileName, isSafeName } from "./mod/mod-name.ts";
export type { ModInfo, Release } from "./mod/release.ts";
export { dependencyStrings } from "./mod/release.ts";
export type { Sha1 } from "./mod/sha1.ts";
export { parseSha1 } from "./mod/sha1.ts";
export type { NewPackFile, PackFile } from "./pack/pack-file.ts";
export { formatPackFile, isPackFile, readPackFile } from "./pack/pack-file.ts";
export type { ModAbout, PackBefore, PackChangelog, PackPage } from "./pack-page/pack-model.ts";
export { packPage, packPagePolicy } from "./pack-page/pack-page.ts";
export type { HeldBackMod } from "./solver/answer/held-back.ts";
export { changedBy, releaseChanged } from "./solver/answer/release-changed.ts";
export type { ChangedRelease, SelectedMod, Selection } from "./solver/answer/selection.ts";
export type { Explanation, Fact, FactTerm } from "./solver/explain/explanation.ts";
export type { OutdatedMod } from "./solver/outdated.ts";
export { outdated } from "./solver/outdated.ts";
export type { Change as ManifestChange } from "./solver/request/change.ts";
export type { ModInfoSource, ResolveRequest } from "./solver/request/request.ts";
export { withoutYoung, youngReleases } from "./solver/request/too-young.ts";
export { resolve } from "./solver/resolve.ts";
export type { SolveOptions } from "./solver/search/turns.ts";
export type { Solved } from "./solver/solve.ts";
export { solve } from "./solver/solve.ts";
export { manifestEdits } from "./solver/suggest/manifest-edits.ts";
export type { Blocked } from "./solver/upgrade/blocked-by.ts";
export { BLOCK_REASONS } from "./solver/upgrade/blocked-by.ts";
export type { Loosened } from "./solver/upgrade/loosened.ts";
export type { ReadyMod } from "./solver/upgrade/ready-again.ts";
export { readyAgain } from "./solver/upgrade/ready-again.ts";
export type { EnabledBuiltin, Movable, Upgrade } from "./solver/upgrade/upgrade.ts";
export { upgrade } from "./solver/upgrade/upgrade.ts";
export { cleanJson, cleanText } from "./text/clean-text.ts";
export { hasConflictMarkers } from "./text/conflict.ts";
export { listOf } from "./text/list-of.ts";
export { nearest } from "./text/nearest.ts";
export { sizeText } from "./text/size-text.ts";
export type { Operator } from "./version/operator.ts";
export type { Range, RangeFault } from "./version/range.ts";
export { ANY_RANGE, formatVersionSet, isRangeFault, parseRange, rangeHas } from "./version/range.ts";
export type { Version } from "./version/version.ts";
export { compareVersions, formatPacked, parseVersion, readVersion, unpack } from "./version/version.ts";
export type { Interval, VersionSet } from "./version/version-set.ts";
export { ALL_VERSIONS, intersectSets, setHas, uniteSets } from "./version/version-set.ts";
