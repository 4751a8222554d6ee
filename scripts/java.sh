# Sourced by the scripts beside it: finds Java, builds what is not built or older than its sources,
# and runs a class of the project.  run NAME-OF-SCRIPT CLASS JVM-FLAGS -- ARGUMENTS
set -euo pipefail

root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
target="$root/bench/target"
built="$target/scripts.built"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
front="" # a class path that comes before the project's own
classes="$target/*:$target/lib/*" # the project's own

fail() {
  echo "$name: $1" >&2
  exit 1
}

require_java() {
  command -v "$java" > /dev/null || fail "there is no $java; install a JDK of 17 or newer, or set JAVA_HOME"
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
  mvn -q -B -f "$root/pom.xml" -DskipTests -Dspotless.check.skip=true package \
    < /dev/null >&2 \
    || fail "the build failed; its errors are above"
  touch "$built"
}

# Finds Java and builds what has to be built.
prepare() {
  name="$1"
  require_java
  build
}

# Becomes a class of the project:  start CLASS JVM-FLAGS -- ARGUMENTS
start() {
  local class="$1" flags=()
  shift
  while [ "$1" != "--" ]; do
    flags+=("$1")
    shift
  done
  shift
  exec "$java" \
    --add-exports java.base/jdk.internal.misc=ALL-UNNAMED \
    --enable-native-access=ALL-UNNAMED \
    ${flags[@]+"${flags[@]}"} \
    -cp "${front:+$front:}$classes" \
    "$class" "$@"
}

run() {
  prepare "$1"
  shift
  start "$@"
}
