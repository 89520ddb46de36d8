# Shared by the commands in this folder: sourced, never run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONUTF8=1 LC_ALL="${LC_ALL:-C.UTF-8}"
unset PYTHONDONTWRITEBYTECODE # without what Python has compiled, every process would compile Django anew

say() { printf '%s\n' "$*"; }

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# install_packages PACKAGE...: Debian's packages, quietly; what apt says is shown only when it gives up.
install_packages() {
  local said
  say "Installing $*"
  if ! said="$({ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"; } </dev/null 2>&1)"; then
    printf '%s\n' "$said" | grep -E '^(E|Err):?' >&2 || printf '%s\n' "$said" | tail -n 5 >&2
    return 1
  fi
}

# Debian's Chromium without its windows: the same pages and scripts for two thirds of the time.
LIGHT=chromium-headless-shell

# The browser of the tests and of the pictures: COVENANT_CHROMIUM, otherwise the first one on the path that runs.
find_chromium() {
  local name
  for name in "${COVENANT_CHROMIUM:-}" "$LIGHT" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
      COVENANT_CHROMIUM="$(command -v "$name")"
      export COVENANT_CHROMIUM
      return 0
    fi
  done
  return 1
}

# What steers the browser comes with a Node.js that needs this library; a bare Debian lacks it.
has_libatomic() { case "$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)" in *"libatomic.so.1 "*) ;; *) return 1 ;; esac; }

# need_chromium WHAT ELSE TO DO: find it, or install it, or stop with one line. Where the light one can be had
# it is installed, also beside another; where it cannot, the other will do.
need_chromium() {
  local wanted=()
  has_libatomic || wanted+=(libatomic1)
  if [ -z "${COVENANT_CHROMIUM:-}" ] && ! command -v "$LIGHT" >/dev/null && may_install; then
    install_packages "$LIGHT" "${wanted[@]}" 2>/dev/null && wanted=()
  fi
  find_chromium || wanted+=(chromium)
  [ ${#wanted[@]} -gt 0 ] || return 0
  if may_install && install_packages "${wanted[@]}" && find_chromium; then return 0; fi
  stop "A browser is needed. Type: sudo apt-get install -y ${wanted[*]}${1:+   ($1)}"
}

# need_office WHAT ELSE TO DO: find LibreOffice, which opens our Word files in the tests, as need_chromium does.
need_office() {
  command -v soffice >/dev/null && return 0
  if may_install && install_packages libreoffice-writer && command -v soffice >/dev/null; then return 0; fi
  stop "LibreOffice is needed. Type: sudo apt-get install -y --no-install-recommends libreoffice-writer${1:+   ($1)}"
}
