"""Writes a small checkpoint with the names of M2D and what plain PyTorch computes with it.

    python3 make_checkpoint.py weights.pth expected.safetensors [float16|bfloat16|float64]

The waveform is 0.3 sin(2 pi 440 n / 16000) + 0.2 sin(2 pi 3000 (n / 16000)^2), n < 16000. Expected: encoded [1, 7, 80].
"""
import argparse
import json
import math
import sys
from collections import OrderedDict

import torch
from torch.nn.functional import gelu, layer_norm, pad

D, HEADS, DEPTH, F, T, P = 16, 2, 2, 5, 6, 16
MEAN, STD = -7.1, 4.2


def positions():
    table = torch.zeros(1 + F * T, D, dtype=torch.float64)
    for f in range(F):
        for t in range(T):
            for half, position in enumerate((t, f)):
                for j in range(D // 4):
                    angle = position / 10000 ** (j / (D // 4))
                    table[1 + f * T + t, half * D // 2 + j] = math.sin(angle)
                    table[1 + f * T + t, half * D // 2 + D // 4 + j] = math.cos(angle)
    return table.float()[None]


def blocks(state, prefix, width, depth):
    for i in range(depth):
        b = f"{prefix}blocks.{i}."
        for name in ("norm1", "norm2"):
            state[f"{b}{name}.weight"] = 1 + 0.1 * torch.randn(width)
            state[f"{b}{name}.bias"] = 0.1 * torch.randn(width)
        for name, rows, columns in (("attn.qkv", 3, 1), ("attn.proj", 1, 1), ("mlp.fc1", 4, 1), ("mlp.fc2", 1, 4)):
            state[f"{b}{name}.weight"] = 0.3 * torch.randn(rows * width, columns * width)
            state[f"{b}{name}.bias"] = 0.1 * torch.randn(rows * width)
    state[f"{prefix}norm.weight"] = 1 + 0.1 * torch.randn(width)
    state[f"{prefix}norm.bias"] = 0.1 * torch.randn(width)


def weights():
    torch.manual_seed(3)
    state = OrderedDict()
    state["cls_token"] = torch.randn(1, 1, D)
    state["pos_embed"] = positions()
    state["mask_token"] = torch.randn(1, 1, 8)
    state["decoder_pos_embed"] = torch.randn(1, 1 + F * T, 8)
    state["patch_embed.proj.weight"] = 0.1 * torch.randn(D, 1, P, P)
    state["patch_embed.proj.bias"] = 0.1 * torch.randn(D)
    blocks(state, "", D, DEPTH)
    blocks(state, "target_", D, DEPTH)
    state["decoder_embed.weight"] = torch.randn(8, D)
    state["decoder_embed.bias"] = torch.randn(8)
    blocks(state, "decoder_", 8, 1)
    return state


def slaney():
    def hertz(mel):
        return mel * 200 / 3 if mel < 15 else 1000 * math.exp((mel - 15) * math.log(6.4) / 27)

    def mel(frequency):
        return frequency * 3 / 200 if frequency < 1000 else 15 + math.log(frequency / 1000) * 27 / math.log(6.4)

    low, high = mel(50), mel(8000)
    edges = [hertz(low + (high - low) * i / 81) for i in range(82)]
    bins = torch.arange(201, dtype=torch.float64) * 40
    rows = []
    for a, b, c in zip(edges, edges[1:], edges[2:]):
        rows.append(torch.minimum((bins - a) / (b - a), (c - bins) / (c - b)).clamp(min=0) * 2 / (c - a))
    return torch.stack(rows).float()


def encode(state):
    def linear(name, x):
        return x @ state[name + ".weight"].flatten(1).T + state[name + ".bias"]

    def norm(name, x):
        return layer_norm(x, x.shape[-1:], state[name + ".weight"], state[name + ".bias"], 1e-6)

    n = torch.arange(16000, dtype=torch.float64) / 16000
    wave = (0.3 * torch.sin(2 * math.pi * 440 * n) + 0.2 * torch.sin(2 * math.pi * 3000 * n * n)).float()
    spectrum = torch.stft(wave.double()[None], 400, 160, window=torch.hann_window(400, dtype=torch.float64),
                          return_complex=True)
    logmel = torch.log(slaney() @ (spectrum.abs() ** 2).float() + 1.1920929e-7)
    x = pad((logmel - MEAN) / STD, (0, -logmel.shape[2] % P))
    encoded = []
    for chunk in x.split(T * P, 2):
        columns = chunk.shape[2] // P
        patches = chunk.reshape(1, F, P, columns, P).permute(0, 1, 3, 2, 4).reshape(1, F, columns, P * P)
        tokens = linear("patch_embed.proj", patches)
        tokens = tokens + positions()[0, 1:].reshape(F, T, D)[:, :columns]
        h = torch.cat([state["cls_token"], tokens.reshape(1, F * columns, D)], 1)
        for i in range(DEPTH):
            b = f"blocks.{i}."
            q, k, v = linear(b + "attn.qkv", norm(b + "norm1", h)).reshape(1, -1, 3, HEADS, D // HEADS).permute(
                2, 0, 3, 1, 4)
            mix = torch.softmax(q @ k.transpose(-1, -2) * (D // HEADS) ** -0.5, -1) @ v
            h = h + linear(b + "attn.proj", mix.transpose(1, 2).reshape(1, -1, D))
            h = h + linear(b + "mlp.fc2", gelu(linear(b + "mlp.fc1", norm(b + "norm2", h))))
        h = norm("norm", h)[:, 1:].reshape(1, F, columns, D)
        encoded.append(h.transpose(1, 2).reshape(1, columns, F * D))
    return torch.cat(encoded, 1)


def main():
    state = weights()
    if len(sys.argv) > 3:
        state = OrderedDict((name, value.to(getattr(torch, sys.argv[3]))) for name, value in state.items())
    encoded = encode({name: value.float() for name, value in state.items()})
    settings = argparse.Namespace(lr=2.4e-3, model="m2d_tiny", seed=3, epochs=[0, 300], wide=2 ** 40, decay=None)
    optimizer = {"state": {0: {"step": 3, "exp_avg": torch.zeros(4)}}, "param_groups": [{"betas": (0.9, 0.95)}]}
    torch.save({"model": state, "optimizer": optimizer, "epoch": 299, "args": settings}, sys.argv[1])
    header = json.dumps({"encoded": {"dtype": "F32", "shape": list(encoded.shape),
                                     "data_offsets": [0, encoded.numel() * 4]}}).encode()
    with open(sys.argv[2], "wb") as file:
        file.write(len(header).to_bytes(8, "little") + header + encoded.contiguous().numpy().tobytes())


if __name__ == "__main__":
    main()
