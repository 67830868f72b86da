"""The Markdown page of a comparison: table.py LINES NAME=FACT…, where LINES is a file of JSON lines."""

import json
import statistics
import sys
from collections import defaultdict


def main(path, facts):
    """Prints the page."""
    medians = defaultdict(lambda: defaultdict(list))  # (strategy, grid, form) -> threads -> a median per round
    visible = defaultdict(set)
    with open(path, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            medians[line["strategy"], line["grid"], line["form"]][line["threads"]].append(line["median_ms"])
            visible[line["strategy"], line["grid"]].add(line["visible"])

    print("# Time to draw masks, Dapple and PyTorch\n")
    print("Milliseconds for a batch of 256 clips at ratio 0.7 and hint 0.5, patches of 16 x 16, on the CPU: the median over")
    print("the rounds of each round's median. *Reference* is the law as it is stated, *vectorised* without a loop over")
    print("clips (both in `benchmarks/peer`); a dash means that the reference has no loop. Ratios above 1: Dapple is faster.")
    print("In brackets: the threads PyTorch was fastest with. The encoder's pass before self-guided masks is in neither.\n")
    print("| strategy | grid | Dapple | reference | ratio | vectorised | ratio |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for strategy, grid in visible:
        java, _ = best(medians[strategy, grid, "java"])
        cells = [strategy, grid, f"{java:.2f}"]
        for form in ("reference", "vectorised"):
            rival = medians.get((strategy, grid, form))
            if rival:
                time, threads = best(rival)
                cells += [f"{time:.2f} ({threads})", f"{time / java:.2f}"]
            else:
                cells += ["–", "–"]
        print("| " + " | ".join(cells) + " |")

    print()
    for fact in facts:
        name, _, text = fact.partition("=")
        print(f"* {name}: {told(text)}")
    print(f"* Steadiness: {steadiness(medians)}")
    for key, counts in visible.items():
        if len(counts) > 1:
            print(f"* **Not comparable**: {' '.join(key)} leaves {sorted(counts)} patches visible")


def best(by_threads):
    """The smallest median over the rounds, and its number of threads."""
    return min((statistics.median(times), threads) for threads, times in by_threads.items())


def steadiness(medians):
    """How far the rounds of the least steady cell of the table are apart."""
    apart = []
    for key, by_threads in medians.items():
        times = by_threads[best(by_threads)[1]]
        apart.append((max(times) / min(times), " ".join(key)))
    factor, where = max(apart)
    return f"the rounds of one cell differ by a factor of {factor:.2f} at most ({where})"


def told(text):
    """Embedded JSON objects as plain words."""
    start = text.find("{")
    if start < 0:
        return text
    facts = json.loads(text[start:])
    flat = {key: ", ".join(value) if isinstance(value, list) else value for key, value in facts.items()}
    return text[:start] + ", ".join(f"{key} {value}" for key, value in flat.items())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
