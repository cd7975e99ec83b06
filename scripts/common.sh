# Shared by ./run, ./test and bench/run: what must be there before anything is built. Sourced, not run.

# What dotnet prints is read here, and a machine may speak French.
export DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

need_tools() {
  [[ $(dotnet --list-sdks 2>/dev/null) =~ (^|$'\n')10\. ]] \
    || { say "Il manque le SDK .NET 10 (dotnet). / The .NET 10 SDK is missing."; exit 69; }
  [[ $(node --version 2>/dev/null) =~ ^v([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 20 ] && command -v npm >/dev/null \
    || { say "Il manque Node.js 20 ou plus récent (node, npm). / Node.js 20 or newer is missing."; exit 69; }
}

# npm brings the native engines, PostgreSQL and the browser libraries; package-lock.json names exact versions.
fetch_npm() {
  local stamp=node_modules/.supervision-stamp

  # A link leads to somebody else's copy, which npm ci would empty.
  [ -L node_modules ] && return 0
  if [ ! -e "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
    say "Récupération des bibliothèques (npm)…"
    # Their install scripts are for Node programs and would download more: they are not run.
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || return 1
    cp package-lock.json "$stamp"
  fi
}

# apt-get for $1 seconds at most; with $patience set, without trying again what does not answer: without Internet that takes seconds.
apt_within() {
  local quick=()
  [ -n "${patience:-}" ] && quick=(-o Acquire::Retries=0 -o Acquire::http::Timeout=5 -o Acquire::https::Timeout=5)
  DEBIAN_FRONTEND=noninteractive timeout "$1" apt-get -qq "${quick[@]}" "${@:2}" >&2
}

# Installs the named Debian packages that are missing, waiting for the network $patience seconds for each step (ten minutes if not
# given); as an ordinary user says which.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" != 0 ]; then
    say "Paquets Debian manquants / missing Debian packages: ${missing[*]}"
    say "  sudo apt-get install ${missing[*]}"
    return 1
  fi
  say "Installation de ${missing[*]}…"
  # The network has a limit, the unpacking has none: dpkg is not cut off half-way.
  apt_within "${patience:-600}" update \
    && apt_within "${patience:-600}" install -y --no-install-recommends --download-only "${missing[@]}" \
    && apt_within 0 install -y --no-install-recommends --no-download "${missing[@]}"
}

# What makes the console cheaper but is not needed: asked for once, and never in the way of the start.
want_packages() {
  local stamp=artifacts/wanted-$*
  [ -e "${stamp// /-}" ] && return 0
  mkdir -p artifacts
  touch "${stamp// /-}"
  command -v dpkg-query >/dev/null || return 0
  patience=60 need_packages "$@" || say "(facultatif / optional)"
}

# True when a source is newer than the stamp of the last build (or there is none): a no-op build costs seconds.
sources_changed() {
  local stamp=$1
  [ ! -e "$stamp" ] && return 0
  [ -n "$(find Shared Telephony Speech OnnxRuntime Grains Client Server demo bench \
      Directory.Build.props Directory.Packages.props package-lock.json models \
      \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

build_server() {
  local stamp=artifacts/server.stamp
  if sources_changed "$stamp"; then
    say "Construction…"
    mkdir -p artifacts
    touch artifacts/building
    dotnet build Server/Supervision.Server.csproj -c Release -v quiet -clp:NoSummary --nologo >&2
    mv artifacts/building "$stamp"
  fi
}
