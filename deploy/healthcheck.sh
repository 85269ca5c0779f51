#!/bin/sh
# Healthy: the mirror answers. A container that does something else serves nothing, and is healthy while it runs.
# The image has this shell and wget and no other program, so that only what the shell itself can do is used.
port=${FACTORIO_LOCK_HEALTH_PORT:-8080}
# The arguments of the container's first process; the shell leaves out the zeros between them.
read -r arguments < "${FACTORIO_LOCK_COMMAND_LINE:-/proc/1/cmdline}" || :
case "$arguments" in
  *mirrorserve*) exec wget -q -O /dev/null "http://127.0.0.1:$port/healthz" ;;
esac
