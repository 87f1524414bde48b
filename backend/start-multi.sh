#!/bin/sh
# The same as in the root, for who stands here.
exec "$(dirname "$0")/../start-multi.sh" "$@"
