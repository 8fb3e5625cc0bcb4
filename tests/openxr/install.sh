#!/usr/bin/env bash
# A real OpenXR runtime for a machine with no headset and no GPU: Monado with Mesa's software
# Vulkan and OpenGL, from Debian 13's own packages, in a folder of its own outside the checkout.
# Done once (root, about 100 s, 660 MiB); a second run takes milliseconds. It prints the folder;
# where it cannot be done it prints the reason and leaves with 3 if this machine never can (no
# Debian packages for it, not root, no namespaces), with 4 if its packages did not come.
set -euo pipefail

base=${INNERSCAPE_OPENXR:-${XDG_CACHE_HOME:-$HOME/.cache}/innerscape-openxr}
root=$base/debian-13
ready=$root/.ready-2
suite=trixie

cannot() { echo "The OpenXR runtime cannot be installed here: $1." >&2; exit "${2:-3}"; }

is_mounted() { grep -q " $root/" /proc/self/mountinfo; }

[ "$(uname -s)" = Linux ] || cannot "it is a Linux one"
[ "$(uname -m)" = x86_64 ] || [ "$(uname -m)" = aarch64 ] || cannot "no packages for $(uname -m)"
[ "$(id -u)" = 0 ] || cannot "only root can lay out its folder"
command -v apt-get >/dev/null || cannot "there is no apt"
unshare --net --mount --propagation private --pid --fork -- mount -t tmpfs tmpfs /mnt 2>/dev/null \
  || cannot "this machine allows no namespaces of its own"
[ -e "$ready" ] && { echo "$root"; exit 0; }
if [ -e "$root" ]; then
  ! is_mounted || cannot "something is mounted under $root"
  rm -rf --one-file-system "$root"
fi

missing=()
command -v mmdebstrap >/dev/null || missing+=(mmdebstrap debian-archive-keyring)
command -v ip >/dev/null || missing+=(iproute2)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get -qq update >&2 || cannot "apt reaches nothing" 4
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    "${missing[@]}" >/dev/null || cannot "apt has not got ${missing[*]}" 4
fi

packages=(
  monado-service libopenxr1-monado openxr-layer-corevalidation
  mesa-vulkan-drivers libgl1-mesa-dri libglx-mesa0 libegl-mesa0
  libegl1 libgl1 libglx0 libopengl0 libgles2
  xvfb x11-utils libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
  libxcb-image0 libxcb-render-util0 libxcb-xkb1 libdbus-1-3 libfontconfig1 fonts-dejavu-core
  libglib2.0-0t64 libssl3t64 libffi8 libsqlite3-0 liblzma5 libbz2-1.0 libreadline8t64 zlib1g
  libexpat1 libpulse0 libnss3 libasound2t64
)
mkdir -p "$base"
mmdebstrap --quiet --variant=minbase --components=main \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --include="$(IFS=,; echo "${packages[*]}")" "$suite" "$root" >&2 \
  || { rm -rf --one-file-system "$root"; cannot "its packages did not come" 4; }
touch "$ready"
echo "$root"
