"""Ctrl-C while a tool runs alone: one sentence, and nothing half made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from hwaryong.media.drawing import Drawing
from hwaryong.media.stroke import Stroke


def scribble(seed: int) -> Drawing:
    """Sixty lines in pixels, unlike those of every other seed: to lay them on one another takes seconds."""
    lot = np.random.default_rng(seed)
    lines = [
        Stroke(f"s{i}", np.column_stack([lot.uniform((40, 40), (1240, 680), (4, 2)), np.full(4, 3.0)]))
        for i in range(60)
    ]
    return Drawing.from_pixels(Drawing(1280, 720, tuple(lines)).picture().pixels)


def test_ctrl_c(tmp_path: Path, home: Path) -> None:
    """The names are short: a socket is opened in the folder for temporary files."""
    first, last = (scribble(seed).write(tmp_path / name) for seed, name in ((1, "a"), (2, "b")))
    words = ["inbetween", str(first), str(last), "-n", "23", "-o", str(tmp_path / "out")]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    job = subprocess.Popen(
        [sys.executable, "-m", "hwaryong.cli.main", *words], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(scratch)}, start_new_session=True,
    )  # fmt: skip
    while not list(scratch.glob("hwaryong-*/*/scratch/*")) and job.poll() is None:
        time.sleep(0.02)
    os.killpg(job.pid, signal.SIGINT)
    _, errors = job.communicate(timeout=60)
    assert job.returncode == 130, errors
    assert errors.strip() == "hwaryong: stopped; nothing was lost."
    assert not list(scratch.glob("hwaryong-*"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.png", "b.png", "scratch"]
