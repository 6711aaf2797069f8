#!/bin/sh
# Makes the source bundle of Elastic Beanstalk: ops/deploy/elastic-beanstalk/bundle.sh charmbills.zip
set -eu

target=$(realpath "${1:?the file to write}")
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/docker-compose.yml" "$here/.ebextensions" "$work"
cp -r "$here/../nginx" "$work/nginx"
rm -f "$target"
(cd "$work" && zip -qr "$target" .)
echo "wrote $target"
