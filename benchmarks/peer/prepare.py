"""Prepares log-mels as a PyTorch user does: torchaudio decodes and resamples, its MelSpectrogram with M2D's settings
makes log-mels, which are written as float16 NumPy files [1, 80, T], by as many processes as there are processors.

    /usr/bin/python3 benchmarks/peer/prepare.py --data LIST.csv --out FOLDER --workers 2
    /usr/bin/python3 benchmarks/peer/prepare.py --data LIST.csv --out FOLDER --check STORE

prints one line of JSON: clips, skipped, frames, seconds. With --check it compares the files in --out with a store made
by dapple prepare, and prints the largest difference of a value and of the mean per clip."""

import argparse
import csv
import json
import math
import multiprocessing
import pathlib
import time

import numpy
import torch
import torchaudio

RATE, BANDS, WINDOW, HOP = 16000, 80, 400, 160
EPSILON = 1.1920929e-7
front_end = None


def start():
    global front_end
    torch.set_num_threads(1)
    front_end = torchaudio.transforms.MelSpectrogram(
        RATE, n_fft=WINDOW, win_length=WINDOW, hop_length=HOP, f_min=50, f_max=RATE / 2, n_mels=BANDS,
        power=2, norm="slaney", mel_scale="slaney", center=True, pad_mode="reflect")


def prepare(task):
    source, file, shortest = task
    try:
        sound, rate = torchaudio.load(source)
        sound = sound.mean(0)
        if rate != RATE:
            sound = torchaudio.functional.resample(sound, rate, RATE)
        if sound.numel() == 0 or not torch.isfinite(sound).all():
            raise ValueError("no usable samples")
        sound = torch.nn.functional.pad(sound, (0, max(0, shortest - sound.numel())))
        log_mel = (front_end(sound[None]) + EPSILON).log()
    except (RuntimeError, ValueError):
        return 0
    numpy.save(file, log_mel.numpy().astype(numpy.float16))
    return log_mel.shape[-1]


def listed(data):
    with open(data, newline="") as rows:
        return [row["filename"] for row in csv.DictReader(rows)]


def target(out, number):
    return out / f"{number:07d}.npy"


def run(data, out, workers, shortest_frames):
    out.mkdir(parents=True)
    shortest = (shortest_frames - 1) * HOP
    tasks = [(data.parent / name, target(out, i), shortest) for i, name in enumerate(listed(data))]
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(workers, start) as pool:
        frames = list(pool.imap(prepare, tasks, chunksize=8))
    seconds = time.monotonic() - began
    used = [f for f in frames if f > 0]
    return {"clips": len(used), "skipped": len(frames) - len(used), "frames": sum(used), "seconds": seconds}


def check(data, out, store):
    numbers = {name: i for i, name in enumerate(listed(data))}
    description = json.loads((store / "store.json").read_text())
    kind = numpy.float16 if description["precision"] == "fp16" else numpy.float32
    per_shard = description["shard_bytes"] // (BANDS * numpy.dtype(kind).itemsize)
    shards = [numpy.memmap(f, kind, "r").reshape(-1, BANDS) for f in sorted(store.glob("shard-*." + description["precision"]))]
    largest, mean, median, compared, missing = 0.0, 0.0, [], 0, 0
    with open(store / "index.csv", newline="") as index:
        for row in csv.DictReader(index):
            file = target(out, numbers[row["filename"]])
            if not file.is_file():
                missing += 1
                continue
            first = int(row["shard"]) * per_shard + int(row["offset"])
            ours = numpy.stack([shards[n // per_shard][n % per_shard] for n in range(first, first + int(row["frames"]))])
            theirs = numpy.load(file)[0].T.astype(numpy.float32)
            frames = min(len(ours), len(theirs))
            difference = numpy.abs(ours[:frames].astype(numpy.float32) - theirs[:frames])
            largest = max(largest, float(difference.max()))
            mean = max(mean, float(difference.mean()))
            median.append(float(numpy.median(difference)))
            compared += 1
    return {"compared": compared, "only_dapple": missing, "largest_difference": largest, "largest_mean_of_a_clip": mean,
            "median": float(numpy.median(median)) if median else math.nan}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--shortest-frames", type=int, default=208)
    parser.add_argument("--check", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.check:
        print(json.dumps(check(arguments.data, arguments.out, arguments.check)))
    else:
        print(json.dumps(run(arguments.data, arguments.out, arguments.workers, arguments.shortest_frames)))
