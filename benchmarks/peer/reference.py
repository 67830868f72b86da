"""The strategies as they are stated: batched where the statement is, a Python loop over clips where it is not."""

import torch
from torch.nn.functional import normalize

from setting import PATCH, exchange, marked_first

BLOCK_SIDE = 5
BLOCK_ADJUST = 0.07
TIME_STRIPE = 10
FREQUENCY_STRIPE = 1


def random(setting):
    """Uniform noise per patch, sorted."""
    return torch.rand(setting.batch, setting.grid.cells).argsort(dim=1), setting.visible


def dwm(setting):
    """Dispersion-weighted: a multinomial draw by mean absolute deviation, then the hint exchange."""
    grid = setting.grid
    patches = setting.spectrograms.reshape(-1, grid.rows, PATCH, grid.columns, PATCH)
    patches = patches.permute(0, 1, 3, 2, 4).reshape(-1, grid.cells, PATCH * PATCH)
    weights = (patches - patches.mean(dim=2, keepdim=True)).abs().mean(dim=2) + 1e-12
    masked = torch.multinomial(weights, grid.cells - setting.visible, replacement=False)
    marks = torch.zeros_like(weights).scatter_(1, masked, 1.0)
    return exchange(marks.argsort(dim=1), setting.visible, setting.hint), setting.visible


def self_guided(setting):
    """Self-guided, principal-component form: one low-rank decomposition per clip splits its tokens in two."""
    tokens = normalize(setting.features, dim=2)
    scores = torch.stack([_closeness(clip) for clip in tokens])
    order = scores.argsort(dim=1, descending=True)  # the least like either centre are masked
    return exchange(order, setting.visible, setting.hint), setting.visible


def _closeness(tokens):
    """How like the nearer of the two centres each of a clip's tokens [L, D] is."""
    _, _, directions = torch.pca_lowrank(tokens, q=1, niter=2)
    projections = tokens @ directions[:, 0]
    side = (projections > projections.mean()).float()
    centres = [(tokens * part[:, None]).sum(dim=0) / (part.sum() + 1e-6) for part in (side, 1 - side)]
    return (tokens @ normalize(torch.stack(centres), dim=1).T).max(dim=1).values


def inverse_block(setting):
    """Inverse block: blocks stay visible; a loop over clips brings each to the count."""
    marks = seeded_blocks(setting, 1 - setting.ratio)
    for clip in marks:
        _bring_to(clip, setting.visible)
    return marked_first(marks), setting.visible


def block(setting):
    """Block: blocks are masked; a loop over clips brings each to the count."""
    marks = seeded_blocks(setting, setting.ratio)
    for clip in marks:
        _bring_to(clip, setting.grid.cells - setting.visible)
    return marked_first(~marks), setting.visible


def seeded_blocks(setting, share):
    """Squares around seeds drawn with replacement, coordinates clamped to the grid: bool [B, L]."""
    grid = setting.grid
    count = int(grid.cells * (share + BLOCK_ADJUST) / BLOCK_SIDE**2)
    seeds = torch.randint(grid.cells, (setting.batch, count))
    reach = torch.arange(BLOCK_SIDE) - BLOCK_SIDE // 2
    f = (torch.div(seeds, grid.columns, rounding_mode="floor")[:, :, None] + reach).clamp(0, grid.rows - 1)
    t = (seeds.remainder(grid.columns)[:, :, None] + reach).clamp(0, grid.columns - 1)
    cells = f[:, :, :, None] * grid.columns + t[:, :, None, :]
    return torch.zeros(setting.batch, grid.cells, dtype=torch.bool).scatter_(1, cells.flatten(1), True)


def _bring_to(marks, count):
    """Unmarks surplus cells of one clip, or marks missing ones, uniformly."""
    surplus = int(marks.sum()) - count
    candidates = (marks if surplus > 0 else ~marks).nonzero()[:, 0]
    chosen = candidates[torch.randperm(len(candidates))[: abs(surplus)]]
    marks[chosen] = surplus < 0


def time(setting):
    """Whole columns, in stripes of ten."""
    grid = setting.grid
    columns = _stripes(setting.batch, grid.columns, setting.ratio, TIME_STRIPE)
    cells = columns[:, None, :].expand(-1, grid.rows, -1).flatten(1)
    return cells.float().argsort(dim=1), (grid.columns - int(grid.columns * setting.ratio)) * grid.rows


def frequency(setting):
    """Whole rows, in stripes of one."""
    grid = setting.grid
    rows = _stripes(setting.batch, grid.rows, setting.ratio, FREQUENCY_STRIPE)
    cells = rows[:, :, None].expand(-1, -1, grid.columns).flatten(1)
    return cells.float().argsort(dim=1), (grid.rows - int(grid.rows * setting.ratio)) * grid.columns


def _stripes(batch, length, ratio, width):
    """Marks random stripes until enough is marked, then unmarks the surplus from the end: bool [B, length]."""
    count = int(length * ratio)
    marks = torch.zeros(batch, length, dtype=torch.bool)
    for clip in marks:
        while int(clip.sum()) < count:
            start = int(torch.randint(length, ()))
            clip[start : start + width] = True
        clip[clip.nonzero()[count:, 0]] = False
    return marks


def structured(setting):
    """Random rows and columns are masked, and the count made exact, clip by clip."""
    grid = setting.grid
    rows, columns = structured_counts(setting)
    marks = torch.zeros(setting.batch, grid.rows, grid.columns, dtype=torch.bool)
    for clip in marks:
        clip[torch.randperm(grid.rows)[:rows], :] = True
        clip[:, torch.randperm(grid.columns)[:columns]] = True
        _bring_to(clip.view(-1), grid.cells - setting.visible)
    return marks.flatten(1).float().argsort(dim=1), setting.visible


def structured_counts(setting):
    """How many rows and columns a structured mask marks, drawn once per batch."""
    grid, ratio = setting.grid, setting.ratio
    rows = min(int(grid.rows * (ratio + 1 / grid.rows) * float(torch.rand(()))), grid.rows - 1)
    return rows, int(grid.columns * max(ratio + 0.5 / grid.columns - rows / grid.rows, 0))
