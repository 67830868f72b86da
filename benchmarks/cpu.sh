#!/usr/bin/env bash
# Names the processor for a result: the model, which virtual machines often hide, and what decides how fast it multiplies.
set -euo pipefail
model=$(lscpu | sed -n 's/^Model name: *//p')
units=$(lscpu | { grep -o -w -E 'avx2|avx512f|avx512_bf16|amx_bf16' || true; } | sort -u | paste -s -d ' ') # others have none
echo "$model${units:+ ($units)}"
