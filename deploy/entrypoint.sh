#!/bin/sh
# Starts factorio-lock with the secrets that containers hand out as files.
set -eu

program=${FACTORIO_LOCK_PROGRAM:-/usr/bin/factorio-lock}
secrets=${FACTORIO_LOCK_SECRETS:-/run/secrets}
if [ -z "${FACTORIO_USERNAME:-}${FACTORIO_USERNAME_FILE:-}" ] && [ -r "$secrets/username" ]; then
  export FACTORIO_USERNAME_FILE="$secrets/username"
fi
if [ -z "${FACTORIO_TOKEN:-}${FACTORIO_TOKEN_FILE:-}" ] && [ -r "$secrets/token" ]; then
  export FACTORIO_TOKEN_FILE="$secrets/token"
fi
exec "$program" "$@"
