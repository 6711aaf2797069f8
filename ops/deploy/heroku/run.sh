#!/bin/sh
# What a dyno does, by its process type. CHARMBILLS_APP=frontend makes the app the one that serves the pages; without it
# the app is the backend.
set -eu

node=node_modules/.bin/node
export HOST=0.0.0.0

case "${CHARMBILLS_APP:-backend} $1" in
  'backend release') exec "$node" backend/dist/migrate.js ;;
  'backend web') ROLE=api exec "$node" --enable-source-maps backend/dist/main.js ;;
  'backend worker') ROLE=worker exec "$node" --enable-source-maps backend/dist/main.js ;;
  'frontend release') exit 0 ;;
  'frontend web') HOSTNAME=0.0.0.0 exec "$node" frontend/dist/server/frontend/server.js ;;
  *)
    echo "no such process: ${CHARMBILLS_APP:-backend} $1" >&2
    exit 2
    ;;
esac
