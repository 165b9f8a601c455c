from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.rights.lineage import CLASSES
from hwaryong.rights.policy import Policy, packaged

TEXT = (resources.files("hwaryong.rights") / "policies" / "client-forbids-ai.toml").read_text("utf-8")


def test_the_packaged_policies_say_where_they_come_from() -> None:
    assert packaged() == (
        "assistive-only", "client-forbids-ai", "in-house-or-licensed-only", "netflix-partner", "open",
    )  # fmt: skip
    for name in packaged():
        policy = Policy.named(name)
        assert policy.name == name
        assert "not legal advice" in policy.notice
        assert policy.source
    assert Policy.named("open").delivery.final == CLASSES


def test_an_unknown_policy_names_the_known() -> None:
    with pytest.raises(BadInput, match="client-forbids-ai"):
        Policy.named("../secrets")


FIELDS = re.findall(r"^(\w+) =", TEXT, re.M)


@pytest.mark.parametrize("field", FIELDS)
def test_a_policy_without_any_one_of_its_fields_is_refused(tmp_path: Path, field: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(re.sub(rf"^{field} = .*\n", "", TEXT, count=1, flags=re.M), "utf-8")
    with pytest.raises(BadInput):
        Policy.read(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('learned_models = "refuse"', 'learned_models = "Refuse"'),
        ('learned_models = "refuse"', "learned_models = false"),
        ('evidence = "E3"', 'evidence = "high"'),
        ("[run]", "[run]\nhosts = []"),
        ('final = ["human"', 'final = ["people"'),
    ],
)
def test_a_word_that_policies_do_not_have_is_refused(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "policy.toml"
    assert before in TEXT
    path.write_text(TEXT.replace(before, after, 1), "utf-8")
    with pytest.raises(BadInput, match="not usable"):
        Policy.read(path)
