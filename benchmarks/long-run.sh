#!/usr/bin/env bash
# Trains for many steps and tells whether the process grows: the slopes of resident memory and of open files over the
# second half of the run, by least squares.
#
#   long-run.sh DATA [--steps N] [--out FILE] [KEY=VALUE...]
#
#   DATA         a folder of audio or a manifest
#   --steps N    default 2000
#   --out FILE   default benchmarks/results/long-run.md
#   KEY=VALUE    more settings of ./dapple pretrain
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    exit "$1"
}
[ $# -gt 0 ] || usage 1
[ "$1" = --help ] && usage 0
data=$1 steps=2000 out=$here/results/long-run.md
shift
while [ $# -gt 1 ]; do
    case $1 in
        --steps) steps=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/../dapple" pretrain --data "$data" --out "$work/run" model=tiny crop_frames=208 max_steps="$steps" \
    checkpoint_every=200 "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

python3 - "$work/run" "$("$here/cpu.sh")" "$(git -C "$here" rev-parse --short HEAD)" "$*" >"$out" <<'PYTHON'
import datetime, json, os, sys
rows = [json.loads(line) for line in open(os.path.join(sys.argv[1], "metrics.jsonl"), encoding="utf-8")]
seen = [row for row in rows if "resident_mib" in row]
half = [row for row in seen if row["step"] >= len(rows) / 2]

def slope(name):
    xs, ys = [row["step"] for row in half], [row[name] for row in half]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)

print(f"# {len(rows)} steps: does the process grow?\n")
print("A Tiny model on 80 x 208 crops, a checkpoint every 200 steps, the encoder's health looked at every 200, event files on.")
print("Slopes by least squares over the second half, when caches are filled.\n")
print("| | at step | resident memory, MiB | peak, MiB | open files |")
print("|---|---:|---:|---:|---:|")
for share in (0, 0.25, 0.5, 0.75, 1):
    row = seen[round(share * (len(seen) - 1))]
    print(f"| | {row['step']} | {row['resident_mib']:.0f} | {row['peak_resident_mib']:.0f} | {row['open_files']:.0f} |")
print(f"\nSlope of resident memory: {1024 * slope('resident_mib'):.2f} KiB per step; of open files: {slope('open_files'):.5f} per step.")
print(f"\n* CPU: {sys.argv[2]}\n* Dapple: commit {sys.argv[3]}, more settings: {sys.argv[4] or 'none'}\n* Measured: {datetime.date.today()}")
PYTHON
cat "$out"
