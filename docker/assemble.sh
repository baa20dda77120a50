#!/bin/sh
# Lays out what the images have of ours below INTO: usr/share/jenkins, with the agent and a Node that runs on any Linux of this
# architecture, because its loader and its libraries stand beside it, and usr/local/bin. The former may be copied anywhere, and
# be read-only. The same sources and packages give the same bytes and times.
#
#   assemble.sh PROJECT INTO NODE [TINI]
#
# PROJECT has been built. TINI is linked statically.
set -eu
project=$1 into=$2 node=$3 tini=${4-}
share=$into/usr/share/jenkins bin=$into/usr/local/bin

mkdir -p "$share/agent" "$share/runtime/lib" "$share/compat" "$bin"
cp -R "$project/bin" "$project/dist" "$project/package.json" "$project/LICENSE" "$share/agent/"
# The Node here reads them out of parts.pack.
rm -r "$share/agent/dist/parts"
cp "$project/docker/java" "$share/compat/java"
cp "$project/docker/jenkins-agent" "$project/docker/jenkins-agent-health" "$bin/"
ln -s jenkins-agent "$bin/jenkins-slave"
[ -z "$tini" ] || cp -L "$tini" "$share/runtime/tini"

# Without the symbols that only a debugger reads: a seventh of it.
cp -L "$node" "$share/runtime/node"
strip "$share/runtime/node"

# Lines of ldd: `NAME => PATH (ADDRESS)` for a library, `PATH (ADDRESS)` for the loader.
ldd "$node" | sed -n 's/^.*=> *\(\/[^ ]*\).*$/\1/p' | sort -u | while read -r library; do
  cp -L "$library" "$share/runtime/lib/"
done
loader=$(ldd "$node" | sed -n 's/^[[:space:]]*\(\/[^ ]*\) (.*$/\1/p')
cp -L "$loader" "$share/runtime/loader"

"$node" "$project/docker/sbom.mjs" "$project" "$share"

chmod -R a+rX,go-w "$into"
chmod 755 "$share/runtime/node" "$share/runtime/loader" "$share/compat/java" "$bin/jenkins-agent" "$bin/jenkins-agent-health"
find "$into" -exec touch -h -d @0 {} +
