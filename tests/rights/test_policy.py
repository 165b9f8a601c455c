from __future__ import annotations

import contextlib
import re
import time
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.rights.lineage import CLASSES
from hwaryong.rights.policy import Limits, Policy, matches, packaged
from hwaryong.rights.verdict import DIMENSIONS

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


RULE = """
[[rule]]
why = "voices are spoken by people"
steps = ["voice.*"]
learned_models = "refuse"
"""


def written(folder: Path, more: str, base: str = "open") -> Path:
    path = folder / "policy.toml"
    text = (resources.files("hwaryong.rights") / "policies" / f"{base}.toml").read_text("utf-8")
    path.write_text(text + more, "utf-8")
    return path


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (RULE.replace('why = "voices are spoken by people"\n', ""), "why"),
        (RULE.replace('learned_models = "refuse"\n', ""), "asks for nothing"),
        (RULE.replace('"refuse"', '"allow"'), "learned_models"),
        (RULE.replace('["voice.*"]', "[]"), "steps"),
        (RULE.replace("steps", "stpes"), "stpes"),
        (RULE.replace('"voice.*"', '"voice.[a-z]*"'), "steps"),
        (RULE.replace('["voice.*"]', '["voice.*"]\ndeliverables = ["trailer"]'), "deliverables"),
        (RULE * 65, "rule"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused(tmp_path: Path, more: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Policy.read(written(tmp_path, more))


def test_what_may_be_final_may_be_temporary(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(re.sub("temporary = .*", 'temporary = ["human"]', TEXT), "utf-8")
    with pytest.raises(BadInput, match="temporary"):
        Policy.read(path)


@pytest.mark.parametrize(
    ("name", "glob", "fits"),
    [
        ("ep01/sq010/sh010/A/0003", "ep01/**/A/*", True),
        ("ep01/sq010/sh010/A/0003/paint", "ep01/**/A/*", False),
        ("ep01/film", "**", True),
        ("ep01/film", "*", False),
        ("ep01/film", "**/film", True),
        ("film", "**/film", True),
        ("voice.speak", "voice.*", True),
        ("voice.speak", "VOICE.*", False),
        ("ep01/film\n", "ep01/film", False),
    ],
)
def test_globs(name: str, glob: str, fits: bool) -> None:
    assert matches(name, glob) is fits


def test_no_glob_takes_long() -> None:
    began = time.perf_counter()
    matches("/".join(["a" * 40] * 12), "/".join(["**", "*a*a*a*a*a*b"] * 12))
    assert time.perf_counter() - began < 1


CLASS = st.sets(st.sampled_from(CLASSES)).map(tuple)
ANSWERS = st.sets(st.sampled_from(["ok", "restricted", "unknown", "forbidden"])).map(tuple)
LICENCES = st.fixed_dictionaries(
    {
        "allowed": st.just("any") | st.sets(st.sampled_from(["MIT", "apache-2.0", "CC0-1.0"])).map(tuple),
        "refused": st.sets(st.sampled_from(["CC-BY-NC-4.0", "MIT"])).map(tuple),
    }
)
RULES = st.lists(
    st.fixed_dictionaries(
        {"why": st.just("a law"), "evidence": st.sampled_from(["E0", "E1", "E2", "E3", "E4"])},
        optional={
            "clients": st.just(("a client",)), "countries": st.just(("KR",)),
            "steps": st.sampled_from([("voice.*",), ("drawing.*", "*")]),
            "elements": st.sampled_from([("**",), ("ep01/**",), ("*",)]),
            "deliverables": st.sampled_from([("final",), ("temporary",), ("final", "temporary")]),
            "classes": CLASS, "learned_models": st.just("refuse"), "servers": st.just("refuse"),
            "accept": st.dictionaries(st.sampled_from(DIMENSIONS), ANSWERS), "licences": LICENCES,
            "banned": st.just(("a model",)),
        },
    ),
    max_size=4,
)  # fmt: skip


def stricter(limits: Limits, than: Limits) -> bool:
    """Whether nothing is allowed by the one that the other refuses."""
    return (
        limits.classes <= than.classes
        and limits.learned_models <= than.learned_models
        and limits.servers <= than.servers
        and all(one <= other for one, other in zip(limits.accept, than.accept, strict=True))
        and limits.evidence >= than.evidence
        and (than.allowed is None or (limits.allowed is not None and limits.allowed <= than.allowed))
        and limits.refused >= than.refused
        and limits.banned >= than.banned
    )


@given(name=st.sampled_from(packaged()), rules=RULES, data=st.data())
def test_rules_only_narrow_in_any_order(name: str, rules: list[Any], data: st.DataObject) -> None:
    plain = Policy.named(name).model_dump()
    policy = Policy.model_validate({**plain, "rule": (*plain["rule"], *rules)})
    numbers = tuple(range(len(policy.rule)))
    for place in ("final", "temporary"):
        base = policy.limits(place, ())
        narrow = policy.limits(place, numbers)
        assert stricter(narrow, base)
        assert stricter(policy.limits("final", numbers), policy.limits("temporary", numbers))
        shuffled = policy.limits(place, tuple(data.draw(st.permutations(numbers))))
        assert replace(shuffled, because=()) == replace(narrow, because=())
        some = data.draw(st.sets(st.sampled_from(numbers))) if numbers else set()
        assert stricter(narrow, policy.limits(place, tuple(some)))


@given(rules=RULES, element=st.sampled_from(["ep01/film", "x"]), step=st.sampled_from(["voice.speak", "x"]))
def test_a_selector_that_is_not_known_selects(rules: list[Any], element: str, step: str) -> None:
    plain = Policy.named("open").model_dump()
    for rule in Policy.model_validate({**plain, "rule": tuple(rules)}).rule:
        assert rule.concerns("", ())
        assert rule.covers(element, None) >= rule.covers(element, step)
        assert rule.concerns("a client", ("KR", "JP"))


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300)
    | st.tuples(st.integers(0, len(TEXT)), st.integers(0, 60), st.text(max_size=20)).map(
        lambda cut: (TEXT[: cut[0]] + cut[2] + TEXT[cut[0] + cut[1] :]).encode("utf-8", "surrogatepass")
    )
)
def test_the_reader_answers_anything(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    with contextlib.suppress(BadInput):
        assert Policy.read(path).notice


@pytest.mark.parametrize("content", ["[" * 100_000, "a=" + "[" * 100_000, "x = '" + "y" * 2_000_000 + "'"])
def test_hostile_files_take_no_time(tmp_path: Path, content: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(content, "utf-8")
    began = time.perf_counter()
    with pytest.raises(BadInput):
        Policy.read(path)
    assert time.perf_counter() - began < 2


def test_the_documented_policy_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.S)
    (tmp_path / "client.toml").write_text(example, "utf-8")
    policy = Policy.read(tmp_path / "client.toml")
    assert [rule.covers("ep01/sq010/face/0001", "drawing.paint") for rule in policy.rule] == [False, True]
