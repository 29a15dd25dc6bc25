#!/usr/bin/env bash
# package.sh — builds the library, puts it where C programs find it, takes it away, packs it. `make build`,
# `make install`, `make uninstall` and `make dist` call it.
#
# usage: scripts/package.sh build
#        [PREFIX=/usr/local] [DESTDIR=] [LIBDIR=…] [INCLUDEDIR=…] scripts/package.sh install|uninstall
#        scripts/package.sh dist
#
# install: the shared and the static library, the header, the pkg-config file, and share/doc/cartwright. Each file is
# replaced, not written into, so that programs that run go on with the library they were started with. DESTDIR is
# put in front of every path, for those who make packages; no file mentions it.
# dist: target/dist/cartwright-VERSION-TARGET.tar.gz, which can be unpacked anywhere, and its checksum in SHA256SUMS. The
# same commit, compiler and place give the same bytes; SOURCE_DATE_EPOCH says how old the files look (else the commit).
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

version=$(awk -F '"' '/^\[/ { here = $0 == "[workspace.package]" } here && /^version *=/ { print $2 }' Cargo.toml)
epoch=$(awk '$1 == "#define" && $2 == "CW_ABI_EPOCH" { print $3 }' include/cartwright.h)
[ -n "$version" ] || die "Cargo.toml has no version"
[ -n "$epoch" ] || die "include/cartwright.h has no CW_ABI_EPOCH"

# The library as it was linked, so that nobody installs one under another one's name.
soname_of() { readelf -d "$1" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p'; }

# What an installation consists of: mode, source, destination. One list for all three commands.
files() { # files LIBRARY_FOLDER
    local doc=$datadir/doc/cartwright
    printf '%s\t%s\t%s\n' \
        755 "$1/libcartwright.so" "$libdir/libcartwright.so.$epoch" \
        link "libcartwright.so.$epoch" "$libdir/libcartwright.so" \
        644 "$1/libcartwright.a" "$libdir/libcartwright.a" \
        644 include/cartwright.h "$includedir/cartwright.h" \
        pc crates/ffi/cartwright.pc.in "$libdir/pkgconfig/cartwright.pc" \
        644 README.md "$doc/README.md" \
        644 LICENSE "$doc/LICENSE" \
        644 CHANGELOG.md "$doc/CHANGELOG.md" \
        644 docs/c-api.md "$doc/c-api.md"
    local example
    for example in examples/c/{Makefile,*.[ch],*.expected}; do
        printf '644\t%s\t%s\n' "$example" "$doc/$example"
    done
}

write_pc() { # write_pc FILE
    # shellcheck disable=SC2016  # pkg-config's own variable
    sed -e "s|@PREFIX@|$prefix|" \
        -e "s|@LIBDIR@|${libdir/#"$prefix"/'${prefix}'}|" \
        -e "s|@INCLUDEDIR@|${includedir/#"$prefix"/'${prefix}'}|" \
        -e "s|@EPOCH@|$epoch|" -e "s|@VERSION@|$version|" \
        crates/ffi/cartwright.pc.in >"$1"
    chmod 644 "$1"
}

put() { # put LIBRARY_FOLDER ROOT: the files of the list, under a root
    local mode source destination
    files "$1" | while IFS=$'\t' read -r mode source destination; do
        destination=$2$destination
        install -d -m 755 "$(dirname "$destination")"
        case $mode in
            link) ln -sfn "$source" "$destination" ;;
            pc) write_pc "$destination" ;;
            *) install -m "$mode" "$source" "$destination" ;;
        esac
    done
}

check_built() { # check_built LIBRARY_FOLDER
    local file
    for file in "$1/libcartwright.so" "$1/libcartwright.a"; do
        [ -e "$file" ] || die "$file is missing; 'make build' builds it"
    done
    [ "$(soname_of "$1/libcartwright.so")" = "libcartwright.so.$epoch" ] \
        || die "$1/libcartwright.so is of another ABI epoch than include/cartwright.h; 'make build' builds it again"
}

where() { # where PREFIX: the folders of an installation
    prefix=${1%/}
    libdir=${LIBDIR:-$prefix/lib}
    includedir=${INCLUDEDIR:-$prefix/include}
    datadir=$prefix/share
    local folder
    for folder in "$1" "$libdir" "$includedir"; do
        case $folder in
            /*) ;;
            *) die "'$folder' does not begin with /: PREFIX, LIBDIR and INCLUDEDIR are whole paths" ;;
        esac
        case $folder in
            *[[:space:]\|\&\\]*) die "'$folder' has a character that a pkg-config file cannot have" ;;
        esac
    done
}

install_files() {
    # Whoever installs as root may have no Rust there: what was built before is then taken.
    if has cargo; then build_library; fi
    check_built "$target/release"
    where "${PREFIX:-/usr/local}"
    put "$target/release" "${DESTDIR:-}"
    say "installed: cartwright $version in ${DESTDIR:-}$prefix; pkg-config finds it in $libdir/pkgconfig"
    if [ -z "${DESTDIR:-}" ] && [ "$(id -u)" -eq 0 ] && has ldconfig; then ldconfig; fi
}

uninstall_files() {
    local destination
    where "${PREFIX:-/usr/local}"
    files "$target/release" | while IFS=$'\t' read -r _ _ destination; do
        rm -f "${DESTDIR:-}$destination"
    done
    # The folders that are ours alone; the others were there before or serve others too.
    for destination in /examples/c /examples ''; do
        destination=${DESTDIR:-}$datadir/doc/cartwright$destination
        if [ -d "$destination" ]; then rmdir --ignore-fail-on-non-empty "$destination"; fi
    done
    say "uninstalled: cartwright from ${DESTDIR:-}$prefix"
}

# The PHP package with its library in the place where it looks first; the suites stay at home.
put_php() { # put_php FOLDER_OF_THE_TARBALL
    local part
    mkdir -p "$1/php/lib"
    for part in bindings/php/*; do
        case ${part##*/} in
            tests | bench | demo | vendor | lib | phpunit.xml | composer.lock) ;;
            *) cp -R "$part" "$1/php/" ;;
        esac
    done
    ln "$1/lib/libcartwright.so.$epoch" "$1/php/lib/libcartwright.so" # one copy in the tarball, two names
}

dist() {
    local triple name stage built date cargo_home=${CARGO_HOME:-${HOME:-/root}/.cargo}
    has cargo || die "cargo is missing: https://rustup.rs tells how to install it"
    triple=$(rustc -vV | sed -n 's/^host: //p')
    name=cartwright-$version-$triple
    stage=$target/dist/stage/$name
    built=$target/dist/build/release

    # Built apart, because the places on this machine are kept out of it and a flag changes all crates.
    RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$root=cartwright --remap-path-prefix=$cargo_home=cargo" \
        CARGO_TARGET_DIR=$target/dist/build cargo build --release -p cartwright-ffi
    check_built "$built"

    rm -rf "$target/dist/stage"
    prefix="\${pcfiledir}/../.." libdir="\${prefix}/lib" includedir="\${prefix}/include"
    mkdir -p "$stage"/{lib/pkgconfig,include,docs,examples/c}
    strip --strip-unneeded -o "$stage/lib/libcartwright.so.$epoch" "$built/libcartwright.so"
    strip --strip-debug --enable-deterministic-archives -o "$stage/lib/libcartwright.a" "$built/libcartwright.a"
    ln -s "libcartwright.so.$epoch" "$stage/lib/libcartwright.so"
    write_pc "$stage/lib/pkgconfig/cartwright.pc"
    cp include/cartwright.h "$stage/include/"
    cp README.md LICENSE CHANGELOG.md COMPAT.md "$stage/"
    cp -R docs/*.md "$stage/docs/"
    cp examples/c/{Makefile,*.[ch],*.expected} "$stage/examples/c/"
    put_php "$stage"

    date=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
    rm -f "$target/dist/"*.tar.gz "$target/dist/SHA256SUMS"
    tar --create --directory "$target/dist/stage" --format=ustar --sort=name --mtime="@$date" --owner=0 --group=0 \
        --numeric-owner --mode='u+rw,go+r,go-w,a-s,a+X' "$name" | gzip -n -9 >"$target/dist/$name.tar.gz"
    (cd "$target/dist" && sha256sum "$name.tar.gz" >SHA256SUMS)
    rm -rf "$target/dist/stage"
    say "packed: target/dist/$name.tar.gz ($(du -h "$target/dist/$name.tar.gz" | cut -f1)), target/dist/SHA256SUMS"
}

case ${1:-} in
    build) build_library ;;
    install) install_files ;;
    uninstall) uninstall_files ;;
    dist) dist ;;
    -h | --help) help_of ;;
    *) die "unknown argument '${1:-}'; see --help" ;;
esac
