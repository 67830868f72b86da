#!/usr/bin/env bash
# Whether log-mels are the same in every process: makes them anew in many, and counts how many different ones there are.
# Before Dapple made the first calls of elementary functions itself, there were several (docs/architecture.md).
#
#   first-calls.sh DATA [--processes N] [--out FILE]
#
#   DATA            a folder of audio or a manifest; short, since only the first clips are at risk
#   --processes N   default 300
#   --out FILE      default benchmarks/results/first-calls.md
#
# About two seconds a process. DAPPLE_THREADS=2 is what pre-training takes on two processors; prepare's own default is 1,
# on each of several clips.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    exit "$1"
}
[ $# -gt 0 ] || usage 1
[ "$1" = --help ] && usage 0
data=$1 processes=300 out=$here/results/first-calls.md
shift
while [ $# -gt 1 ]; do
    case $1 in
        --processes) processes=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
[ $# -eq 0 ] || usage 1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for ((i = 1; i <= processes; i++)); do
    "$here/../dapple" prepare --data "$data" --out "$folder/store" >"$folder/log" 2>&1 || {
        cat "$folder/log" >&2
        exit 1
    }
    cat "$folder"/store/shard-* | sha256sum >>"$folder/sums"
    rm -rf "$folder/store"
done
different=$(sort -u "$folder/sums" | wc -l)
odd=$((processes - $(sort "$folder/sums" | uniq -c | sort -n | tail -1 | awk '{print $1}')))

{
    echo "# Log-mels of $processes processes"
    echo
    echo "Made from the same clips by \`dapple prepare\`, a new process each time, ${DAPPLE_THREADS:-1} threads for a clip."
    echo
    echo "| processes | different log-mels | processes that differ from most |"
    echo "|---:|---:|---:|"
    echo "| $processes | $different | $odd |"
    echo
    echo "* CPU: $("$here/cpu.sh"), $(nproc) processors"
    echo "* Dapple: commit $(git -C "$here" rev-parse --short HEAD)"
    echo "* Measured: $(date -u +%F)"
} >"$out"
echo "first-calls: $odd of $processes processes differ from most" >&2
[ "$odd" -eq 0 ]
