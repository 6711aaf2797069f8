#!/bin/sh
# What Heroku builds after `npm install`: the backend's bundle, or the pages.
set -eu

if [ "${CHARMBILLS_APP:-backend}" = frontend ]; then
  npm run build -w @charmbills/frontend
  cp -r frontend/.next/static frontend/.next/standalone/frontend/.next/static
  if [ -d frontend/public ]; then cp -r frontend/public frontend/.next/standalone/frontend/public; fi
else
  npm run build
fi
