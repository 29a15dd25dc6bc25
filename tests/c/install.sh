#!/usr/bin/env bash
# install.sh — what `make install`, `make uninstall` and `make dist` promise, on empty folders below target/tmp/install:
# a program that knows pkg-config and nothing else is built and runs, with the shared and with the static library, from an
# installation, from one that was put together elsewhere (DESTDIR), and from the tarball; then nothing is left.
#
# usage: tests/c/install.sh
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"
cd "$root"

out=$target/tmp/install
prefix=$out/prefix
rm -rf "$out"
mkdir -p "$out"
version=$(awk -F '"' '/^version *=/ { print $2; exit }' Cargo.toml)
epoch=$(awk '$2 == "CW_ABI_EPOCH" { print $3 }' include/cartwright.h)
name=cartwright-$version-$(rustc -vV | sed -n 's/^host: //p')
tarball=target/dist/$name.tar.gz

passed=0 failed=0
step() { # step WHAT COMMAND...
    local what=$1 status=0
    shift
    # In a shell of its own, where the first command that fails ends the step.
    (set -euo pipefail && "$@") >"$out/log" 2>&1 &
    wait $! || status=$?
    if [ $status -eq 0 ]; then
        passed=$((passed + 1))
        say "ok       $what"
    else
        failed=$((failed + 1))
        say "FAILED   $what"
        sed 's/^/         /' "$out/log"
    fi
}

# Fails, and shows what was found, where grep finds something.
lacks() { if grep "$@"; then return 1; fi; }

# Nothing of this machine's helps to find the library.
unset LD_LIBRARY_PATH PKG_CONFIG_PATH PREFIX DESTDIR LIBDIR INCLUDEDIR CPATH LIBRARY_PATH
strict=(gcc -std=c11 -Wall -Wextra -Werror -pedantic)

cat >"$out/who.c" <<'PROGRAM'
#include <cartwright.h>
#include <stdio.h>

int main(void)
{
    cw_number price;
    if (cw_abi_epoch() != CW_ABI_EPOCH || cw_price_parse("$19.99", 6, &price, NULL) != CW_OK) {
        return 1;
    }
    printf("%s %.2f\n", cw_version(), price.real);
    return 0;
}
PROGRAM

# What pkg-config says of a folder of files, word by word.
flags() { # flags LIBRARY_FOLDER ARGUMENTS...
    local folder=$1
    shift
    PKG_CONFIG_PATH=$folder/pkgconfig pkg-config "$@" cartwright
}

runs() { # runs LIBRARY_FOLDER PROGRAM
    [ "$(LD_LIBRARY_PATH=$1 "$2")" = "$version 19.99" ]
}

builds_shared() { # builds_shared LIBRARY_FOLDER
    local words
    read -ra words <<<"$(flags "$1" --cflags --libs)"
    "${strict[@]}" "$out/who.c" -o "$out/who-shared" "${words[@]}"
    readelf -d "$out/who-shared" | grep "NEEDED.*\[libcartwright.so.$epoch\]"
    runs "$1" "$out/who-shared"
}

# The library in the program, everything else shared: the line of docs/c-api.md.
builds_static() { # builds_static LIBRARY_FOLDER
    local words
    read -ra words <<<"$(flags "$1" --static --cflags --libs | sed 's/-lcartwright/-l:libcartwright.a/')"
    "${strict[@]}" "$out/who.c" -o "$out/who-static" "${words[@]}"
    ldd "$out/who-static" | lacks cartwright
    runs /nowhere "$out/who-static"
}

everything_below() { (cd "$1" && find . ! -type d | LC_ALL=C sort); }

# Copied away and built as a reader would; what they print is compared by their own Makefile.
examples_run() { # examples_run LIBRARY_FOLDER SOURCES MAKE_ARGUMENTS...
    local folder=$1 sources=$2
    shift 2
    rm -rf "$out/examples"
    cp -R "$sources" "$out/examples"
    PKG_CONFIG_PATH=$folder/pkgconfig make -C "$out/examples" check "$@"
}

examples_under_valgrind() {
    local watch=(valgrind --quiet --leak-check=full --error-exitcode=9)
    mkdir "$out/examples/carts"
    "${watch[@]}" "$out/examples/purchase" "$out/examples/carts/shop.sqlite" | diff -u examples/c/purchase.expected -
    "${watch[@]}" "$out/examples/reservations" | diff -u examples/c/reservations.expected -
    "${watch[@]}" "$out/examples/versions" | diff -u examples/c/versions.expected -
    # Its children end with their parent's cart, which is not theirs to free, and which valgrind then finds by pointers
    # into its middle.
    "${watch[@]}" --errors-for-leak-kinds=definite --show-leak-kinds=definite "$out/examples/hosted" "$out/examples/carts" demo | diff -u examples/c/hosted.expected -
}

says_what_it_is() { # says_what_it_is LIBRARY_FOLDER
    [ "$(flags "$1" --modversion)" = "$version" ]
    [ "$(flags "$1" --variable=abi_epoch)" = "$epoch" ]
}

expected_files() {
    cat <<FILES
./include/cartwright.h
./lib/libcartwright.a
./lib/libcartwright.so
./lib/libcartwright.so.$epoch
./lib/pkgconfig/cartwright.pc
./share/doc/cartwright/CHANGELOG.md
./share/doc/cartwright/LICENSE
./share/doc/cartwright/README.md
./share/doc/cartwright/c-api.md
FILES
    find examples/c -type f \( -name Makefile -o -name '*.[ch]' -o -name '*.expected' \) -printf './share/doc/cartwright/%p\n'
}

installed_is() { everything_below "$1" | diff <(expected_files | LC_ALL=C sort) -; }

nothing_is_left() {
    [ -z "$(everything_below "$1")" ]
    [ ! -e "$1/share/doc/cartwright" ]
}

is_replaced_not_written_into() {
    local before after
    before=$(stat -c %i "$prefix/lib/libcartwright.so.$epoch")
    exec 3<"$prefix/lib/libcartwright.so.$epoch" # as a program that runs holds it
    make -s install PREFIX="$prefix"
    after=$(stat -c %i "$prefix/lib/libcartwright.so.$epoch")
    [ "$before" != "$after" ]
    installed_is "$prefix"
}

goes_where_distributions_want_it() {
    local where=(PREFIX=/usr DESTDIR="$out/staged" LIBDIR=/usr/lib/x86_64-linux-gnu INCLUDEDIR=/usr/include/cartwright)
    make -s install "${where[@]}"
    [ -f "$out/staged/usr/lib/x86_64-linux-gnu/libcartwright.so.$epoch" ]
    [ -f "$out/staged/usr/include/cartwright/cartwright.h" ]
    [ "$(flags "$out/staged/usr/lib/x86_64-linux-gnu" --variable=includedir)" = /usr/include/cartwright ]
    [ "$(flags "$out/staged/usr/lib/x86_64-linux-gnu" --variable=libdir)" = /usr/lib/x86_64-linux-gnu ]
    lacks -rIl "$out" "$out/staged"
    make -s uninstall "${where[@]}"
    nothing_is_left "$out/staged"
}

is_refused_with_a_sentence() {
    if make -s install PREFIX=relative 2>"$out/refusal"; then return 1; fi
    grep "'relative' does not begin with /" "$out/refusal"
    [ ! -e relative ]
}

# The system's SQLite is linked dynamically: a second copy in the process of a PHP that has its own loses the locks of both
# (docs/decisions/0007).
has_no_sqlite_of_its_own() { # has_no_sqlite_of_its_own LIBRARY
    local defined
    defined=$(readelf --wide --syms --dyn-syms "$1" | awk '$7 != "UND" && $8 ~ /^sqlite3_/ { print $8 }' | sort -u)
    [ -z "$defined" ] || { say "$1 defines $defined"; return 1; }
    readelf -d "$1" | grep 'NEEDED.*\[libsqlite3.so.0\]'
}

# A program that has the static library in it links the system's SQLite; one that has the shared one need not know.
names_sqlite() { # names_sqlite LIBRARY_FOLDER
    flags "$1" --static --libs | grep -w -e -lsqlite3
    flags "$1" --libs | lacks sqlite3
}

checksum_is_right() {
    (cd target/dist && sha256sum --strict --check SHA256SUMS)
    [ "$(wc -l <target/dist/SHA256SUMS)" -eq 1 ]
}

packed_again_is_the_same() {
    local before
    before=$(cat target/dist/SHA256SUMS)
    make -s dist
    [ "$before" = "$(cat target/dist/SHA256SUMS)" ]
}

tarball_has_what_it_should() {
    local file
    tar -xzf "$tarball" -C "$out"
    for file in README.md LICENSE CHANGELOG.md include/cartwright.h lib/libcartwright.a lib/libcartwright.so \
        "lib/libcartwright.so.$epoch" lib/pkgconfig/cartwright.pc docs/c-api.md php/composer.json php/autoload.php \
        php/lib/libcartwright.so examples/c/purchase.c php/src/Cartwright/Native/cartwright.ffi.h; do
        [ -f "$out/$name/$file" ] || { say "$file is missing"; return 1; }
    done
    # One folder, nothing of the suites, nobody's name, no time but the commit's.
    tar -tzf "$tarball" | lacks -v "^$name/"
    tar -tzf "$tarball" | lacks -E '/php/(tests|bench|demo|vendor)/'
    [ "$(tar --numeric-owner -tvzf "$tarball" | awk '{ print $2 }' | sort -u)" = 0/0 ]
    cmp "$out/$name/php/lib/libcartwright.so" "$out/$name/lib/libcartwright.so"
}

tarball_knows_no_place() {
    local home=${CARGO_HOME:-${HOME:-/root}/.cargo}
    lacks -rlF -e "$root/" -e "$home/" "$out/$name"
}

# One that was moved is as good as one that was not.
moved() {
    mkdir -p "$out/elsewhere"
    mv "$out/$name" "$out/elsewhere/cartwright"
    builds_shared "$out/elsewhere/cartwright/lib"
    builds_static "$out/elsewhere/cartwright/lib"
    says_what_it_is "$out/elsewhere/cartwright/lib"
    examples_run "$out/elsewhere/cartwright/lib" "$out/elsewhere/cartwright/examples/c"
}

step "make install puts the files where they belong" bash -c "make -s install PREFIX='$prefix'"
step "and no others" installed_is "$prefix"
step "pkg-config knows version and epoch" says_what_it_is "$prefix/lib"
step "a program builds with pkg-config and runs, shared library" builds_shared "$prefix/lib"
step "a program builds with pkg-config and runs, static library" builds_static "$prefix/lib"
examples=$prefix/share/doc/cartwright/examples/c
step "the installed examples, static library" examples_run "$prefix/lib" "$examples" STATIC=1
step "the installed examples, address and undefined sanitizers" examples_run "$prefix/lib" "$examples" \
    CFLAGS='-g -Werror -fsanitize=address,undefined -fno-sanitize-recover=all'
step "the installed examples, shared library" examples_run "$prefix/lib" "$examples" CFLAGS='-g -Werror'
if has valgrind; then
    step "the installed examples, valgrind" examples_under_valgrind
else
    say "not run  the installed examples, valgrind (valgrind is missing)"
fi
step "an installation again replaces what programs use, and writes into nothing" is_replaced_not_written_into
step "the library has no SQLite of its own, and needs the system's" has_no_sqlite_of_its_own "$prefix/lib/libcartwright.so"
step "pkg-config names SQLite to those who link the static library" names_sqlite "$prefix/lib"
step "make uninstall is done" make -s uninstall PREFIX="$prefix"
step "and nothing is left" nothing_is_left "$prefix"
step "uninstalled twice is uninstalled" make -s uninstall PREFIX="$prefix"
step "DESTDIR, LIBDIR and INCLUDEDIR are obeyed and leave no trace in the files" goes_where_distributions_want_it
step "a PREFIX that is no whole path is refused" is_refused_with_a_sentence
step "make dist packs a tarball" make -s dist
step "its checksum is right" checksum_is_right
step "packed again it has the same checksum" packed_again_is_the_same
step "it has what it should have" tarball_has_what_it_should
step "it knows no place of this machine" tarball_knows_no_place
step "its library has no SQLite of its own, and needs the system's" has_no_sqlite_of_its_own "$out/$name/lib/libcartwright.so"
step "unpacked elsewhere, programs build with it and run" moved

say
say "$passed passed, $failed failed"
[ $failed -eq 0 ]
