#!/bin/sh
# Installs the system packages that are missing (Debian, Ubuntu), as root or through sudo; else prints the line to type.
# usage: system_packages.sh run|test|readers|axe      Elsewhere (macOS, other Linux) it changes nothing.
set -eu
command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || exit 0
# Qt opens a window with these; libxcb-* only where there is a screen, but they are small.
wanted="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxkbcommon-x11-0 \
libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-image0 libxcb-render-util0"
case "$1" in
test) wanted="$wanted pspp r-base-core systemd" ;;
readers) wanted="pspp r-cran-haven r-cran-survey libreoffice-calc-nogui" ;; # other programs that read exports
axe)
    for browser in chromium chromium-browser google-chrome; do command -v "$browser" >/dev/null 2>&1 && exit 0; done
    wanted="chromium"
    ;;
esac
missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' && continue
    dpkg-query -W -f '${Status}' "${package}t64" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as="sudo"
else
    echo "These system packages are missing. Please type: sudo $install" >&2
    [ "$1" = run ] && exit 1
    exit 0
fi
echo "Installing system packages:$missing" >&2
log=$(mktemp)
{ $as apt-get update && $as env DEBIAN_FRONTEND=noninteractive $install; } >"$log" 2>&1 || {
    tail -5 "$log" >&2; echo "That failed. Please type: sudo $install" >&2; exit 1; }
rm -f "$log"
