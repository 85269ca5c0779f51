import type { Topic } from "../topic.ts";

export const json: Topic = {
  name: "json",
  title: "Output for programs",
  parts: [
    "With --json every command prints exactly one JSON document on standard output, also when it fails. `schemaVersion` is 1, `command` names the command, `ok` says whether it did what was asked. `factorio-lock schema json` prints the JSON Schema of all documents.",
    { block: ["factorio-lock install --json"] },
    "A failure has an `error` with a `code` that does not change, a `message` and usually a `hint`:",
    {
      rows: [
        ["USAGE, MANIFEST_NOT_FOUND, MANIFEST_INVALID, LOCKFILE_INVALID, NOT_TRUSTED", "exit code 2"],
        ["MOD_NOT_FOUND, NO_SOLUTION, TOO_HARD", "exit code 3; with `explanation` and `suggestions`"],
        ["AUTH_REQUIRED, AUTH_REJECTED", "exit code 4"],
        ["LOCKFILE_STALE, LOCKFILE_MISSING, VERIFY_FAILED", "exit code 5"],
        ["CHECKSUM_MISMATCH, RELEASE_CHANGED, BAD_ARCHIVE, UNSAFE_NAME", "exit code 6"],
        ["PORTAL_UNREACHABLE, PORTAL_ERROR, OFFLINE", "exit code 7"],
        ["BUSY, FAILED, NOT_A_MOD_DIRECTORY, GAME_NOT_FOUND, GAME_MISMATCH", "exit code 1"],
        ["INTERNAL, INTERRUPTED", "exit codes 70 and 130"],
      ],
    },
  ],
};
