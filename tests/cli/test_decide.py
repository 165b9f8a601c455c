"""The verb decide, as people call it: what it writes, carries and says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hwaryong.cli.decide import decide
from hwaryong.errors import BadInput
from tests.story import painter

CAST, SITUATION = Path("cast.toml"), Path("situation.toml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    painter.cast(tmp_path)
    painter.situation(tmp_path)
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hwaryong.cli.main", "decide", *words],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_json_has_the_fixed_keys_and_its_credentials(folder: Path) -> None:
    done = run(folder, "cast.toml", "situation.toml", "-o", "out.json", "--json")
    assert done.returncode == 0, done.stderr
    written = json.loads((folder / "out.json").read_text("utf-8"))
    assert json.loads(done.stdout) == {"file": "out.json", **written}
    assert {"options", "enough_evidence", "tree"} <= set(written)
    for option in written["options"]:
        assert {"id", "text", "probability", "terms", "flip"} <= set(option)
        assert all({"name", "value", "source"} <= set(term) for term in option["terms"])
    assert abs(sum(option["probability"] for option in written["options"]) - 1) < 1e-6
    assert (folder / "out.json.c2pa").exists()


def test_a_page_and_a_scene(folder: Path) -> None:
    decide(Path("out.html"), CAST, SITUATION)
    assert (folder / "out.html").read_text("utf-8").startswith("<!doctype html>")
    decide(Path("out.md"), CAST, SITUATION, option="refuse")
    assert "He refuses and packs his brushes." in (folder / "out.md").read_text("utf-8")


def test_sheets_are_drafted(folder: Path) -> None:
    text = "# T\n\n## Characters\n\n- Zhang: a proud painter.\n\n## 1. Hall\n\nIt rains.\n"
    (folder / "t.md").write_text(text, "utf-8")
    decide(Path("drafted.toml"), draft=Path("t.md"))
    assert "agreeableness" in (folder / "drafted.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("out", "given", "told"),
    [
        ("out.json", {"situation": None}, "a decision needs a cast and a situation"),
        ("out.txt", {}, "name the file so"),
        ("out.md", {}, "say --option ID together with -o OUT.md"),
        ("out.json", {"option": "refuse"}, "say --option ID together with -o OUT.md"),
        ("out.json", {"situation": Path("none.toml")}, "none.toml: the file is missing"),
        ("out.json", {"draft": Path("t.md")}, "say --draft TREATMENT -o CAST.toml"),
    ],
)  # fmt: skip
def test_bad_use_is_one_sentence(folder: Path, out: str, given: dict[str, Path], told: str) -> None:
    with pytest.raises(BadInput) as caught:
        decide(Path(out), **{"cast": CAST, "situation": SITUATION, **given})  # type: ignore[arg-type]
    assert told in str(caught.value)


def test_a_file_that_is_none_ends_with_exit_code_2(folder: Path) -> None:
    done = run(folder, "situation.toml", "cast.toml", "-o", "out.json")
    assert done.returncode == 2
    assert done.stderr.startswith("hwaryong: situation.toml")
    assert "Traceback" not in done.stderr
