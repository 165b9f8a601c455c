"""Policies on a real film: asked before each run, at delivery, and what another client's would say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hwaryong.rights.policy import packaged
from tests.film.conftest import Run

BY_PEOPLE = """
[[rule]]
why = "this client wants every drawing from a person"
elements = ["**/A/*"]
classes = ["human"]
"""
NO_VOICES = """
[[rule]]
why = "no scratch voices"
steps = ["voice.speak"]
classes = ["human"]
"""


def written(folder: Path, rule: str, run: Run) -> Path:
    _, text, _ = run("policy", "show", "open")
    path = folder / "client.toml"
    path.write_text(text + rule, "utf-8")
    return path


def test_every_packaged_policy_can_be_asked_what_if(made: tuple[Path, Any], run: Run) -> None:
    for name in packaged():
        code, told, _ = run("policy", "check", made[0], "--policy", name, "--json")
        assert (code, told["policy"], told["verdict"]) == (0, name, "allow")


def test_what_another_clients_policy_would_refuse(made: tuple[Path, Any], tmp_path: Path, run: Run) -> None:
    path = written(tmp_path, BY_PEOPLE, run)
    code, told, _ = run("policy", "check", made[0], "--policy", path, "--json")
    assert (code, told["verdict"]) == (1, "refuse")
    by_tool = next(one for one in told["offending"] if "sh010/A/0002" in " ".join(one["elements"]))
    assert by_tool["path"][0] == "ep01/film"
    assert by_tool["path"][-1] == by_tool["element"]
    assert "this client wants every drawing from a person" in by_tool["why"]
    assert {cure["what"] for cure in told["cures"]} == {"by-hand"}
    cured = {element for cure in told["cures"] for element in cure["elements"]}
    assert {element for one in told["offending"] for element in one["elements"]} <= cured
    code, said, _ = run("policy", "check", made[0], "--policy", path)
    assert code == 1
    assert "The cheapest cure" in said


def test_a_rule_about_a_step_refuses_the_run_before_it_starts(production: Path, run: Run) -> None:
    written(production, NO_VOICES, run)
    settings = (production / "production.toml").read_text("utf-8")
    chosen = '[policy]\nfile = "client.toml"\n\n[gates]'
    settings = settings.replace("rate_wpm = 300", "rate_wpm = 200").replace("[gates]", chosen)
    (production / "production.toml").write_text(settings, "utf-8")
    code, told, _ = run("make", production, "--approve-drafts", "--json")
    assert code == 1
    (why,) = {failed["why"] if isinstance(failed, dict) else failed[1] for failed in told["failed"][:1]}
    assert "no scratch voices" in why
    assert "ep01/film" in told["blocked"]
