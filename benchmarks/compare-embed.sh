#!/usr/bin/env bash
# Times how long a ViT-Base encoder with random weights takes to embed the clips of a task, in Dapple and in PyTorch,
# alternating, each measurement in a process of its own; times Dapple's linear probe on these embeddings; compares the
# embeddings of both. Writes the single measurements (JSON lines) and a Markdown table of medians.
#
#   --data CSV     the manifest of a task, with labels and folds or splits (needed); its clips must all be readable
#   --seconds S    length that clips are cut or padded to (default 5)
#   --model M      base (default) or tiny
#   --rounds N     how often everything is measured (default 3)
#   --out FILE     default benchmarks/results/embed.md
#
# Needs a quiet machine and torchaudio, on Debian: apt-get install python3-torchaudio libopenblas0-pthread
#   PYTHON         the Python that has it (default /usr/bin/python3)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

data='' seconds=5 model=base rounds=3 out=$here/results/embed.md
while [ $# -gt 1 ]; do
    case $1 in
        --data) data=$2 ;;
        --seconds) seconds=$2 ;;
        --model) model=$2 ;;
        --rounds) rounds=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ $# -gt 0 ] || [ ! -f "$data" ]; then
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    [ "${1:-}" = --help ] && exit
    echo "compare-embed: --data is missing or no file, or an option is unknown or without a value: ${1:-$data}" >&2
    exit 1
fi
"$python" -c 'import torchaudio' 2>/dev/null || {
    echo "compare-embed: $python has no torchaudio; on Debian: apt-get install python3-torchaudio" >&2
    exit 1
}
"$here/../dapple" --version >&2 # builds it, if need be
load=$(cut -d ' ' -f 1 /proc/loadavg)
awk -v load="$load" 'BEGIN { exit !(load > 0.5) }' &&
    echo "compare-embed: the machine is busy (load $load): the figures will be worth little" >&2

mkdir -p "$(dirname "$out")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lines=${out%.md}.jsonl
: >"$lines"
"$python" "$here/peer/embed.py" --random-weights "$work/weights.pth" --model "$model"
"$here/../dapple" import "$work/weights.pth" --out "$work/encoder" >/dev/null
"$here/../dapple" export --encoder "$work/encoder" --out "$work/exported" >/dev/null
rm "$work/weights.pth"

dapple() {
    local TIMEFORMAT='%R %U %S'
    { time "$here/../dapple" probe --encoder "$work/encoder" --data "$data" --seconds "$seconds" --json "$work/probe.json" \
        >/dev/null 2>&3; } 3>&2 2>"$work/time"
    "$python" - "$work/probe.json" "$work/time" >>"$lines" <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
process, user, system = map(float, open(sys.argv[2], encoding="utf-8").read().split())
print(json.dumps({"side": "dapple", "threads": int(run["provenance"]["threads"]), "clips": len(run["predictions"]),
                  "extraction": round(run["embedding_seconds"], 2), "probe": round(run["probe_seconds"], 2),
                  "process": process, "process_cpu": round(user + system, 2), "accuracy": run["accuracy"]["mean"],
                  "protocol": run["protocol"], "commit": run["provenance"]["commit"]}))
PYTHON
}
peer() { # threads
    OMP_NUM_THREADS=$1 "$python" "$here/peer/embed.py" --weights "$work/exported" --data "$data" --seconds "$seconds" \
        --threads "$1" --out "$work/peer.npy" >>"$lines"
}

for round in $(seq "$rounds"); do
    echo "compare-embed: round $round of $rounds" >&2
    dapple
    peer 1
    peer 2
done
"$here/../dapple" embed --encoder "$work/encoder" --data "$data" --seconds "$seconds" --out "$work/embeddings" >/dev/null
"$python" "$here/peer/embed.py" --check "$work/embeddings/embeddings.npy" --against "$work/peer.npy" >"$work/difference"

"$python" "$here/embed_table.py" "$lines" "$work/difference" "$model" "$seconds" \
    "CPU=$("$here/cpu.sh"), $(nproc) processors, load at the start $load" \
    "Data=$(basename "$(dirname "$(readlink -f "$data")")"), $(basename "$data")" \
    "PyTorch=Debian torch $(dpkg-query -W -f '${Version}' python3-torch 2>/dev/null || echo unknown), torchaudio $(dpkg-query -W -f '${Version}' python3-torchaudio 2>/dev/null || echo unknown), as any Python runs them" \
    "Measured=$(date -u +%F), $rounds rounds" >"$out"
cat "$out"
