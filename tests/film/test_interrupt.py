"""Ctrl-C while a tool runs alone: one sentence, and nothing half made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.film import tiny


def test_ctrl_c_leaves_no_half_files(tmp_path: Path, home: Path) -> None:
    first, last = tiny.box(40).write(tmp_path / "a"), tiny.box(200).write(tmp_path / "b")
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
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.svg", "b.svg", "scratch"]
