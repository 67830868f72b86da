#!/usr/bin/env bash
# Times training steps of Dapple and of the same model in PyTorch, alternating, each measurement in a process of its own;
# writes the single measurements (JSON lines) and a Markdown table of medians.
#
#   --rounds N     how often everything is measured (default 3)
#   --models "…"   default "tiny base" (batches of 32 and 8)
#   --out FILE     default benchmarks/results/steps.md
#
# Needs a quiet machine and a plain PyTorch, on Debian: apt-get install python3-torch libopenblas0-pthread
#   PYTHON         the Python that has it (default /usr/bin/python3)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

rounds=3 models="tiny base" out=$here/results/steps.md
while [ $# -gt 1 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --models) models=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ $# -gt 0 ]; then
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    [ "$1" = --help ] && exit
    echo "compare-steps: unknown option, or one without a value: $1" >&2
    exit 1
fi

lines=${out%.md}.jsonl
mkdir -p "$(dirname "$out")"
: >"$lines"
result=$(mktemp)
trap 'rm -f "$result"' EXIT
load=$(cut -d ' ' -f 1 /proc/loadavg)

dapple() { # model batch precision, and the decoder of a large model
    "$here/../dapple" bench step model="$1" batch_size="$2" precision="$3" masking.strategy=random \
        --repeats 5 --warmup 2 --json "$result" "${@:4}" >/dev/null
    "$python" - "$result" "$1" "$2" "$3" >>"$lines" <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps({"side": "dapple", "model": sys.argv[2], "batch": int(sys.argv[3]), "precision": sys.argv[4],
                  "threads": int(run["provenance"]["threads"]), "step_ms": round(run["step_ms"], 1),
                  "gflops": round(run["flops_per_second"] / 1e9, 1),
                  "matrix_gflops": round(run["matrix_flops_per_second"] / 1e9, 1), "commit": run["provenance"]["commit"]}))
PYTHON
}

for round in $(seq "$rounds"); do
    for model in $models; do
        echo "compare-steps: round $round of $rounds: $model" >&2
        case $model in
            base) batch=8 decoder=(decoder.width=512 decoder.depth=8 decoder.heads=16) ;;
            *) batch=32 decoder=() ;;
        esac
        dapple "$model" "$batch" fp32 "${decoder[@]}"
        for threads in 1 2; do
            OMP_NUM_THREADS=$threads "$python" "$here/peer/step.py" --model "$model" --batch "$batch" --threads "$threads" >>"$lines"
        done
        dapple "$model" "$batch" bf16 "${decoder[@]}"
        OMP_NUM_THREADS=2 "$python" "$here/peer/step.py" --model "$model" --batch "$batch" --threads 2 --autocast >>"$lines"
    done
done

"$python" "$here/steps_table.py" "$lines" \
    "CPU=$("$here/cpu.sh"), $(nproc) processors, load at the start $load" \
    "PyTorch=Debian torch $(dpkg-query -W -f '${Version}' python3-torch 2>/dev/null || echo unknown), as any Python runs it" \
    "Measured=$(date -u +%F), $rounds rounds, medians of 5 steps each" >"$out"
cat "$out"
