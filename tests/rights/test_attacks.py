"""A slice of the bench's attacks: one of each class on four formats."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bench import attacks, forgeries
from hwaryong.rights.verify import verify

FORMATS = (".png", ".wav", ".svg", ".otio")


@pytest.mark.parametrize("attack", attacks.ATTACKS, ids=lambda attack: attack.__name__)
def test_each_attack_is_caught_with_node_and_path(
    attack: attacks.Attack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attacks, "ALL", FORMATS)
    house = attacks.House(tmp_path)
    trials = list(attack(house))
    assert trials
    for trial in trials:
        report = verify(trial.file, house.known if trial.known else None, anchors=house.keys.chain)
        assert trial.caught(report), (trial, report)


def test_an_expired_signer_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacks, "ALL", FORMATS)
    house = attacks.House(tmp_path)
    trials = list(attacks.expire(house))
    time.sleep(3.1)
    for trial in trials:
        assert trial.caught(verify(trial.file, house.known, anchors=house.keys.chain))


def test_honest_files_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacks, "ALL", FORMATS)
    monkeypatch.setattr(attacks, "HONEST", 12)
    house = attacks.House(tmp_path)
    files = list(attacks.honest(house))
    assert len(files) >= 12
    for file in files:
        assert verify(file, house.known, anchors=house.keys.chain).verdict == "ok", file.name


@pytest.mark.parametrize("attack", forgeries.ATTACKS)
def test_each_forgery_is_refused(attack: str) -> None:
    assert all(forgeries.ATTACKS[attack]())
