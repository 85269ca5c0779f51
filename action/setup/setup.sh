#!/usr/bin/env bash
# The steps of the action `setup` that are a script: installs the release for this runner and tells later steps where it is.
set -euo pipefail

base=$DOWNLOAD
if [ -z "$base" ]; then
  if [ -n "$VERSION" ]; then base="$RELEASES/download/v$VERSION"; else base="$RELEASES/latest/download"; fi
fi
folder="$RUNNER_TEMP/factorio-lock"
# The path of a runner's user is not ours to change: later steps have the one that GITHUB_PATH makes.
export FACTORIO_LOCK_DOWNLOAD=$base FACTORIO_LOCK_INSTALL_DIR=$folder FACTORIO_LOCK_NO_PATH=1
installers="$ACTION/../../scripts/release/install"
if [ "$RUNNER_OS" = Windows ]; then
  pwsh -NoProfile -NonInteractive -File "$(cygpath -w "$installers/install.ps1")"
else
  sh "$installers/install.sh"
fi
printf '%s\n' "$folder" >> "$GITHUB_PATH"
printf 'FACTORIO_LOCK_CACHE=%s\n' "$RUNNER_TEMP/factorio-lock-cache" >> "$GITHUB_ENV"
