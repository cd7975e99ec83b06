# Shared by ./run, ./test and bench/run: what must be there before anything is built. Sourced, not run.

say() { printf '%s\n' "$*" >&2; }

need_tools() {
  command -v dotnet >/dev/null || { say "Il manque le SDK .NET 10 (dotnet). / The .NET 10 SDK is missing."; exit 69; }
  command -v npm >/dev/null || { say "Il manque Node.js 20 ou plus récent (npm). / Node.js 20 or newer is missing."; exit 69; }
}

# npm brings the native engines, PostgreSQL and the browser libraries; package-lock.json names exact versions.
fetch_npm() {
  local stamp=node_modules/.supervision-stamp

  # A link leads to somebody else's copy, which npm ci would empty.
  [ -L node_modules ] && return 0
  if [ ! -e "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
    say "Récupération des bibliothèques (npm)…"
    # Their install scripts are for Node programs and would download more: they are not run.
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json "$stamp"
  fi
}

# Installs the named Debian packages that are missing; as an ordinary user says which.
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
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# What makes the console cheaper but is not needed: asked for once, and never in the way of the start.
want_packages() {
  local stamp=artifacts/wanted-$*
  [ -e "${stamp// /-}" ] && return 0
  mkdir -p artifacts
  touch "${stamp// /-}"
  command -v dpkg-query >/dev/null || return 0
  need_packages "$@" || say "(facultatif / optional)"
}

# True when a source is newer than the stamp of the last build (or there is none): a no-op build costs seconds.
sources_changed() {
  local stamp=$1
  [ ! -e "$stamp" ] && return 0
  [ -n "$(find Shared Telephony Speech OnnxRuntime Grains Client Server bench \
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
