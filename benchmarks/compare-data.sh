#!/usr/bin/env bash
# Times training steps whose batches are there already, come from a store, or are decoded from sound on the fly;
# alternating, each measurement in a process of its own.
#
#   compare-data.sh DATA [--rounds N] [--out FILE]
#
#   DATA         a folder of audio or a manifest
#   --rounds N   how often everything is measured (default 3)
#   --out FILE   default benchmarks/results/data.md
#
# Needs a quiet machine, and room for a store of DATA in a temporary folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    exit "$1"
}
[ $# -gt 0 ] || usage 1
[ "$1" = --help ] && usage 0
data=$1 rounds=3 out=$here/results/data.md
shift
while [ $# -gt 1 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
[ $# -eq 0 ] || usage 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lines=${out%.md}.jsonl
: >"$lines"
load=$(cut -d ' ' -f 1 /proc/loadavg)
"$here/../dapple" prepare --data "$data" --out "$work/store" >/dev/null

step() { # name, and where batches come from
    "$here/../dapple" bench step model=tiny batch_size=32 masking.strategy=random --repeats 20 --warmup 3 \
        --json "$work/result.json" "${@:2}" >/dev/null
    python3 - "$work/result.json" "$1" >>"$lines" <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps({"batches": sys.argv[2], "step_ms": round(run["step_ms"], 1), "commit": run["provenance"]["commit"],
                  "threads": run["provenance"]["threads"]}))
PYTHON
}

for round in $(seq "$rounds"); do
    echo "compare-data: round $round of $rounds" >&2
    step "there already"
    step "from a store" --data "$work/store"
    step "decoded on the fly" --data "$data"
done

python3 - "$lines" "$("$here/cpu.sh"), $(nproc) processors, load at the start $load" "$(date -u +%F), $rounds rounds" \
    >"$out" <<'PYTHON'
import json, statistics, sys
times, facts = {}, set()
for line in map(json.loads, open(sys.argv[1], encoding="utf-8")):
    times.setdefault(line["batches"], []).append(line["step_ms"])
    facts.add(f"commit {line['commit']}, {line['threads']} threads")
base = statistics.median(times["there already"])
print("# Where batches come from, and what it costs\n")
print("Milliseconds of a step of a Tiny masked autoencoder, 32 crops of 80 x 608 in float32, waiting for data included; the median")
print("over the rounds of each round's median of 20 steps.\n")
print("| batches | step | relative | rounds |")
print("|---|---:|---:|---|")
for name, values in times.items():
    median = statistics.median(values)
    print(f"| {name} | {median:.0f} | {median / base:.3f} | {', '.join(f'{v:.0f}' for v in values)} |")
print(f"\n* CPU: {sys.argv[2]}\n* Dapple: {'; '.join(sorted(facts))}\n* Measured: {sys.argv[3]}")
PYTHON
cat "$out"
