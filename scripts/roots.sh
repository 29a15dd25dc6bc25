# shellcheck shell=bash
# Small Debians in target/roots, made by debootstrap. Sourced after lib.sh, never run.

# shellcheck disable=SC2154  # lib.sh's
roots=$target/roots

# A root is complete when it has its final name and holds the packages that this script asks for; anything else is
# what an interrupted run or an older script left.
build_root() { # build_root NAME RELEASE PACKAGES
    local name=$1 release=$2 packages=$3 log=$roots/$1.log script=()
    [ "$(cat "$roots/$name/.packages" 2>/dev/null)" = "$packages" ] && return
    has debootstrap || die "debootstrap is missing; scripts/install.sh installs it"
    as_root rm -rf --one-file-system "$roots/$name" "$roots/$name.partial"
    # An older debootstrap does not know a newer release by name; all Debian releases go by the same recipe.
    [ -e "/usr/share/debootstrap/scripts/$release" ] || script=(/usr/share/debootstrap/scripts/sid)
    say "roots: building $name, about a minute (log: ${log#"$root"/})"
    # debootstrap's own mounts end with the namespace, even when it is killed.
    as_root unshare --mount debootstrap --variant=minbase --include="$packages" \
        --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
        "$release" "$roots/$name.partial" "${CARTWRIGHT_DEBIAN_MIRROR:-}" "${script[@]}" >"$log" 2>&1 </dev/null || {
        tail -n 5 "$log" >&2
        die "the $name root could not be built; see $log"
    }
    # shellcheck disable=SC2016  # the inner shell's arguments
    as_root sh -c 'cd "$1" && rm -f var/cache/apt/archives/*.deb && echo "127.0.0.1 localhost" >etc/hosts &&
        echo "$2" >.packages && mv "$1" "$3"' sh "$roots/$name.partial" "$packages" "$roots/$name"
}

# What a command sees of this machine: its devices, its /tmp, and the repository at the same path. To be called in a
# private mount namespace, so that nothing stays mounted.
mount_into() { # mount_into BASE
    mount --rbind /dev "$1/dev"
    mount -t proc proc "$1/proc"
    mount --bind /tmp "$1/tmp"
    mkdir -p "$1$root"
    mount --bind "$root" "$1$root"
}
