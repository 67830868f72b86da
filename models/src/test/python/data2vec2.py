"""The loss of data2vec 2.0 in plain PyTorch: a twin of Dapple's Data2Vec2, written from the same mathematics.

    python3 data2vec2.py FOLDER

FOLDER has tensors.json (name -> shape, in the order of the file) and tensors.f32 (their values): the parameters by name,
x [B, 1, bands, frames], ids [B * M, L], visible [1], noise [B * M, L - V, D], positions [L, D], heads [1], patch [1].
Prints the loss, and the sum of the absolute gradients of three parameters.
"""

import json
import math
import sys

import torch
from torch.nn import functional as F


def read(folder):
    """The tensors by name."""
    with open(f"{folder}/tensors.json", encoding="utf-8") as file:
        shapes = json.load(file)
    with open(f"{folder}/tensors.f32", "rb") as file:
        values = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    tensors, start = {}, 0
    for name, shape in shapes.items():
        size = math.prod(shape)
        tensors[name] = values[start : start + size].reshape(shape).clone()
        start += size
    return tensors


def encoder_blocks(t, prefix, x, heads):
    """Post-norm blocks; returns the result and what each MLP adds."""
    additions, depth = [], sum(1 for name in t if name.startswith(prefix + "blocks.") and name.endswith("norm1.weight"))
    for i in range(depth):
        p = f"{prefix}blocks.{i}."
        width = x.shape[2]
        q, k, v = (
            part.reshape(x.shape[0], x.shape[1], heads, width // heads).transpose(1, 2)
            for part in F.linear(x, t[p + "attn.qkv.weight"], t[p + "attn.qkv.bias"]).chunk(3, dim=2)
        )
        mixed = (q @ k.transpose(2, 3) / math.sqrt(width // heads)).softmax(dim=3) @ v
        mixed = mixed.transpose(1, 2).reshape(x.shape)
        x = x + F.linear(mixed, t[p + "attn.proj.weight"], t[p + "attn.proj.bias"])
        x = F.layer_norm(x, [width], t[p + "norm1.weight"], t[p + "norm1.bias"], 1e-6)
        hidden = F.gelu(F.linear(x, t[p + "mlp.fc1.weight"], t[p + "mlp.fc1.bias"]))
        added = F.linear(hidden, t[p + "mlp.fc2.weight"], t[p + "mlp.fc2.bias"])
        additions.append(added)
        x = F.layer_norm(x + added, [width], t[p + "norm2.weight"], t[p + "norm2.bias"], 1e-6)
    return x, additions


def embed(t, prefix, x, patch):
    """Patch tokens with positions [B, L, D], frequency-major."""
    image = F.conv2d(x, t[prefix + "patch_embed.proj.weight"], t[prefix + "patch_embed.proj.bias"], stride=patch)
    return image.flatten(2).transpose(1, 2) + t["positions"]


def with_class_token(t, prefix, tokens):
    """The class token in front."""
    return torch.cat([t[prefix + "cls_token"].expand(tokens.shape[0], -1, -1), tokens], dim=1)


def targets(t, x, heads, patch):
    """Normalised average of the teacher's layers [B, L, D]."""
    _, layers = encoder_blocks(t, "teacher.", with_class_token(t, "teacher.", embed(t, "teacher.", x, patch)), heads)
    normed = [F.instance_norm(layer[:, 1:].transpose(1, 2), eps=1e-5).transpose(1, 2) for layer in layers]
    average = sum(normed) / len(normed)
    return F.layer_norm(average, average.shape[2:], eps=1e-5)


def decode(t, tokens, rows, columns):
    """Convolutions over the patch grid, each added to its input."""
    width = tokens.shape[2]
    image = tokens.transpose(1, 2).reshape(-1, width, rows, columns)
    depth = sum(1 for name in t if name.startswith("decoder.blocks.") and name.endswith("weight"))
    for i in range(depth):
        weight = t[f"decoder.blocks.{i}.0.weight"]
        groups = width // weight.shape[1]
        out = F.conv2d(image, weight, t[f"decoder.blocks.{i}.0.bias"], padding=weight.shape[2] // 2, groups=groups)
        out = F.layer_norm(out.permute(0, 2, 3, 1), [width], eps=1e-5).permute(0, 3, 1, 2)
        image = image + F.gelu(out)
    return F.linear(image.flatten(2).transpose(1, 2), t["decoder.proj.weight"], t["decoder.proj.bias"])


def main():
    """Computes the loss."""
    t = read(sys.argv[1])
    learning = ["patch_embed.proj.weight", "blocks.0.attn.qkv.weight", "decoder.blocks.1.0.weight"]
    for name in learning:
        t[name].requires_grad_(True)
    x, ids, heads, patch = t["x"], t["ids"].long(), int(t["heads"]), int(t["patch"])
    visible, views, width = int(t["visible"]), ids.shape[0] // x.shape[0], t["positions"].shape[1]
    with torch.no_grad():
        target = targets(t, x, heads, patch).repeat_interleave(views, dim=0)
    tokens = embed(t, "", x, patch).repeat_interleave(views, dim=0)
    seen = tokens.gather(1, ids[:, :visible, None].expand(-1, -1, width))
    encoded, _ = encoder_blocks(t, "", with_class_token(t, "", seen), heads)
    filled = torch.cat([encoded[:, 1:], t["noise"]], dim=1)
    filled = filled.gather(1, ids.argsort(dim=1)[:, :, None].expand(-1, -1, width))
    predicted = decode(t, filled, x.shape[2] // patch, x.shape[3] // patch)
    masked = (ids.argsort(dim=1) >= visible).float()
    scale = 1 / math.sqrt(width)
    frames = ((predicted - target).square().sum(dim=2) * masked).sum() * scale / masked.sum()
    utterances = (encoded[:, 0] - target.mean(dim=1)).square().sum() * scale
    loss = frames + utterances
    loss.backward()
    print(json.dumps({"loss": loss.item(), **{name: t[name].grad.abs().sum().item() for name in learning}}))


if __name__ == "__main__":
    main()
