#!/usr/bin/env bash
# Shows that nothing is lost when two processes write one folder: starts each command twice at the same time and
# compares what is there afterwards, bit for bit, with what one undisturbed process writes.
#
#   two-processes.sh [--rounds N] [--commands "…"]
#
#   --rounds N      rounds of each command (default 20)
#   --commands "…"  default "prepare embed pretrain finetune eval study other-study quickstart"; other-study: two studies
#                   of other seeds in one folder
#
# At least one of the two processes must end with 0. The other one may too, where the command goes on with what is there;
# else it must have said who works there (1), or that the folder is taken by what is finished or of others (2). About a
# minute for a round of all on two processors. Folders that differ are kept, and it says where.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p}' "$0" >&2
    exit "$1"
}
rounds=20 commands="prepare embed pretrain finetune eval study other-study quickstart"
while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --commands) commands=$2 ;;
        --help) usage 0 ;;
        *) usage 1 ;;
    esac
    shift 2
done

dapple=$here/../dapple
work=$(mktemp -d)
kept=
trap '[ -n "$kept" ] || rm -rf "$work"' EXIT
tiny=(model.width=24 model.depth=1 model.heads=2 decoder.width=16 decoder.depth=1 decoder.heads=2 batch_size=8
    max_steps=4 tensorboard=false)

"$dapple" --version >/dev/null # builds, once
"$dapple" quickstart --clips 2 --out "$work/base" "${tiny[@]}" device=cpu >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
manifest=$work/base/data/manifest.csv
cat >"$work/study.yaml" <<'YAML'
name: Two processes
synthetic: {train: 2, valid: 1, test: 1}
pretrain:
  model: {width: 24, depth: 1, heads: 2}
  decoder: {width: 16, depth: 1, heads: 2}
  batch_size: 8
  max_steps: 4
  tensorboard: false
masks:
  random: {strategy: random}
seeds: [1, 2]
evaluate: {tasks: [synthetic], protocol: knn, few_shot: false}
YAML

# The command, into a folder; the process number tells the two apart where they differ.
start() { # command folder process
    case $1 in
        prepare) "$dapple" prepare --data "$manifest" --out "$2" ;;
        embed) "$dapple" embed --run "$work/base/dispersion" --data "$manifest" --out "$2" ;;
        pretrain) "$dapple" pretrain --data "$manifest" --split train --out "$2" "${tiny[@]}" ;;
        finetune) "$dapple" finetune --run "$work/base/dispersion" --data "$manifest" --allow-heard --out "$2" epochs=1 ;;
        eval) "$dapple" eval --run "$work/base/dispersion" --tasks "$manifest" --protocol knn --seeds 1 --no-few-shot \
            --out "$2" ;;
        study) "$dapple" study "$work/study.yaml" --no-costs --out "$2" ;;
        other-study) "$dapple" study "$work/study.yaml" --no-costs --out "$2" "seeds=[$3]" ;;
        quickstart) "$dapple" quickstart --clips 2 --out "$2" "${tiny[@]}" ;;
    esac
}

# What must be equal, one a line: no times, no numbers of processes.
results() { # command folder
    case $1 in
        prepare) (cd "$2" && find . -type f ! -name lock) ;;
        embed) printf '%s\n' embeddings.npy index.csv skipped.csv ;;
        pretrain) (cd "$2" && find checkpoints encoder clips.csv -type f ! -name '*.json') ;;
        finetune) (cd "$2" && find . -name '*.safetensors' -o -name predictions.csv) ;;
        eval) (cd "$2" && find . -name '*.csv') ;;
        study | other-study) printf '%s\n' results.json scores.csv comparisons.csv cells.csv ;;
        quickstart) (cd "$2" && find . -name '*.safetensors' -o -name scores.csv) ;;
    esac | sort
}

check() { # command folder code code
    local command=$1 folder=$2 whole=$work/$1-whole winner=1
    [ "$3" -eq 0 ] || winner=2
    [ "$command" = other-study ] && whole=$work/$1-whole-$winner
    if [ "$3" -ne 0 ] && [ "$4" -ne 0 ]; then
        echo "none of the two ended well ($3, $4)"
    fi
    for process in 1 2; do
        local code=$3
        [ $process = 1 ] || code=$4
        case $code in
            0) ;;
            1) grep -q "is in use by process [0-9]" "$folder-$process.log" || echo "process $process failed" ;;
            2) grep -q -- "--out must be" "$folder-$process.log" || echo "process $process was refused" ;;
            *) echo "process $process ended with $code" ;;
        esac
    done
    if [ "$command" = other-study ] && [ "$3" -eq 0 ] && [ "$4" -eq 0 ]; then
        echo "both studies took the folder"
    fi
    cmp -s <(results "$command" "$whole") <(results "$command" "$folder") || echo "other files"
    results "$command" "$whole" | while read -r file; do
        cmp -s "$whole/$file" "$folder/$file" || echo "$file differs"
    done
}

failed=0
for command in $commands; do
    if [ "$command" = other-study ]; then
        for process in 1 2; do
            start other-study "$work/other-study-whole-$process" $process >"$work/log" 2>&1
        done
    else
        start "$command" "$work/$command-whole" 1 >"$work/log" 2>&1
    fi
    bad=0 codes=
    for round in $(seq "$rounds"); do
        folder=$work/$command-$round
        start "$command" "$folder" 1 >"$folder-1.log" 2>&1 &
        first=$!
        start "$command" "$folder" 2 >"$folder-2.log" 2>&1 &
        second=$!
        code1=0 code2=0
        wait $first || code1=$?
        wait $second || code2=$?
        codes+=" $code1/$code2"
        problems=$(check "$command" "$folder" $code1 $code2)
        if [ -n "$problems" ]; then
            bad=$((bad + 1))
            kept=$work
            echo "two-processes: $command, round $round: ${problems//$'\n'/, } ($folder)" >&2
        else
            rm -rf "$folder" "$folder"-?.log
        fi
    done
    echo "$command: $((rounds - bad)) of $rounds rounds lost nothing (exit codes:$codes)"
    failed=$((failed + bad))
done
exit $((failed > 0))
