"""Times the reference formulations of mask strategies in PyTorch on CPU; prints one JSON line per measurement.

    python3 masks.py --strategy dwm --form reference --grid 5x38
    python3 masks.py --check

Meant for a plain PyTorch, such as Debian's package python3-torch.
"""

import argparse
import json
import statistics
from time import perf_counter

import torch

import reference
import vectorised
from setting import PATCH, Grid, Setting

BATCH = 256
FEATURE_WIDTH = 768
RATIO = 0.7
HINT = 0.5

STRATEGIES = ("random", "dwm", "inverse_block", "block", "self_guided", "time", "frequency", "structured")
FORMS = {"reference": reference, "vectorised": vectorised}
GRIDS = ("5x38", "8x64")
# Time and frequency masks hide whole columns or rows, so their counts are not those of single patches.
VISIBLE = {
    "5x38": {"patches": 57, "time": 60, "frequency": 76},
    "8x64": {"patches": 153, "time": 160, "frequency": 192},
}


def prepare(strategy, grid_text):
    """Random input of one measurement; the engine is seeded, so that it is the same each time."""
    torch.manual_seed(3)
    grid = Grid.parse(grid_text)
    wanted = strategy == "self_guided"
    return Setting(
        spectrograms=torch.randn(BATCH, 1, grid.rows * PATCH, grid.columns * PATCH),
        # Real tokens have a large common part.
        features=torch.randn(BATCH, grid.cells, FEATURE_WIDTH) + 1 if wanted else torch.empty(0),
        grid=grid,
        ratio=RATIO,
        hint=HINT,
    )


def check(mask, strategy, grid_text):
    """Rows must be permutations, and the count the strategy's; returns the binary mask [B, L], true where masked."""
    ids, visible = mask
    cells = Grid.parse(grid_text).cells
    if not torch.equal(ids.sort(dim=1).values, torch.arange(cells).expand(BATCH, -1)):
        raise AssertionError(f"{strategy} {grid_text}: a row is not a permutation")
    expected = VISIBLE[grid_text].get(strategy, VISIBLE[grid_text]["patches"])
    if visible != expected:
        raise AssertionError(f"{strategy} {grid_text}: {visible} visible instead of {expected}")
    return ids.argsort(dim=1) >= visible


def measure(strategy, form, grid_text, repeats, warmup, seconds):
    """Median and minimum over `repeats` batches, or as many (three at least) as fit into `seconds`."""
    draw = getattr(FORMS[form], strategy)
    setting = prepare(strategy, grid_text)
    check(draw(setting), strategy, grid_text)
    timed(draw, setting, warmup, seconds)
    times = timed(draw, setting, repeats, seconds)
    return {
        "strategy": strategy,
        "form": form,
        "grid": grid_text,
        "visible": draw(setting)[1],
        "median_ms": round(statistics.median(times), 3),
        "min_ms": round(min(times), 3),
        "repeats": len(times),
        "threads": torch.get_num_threads(),
    }


def timed(draw, setting, repeats, seconds):
    """Milliseconds of each of some calls."""
    times = []
    end = perf_counter() + seconds
    while len(times) < repeats and (len(times) < 3 or perf_counter() < end):
        start = perf_counter()
        draw(setting)
        times.append((perf_counter() - start) * 1000)
    return times


def check_all():
    """Checks every strategy, and that both forms of one follow the same law: how often each patch is masked."""
    for strategy in STRATEGIES:
        for grid in GRIDS:
            rates = {}
            draws = 2 if strategy == "self_guided" else 40
            for form in forms(strategy):
                setting = prepare(strategy, grid)
                draw = getattr(FORMS[form], strategy)
                masks = [check(draw(setting), strategy, grid).float().mean(dim=0) for _ in range(draws)]
                rates[form] = torch.stack(masks).mean(dim=0)
            apart = max(float((rate - rates["reference"]).abs().max()) for rate in rates.values())
            # Structured masks draw their counts once per batch, so that 40 batches are only 40 draws; self-guided ones
            # come from few batches, and their tokens are the same each time.
            bound = 0.15 if strategy in ("structured", "self_guided") else 0.03
            if apart > bound:
                raise AssertionError(f"{strategy} {grid}: the forms differ by {apart} in how often they mask a patch")
            print(f"{strategy} {grid}: {', '.join(rates)} good, at most {apart:.3f} apart")


def forms(strategy):
    """The forms that a strategy has."""
    return [form for form, module in FORMS.items() if hasattr(module, strategy)]


def libraries():
    """This PyTorch, and the linear algebra that the system has given it: it decides how fast self-guided masks are."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        files = {line.split("/")[-1].strip() for line in maps if "blas" in line.split("/")[-1]}
    return {"torch": torch.__version__, "blas": sorted(files)}


def main():
    """Reads the options and prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strategy", choices=(*STRATEGIES, "all"), default="all")
    parser.add_argument("--form", choices=(*FORMS, "all"), default="all", help="nothing is printed if there is none")
    parser.add_argument("--grid", choices=(*GRIDS, "all"), default="all")
    parser.add_argument("--repeats", type=int, default=50)
    parser.add_argument("--warmup", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10, help="bound of the repeats, and of the warm-up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="check the strategies instead of timing them")
    parser.add_argument("--libraries", action="store_true", help="print what it runs on instead")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    if options.libraries:
        print(json.dumps(libraries()))
        return
    if options.check:
        check_all()
        return
    for strategy in STRATEGIES if options.strategy == "all" else [options.strategy]:
        for form in forms(strategy):
            for grid in GRIDS:
                if options.form in (form, "all") and options.grid in (grid, "all"):
                    result = measure(strategy, form, grid, options.repeats, options.warmup, options.seconds)
                    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
