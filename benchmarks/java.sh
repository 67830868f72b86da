#!/usr/bin/env bash
# Starts a class of the benchmarks under the same settings as ./dapple.
#
#   benchmarks/java.sh org.dapple.benchmarks.MaskingTimings strategy=dwm grid=5x38
#   benchmarks/java.sh org.openjdk.jmh.Main MaskingBenchmark -p strategy=random,dwm
#
#   DAPPLE_THREADS     threads of the engine (default 2)
#   DAPPLE_JAVA_OPTS   more options for Java
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=environment.sh
. "$here/environment.sh"

if ! [ -d "$here/target/lib" ]; then
    echo "benchmarks: not built; build them with: mvn -Pbenchmarks -pl benchmarks -am -DskipTests package" >&2
    exit 1
fi
commit=$(git -C "$here" rev-parse --short HEAD 2>/dev/null || echo unknown)

# shellcheck disable=SC2086 # several options in one variable
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
    -Dai.djl.pytorch.num_threads="$DAPPLE_THREADS" \
    -Ddapple.commit="$commit" \
    -Djava.awt.headless=true \
    -XX:+UseSerialGC \
    ${DAPPLE_JAVA_OPTS:-} \
    -cp "$here/target/*:$here/target/lib/*" \
    "$@"
