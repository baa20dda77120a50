#!/bin/sh
# Lays out what the images have in /usr/share/jenkins: the agent, and a Node that runs on any Linux of this architecture,
# because its loader and its libraries stand beside it. The folder may be copied anywhere, and be read-only.
#
#   assemble.sh PROJECT INTO NODE [TINI]
#
# PROJECT has been built. TINI is linked statically.
set -eu
project=$1 into=$2 node=$3 tini=${4-}

mkdir -p "$into/agent" "$into/runtime/lib" "$into/compat"
cp -R "$project/bin" "$project/dist" "$project/package.json" "$project/LICENSE" "$into/agent/"
cp "$project/docker/java" "$into/compat/java"
cp -L "$node" "$into/runtime/node"
[ -z "$tini" ] || cp -L "$tini" "$into/runtime/tini"

# Lines of ldd: `NAME => PATH (ADDRESS)` for a library, `PATH (ADDRESS)` for the loader.
ldd "$node" | sed -n 's/^.*=> *\(\/[^ ]*\).*$/\1/p' | sort -u | while read -r library; do
  cp -L "$library" "$into/runtime/lib/"
done
loader=$(ldd "$node" | sed -n 's/^[[:space:]]*\(\/[^ ]*\) (.*$/\1/p')
cp -L "$loader" "$into/runtime/loader"

chmod -R a+rX,go-w "$into"
chmod 755 "$into/runtime/node" "$into/runtime/loader" "$into/compat/java"
