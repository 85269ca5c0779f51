#!/bin/sh
# Installs factorio-lock for this user: downloads the file for this machine, checks it against the published list of
# SHA-256, and puts it into a folder of programs. No root is needed and nothing else is changed.
#
#   curl -fsSL @REPOSITORY@/releases/latest/download/install.sh | sh
#
# FACTORIO_LOCK_VERSION       a version instead of the newest
# FACTORIO_LOCK_INSTALL_DIR   a folder instead of ~/.local/bin
# FACTORIO_LOCK_DOWNLOAD      an address instead of the releases' own, such as a mirror's
# FACTORIO_LOCK_NO_PATH       anything, to print nothing about PATH
set -eu

say() { printf '%s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '\nhint: %s\n' "$2" >&2
  exit 1
}

target() {
  case "$(uname -s)" in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) fail "there is no file for $(uname -s)." "on Windows use install.ps1; elsewhere \`npm install --global factorio-lock\` needs Node 20.19 or newer." ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no file for a $(uname -m) processor." "\`npm install --global factorio-lock\` needs Node 20.19 or newer." ;;
  esac
  say "$system-$machine"
}

fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --retry 2 -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    fail "neither curl nor wget is installed." "install one of them and run this again."
  fi
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sum=$(sha256sum "$1")
  elif command -v shasum >/dev/null 2>&1; then
    sum=$(shasum -a 256 "$1")
  else
    fail "neither sha256sum nor shasum is installed, so the file cannot be checked." "install one of them and run this again."
  fi
  say "${sum%% *}"
}

# Everything is in a function, so that a partly downloaded script does nothing.
main() {
  name=$(target)
  base=${FACTORIO_LOCK_DOWNLOAD:-@REPOSITORY@/releases/${FACTORIO_LOCK_VERSION:+download/v}${FACTORIO_LOCK_VERSION:-latest/download}}
  folder=${FACTORIO_LOCK_INSTALL_DIR:-${HOME:?HOME is not set: name a folder with FACTORIO_LOCK_INSTALL_DIR}/.local/bin}
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM

  fetch "$base/SHA256SUMS" "$work/SHA256SUMS" ||
    fail "$base/SHA256SUMS cannot be downloaded." "check the address, and the network connection."
  file=$(sed -n "s/^[0-9a-f]\{64\}  \(factorio-lock-[0-9A-Za-z.+-]*-$name\.tar\.xz\)\$/\1/p" "$work/SHA256SUMS" | head -n 1)
  [ -n "$file" ] || fail "that release has no file for $name."
  fetch "$base/$file" "$work/$file" || fail "$base/$file cannot be downloaded." "run this again."
  wanted=$(sed -n "s/^\([0-9a-f]\{64\}\)  $file\$/\1/p" "$work/SHA256SUMS" | head -n 1)
  found=$(sha256 "$work/$file")
  [ "$found" = "$wanted" ] ||
    fail "$file does not match the published SHA-256: nothing was installed." "run this again; if it happens again, do not use that file, and report it."

  tar -xJf "$work/$file" -C "$work" || fail "$file cannot be unpacked." "install the program xz and run this again."
  program=$work/${file%.tar.xz}/factorio-lock
  # A program that does not run here must not replace one that does.
  version=$("$program" --version) ||
    fail "the program does not run on this system." "it needs glibc 2.28 or newer, which Alpine Linux does not have; \`npm install --global factorio-lock\` needs Node 20.19 or newer."
  mkdir -p "$folder" || fail "$folder cannot be made." "name another folder with FACTORIO_LOCK_INSTALL_DIR."
  # Copied beside its place first, because a rename can also replace a file that is running.
  cp "$program" "$folder/.factorio-lock.$$" &&
    chmod 755 "$folder/.factorio-lock.$$" &&
    mv -f "$folder/.factorio-lock.$$" "$folder/factorio-lock" ||
    {
      rm -f "$folder/.factorio-lock.$$"
      fail "$folder cannot be written." "name another folder with FACTORIO_LOCK_INSTALL_DIR."
    }
  say "factorio-lock $version is installed: $folder/factorio-lock"
  [ -z "${FACTORIO_LOCK_NO_PATH:-}" ] || return 0
  case ":${PATH:-}:" in
    *":$folder:"*) ;;
    *)
      say "Your shell does not look there yet: add this line to the file that it reads at its start, such as ~/.profile:"
      say "  export PATH=\"$folder:\$PATH\""
      ;;
  esac
}

main
