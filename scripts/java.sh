# Sourced by the scripts beside it: finds Java, builds what is not built or older than its sources,
# and runs a class of the project.  run NAME-OF-SCRIPT CLASS JVM-FLAGS -- ARGUMENTS
set -euo pipefail

root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
target="$root/bench/target"
built="$target/scripts.built"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
front="" # a class path that comes before the project's own

fail() {
  echo "$name: $1" >&2
  exit 1
}

require_java() {
  command -v "$java" > /dev/null || fail "there is no $java; install a JDK of 17 or newer, or set JAVA_HOME"
  local major
  major="$("$java" -version 2>&1 | sed -nE 's/.* version "([0-9]+).*/\1/p' | head -n 1)"
  [ "${major:-0}" -ge 17 ] || fail "$java is Java ${major:-unknown}; a JDK of 17 or newer is needed, set JAVA_HOME"
}

is_built() {
  local jars=("$target"/bench-*.jar) reference="$built"
  [ -e "${jars[0]}" ] && [ -d "$target/lib" ] || return 1
  # Maven leaves a jar alone whose content has not changed, so the last build here counts too.
  if [ ! -e "$built" ] || [ "${jars[0]}" -nt "$built" ]; then
    reference="${jars[0]}"
  fi
  [ -z "$(find "$root/pom.xml" "$root"/{queue-core,queue-ipc,bench}/{pom.xml,src/main} \
    -newer "$reference" -print -quit)" ]
}

build() {
  is_built && return
  command -v mvn > /dev/null || fail "there is no mvn to build with; install Maven"
  echo "$name: building $root first (mvn package)" >&2
  mvn -q -B -f "$root/pom.xml" -DskipTests -Dspotless.check.skip=true package >&2 \
    || fail "the build failed; its errors are above"
  touch "$built"
}

run() {
  name="$1"
  local class="$2" flags=()
  shift 2
  while [ "$1" != "--" ]; do
    flags+=("$1")
    shift
  done
  shift
  require_java
  build
  exec "$java" \
    --add-exports java.base/jdk.internal.misc=ALL-UNNAMED \
    --enable-native-access=ALL-UNNAMED \
    ${flags[@]+"${flags[@]}"} \
    -cp "${front:+$front:}$target/*:$target/lib/*" \
    "$class" "$@"
}
