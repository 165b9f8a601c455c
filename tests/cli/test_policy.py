"""The policy verbs that need no production; `policy check` is tested on a film, in tests/film."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hwaryong.cli.main import app
from hwaryong.errors import BadInput
from hwaryong.rights.policy import Policy, packaged


def ask(*words: str) -> Result:
    result = CliRunner().invoke(app, ["policy", *words])
    assert result.exit_code == 0, result.output
    return result


def test_list_names_every_packaged_policy() -> None:
    told = json.loads(ask("list", "--json").stdout)
    assert [policy["name"] for policy in told["policies"]] == list(packaged())
    assert all(policy.split()[0] in ask("list").stdout for policy in packaged())


@pytest.mark.parametrize("name", packaged())
def test_what_show_prints_is_a_policy_to_start_from(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(ask("show", name).stdout, "utf-8")
    assert Policy.read(path) == Policy.named(name)
    assert json.loads(ask("show", str(path), "--json").stdout)["name"] == name


def test_a_policy_that_is_not_there_is_bad_input() -> None:
    result = CliRunner().invoke(app, ["policy", "show", "no-such-policy"])
    assert isinstance(result.exception, BadInput)
    assert "client-forbids-ai" in str(result.exception)
