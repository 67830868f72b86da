"""Embeds clips as a PyTorch user does, the twin of `./dapple embed`: torchaudio decodes, its MelSpectrogram with M2D's
settings makes log-mels, a vision transformer encodes them in batches of 32, and the tokens are pooled as EVAR does.

    python3 embed.py --random-weights FILE.pth --model base
    python3 embed.py --weights EXPORTED --data LIST.csv --seconds 5 --threads 2 --out FILE.npy
    python3 embed.py --check FILE.npy --against OTHER.npy

The first writes weights that `./dapple import` reads. The second takes them from `./dapple export`, and prints a line of
JSON; the libraries and weights are loaded before the time begins. The third prints how far two results are apart."""

import argparse
import csv
import json
import pathlib
from time import perf_counter, process_time

import numpy
import torch
from torch import nn

from step import BANDS, COLUMNS, FRAMES, MODELS, PATCH, ROWS, Block

RATE, WINDOW, HOP = 16000, 400, 160
EPSILON = 1.1920929e-7


class Encoder(nn.Module):
    """Patches, fixed positions, class token, blocks, norm."""

    def __init__(self, width, depth, heads):
        super().__init__()
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(1, width, PATCH, PATCH)})
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.register_buffer("pos_embed", positions(width))
        self.blocks = nn.ModuleList([Block(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width, eps=1e-6)

    def forward(self, x):
        """[B, 1, bands, frames], at most as many frames as the grid, to tokens [B, columns, rows * D]."""
        tokens = self.patch_embed["proj"](x)
        batch, width, rows, columns = tokens.shape
        places = self.pos_embed[:, 1:].reshape(1, ROWS, -1, width)[:, :, :columns].reshape(1, rows * columns, width)
        tokens = torch.cat([self.cls_token.expand(batch, -1, -1), tokens.flatten(2).transpose(1, 2) + places], dim=1)
        for block in self.blocks:
            tokens = block(tokens)
        tokens = self.norm(tokens)[:, 1:].reshape(batch, rows, columns, width)
        return tokens.transpose(1, 2).reshape(batch, columns, rows * width)


def positions(width):
    """Sine-cosine table [1, 1 + L, D]: time in the first half of the channels, zeros for the class token."""
    quarter = width // 4
    rates = 10000.0 ** (-torch.arange(quarter, dtype=torch.float64) / quarter)

    def encoded(count):
        angles = torch.arange(count, dtype=torch.float64)[:, None] * rates
        return torch.cat([angles.sin(), angles.cos()], dim=1)

    time = encoded(COLUMNS)[None].expand(ROWS, -1, -1)
    frequency = encoded(ROWS)[:, None].expand(-1, COLUMNS, -1)
    table = torch.cat([time, frequency], dim=2).reshape(1, ROWS * COLUMNS, width)
    return torch.cat([torch.zeros(1, 1, width), table.float()], dim=1)


def fields_name(name):
    """Dapple's and timm's name of a parameter of this file."""
    return name.replace("mlp.0.", "mlp.fc1.").replace("mlp.2.", "mlp.fc2.")


def write_random(file, model):
    """Random weights, larger than usual first values, so that tokens attend to each other."""
    torch.manual_seed(5)
    encoder = Encoder(*MODELS[model][0])
    torch.save({"model": {fields_name(name): tensor for name, tensor in encoder.state_dict().items()}}, file)


def exported(folder):
    """The encoder, mean and deviation that `./dapple export` wrote."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    data = (folder / "model.safetensors").read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    model = config["model"]
    encoder = Encoder(model["width"], model["depth"], model["heads"])
    weights = {}
    for name in encoder.state_dict():
        entry = header[fields_name(name)]
        first, last = entry["data_offsets"]
        values = numpy.frombuffer(data[start + first : start + last], dtype="<f4").reshape(entry["shape"])
        weights[name] = torch.from_numpy(values.copy())
    encoder.load_state_dict(weights)
    return encoder.eval(), config["normalization"]["mean"], config["normalization"]["std"]


@torch.no_grad()
def embed(encoder, mean, std, files, seconds, batch):
    """One vector per file."""
    import torchaudio  # not needed for the other commands

    front_end = torchaudio.transforms.MelSpectrogram(
        RATE, n_fft=WINDOW, win_length=WINDOW, hop_length=HOP, f_min=50, f_max=RATE / 2, n_mels=BANDS,
        power=2, norm="slaney", mel_scale="slaney", center=True, pad_mode="reflect")
    samples = int(seconds * RATE)
    vectors = []
    for first in range(0, len(files), batch):
        sounds = []
        for file in files[first : first + batch]:
            sound, rate = torchaudio.load(file)
            sound = sound.mean(0)
            if rate != RATE:
                sound = torchaudio.functional.resample(sound, rate, RATE)
            sound = sound[:samples]
            sounds.append(nn.functional.pad(sound, (0, samples - len(sound))))
        spectrograms = ((front_end(torch.stack(sounds)) + EPSILON).log() - mean) / std
        spectrograms = nn.functional.pad(spectrograms, (0, -spectrograms.shape[2] % PATCH))[:, None]
        tokens = [encoder(chunk) for chunk in spectrograms.split(FRAMES, dim=3)]
        vectors.append(torch.cat(tokens, dim=1).mean(dim=1))
    return torch.cat(vectors).numpy()


def listed(data):
    """The files of a manifest."""
    with open(data, newline="", encoding="utf-8-sig") as rows:
        return [data.parent / row["filename"] for row in csv.DictReader(rows)]


def compare(ours, theirs):
    """How far two results are apart."""
    one, other = numpy.load(ours), numpy.load(theirs)
    if one.shape != other.shape:
        raise SystemExit(f"{ours} is {one.shape}, {theirs} is {other.shape}")
    difference = numpy.abs(one - other)
    cosine = (one * other).sum(1) / numpy.linalg.norm(one, axis=1) / numpy.linalg.norm(other, axis=1)
    return {
        "clips": len(one),
        "width": one.shape[1],
        "largest_difference": float(difference.max()),
        "largest_value": float(numpy.abs(other).max()),
        "mean_difference": float(difference.mean()),
        "smallest_cosine": float(cosine.min()),
    }


def main():
    """Reads the options, does one of the three things."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random-weights", type=pathlib.Path)
    parser.add_argument("--model", choices=MODELS, default="base")
    parser.add_argument("--weights", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--check", type=pathlib.Path)
    parser.add_argument("--against", type=pathlib.Path)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.random_weights:
        write_random(options.random_weights, options.model)
    elif options.check:
        print(json.dumps(compare(options.check, options.against)))
    else:
        encoder, mean, std = exported(options.weights)
        files = listed(options.data)
        began, used = perf_counter(), process_time()
        vectors = embed(encoder, mean, std, files, options.seconds, options.batch)
        seconds, cpu = perf_counter() - began, process_time() - used
        if options.out:
            numpy.save(options.out, vectors)
        print(
            json.dumps(
                {
                    "side": "pytorch",
                    "threads": options.threads,
                    "clips": len(files),
                    "extraction": round(seconds, 2),
                    "extraction_cpu": round(cpu, 2),
                    "torch": torch.__version__,
                }
            )
        )


if __name__ == "__main__":
    main()
