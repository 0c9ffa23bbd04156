#!/usr/bin/env bash
# Sees to the Debian packages the program, its tests and its pictures need; as root it installs them, otherwise it says
# the one command to run. Nothing happens where they are all there, or where there is no apt.
#
# usage: debian-packages.sh [deb] [deb-test] [windows] [windows-test]
#   deb           also what `make deb` builds the Debian package with
#   deb-test      also what installs it in a clean root
#   windows       also what `make windows` builds the installers with
#   windows-test  also what runs them: wine
set -euo pipefail

packages=(
  python3-venv                                                                  # make's virtual environment
  libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0          # Qt without a screen
  fonts-inter                                                                   # the font of pictures and tests
  xvfb xauth libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1    # a window on a virtual screen
  libxcb-shape0 libxcb-xkb1 openbox xdotool x11-xkb-utils                       # ... and keys pressed in it
  dbus-daemon at-spi2-core python3-gi                                           # ... and what a screen reader finds there
  gcc libc6-dev                                                                 # the recorder of the test of power cuts
  hunspell-da                                                                   # the dictionary of Danish spelling
  fuse3 libfuse3-dev                                                            # the share that hangs and loses data
  libreoffice-writer-nogui poppler-utils fonts-liberation                       # documents laid out and looked at
)

for more in "$@"; do
  case $more in
    windows)
      packages+=(
        gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64   # the launchers
        osslsigncode ca-certificates                     # signatures: Python's are verified, ours made
        nsis wixl msitools                               # the installer, the package for IT and a look into it
      ) ;;
    deb)
      packages+=(
        dpkg-dev binutils lintian                        # the package for Debian, and what is wrong with it
        libwayland-cursor0 libwayland-egl1 libcups2      # libraries of Qt's plugins, whose packages it must name
      ) ;;
    deb-test)
      packages+=(debootstrap) ;;
    windows-test)
      packages+=(wine wine64 winbind xvfb) ;;
    *)
      echo "debian-packages.sh: unknown set of packages: $more" >&2
      exit 2 ;;
  esac
done

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install --yes --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update --quiet --quiet
  $install >/dev/null
else
  echo "Some Debian packages are missing. Run this once, then try again:" >&2
  echo "  sudo apt-get update && sudo $install" >&2
  exit 1
fi
