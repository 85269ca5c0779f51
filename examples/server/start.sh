#!/bin/sh
# What a server runs before the game: the locked mods, exactly, and no question to the portal when nothing is missing.
# FACTORIO_USERNAME and FACTORIO_TOKEN, or server-settings.json beside the mod directory's parent, are used to download.
set -eu
cd "$(dirname "$0")"
factorio-lock install --frozen --mod-directory "${MODS:-/opt/factorio/mods}"
