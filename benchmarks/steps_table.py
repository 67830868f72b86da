"""Sets the lines of compare-steps.sh as a Markdown table; further arguments are name=value facts below it."""

import json
import statistics
import sys
from collections import defaultdict


def main():
    """Reads, takes medians, prints."""
    cells = defaultdict(list)
    commits = set()
    shares = defaultdict(list)
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in map(json.loads, file):
            cells[line["model"], line["batch"], line["side"], line["precision"], line["threads"]].append(line["step_ms"])
            commits.add(line.get("commit"))
            if "gflops" in line:
                shares[line["model"], line["precision"]].append((line["gflops"], line["matrix_gflops"]))
    medians = {key: statistics.median(times) for key, times in cells.items()}
    print("# Time of a training step, Dapple and PyTorch\n")
    print("A masked autoencoder on 80 x 608 spectrograms, 190 patches, 57 visible, AdamW; milliseconds on the CPU, the median")
    print("over the rounds of each round's median. PyTorch in float32 counts with its better number of threads (in brackets).")
    print("Ratio: Dapple's time by that of PyTorch in float32; below 1 Dapple is faster. Rate: Dapple's floating-point operations")
    print("per second in the model's matrix products, and their share of what it reaches with large matrices of the same precision.\n")
    print("| model | precision | Dapple | PyTorch float32 | ratio | PyTorch bf16 autocast | rate, GFLOP/s | share |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for model, batch in sorted({key[:2] for key in medians}, reverse=True):
        peers = {key[4]: time for key, time in medians.items() if key[:4] == (model, batch, "pytorch", "fp32")}
        threads, best = min(peers.items(), key=lambda item: item[1])
        cast = [time for key, time in medians.items() if key[:4] == (model, batch, "pytorch", "bf16 autocast")]
        for precision in ("fp32", "bf16"):
            ours = [time for key, time in medians.items() if key[:4] == (model, batch, "dapple", precision)]
            if ours:
                last = f"{cast[0]:.0f}" if cast and precision == "bf16" else "–"
                rate, large = (statistics.median(values) for values in zip(*shares[model, precision]))
                print(
                    f"| {model}, batch {batch} | {precision} | {ours[0]:.0f} | {best:.0f} ({threads}) | {ours[0] / best:.2f} "
                    f"| {last} | {rate:.0f} of {large:.0f} | {100 * rate / large:.0f} % |"
                )
    print()
    for fact in sys.argv[2:]:
        name, value = fact.split("=", 1)
        print(f"* {name}: {value}")
    spread = max(max(times) / min(times) for times in cells.values())
    print(f"* Dapple: commit {', '.join(sorted(filter(None, commits)))}")
    print(f"* Steadiness: the rounds of one cell differ by a factor of {spread:.2f} at most")


if __name__ == "__main__":
    main()
