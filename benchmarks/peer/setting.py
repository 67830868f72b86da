"""What every strategy starts from: the grid, the counts, the input, and the hint exchange that two of them share.

Grids are [F, T] patches of 16 x 16 values, numbered frequency-major: index = f * T + t. A mask is (ids, visible): ids
[B, L] int64, each row a permutation whose first `visible` entries are the visible patches.
"""

from dataclasses import dataclass

import torch

PATCH = 16


@dataclass(frozen=True)
class Grid:
    """F rows and T columns of patches."""

    rows: int
    columns: int

    @property
    def cells(self):
        """L, the number of patches."""
        return self.rows * self.columns

    @staticmethod
    def parse(text):
        """The grid of a text such as 5x38."""
        rows, columns = text.split("x")
        return Grid(int(rows), int(columns))


@dataclass(frozen=True)
class Setting:
    """One measurement's input; made before the clock starts."""

    spectrograms: torch.Tensor  # [B, 1, F * 16, T * 16]
    features: torch.Tensor  # [B, L, D], the encoder's tokens; empty unless the strategy looks at them
    grid: Grid
    ratio: float
    hint: float

    @property
    def batch(self):
        """B, the number of clips."""
        return self.spectrograms.shape[0]

    @property
    def visible(self):
        """The visible patches of a patch-wise strategy; the rounding of the double product is part of the protocol."""
        return int(self.grid.cells * (1.0 - self.ratio))


def exchange(order, visible, hint):
    """Reveals a share of the masked patches and hides as many of all that is then visible.

    `order` [B, L] has the visible patches first; so has the result. Batched: a row is shuffled by an argsort of noise.
    """
    hints = int((order.shape[1] - visible) * hint)
    masked = shuffled(order[:, visible:])
    pool = shuffled(torch.cat([order[:, :visible], masked[:, :hints]], dim=1))
    return torch.cat([pool, masked[:, hints:]], dim=1)


def shuffled(ids):
    """The entries of each row in a random order of its own."""
    return ids.gather(1, torch.rand(ids.shape).argsort(dim=1))


def marked_first(marks):
    """Ids with the marked cells of [B, L] first, random inside either part."""
    return (torch.rand(marks.shape) - marks.float()).argsort(dim=1)
