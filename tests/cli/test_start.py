"""The command starts quickly: what only some verbs need is loaded by those verbs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("cyclonedx", "distributed", "imagehash", "scipy", "skimage", "starlette", "typst", "playwright")


def test_the_command_loads_nothing_heavy() -> None:
    code = "import sys, hwaryong.cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert set(HEAVY).isdisjoint(loaded.stdout.split())
