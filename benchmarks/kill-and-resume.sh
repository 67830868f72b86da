#!/usr/bin/env bash
# Shows that a run that is killed and resumed ends as an undisturbed one, bit for bit: for each pretext model and for
# random, dispersion-weighted and self-guided masks, one run is left alone and one is killed with SIGKILL at random
# moments and resumed. Compares the loss, learning rate and gradient norm of every step, the weights and the moments.
#
#   kill-and-resume.sh DATA [--kills N] [--steps N] [--models "…"] [--masks "…"] [--out FILE]
#
#   DATA         a folder of audio or a manifest
#   --kills N    so many kills of each run (default 5); one that ends before has shown nothing
#   --steps N    steps of each run (default 300)
#   --models     default "mae m2d data2vec2"
#   --masks      default "random dwm self_guided"
#   --out FILE   default benchmarks/results/kill-and-resume.md
#   SEED         of the moments of the kills (default 1)
#
# About an hour on two processors. Runs that differ are kept, and it says where.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    exit "$1"
}
[ $# -gt 0 ] || usage 1
[ "$1" = --help ] && usage 0
data=$1 kills=5 steps=300 models="mae m2d data2vec2" masks="random dwm self_guided"
out=$here/results/kill-and-resume.md
shift
while [ $# -gt 1 ]; do
    case $1 in
        --kills) kills=$2 ;;
        --steps) steps=$2 ;;
        --models) models=$2 ;;
        --masks) masks=$2 ;;
        --out) out=$2 ;;
        *) break ;;
    esac
    shift 2
done
[ $# -eq 0 ] || usage 1

RANDOM=${SEED:-1}
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

pretrain() { # folder model mask
    local settings=(pretext="$2" model=tiny masking.strategy="$3" batch_size=8 crop_frames=208 max_steps="$steps" checkpoint_every=20)
    [ "$2" = data2vec2 ] && settings+=(masks_per_clip=2)
    "$here/../dapple" pretrain --data "$data" --out "$1" "${settings[@]}"
}

# Starts a command that trains the run of a folder, and kills it some time after the training has begun, so that kills
# come in steps and checkpoints and not in the start of Java; says whether it was still running.
killed() { # folder command…
    touch "$runs/started"
    setsid "${@:2}" >>"$runs/log" 2>&1 &
    local pid=$!
    while [ ! "$1/metrics.jsonl" -nt "$runs/started" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    sleep "$((RANDOM % 9)).$((RANDOM % 10))"
    if kill -KILL -- "-$pid" 2>/dev/null; then
        wait "$pid" 2>/dev/null || true
        return 0
    fi
    wait "$pid"
    return 1
}

numbers() { # what a step learned, without what depends on the clock
    grep -oE '"(step|loss|learning_rate|gradient_norm)":[^,}]*' "$1/metrics.jsonl"
}

export -f pretrain
export here data steps
differences=0
table=$(mktemp)
for model in $models; do
    for mask in $masks; do
        a=$runs/$model-$mask-a b=$runs/$model-$mask-b
        pretrain "$a" "$model" "$mask" >"$runs/log" 2>&1
        count=0
        work=(bash -c "pretrain '$b' '$model' '$mask'")
        while [ "$count" -lt "$kills" ] && killed "$b" "${work[@]}"; do # a run that has ended cannot be killed again
            count=$((count + 1))
            work=("$here/../dapple" pretrain --resume "$b")
        done
        "$here/../dapple" pretrain --resume "$b" >>"$runs/log" 2>&1
        problems=
        [ "$count" -eq "$kills" ] || problems+=", ended after $count kills: take more steps"
        for run in "$a" "$b"; do
            count_of=$(numbers "$run" | wc -l)
            [ "$count_of" -eq $((4 * steps)) ] || problems+=", run ${run: -1} has $count_of numbers"
        done
        cmp -s <(numbers "$a") <(numbers "$b") || problems+=", numbers differ"
        last=checkpoints/$(printf 'step-%08d' "$steps")
        for file in model.safetensors optimizer.safetensors; do
            cmp -s "$a/$last/$file" "$b/$last/$file" || problems+=", $file differs"
        done
        verdict=${problems#, }
        verdict=${verdict:-equal}
        echo "kill-and-resume: $model, $mask: $count kills, $verdict" >&2
        echo "| $model | $mask | $count | $verdict |" >>"$table"
        if [ -n "$problems" ]; then
            differences=$((differences + 1))
            kept=$(mktemp -d)
            mv "$a" "$b" "$runs/log" "$kept"
            echo "kill-and-resume: both runs are in $kept" >&2
        fi
        rm -rf "$a" "$b"
    done
done

{
    echo "# Killed and resumed against undisturbed"
    echo
    echo "Runs of $steps steps of a Tiny model, batch of 8; killed with SIGKILL at random moments, a checkpoint every 20 steps."
    echo "Equal: the loss, learning rate and gradient norm of every step, all weights and all moments, bit for bit."
    echo
    echo "| model | masks | kills | result |"
    echo "|---|---|---:|---|"
    cat "$table"
    echo
    echo "* CPU: $("$here/cpu.sh"), ${DAPPLE_THREADS:-$(nproc)} threads"
    echo "* Dapple: commit $(git -C "$here" rev-parse --short HEAD)"
    echo "* Measured: $(date -u +%F)"
} >"$out"
rm -f "$table"
exit "$differences"
