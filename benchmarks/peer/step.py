"""Times a training step of a masked autoencoder in plain PyTorch, the twin of `./dapple bench step`; prints a JSON line.

    python3 step.py --model tiny --batch 32 --threads 2
    python3 step.py --model base --batch 8 --threads 2 --autocast

The same shapes and the same work: 80 x 608 spectrograms, patches of 16 x 16, ratio 0.7, random masks, standardised
targets, gradients clipped to norm 3, AdamW with decay groups. Written as PyTorch users write it.
"""

import argparse
import json
import statistics
from time import perf_counter

import torch
from torch import nn
from torch.nn import functional as F

BANDS, FRAMES, PATCH = 80, 608, 16
ROWS, COLUMNS = BANDS // PATCH, FRAMES // PATCH
CELLS = ROWS * COLUMNS
VISIBLE = int(CELLS * (1.0 - 0.7))
# Encoder width, depth, heads; decoder width, depth, heads.
MODELS = {"tiny": ((192, 12, 3), (192, 4, 3)), "base": ((768, 12, 12), (512, 8, 16))}


class Attention(nn.Module):
    """Multi-head self-attention with one fused projection."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x):
        """[B, N, D] to [B, N, D]."""
        b, n, d = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = ((q * self.scale) @ k.transpose(2, 3)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(b, n, d))


class Block(nn.Module):
    """A pre-norm transformer block."""

    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        """[B, N, D] to [B, N, D]."""
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class MaskedAutoencoder(nn.Module):
    """Encoder on visible patches, decoder on all, loss on masked ones."""

    def __init__(self, encoder, decoder):
        super().__init__()
        width, depth, heads = encoder
        narrow, layers, narrow_heads = decoder
        self.patch_embed = nn.Conv2d(1, width, PATCH, PATCH)
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.mask_token = nn.Parameter(torch.randn(1, 1, narrow) * 0.02)
        # Fixed positions: their values do not matter for the time.
        self.register_buffer("positions", torch.randn(1, CELLS, width))
        self.register_buffer("decoder_positions", torch.randn(1, CELLS + 1, narrow))
        self.blocks = nn.Sequential(*[Block(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.decoder_embed = nn.Linear(width, narrow)
        self.decoder_blocks = nn.Sequential(*[Block(narrow, narrow_heads) for _ in range(layers)])
        self.decoder_norm = nn.LayerNorm(narrow, eps=1e-6)
        self.decoder_pred = nn.Linear(narrow, PATCH * PATCH)

    def forward(self, x):
        """The loss of [B, 1, bands, frames]."""
        batch = x.shape[0]
        tokens = self.patch_embed(x).flatten(2).transpose(1, 2) + self.positions
        ids = torch.rand(batch, CELLS).argsort(dim=1)
        restore = ids.argsort(dim=1)
        seen = tokens.gather(1, ids[:, :VISIBLE, None].expand(-1, -1, tokens.shape[2]))
        encoded = self.norm(self.blocks(torch.cat([self.cls_token.expand(batch, -1, -1), seen], dim=1)))
        hidden = self.decoder_embed(encoded)
        fill = self.mask_token.expand(batch, CELLS - VISIBLE, -1)
        all_places = torch.cat([hidden[:, 1:], fill], dim=1)
        all_places = all_places.gather(1, restore[:, :, None].expand(-1, -1, all_places.shape[2]))
        hidden = torch.cat([hidden[:, :1], all_places], dim=1) + self.decoder_positions
        predicted = self.decoder_pred(self.decoder_norm(self.decoder_blocks(hidden)))[:, 1:]
        target = x.reshape(batch, ROWS, PATCH, COLUMNS, PATCH).permute(0, 1, 3, 2, 4).reshape(batch, CELLS, -1)
        target = (target - target.mean(dim=2, keepdim=True)) / (target.var(dim=2, keepdim=True) + 1e-6).sqrt()
        masked = (restore >= VISIBLE).float()
        errors = (predicted.float() - target).square().mean(dim=2)
        return (errors * masked).sum() / masked.sum()


def main():
    """Reads the options and prints the line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=MODELS, default="tiny")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--warmup", type=int, default=2)
    parser.add_argument("--autocast", action="store_true", help="bfloat16 where PyTorch's autocast uses it")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(3)
    model = MaskedAutoencoder(*MODELS[options.model])
    decay = [p for p in model.parameters() if p.ndim >= 2]
    rest = [p for p in model.parameters() if p.ndim < 2]
    groups = [{"params": decay, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.95))
    times = []
    for _ in range(options.warmup + options.repeats):
        batch = torch.randn(options.batch, 1, BANDS, FRAMES)
        start = perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=options.autocast):
            loss = model(batch)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 3.0)
        optimizer.step()
        optimizer.zero_grad()
        times.append((perf_counter() - start) * 1000)
    print(
        json.dumps(
            {
                "side": "pytorch",
                "model": options.model,
                "batch": options.batch,
                "precision": "bf16 autocast" if options.autocast else "fp32",
                "threads": options.threads,
                "step_ms": round(statistics.median(times[options.warmup :]), 1),
                "torch": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
