#!/bin/sh
# Three instances on 3000, 3001 and 3002 over one database and one Redis. Others: ./start-multi.sh --ports 4000,4001
exec node "$(dirname "$0")/scripts/start-multi.js" "$@"
