#!/usr/bin/env bash
# Makes docker.io/library/debian:trixie-slim and node:24-trixie-slim, as far as the Dockerfile needs them: Debian's own
# smallest system without documents, as the official one is, and npm's Node.
set -euo pipefail
debian=docker.io/library/debian:trixie-slim node=docker.io/library/node:24-trixie-slim
here=$(dirname "$0")

if ! podman image exists "$debian"; then
  root=$IMAGE_BED/debian
  rm -rf "$root"
  nice debootstrap --variant=minbase trixie "$root" >"$IMAGE_BED/debootstrap.log"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale,info}
  printf 'path-exclude /usr/share/%s/*\n' doc man locale info >"$root/etc/dpkg/dpkg.cfg.d/docker"
  cat >"$root/etc/apt/apt.conf.d/docker" <<'END'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };
Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
END
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$root" / >/dev/null
  buildah config --cmd bash --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$debian" >/dev/null
  rm -rf "$root"
fi

if ! podman image exists "$node"; then
  container=$(buildah from --pull-never "$debian")
  buildah copy --quiet "$container" "$("$here/npm-node" 24)" /usr/local/bin/node >/dev/null
  "$here/add-npm" "$container"
  buildah config --cmd node "$container"
  buildah commit --quiet --rm "$container" "$node" >/dev/null
fi
