#!/usr/bin/env bash
# The part of run.sh that stands in the namespaces.
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
ip link set lo up
mkdir -p "$root"/{proc,dev,sys,tmp,run}
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind /sys "$root/sys"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root/run/xdg" "$root/run/settings/monado"
chmod 700 "$root/run/xdg"

shared() { # shared PATH ro|rw
  case $1 in "" | / | /usr) return ;; esac
  if [ -d "$1" ]; then mkdir -p "$root$1"; else touch "$root$1"; fi
  mount --bind "$1" "$root$1"
  [ "$2" = rw ] || mount -o remount,bind,ro "$root$1"
}
shared "$home" ro
if [ "$home" = /usr ]; then
  # the system's own interpreter: its files alone, the libraries stay Debian 13's
  shared "/usr/bin/$version" ro
  shared "/usr/lib/$version" ro
fi
shared "$checkout" rw
case $prefix in "$checkout"/*) ;; *) shared "$prefix" ro ;; esac
case $data in "" | "$checkout"/*) ;; *) shared "$data" ro ;; esac

echo '{"remote":{"version":0,"port":4242,"view_count":2}}' \
  >"$root/run/settings/monado/config_v0.json"
seen=(
  env -i HOME=/tmp "PATH=$prefix/bin:/usr/bin:/bin" LANG=C.UTF-8
  XDG_RUNTIME_DIR=/run/xdg XDG_CONFIG_HOME=/run/settings PYTHONDONTWRITEBYTECODE=1
  "INNERSCAPE_DATA=$data" "INNERSCAPE_HEADSET=$compositor" XRT_LOG=error XR_RUNTIME_JSON=/usr/share/openxr/1/openxr_monado.json
)
exec 7< <(exec chroot "$root" "${seen[@]}" \
  Xvfb -displayfd 1 -screen 0 2600x1400x24 -nolisten tcp 2>/dev/null)
read -r -t 20 -u 7 display || { echo "the X server did not start" >&2; exit 6; }
seen+=("DISPLAY=:$display")

service=(XRT_NO_STDIN=1)
case $device in
  remote) service+=(P_OVERRIDE_ACTIVE_CONFIG=remote) ;;
  simulated) service+=(SIMULATED_ENABLE=1 SIMULATED_LEFT=wmr SIMULATED_RIGHT=wmr) ;;
esac
case $compositor in
  null) service+=(XRT_COMPOSITOR_NULL=1) ;;
  main) service+=(XRT_COMPOSITOR_FORCE_XCB=1) ;;
esac
# a test may kill it: it comes back, as it would where a system looks after it
looked_after() {
  while :; do
    rm -f "$root/run/xdg/monado_comp_ipc"
    chroot "$root" "${seen[@]}" "${service[@]}" monado-service \
      </dev/null >>"$root/run/service.log" 2>&1 &
    echo $! >"$root/run/service.pid"
    wait $! || true
    sleep 0.5
  done
}
if [ "$compositor" != none ]; then
  looked_after 2>/dev/null &
  for _ in $(seq 200); do
    [ -S "$root/run/xdg/monado_comp_ipc" ] && break
    sleep 0.1
  done
  [ -S "$root/run/xdg/monado_comp_ipc" ] || { cat "$root/run/service.log" >&2; exit 4; }
fi
status=0
# shellcheck disable=SC2086  # each word is one NAME=VALUE
chroot "$root" "${seen[@]}" $settings bash -c 'cd "$0" && exec "$@"' "$checkout" "$@" || status=$?
exit "$status"
