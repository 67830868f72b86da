#!/usr/bin/env bash
# Times dapple prepare and the same work with torchaudio, alternating, each measurement in a process of its own, start of
# the process included; compares the log-mels of both; writes a Markdown table.
#
#   --data PATH         a folder of audio (needed)
#   --rounds N          how often both are measured (default 5); the table has medians
#   --peer-workers N    processes of torchaudio (default: processors)
#   --frames N          what short clips are padded to (default 208)
#   --out FILE          default benchmarks/results/prepare.md
#
# Needs a quiet machine and torchaudio, on Debian: apt-get install python3-torchaudio
#   PYTHON              the Python that has it (default /usr/bin/python3)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
python=${PYTHON:-/usr/bin/python3}

data='' rounds=5 workers=$(nproc) frames=208 out=$here/results/prepare.md
while [ $# -gt 1 ]; do
    case $1 in
        --data) data=$2 ;;
        --rounds) rounds=$2 ;;
        --peer-workers) workers=$2 ;;
        --frames) frames=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ $# -gt 0 ] || [ -z "$data" ]; then
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    [ "${1:-}" = --help ] && exit
    echo "compare-prepare: --data is missing, or an option is unknown or without a value: ${1:-}" >&2
    exit 1
fi
"$python" -c 'import torchaudio' 2>/dev/null || {
    echo "compare-prepare: $python has no torchaudio; on Debian: apt-get install python3-torchaudio" >&2
    exit 1
}
load=$(cut -d ' ' -f 1 /proc/loadavg)
awk -v load="$load" 'BEGIN { exit !(load > 0.5) }' &&
    echo "compare-prepare: the machine is busy (load $load): the figures will be worth little" >&2

"$here/../dapple" --version >&2 # builds it, if need be
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lines=$work/lines
seconds() { # of a command, which prints to standard error
    local began
    began=$(date +%s.%N)
    "$@" >&2
    awk -v began="$began" -v ended="$(date +%s.%N)" 'BEGIN { printf "%.2f\n", ended - began }'
}
for round in $(seq "$rounds"); do
    rm -rf "$work/store" "$work/npy"
    echo "compare-prepare: round $round of $rounds" >&2
    echo "dapple $(seconds "$here/../dapple" prepare --data "$data" --out "$work/store" --json "$work/store.out" shortest_frames="$frames")" >>"$lines"
    echo "torchaudio $(seconds "$python" "$here/peer/prepare.py" --data "$data" --out "$work/npy" --workers "$workers" --shortest-frames "$frames")" >>"$lines"
done
difference=$("$python" "$here/peer/prepare.py" --out "$work/npy" --check "$work/store")

median() { grep "^$1 " "$lines" | cut -d ' ' -f 2 | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
mkdir -p "$(dirname "$out")"
{
    echo "# Preparing log-mels"
    echo
    echo "| | seconds (median of $rounds) |"
    echo "|---|---:|"
    echo "| dapple prepare, fp16 store | $(median dapple) |"
    echo "| torchaudio, fp16 NumPy files, $workers processes | $(median torchaudio) |"
    echo
    echo "* Data: $(basename "$data"), $(tr -d '\n' <"$work/store.out")"
    echo "* Log-mels of both: $difference"
    echo "* CPU: $(lscpu | sed -n 's/^Model name: *//p'), $(nproc) processors, load at the start $load"
    echo "* torchaudio: Debian $(dpkg-query -W -f '${Version}' python3-torchaudio 2>/dev/null || echo unknown)"
    echo "* Measured: $(date -u +%F), commit $(git -C "$here" rev-parse --short HEAD 2>/dev/null || echo unknown)"
} >"$out"
cat "$out"
