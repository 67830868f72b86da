#!/usr/bin/env bash
# Shows that a command that is killed and given again ends with the same results as an undisturbed one, byte for byte:
# embed, probe, finetune, prepare, eval and study, each killed with SIGKILL at moments that are spread over its time.
# (What pretrain does is shown by kill-and-resume.sh.) Data and encoder are synthetic and small.
#
#   kill-and-restart.sh [--moments N] [--commands "…"] [--out FILE]
#
#   --moments N   of each command (default 10); one that has ended before its moment counts as not killed
#   --commands    default "prepare embed probe finetune eval study"
#   --out FILE    default benchmarks/results/kill-and-restart.md
#   SEED          of what is random in the moments (default 1)
#
# Compared are all files that a command leaves, but for reports, caches, locks, costs and lines of JSON that tell times.
# finetune says beforehand that it begins again. About half an hour on two processors. What differs is kept, and it says
# where.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    exit "$1"
}
moments=10 commands="prepare embed probe finetune eval study"
out=$here/results/kill-and-restart.md
while [ $# -gt 0 ]; do
    [ "$1" = --help ] && usage 0
    [ $# -gt 1 ] || usage 1
    case $1 in
        --moments) moments=$2 ;;
        --commands) commands=$2 ;;
        --out) out=$2 ;;
        *) usage 1 ;;
    esac
    shift 2
done

RANDOM=${SEED:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
result=$work/result # always the same place, since results name it

small=(model.width=24 model.depth=2 model.heads=2 decoder.width=16 decoder.depth=1 decoder.heads=2)

# A run of two steps makes the encoder and the sounds, of which the commands get some.
"$here/../dapple" pretrain --out "$work/run" "${small[@]}" max_steps=2 >"$work/log" 2>&1

list() { # name, clips of each class to train on, to test on
    awk -F, -v train="$2" -v others="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
        { part = $at["split"] } count[$at["label"], part]++ < (part == "train" ? train : others)' \
        "$work/run/data/manifest.csv" >"$work/run/data/$1.csv"
    echo "$work/run/data/$1.csv"
}
some=$(list some 4 2)
many=$(list many 20 10)
cat >"$work/study.yaml" <<END
name: Killed
synthetic: {train: 3, valid: 1, test: 2}
pretrain:
  model: {width: 24, depth: 2, heads: 2}
  decoder: {width: 16, depth: 1, heads: 2}
  batch_size: 8
  max_steps: 40
masks:
  random: {strategy: random}
  dwm: {strategy: dwm}
seeds: [1]
evaluate: {tasks: [synthetic], protocol: knn, checkpoints: 2}
END

given() { # name: what is given, and given again
    local encoder=(--encoder "$work/run/encoder")
    case $1 in
        prepare) "$here/../dapple" prepare --data "$many" --out "$result" shard_bytes=1000000 ;;
        embed) "$here/../dapple" embed "${encoder[@]}" --data "$many" --out "$result" ;;
        probe)
            "$here/../dapple" probe "${encoder[@]}" --data "$many" --embeddings "$result/embeddings" \
                --protocol logistic --predictions "$result/predictions.csv" --json "$result/scores.json"
            ;;
        finetune)
            "$here/../dapple" finetune "${encoder[@]}" --data "$some" --out "$result" --seeds 2 epochs=3 batch_size=16
            ;;
        eval)
            "$here/../dapple" eval "${encoder[@]}" --tasks "$some" --out "$result" --seeds 2 --protocol logistic
            ;;
        study) "$here/../dapple" study "$work/study.yaml" --out "$result" --no-costs ;;
        *) echo "kill-and-restart: no command $1" >&2 && exit 1 ;;
    esac
}

results() { # folder: names of what is compared
    (cd "$1" && find . -type f | grep -v -E '^\./(report\.|embeddings/|data/|runs/|costs/|costs\.csv)|lock$' | LC_ALL=C sort)
}

content() { # file: without times, which are no results
    case $1 in
        *.json) grep -v -E '"(embedding_?[sS]econds|probe_?[sS]econds|started|time)":' "$1" || true ;;
        *) cat "$1" ;;
    esac
}

different() { # folder folder: the first difference, or nothing
    cmp -s <(results "$1") <(results "$2") || { echo "other files" && return; }
    results "$1" | while read -r file; do
        cmp -s <(content "$1/$file") <(content "$2/$file") || { echo "$file differs" && return; }
    done
}

# Starts a command and kills it after so many milliseconds; says whether it was still running.
killed() { # milliseconds name
    setsid bash -c "given $2" >>"$work/log" 2>&1 &
    local pid=$!
    sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"
    if kill -KILL -- "-$pid" 2>/dev/null; then
        wait "$pid" 2>/dev/null || true
        return 0
    fi
    wait "$pid" || true
    return 1
}

export -f given
export here work result some many
differences=0
table=$(mktemp)
for name in $commands; do
    rm -rf "$result"
    mkdir "$result"
    began=$(date +%s%3N)
    given "$name" >"$work/log" 2>&1
    took=$(($(date +%s%3N) - began))
    rm -rf "$work/undisturbed"
    mv "$result" "$work/undisturbed"
    [ -n "$(results "$work/undisturbed")" ] || { echo "kill-and-restart: $name left nothing" >&2 && exit 1; }
    count=0 problems=
    for ((moment = 0; moment < moments; moment++)); do
        for _ in 1 2 3; do # on a busy machine it may have been faster than it was undisturbed
            rm -rf "$result"
            mkdir "$result"
            # From when Java has started to the very end, somewhere within equal pieces.
            at=$((took / 5 + took * 4 / 5 * (1000 * moment + RANDOM % 1000) / (1000 * moments)))
            if killed "$at" "$name"; then
                count=$((count + 1))
                break
            fi
            took=$((took * 3 / 4))
        done
        if ! given "$name" >"$work/again" 2>&1 && ! grep -q "already holds" "$work/again"; then
            problems+=", given again after $at ms it fails"
        fi
        found=$(different "$work/undisturbed" "$result")
        [ -z "$found" ] || problems+=", after $at ms $found"
        if [ -n "$problems" ]; then
            kept=$(mktemp -d)
            mv "$result" "$work/undisturbed" "$work/log" "$work/again" "$kept"
            echo "kill-and-restart: both results are in $kept" >&2
            differences=$((differences + 1))
            break
        fi
        rm -rf "$result"
    done
    verdict=${problems#, }
    verdict=${verdict:-equal}
    echo "kill-and-restart: $name: $count of $moments killed, $verdict" >&2
    echo "| $name | $count of $moments | $verdict |" >>"$table"
done

{
    echo "# Killed and given again against undisturbed"
    echo
    echo "Each command was killed with SIGKILL at moments spread over its time, and given again. Equal: all files that it leaves, byte for"
    echo "byte, but for reports, caches, and lines that tell times."
    echo
    echo "| command | killed | result |"
    echo "|---|---:|---|"
    cat "$table"
    echo
    echo "* CPU: $("$here/cpu.sh"), ${DAPPLE_THREADS:-$(nproc)} threads"
    echo "* Dapple: commit $(git -C "$here" rev-parse --short HEAD)"
    echo "* Measured: $(date -u +%F)"
} >"$out"
rm -f "$table"
exit "$differences"
