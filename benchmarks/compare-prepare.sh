#!/usr/bin/env bash
# Times dapple prepare and the same work with torchaudio, alternating, each measurement in a process of its own, start of
# the process included; compares the log-mels of both; then kills dapple prepare at random moments, restarts it, and
# compares the store with the undisturbed one byte by byte. Writes a Markdown table.
#
#   --data PATH         a folder of audio (needed; several may be given)
#   --times N           lists every file so often (default 1)
#   --rounds N          how often both are measured (default 3); the table has medians
#   --kills N           default 5
#   --peer-workers N    processes of torchaudio (default: processors)
#   --frames N          what short clips are padded to (default 208)
#   --out FILE          default benchmarks/results/prepare.md
#
# Needs a quiet machine and torchaudio, on Debian: apt-get install python3-torchaudio
#   PYTHON              the Python that has it (default /usr/bin/python3)
#   SEED                of the moments of the kills (default 1)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
python=${PYTHON:-/usr/bin/python3}

data=() times=1 rounds=3 kills=5 workers=$(nproc) frames=208 out=$here/results/prepare.md
while [ $# -gt 1 ]; do
    case $1 in
        --data) data+=("$(cd "$2" && pwd)") ;;
        --times) times=$2 ;;
        --rounds) rounds=$2 ;;
        --kills) kills=$2 ;;
        --peer-workers) workers=$2 ;;
        --frames) frames=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ $# -gt 0 ] || [ ${#data[@]} -eq 0 ]; then
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    [ "${1:-}" = --help ] && exit
    echo "compare-prepare: --data is missing, or an option is unknown or without a value: ${1:-}" >&2
    exit 1
fi
"$python" -c 'import torchaudio' 2>/dev/null || {
    echo "compare-prepare: $python has no torchaudio; on Debian: apt-get install python3-torchaudio" >&2
    exit 1
}
"$here/../dapple" --version >&2 # builds it, if need be
load=$(cut -d ' ' -f 1 /proc/loadavg)
awk -v load="$load" 'BEGIN { exit !(load > 0.5) }' &&
    echo "compare-prepare: the machine is busy (load $load): the figures will be worth little" >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
list=$work/list.csv
echo filename >"$list"
for _ in $(seq "$times"); do
    find "${data[@]}" -type f \( -name '*.wav' -o -name '*.flac' -o -name '*.ogg' -o -name '*.mp3' \) | sort >>"$list"
done

lines=$work/lines
seconds() { # of a command, which prints to standard error
    local began
    began=$(date +%s.%N)
    "$@" >&2
    awk -v began="$began" -v ended="$(date +%s.%N)" 'BEGIN { printf "%.2f\n", ended - began }'
}
prepare() { # folder, and more
    "$here/../dapple" prepare --data "$list" --out "$1" shortest_frames="$frames" "${@:2}"
}
for round in $(seq "$rounds"); do
    rm -rf "$work/store" "$work/npy"
    echo "compare-prepare: round $round of $rounds" >&2
    echo "dapple $(seconds prepare "$work/store" --json "$work/store.out")" >>"$lines"
    echo "torchaudio $(seconds "$python" "$here/peer/prepare.py" --data "$list" --out "$work/npy" --workers "$workers" --shortest-frames "$frames")" >>"$lines"
done
difference=$("$python" "$here/peer/prepare.py" --data "$list" --out "$work/npy" --check "$work/store")
rm -rf "$work/npy"

RANDOM=${SEED:-1}
median() { grep "^$1 " "$lines" | cut -d ' ' -f 2 | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
usual=$(median dapple)
killed=0
while [ "$killed" -lt "$kills" ]; do
    # Each time a part of what an undisturbed start needs, so that there is something left to kill.
    pause=$(awk -v all="$usual" -v share=$((RANDOM % 100)) -v kills="$kills" 'BEGIN { printf "%.2f", 2 + all * share / 100 / (kills + 1) }')
    setsid "$here/../dapple" prepare --data "$list" --out "$work/killed" shortest_frames="$frames" >/dev/null 2>&1 &
    pid=$!
    sleep "$pause"
    kill -KILL -- "-$pid" 2>/dev/null || break
    wait "$pid" 2>/dev/null || true
    killed=$((killed + 1))
done
prepare "$work/killed" >&2
verdict="byte-identical to the undisturbed store"
diff -r "$work/store" "$work/killed" >&2 || verdict="DIFFERENT from the undisturbed store"

mkdir -p "$(dirname "$out")"
{
    echo "# Preparing log-mels"
    echo
    echo "| | seconds (median of $rounds) | all | times real time |"
    echo "|---|---:|---|---:|"
    for side in dapple torchaudio; do
        name="dapple prepare, fp16 store"
        [ $side = torchaudio ] && name="torchaudio, fp16 NumPy files, $workers processes"
        "$python" - "$work/store.out" "$(median $side)" "$name" "$(grep "^$side " "$lines" | cut -d ' ' -f 2 | paste -sd ' ')" <<'PYTHON'
import json, sys
hours = json.load(open(sys.argv[1], encoding="utf-8"))["hours"]
print(f"| {sys.argv[3]} | {sys.argv[2]} | {sys.argv[4]} | {3600 * hours / float(sys.argv[2]):.0f} |")
PYTHON
    done
    echo
    echo "Start of the process included. Killed $killed times with SIGKILL at random moments and restarted: $verdict."
    echo
    echo "* Data: $(for folder in "${data[@]}"; do basename "$folder"; done | paste -sd +), every file listed $times times: $(tr -d '\n' <"$work/store.out" | sed 's/  */ /g; s/"store": "[^"]*", //')"
    echo "* Log-mels of both: $difference"
    echo "* CPU: $("$here/cpu.sh"), $(nproc) processors, load at the start $load"
    echo "* torchaudio: Debian $(dpkg-query -W -f '${Version}' python3-torchaudio 2>/dev/null || echo unknown)"
    echo "* Measured: $(date -u +%F), commit $(git -C "$here" rev-parse --short HEAD 2>/dev/null || echo unknown)"
} >"$out"
cat "$out"
