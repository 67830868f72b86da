"""The same laws without a loop over clips, as far as torch's operations reach: the strongest form to compare with.

Random and dispersion-weighted masking are missing here because their reference form has no loop.
"""

import torch
from torch.nn.functional import normalize

from reference import FREQUENCY_STRIPE, TIME_STRIPE, seeded_blocks, structured_counts
from setting import exchange, marked_first

# Stripes drawn ahead: four to eight are needed on average, at most 33 in 200 000 trials on these grids.
STRIPES = 64


def self_guided(setting):
    """One batched low-rank decomposition for all clips."""
    tokens = normalize(setting.features, dim=2)
    _, _, directions = torch.pca_lowrank(tokens, q=1, niter=2)
    projections = (tokens @ directions)[:, :, 0]
    side = (projections > projections.mean(dim=1, keepdim=True)).float()
    parts = torch.stack([side, 1 - side], dim=1)
    centres = normalize(parts @ tokens / (parts.sum(dim=2, keepdim=True) + 1e-6), dim=2)
    scores = (tokens @ centres.transpose(1, 2)).max(dim=2).values
    return exchange(scores.argsort(dim=1, descending=True), setting.visible, setting.hint), setting.visible


def inverse_block(setting):
    """Sorting block cells first, random inside either part, makes the count exact for free."""
    return marked_first(seeded_blocks(setting, 1 - setting.ratio)), setting.visible


def block(setting):
    """As inverse block, with block cells last."""
    return marked_first(seeded_blocks(setting, setting.ratio)).flip(1), setting.visible


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
    """Draws all stripes, keeps the first that mark enough, then unmarks the surplus from the end: bool [B, length]."""
    count = int(length * ratio)
    starts = torch.randint(length, (batch, STRIPES, 1))
    places = torch.arange(length)
    covers = (places >= starts) & (places < starts + width)
    after = covers.cummax(dim=1).values  # [B, STRIPES, length]: what is marked after each stripe
    needed = (after.sum(dim=2) < count).sum(dim=1).clamp(max=STRIPES - 1)
    marks = after[torch.arange(batch), needed]
    return marks & (marks.cumsum(dim=1) <= count)


def structured(setting):
    """Rows and columns by sorted noise; sorting the cells by mark and noise makes the count exact."""
    grid = setting.grid
    rows, columns = structured_counts(setting)
    in_row = torch.rand(setting.batch, grid.rows).argsort(dim=1) < rows
    in_column = torch.rand(setting.batch, grid.columns).argsort(dim=1) < columns
    marks = in_row[:, :, None] | in_column[:, None, :]
    return marked_first(marks.flatten(1)).flip(1), setting.visible
