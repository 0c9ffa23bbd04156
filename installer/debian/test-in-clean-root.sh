#!/usr/bin/env bash
# Installs the package for Debian in a root with nothing but Debian 12, and lets an ordinary user try it: self-test, demo,
# a broken installation, the policy file, upgrade from an older version, removal. Runs as root, in build/deb-test.
#
# usage: test-in-clean-root.sh [PACKAGE]   the package in dist/debian by default; it is built if it is missing
set -euo pipefail
cd "$(dirname "$0")/../.."
checkout=$PWD
work=$checkout/build/deb-test
base=$work/base root=$work/root packages=$work/root/packages
user=mette data="/home/mette/.local/share/MUS Desktop"
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

step() { printf '\n== %s\n' "$*"; }
fail() { echo "test-in-clean-root: $*" >&2; exit 1; }
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 "$@"; }
as_user() { chroot "$root" su - "$user" -c "LANG=C.UTF-8 $*"; }
apt() { inside apt-get --quiet --quiet --yes --no-install-recommends "$@" >>"$work/apt.log" 2>&1 || fail "see $work/apt.log"; }
unmount() { umount "$root/proc" 2>/dev/null || true; }
# Runs a command that must fail, and prints what it said.
must_fail() { local said; said=$("$@" 2>&1) && fail "succeeded although it should not: $*"; echo "$said"; }
version_of() { dpkg-deb --field "$1" Version; }

[ "$(id -u)" -eq 0 ] || fail "needs root, for the clean root"
new=${1:-$(find dist/debian -name 'mus-desktop_*_amd64.deb' 2>/dev/null | sort | tail -1)}
if [ -z "$new" ]; then
  python -m installer.debian.build
  new=$(find dist/debian -name 'mus-desktop_*_amd64.deb' | sort | tail -1)
fi
old_folder=$work/old
if ! [ -e "$old_folder"/mus-desktop_0.0.1_amd64.deb ]; then
  step "Building an older version"
  python -m installer.debian.build --version 0.0.1 --quick --work "$work/build-old" --output "$old_folder"
fi

step "A root with nothing but Debian 12"
unmount
if ! [ -e "$base/.complete" ]; then
  rm -rf "$base"
  debootstrap --variant=minbase bookworm "$base" "$mirror" >"$work/debootstrap.log" || fail "see $work/debootstrap.log"
  touch "$base/.complete"
fi
rm -rf "$root"
cp -a "$base" "$root"
trap unmount EXIT
mount -t proc proc "$root/proc"
mkdir -p "$packages"
cp "$new" "$old_folder"/*.deb "$packages"
(cd "$root" && dpkg-scanpackages --multiversion packages 2>/dev/null >packages/Packages)
cp /etc/resolv.conf "$root/etc/resolv.conf"
{
  echo "deb $mirror bookworm main"
  echo "deb [trusted=yes] file:/ packages/"
} >"$root/etc/apt/sources.list"
apt update
inside useradd --create-home --shell /bin/bash "$user"

step "Installing the older version"
apt install mus-desktop=0.0.1
[ "$(as_user mus-desktop --version)" = "MUS Desktop 0.0.1" ] || fail "another version runs"
as_user mus-desktop check --self-test
# The data and documents of the demo; its hundred pictures would take minutes and prove nothing here.
cat >"$root/tmp/make_data.py" <<'PYTHON'
import itertools, pathlib, sys
sys.path.insert(0, "/usr/lib/mus-desktop")
from mus_desktop.app import make_demo
for line in itertools.islice(make_demo(pathlib.Path(sys.argv[1])), 2):
    print(line)
PYTHON
as_user "python3 -IB /tmp/make_data.py '$data'"
before=$(inside find "$data" -type f -exec sha256sum {} + | sort)

step "A broken installation is found"
library=$root/usr/lib/mus-desktop
broken() { # FILE SAID: without the file the self-test fails, and says why
  local said
  mv "$library/$1" "$work/aside"
  said=$(must_fail as_user mus-desktop check --self-test)
  grep -q "$2" <<<"$said" || fail "without $1 it says: $said"
  echo "$(basename "$1"): $(grep --count "FEJL" <<<"$said") steps fail: $(grep "FEJL" <<<"$said" | tail -1)"
  mv "$work/aside" "$library/$1"
}
broken PySide6/Qt/plugins/platforms/libqxcb.so "libqxcb.so mangler"
broken PySide6/Qt/plugins/iconengines/libqsvgicon.so "libqsvgicon.so mangler"
broken PySide6/Qt/lib/libQt6XcbQpa.so.6 "libqxcb.so kan ikke indlæses"
broken PySide6/Qt/lib/libQt6Svg.so.6 "libQt6Svg.so.6"
broken PySide6/Qt/translations/qtbase_da.qm "danske tekster mangler"
broken mus_desktop/_data/forms/albertslund/form.toml "albertslund mangler"
broken mus_desktop/_data/forms/kobenhavn-buf/plan.docx "plan.docx mangler"
broken mus_desktop/_data/resources/icons/search.svg "search.svg"
broken sqlcipher3/__init__.py "Adgangskode *FEJL"
broken lxml/etree.cpython-311-x86_64-linux-gnu.so "Dokument *FEJL"

step "The policy file"
mkdir -p "$root/etc/mus-desktop"
printf 'form = "albertslund"\norganisation = "Lillevig Kommune"\n' >"$root/etc/mus-desktop/policy.toml"
as_user mus-desktop check --policy
printf 'skema = "albertslund"\nbackup_retention_days = 5\n' >"$root/etc/mus-desktop/policy.toml"
must_fail as_user mus-desktop check --policy
as_user "mus-desktop conversations" 2>&1 >/dev/null | grep -q "Indstillingerne fra IT bruges ikke" || fail "no word of it"
rm "$root/etc/mus-desktop/policy.toml"

step "Upgrading"
apt install mus-desktop
[ "$(as_user mus-desktop --version)" = "MUS Desktop $(version_of "$new")" ] || fail "the old version still runs"
[ -z "$(inside dpkg --verify mus-desktop)" ] || fail "files differ from the package"
as_user mus-desktop check --self-test
as_user mus-desktop check
[ "$(as_user mus-desktop conversations | wc -l)" -gt 10 ] || fail "the data are not those of before"

step "Removing and purging"
apt remove mus-desktop
[ ! -e "$library" ] || fail "remains of the program: $(find "$library" | head -3)"
apt purge mus-desktop
[ -z "$(find "$root/usr" -name '*mus-desktop*')" ] || fail "remains: $(find "$root/usr" -name '*mus-desktop*')"
after=$(inside find "$data" -type f -exec sha256sum {} + | sort)
[ "$(grep -c docx <<<"$after")" -eq "$(grep -c docx <<<"$before")" ] || fail "documents are gone"
[ -s "$root$data/mus.sqlite" ] || fail "the data are gone"

step "The package works in a clean root: $(basename "$new")"
