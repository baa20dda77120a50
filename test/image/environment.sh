# To be sourced, with IMAGE_BED set: how podman and buildah work in a folder of their own. runc, because crun refuses cgroups in
# hybrid mode; fixed limits, because not every root may raise them.
cat >"$IMAGE_BED/containers.conf" <<END
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=8192:8192"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
END
cat >"$IMAGE_BED/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$IMAGE_BED/storage"
runroot = "$IMAGE_BED/run"
END
export CONTAINERS_CONF=$IMAGE_BED/containers.conf CONTAINERS_STORAGE_CONF=$IMAGE_BED/storage.conf BUILDAH_ISOLATION=chroot
