"""Sets the lines of compare-embed.sh as a Markdown table; further arguments are name=value facts below it."""

import json
import statistics
import sys
from collections import defaultdict


def main():
    """Reads, takes medians, prints."""
    cells = defaultdict(lambda: defaultdict(list))
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in map(json.loads, file):
            cell = cells[line["side"], line["threads"]]
            for name, value in line.items():
                cell[name].append(value)
    with open(sys.argv[2], encoding="utf-8") as file:
        apart = json.load(file)
    model, seconds = sys.argv[3], float(sys.argv[4])
    (ours,) = [cell for (side, _), cell in cells.items() if side == "dapple"]
    (threads,) = [number for side, number in cells if side == "dapple"]
    peers = {number: cell for (side, number), cell in cells.items() if side == "pytorch"}
    best = min(peers, key=lambda number: statistics.median(peers[number]["extraction"]))
    clips = apart["clips"]
    time = statistics.median(ours["extraction"])
    print(f"# Embedding {clips} clips of {seconds:g} s with a {model} encoder, Dapple and PyTorch\n")
    print("From the files to one vector for each clip: decoding, log-mel, encoder, pooling; seconds, the median over the rounds.")
    print("The start of the process and the loading of weights are not in it. PyTorch counts with its better number of threads.\n")
    print("| | threads | extraction | rounds | clips per second | CPU seconds |")
    print("|---|---:|---:|---|---:|---:|")
    rows = [("Dapple", threads, ours, "process_cpu")]
    rows += [("PyTorch", number, peers[number], "extraction_cpu") for number in sorted(peers)]
    for name, number, cell, cpu in rows:
        median = statistics.median(cell["extraction"])
        each = ", ".join(f"{value:.1f}" for value in cell["extraction"])
        note = " (whole process, probe included)" if cpu == "process_cpu" else ""
        print(f"| {name} | {number} | {median:.1f} | {each} | {clips / median:.2f} | {statistics.median(cell[cpu]):.0f}{note} |")
    ratio = statistics.median(peers[best]["extraction"]) / time
    probe = statistics.median(ours["probe"])
    print(f"\n**Dapple is {ratio:.2f} times as fast as PyTorch with {best} thread{'s' if best > 1 else ''}.**")
    print(f"\nThe linear probe on these embeddings ({ours['protocol'][0]}) takes {probe:.1f} s more; `dapple probe` as a whole, "
          f"start included, {statistics.median(ours['process']):.1f} s.")
    print(f"\nThe same weights in both: no value of the embeddings differs by more than {apart['largest_difference']:.1e} "
          f"(the largest is {apart['largest_value']:.1f}), on average by {apart['mean_difference']:.1e}.\n")
    for fact in sys.argv[5:]:
        name, value = fact.split("=", 1)
        print(f"* {name}: {value}")
    print(f"* Dapple: commit {', '.join(sorted(set(ours['commit'])))}")


if __name__ == "__main__":
    main()
