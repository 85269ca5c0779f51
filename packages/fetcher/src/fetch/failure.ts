import { type ErrorCode, FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "@factorio-lock/portal";
import type { ArchiveRequest } from "./archive-request.ts";

/** An archive whose download failed, with the error. */
export interface Failure {
  readonly archive: ArchiveRequest;
  readonly error: FactorioLockError;
}

/** Worst first: signs of an attack or a defect, then errors that stop everything, then temporary errors. */
const WORST: readonly ErrorCode[] = [
  "CHECKSUM_MISMATCH",
  "BAD_ARCHIVE",
  "UNSAFE_NAME",
  "FAILED",
  "AUTH_REJECTED",
  "AUTH_REQUIRED",
  "PORTAL_ERROR",
  "PORTAL_UNREACHABLE",
  "OFFLINE",
];

/**
 * Combines all failures into one error with the code and hint of the worst. Its explanation has a line for each reason,
 * listing the archives; if all have the same reason, that is the message.
 *
 * @param wanted the number of requested archives
 */
export function allFailures(failures: readonly Failure[], wanted: number): FactorioLockError {
  const sorted = failures.toSorted((a, b) => rank(a.error.code) - rank(b.error.code));
  const [worst] = sorted as [Failure, ...Failure[]];
  const { code, hint } = worst.error;
  const details = { cause: worst.error, ...(hint === undefined ? {} : { hint }) };
  const alike = new Map<string, Failure[]>();
  for (const failure of sorted) {
    const reason = `${failure.error.code} ${withoutPath(failure.error.message)}`;
    alike.set(reason, [...(alike.get(reason) ?? []), failure]);
  }
  const groups = [...alike.values()] as [Failure, ...Failure[]][];
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0) return new FactorioLockError(code, messageFor(only, wanted), details);
  const message = `${failures.length} of ${wanted} downloads failed.`;
  return new FactorioLockError(code, message, { ...details, explanation: groups.map((group) => sentenceFor(group)) });
}

/** The maximum number of archives named in one line. */
const MAX_NAMES = 5;

/** The message if all failures have the same reason: the reason, then how many archives failed and which. */
function messageFor(alike: readonly [Failure, ...Failure[]], wanted: number): string {
  if (alike.length === 1) return sentenceFor(alike);
  if (alike[0].error.code === "OFFLINE") return notInCache(alike);
  const reason = withoutPath(alike[0].error.message);
  if (alike.length === wanted) return `${reason} None of the ${wanted} downloads succeeded.`;
  return `${reason} ${alike.length} of ${wanted} downloads failed: ${namesOf(alike)}.`;
}

/** The sentence for archives that failed for the same reason. */
function sentenceFor(alike: readonly [Failure, ...Failure[]]): string {
  const [{ archive, error }] = alike;
  // A fault within an archive already names the archive.
  if (alike.length === 1 && error.message.startsWith(archive.fileName)) return error.message;
  if (error.code === "OFFLINE") return notInCache(alike);
  if (alike.length > 1) return `${withoutPath(error.message)} These downloads failed: ${namesOf(alike)}.`;
  return error.code === "AUTH_REQUIRED"
    ? `${archive.fileName} must be downloaded. ${error.message}`
    : `${archive.fileName}: ${error.message}`;
}

function notInCache(alike: readonly Failure[]): string {
  const absent = "not in the cache, and nothing may be downloaded offline";
  return alike.length === 1
    ? `${namesOf(alike)} is ${absent}.`
    : `${alike.length} archives are ${absent}: ${namesOf(alike)}.`;
}

/** The first names, and how many more there are. */
function namesOf(alike: readonly Failure[]): string {
  const names = alike.map(({ archive }) => archive.fileName);
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** An error message without the path of its archive, so that messages for different archives can be compared. */
function withoutPath(message: string): string {
  return message.replace(/\bGET (https?:\/\/[^/\s)]+)[^\s)]*/g, "$1");
}

function rank(code: ErrorCode): number {
  const at = WORST.indexOf(code);
  return at < 0 ? WORST.length : at;
}

/** The error if the portal no longer has the archive. */
export function withdrawn(archive: ArchiveRequest, error: PortalError): FactorioLockError {
  const { name, version } = archive;
  if (archive.hash === "SHA-256") {
    return new FactorioLockError("PORTAL_ERROR", `The download server has no ${name} ${version.text} any more (404).`, {
      hint: "name another version by `factorio-lock set factorio VERSION`, or run `factorio-lock update`.",
      cause: error,
    });
  }
  return new FactorioLockError("PORTAL_ERROR", `The mod portal has no ${name} ${version.text} any more (404).`, {
    hint: `its author may have taken it back: \`factorio-lock update ${name}\` moves to another release, if there is one.`,
    cause: error,
  });
}

/** The error if the bytes do not have the locked hash. */
export function wrongSum(archive: ArchiveRequest, actual: string): FactorioLockError {
  return new FactorioLockError(
    "CHECKSUM_MISMATCH",
    `${archive.fileName} from the portal does not match its listed ${archive.hash ?? "SHA-1"}: it has ${actual}, and ${archive.sha1} is listed.`,
    {
      hint: "it was changed on its way, or replaced on the portal: do not use it, and try again later or from another network.",
    },
  );
}

const [MIB, GIB] = [2 ** 20, 2 ** 30];

/** The error if the archive is larger than the user allows. Source: docs/store.md, "How an archive gets in". */
export function tooLarge({ fileName }: ArchiveRequest, size: number | undefined, most: number): FactorioLockError {
  const has = size === undefined ? "has more than" : `has ${inBytes(size)}, and`;
  const limit = size === undefined ? "that may be downloaded" : "may be downloaded";
  const enough = size === undefined ? most * 2 : size;
  const unit = enough >= GIB ? `${Math.ceil(enough / GIB)}GiB` : `${Math.ceil(enough / MIB)}MiB`;
  const allowed = size === undefined ? `the ${inBytes(most)}` : `at most ${inBytes(most)}`;
  return new FactorioLockError("BAD_ARCHIVE", `${fileName} ${has} ${allowed} ${limit}.`, {
    hint: `\`--max-archive ${unit}\` allows it, if you trust its author.`,
  });
}

function inBytes(bytes: number): string {
  if (bytes >= GIB) return `${Number((bytes / GIB).toFixed(2))} GiB`;
  if (bytes >= MIB) return `${Number((bytes / MIB).toFixed(1))} MiB`;
  return `${bytes.toLocaleString("en")} bytes`;
}

/** The error if a web page was sent instead of an archive. */
export function webPage(kind: "sign-in" | "other"): PortalError {
  if (kind === "sign-in") {
    return new PortalError("AUTH_REJECTED", "The mod portal sent its sign-in page instead of the archive.", {
      hint: "run `factorio-lock login`, or check FACTORIO_USERNAME and FACTORIO_TOKEN.",
    });
  }
  return new PortalError("PORTAL_ERROR", "A web page came instead of the archive.", {
    hint: "open a web browser: this network may want you to sign in first. Then try again.",
  });
}

/** The error for an unusable answer that a retry would not change. */
export function badAnswer(fault: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal's answer cannot be used: ${fault}.`, {
    hint: "a proxy or virus scanner may be in between; check the proxy settings and the portal's address, and try again.",
  });
}

/** The error for a broken transfer; a retry may help. */
export function brokenTransfer(fault: string): PortalError {
  return new PortalError("PORTAL_UNREACHABLE", `The download broke: ${fault}.`, {
    hint: "check the network connection and try again: the download continues where it stopped.",
    transient: true,
  });
}

/** The error if an archive is not in the store while offline. */
export function missingOffline(): FactorioLockError {
  return new FactorioLockError("OFFLINE", "It is not in the cache, and nothing may be downloaded offline.", {
    hint: "run the command once without --offline; where there is no network, copy the mods folder or the cache folder (`factorio-lock cache dir`) of a machine that has them.",
  });
}
