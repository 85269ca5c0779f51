#!/bin/sh
# Healthy: the mirror answers. A container that does something else serves nothing, and is healthy while it runs.
port=${FACTORIO_LOCK_HEALTH_PORT:-8080}
arguments=$(tr '\0' ' ' < /proc/1/cmdline)
case "$arguments" in
  *" mirror serve "*) exec wget -q -O /dev/null "http://127.0.0.1:$port/healthz" ;;
esac
