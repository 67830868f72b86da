#!/usr/bin/env bash
# Times Dapple's mask strategies and the same laws in PyTorch, alternating, each measurement in a process of its own;
# writes a Markdown table and the single measurements (JSON lines) beside it.
#
#   --rounds N          how often everything is measured (default 5); the table has medians over the rounds
#   --repeats N         batches of one measurement (default 50)
#   --seconds S         bound of a measurement's batches, and of its warm-up; three batches at least (default 10)
#   --strategies "…"    default all that Dapple has
#   --grids "…"         default "5x38 8x64"
#   --peer-threads "…"  PyTorch is timed with each of these, and its best counts (default "1 2")
#   --peer-settings W   plain: PyTorch runs as any Python does (default); same: with Dapple's allocator and thread settings
#   --out FILE          default benchmarks/results/masks.md
#
# Needs a quiet machine and a plain PyTorch, on Debian: apt-get install python3-torch libopenblas0-pthread
#   PYTHON              the Python that has it (default /usr/bin/python3)
#   DAPPLE_THREADS      threads of Dapple's engine (default 2)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=environment.sh
. "$here/environment.sh"
export PYTHONDONTWRITEBYTECODE=1
python=${PYTHON:-/usr/bin/python3}

rounds=5 repeats=50 seconds=10 grids="5x38 8x64" peer_threads="1 2" settings=plain out=$here/results/masks.md
strategies="random dwm inverse_block block self_guided time frequency structured"
while [ $# -gt 1 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --repeats) repeats=$2 ;;
        --seconds) seconds=$2 ;;
        --strategies) strategies=$2 ;;
        --grids) grids=$2 ;;
        --peer-threads) peer_threads=$2 ;;
        --peer-settings) settings=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ $# -gt 0 ]; then
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    [ "$1" = --help ] && exit
    echo "compare-masks: unknown option, or one without a value: $1" >&2
    exit 1
fi

java() {
    "$here/java.sh" org.dapple.benchmarks.MaskingTimings "$@"
}

# Large tensors that are mapped anew at every operation cost plain PyTorch more than the arithmetic.
case $settings in
    same) peer_environment=() ;;
    plain) peer_environment=(-u MALLOC_ARENA_MAX -u MALLOC_MMAP_THRESHOLD_ -u MALLOC_TRIM_THRESHOLD_ -u GOMP_SPINCOUNT) ;;
    *)
        echo "compare-masks: --peer-settings must be same or plain; it is $settings" >&2
        exit 1
        ;;
esac

peer() {
    env "${peer_environment[@]}" OMP_NUM_THREADS="$1" "$python" "$here/peer/masks.py" --threads "$1" "${@:2}"
}

libraries=$(peer 1 --libraries) || {
    echo "compare-masks: $python has no PyTorch; on Debian: apt-get install python3-torch libopenblas0-pthread" >&2
    exit 1
}
case $libraries in
    *openblas* | *mkl* | *blis*) ;;
    *) echo "compare-masks: PyTorch runs on the slow reference BLAS, which is unfair to self_guided; install libopenblas0-pthread" >&2 ;;
esac
load=$(cut -d ' ' -f 1 /proc/loadavg)
awk -v load="$load" 'BEGIN { exit !(load > 0.5) }' &&
    echo "compare-masks: the machine is busy (load $load): the figures will be worth little" >&2

echo "compare-masks: building …" >&2
(cd "$here/.." && mvn -q -Pbenchmarks -pl benchmarks -am package \
    -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true) >&2

mkdir -p "$(dirname "$out")"
lines=${out%.md}.jsonl
: >"$lines"
catalogue=$(java list)
for round in $(seq "$rounds"); do
    for strategy in $strategies; do
        if ! grep -qx "$strategy" <<<"$catalogue"; then
            [ "$round" -gt 1 ] || echo "compare-masks: Dapple has no strategy $strategy; skipped" >&2
            continue
        fi
        for grid in $grids; do
            echo "compare-masks: round $round of $rounds: $strategy $grid" >&2
            java strategy="$strategy" grid="$grid" repeats="$repeats" seconds="$seconds" >>"$lines"
            for form in reference vectorised; do
                for threads in $peer_threads; do
                    peer "$threads" --strategy "$strategy" --form "$form" --grid "$grid" \
                        --repeats "$repeats" --seconds "$seconds" >>"$lines"
                done
            done
        done
    done
done

"$python" "$here/table.py" "$lines" \
    "CPU=$("$here/cpu.sh"), $(nproc) processors, load at the start $load" \
    "Threads=Dapple $DAPPLE_THREADS; PyTorch the best of $peer_threads; OMP_WAIT_POLICY ${OMP_WAIT_POLICY:-default}" \
    "Settings=Dapple as ./dapple sets them (MALLOC_*, GOMP_SPINCOUNT); PyTorch: $settings" \
    "Dapple=$(java provenance)" \
    "PyTorch=Debian torch $(dpkg-query -W -f '${Version}' python3-torch 2>/dev/null || echo unknown), $libraries" \
    "Measured=$(date -u +%F), $rounds rounds of up to $repeats batches" >"$out"
cat "$out"
