"""The card verbs, on a production whose record holds takes made with a voice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hwaryong.cli.main import app
from hwaryong.errors import BadInput
from hwaryong.record.model import Delivery, Run, RunInput, Take
from hwaryong.record.record import new_id, now
from hwaryong.rights.card import Card
from hwaryong.rights.policy import Policy
from hwaryong.studio import Studio

SAID = {"evidence": "E3", "source": "contract of 2026-10-01", "document": "d" * 64}
CYCLONEDX = {
    "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
    "metadata": {
        "component": {
            "type": "machine-learning-model", "name": "somebody's model", "version": "2",
            "hashes": [{"alg": "SHA-256", "content": "c" * 64}],
            "licenses": [{"license": {"id": "CC-BY-NC-4.0"}}],
        }
    },
}  # fmt: skip


def voice(**fields: Any) -> Card:
    licence = {**SAID, "id": "LicenseRef-contract", "commercial": "ok"}
    consent = {**SAID, "answer": "ok", "scope": "films"}
    plain: dict[str, Any] = {
        "format": "hwaryong.card/1", "name": "house voice", "version": "1", "kind": "voice", "learned": True,
        "maker": "this studio", "files": {"voice.onnx": "a" * 64}, "complete": SAID,
        "licences": {"code": licence, "weights": licence, "data": licence},
        "training_consent": consent, "likeness": consent, "territory": {**SAID, "worldwide": True},
        "expiry": SAID, "bans": {**SAID, "clients": ()},
    }  # fmt: skip
    return Card.model_validate({**plain, **fields})


def below(parent: Card) -> Card:
    edge = {"name": parent.name, "relation": "fine-tuned-from", "digest": parent.digest, **SAID}
    return voice(name="shouting voice", files={"shout.onnx": "b" * 64}, parents=(edge,))


def run(element: str, inputs: tuple[str, ...] = (), card: Card | None = None) -> tuple[Run, tuple[Take]]:
    cards = ({"name": card.name, "digest": card.digest},) if card else ()
    given = tuple(RunInput("from", str(n), take) for n, take in enumerate(inputs))
    made = Run(
        new_id(), new_id(), "tool", "voice.speak", 1, "c" * 64, {}, 0, cards, {}, "", "", given, "local",
        now(), now(),
    )  # fmt: skip
    return made, (Take(new_id(), made.id, element, "1" * 64, "audio", ".wav", 1, now()),)


@pytest.fixture
def production(tmp_path: Path) -> Path:
    """A line spoken by the voice, one by a voice that descends from it, a film of both, and a drawing."""
    folder = tmp_path / "production"
    (folder / "cards").mkdir(parents=True)
    (folder / "production.toml").write_text('name = "test"\n', "utf-8")
    for card in (voice(), below(voice())):
        (folder / "cards" / f"{card.name}.json").write_text(card.model_dump_json(), "utf-8")
    with Studio.open(folder) as studio:
        spoken, shouted = run("line/001", card=voice()), run("line/002", card=below(voice()))
        takes = (spoken[1][0].id, shouted[1][0].id)
        film, drawing = run("ep01/film", takes), run("keys")
        studio.record.add_all([spoken, shouted, film, drawing])
        studio.record.add_delivery(
            Delivery(new_id(), film[1][0].id, "5" * 64, "6" * 64, False, "open", now())
        )
    return folder


def ask(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["card", *map(str, words)])
    if code == 2 and isinstance(result.exception, BadInput):
        return result
    assert result.exit_code == code, result.output
    return result


def told(*words: str | Path) -> dict[str, Any]:
    answer = json.loads(ask(*words, "--json").stdout)
    assert isinstance(answer, dict)
    return answer


def revoke(production: Path, *more: str) -> dict[str, Any]:
    letter = ("--by", "producer", "--source", "letter of 2026-11-20")
    return told("revoke", "house voice", "--what", "likeness", *letter, "--production", production, *more)


def test_a_revocation_lists_every_element_and_delivery(production: Path) -> None:
    found = revoke(production)
    assert found["cards"] == ["house voice", "shouting voice"]
    assert found["elements"] == ["line/001", "line/002", "ep01/film"]
    assert [delivery["signed"] for delivery in found["deliveries"]] == ["5" * 64]
    assert found["written"]


def test_after_a_revocation_the_voice_and_what_descends_from_it_are_forbidden(production: Path) -> None:
    def likeness(name: str) -> tuple[str, list[str]]:
        found = told("show", name, "--production", production)["verdicts"]["likeness"]
        return found["verdict"], found["path"]

    assert likeness("shouting voice") == ("ok", ["shouting voice"])
    revoke(production)
    assert likeness("house voice")[0] == "forbidden"
    assert likeness("shouting voice") == ("forbidden", ["shouting voice", "house voice"])


def test_after_a_revocation_no_run_begins_and_no_film_leaves(production: Path) -> None:
    def allowed() -> tuple[bool, bool]:
        with Studio.open(production) as studio:
            judge = studio.judge(policy=Policy.named("in-house-or-licensed-only"))
            begins = judge.judge_run(
                element="line/009", tool="voice.speak", step="voice.speak", cards=(below(voice()).digest,),
                network=(), classes=frozenset({"human"}),
            )  # fmt: skip
            (film,) = (take for take in studio.record.takes() if take.element == "ep01/film")
            return begins.allow, judge.judge_delivery(studio.history(), film.id).allow

    assert allowed() == (True, True)
    revoke(production, "--dry-run")
    assert allowed() == (True, True)
    revoke(production)
    assert allowed() == (False, False)


def test_neither_deleting_nor_editing_the_card_undoes_a_notice(production: Path) -> None:
    revoke(production)
    (production / "cards" / "house voice.json").unlink()
    renamed = voice(name="another voice", version="2")
    (production / "cards" / "other.json").write_text(renamed.model_dump_json(), "utf-8")
    found = told("show", "another voice", "--production", production)
    assert found["verdicts"]["likeness"]["verdict"] == "forbidden"


def test_a_notice_may_begin_later(production: Path) -> None:
    revoke(production, "--from", "2999-01-01")
    assert told("show", "house voice", "--production", production)["verdicts"]["likeness"]["verdict"] == "ok"


def test_the_last_day_is_still_allowed(production: Path) -> None:
    paper = ("--by", "producer", "--source", "contract, § 4", "--production", str(production))
    found = told("expire", "house voice", "--on", date.today().isoformat(), *paper)
    assert found["notice"]["dimension"] == "expiry"
    assert told("show", "house voice", "--production", production)["verdicts"]["expiry"]["verdict"] == "ok"
    told("expire", "house voice", "--on", "2026-01-01", *paper)
    after = told("show", "house voice", "--production", production)["verdicts"]["expiry"]
    assert after["verdict"] == "forbidden"


def test_people_are_told_the_same(production: Path) -> None:
    letter = ("--by", "producer", "--source", "letter", "--production", production)
    text = ask("revoke", "house voice", "--what", "likeness", *letter).stdout
    assert "affected elements: 3, deliveries: 1" in text
    assert "line/002" in text
    assert "5" * 64 in text
    shown = ask("show", "house voice", "--production", production).stdout
    assert "notice by producer: likeness is forbidden" in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("revoke", "nobody", "--what", "likeness", "--by", "p", "--source", "s"),
            "there is no card 'nobody'",
        ),
        (("revoke", "house voice", "--what", "likeness", "--by", " ", "--source", "s"), "name of the person"),
        (("revoke", "house voice", "--what", "likeness", "--by", "p", "--source", ""), "needs its source"),
        (("expire", "house voice", "--on", "soon", "--by", "p", "--source", "s"), "'soon' is no day"),
    ],
)
def test_a_wrong_notice_gets_one_sentence(production: Path, words: tuple[str, ...], sentence: str) -> None:
    result = ask(*words, "--production", production, code=2)
    assert sentence in str(result.exception)


def test_a_foreign_card_is_judged_and_kept_once(production: Path, tmp_path: Path) -> None:
    file = tmp_path / "bom.json"
    file.write_text(json.dumps(CYCLONEDX), "utf-8")
    judged = told("check", file)
    assert judged["name"] == "somebody's model"
    assert judged["digests"] == ["c" * 64]
    assert set(judged["verdicts"]) == {
        "commercial", "training_consent", "territory", "expiry", "likeness", "client_ban",
    }  # fmt: skip
    assert judged["verdicts"]["commercial"]["verdict"] == "forbidden"
    kept = told("import", file, "--production", production)
    assert len(kept["files"]) == 1
    assert told("import", file, "--production", production)["files"] == []
    shown = told("show", judged["card"], "--production", production)
    assert shown["verdicts"]["commercial"]["verdict"] == "forbidden"
    assert "somebody's model" in {card["name"] for card in told("list", "--production", production)["cards"]}


def test_a_card_of_ours_is_kept_as_it_is_written(production: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '# a comment\nformat = "hwaryong.card/1"\nname = "an archive"\nversion = "1"\nkind = "archive"\n'
        'learned = false\nmaker = "this studio"\n[files]\n',
        "utf-8",
    )
    kept = told("import", file, "--production", production)["files"]
    assert Path(kept[0]).read_text("utf-8") == file.read_text("utf-8")


def test_another_card_of_the_same_name_is_not_kept(production: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(voice(version="2").model_dump_json(), "utf-8")
    assert "keeps another card named 'house voice'" in str(
        ask("import", file, "--production", production, code=2).exception
    )


def test_an_attestation_is_no_card(tmp_path: Path) -> None:
    file = tmp_path / "more.toml"
    file.write_text(f'format = "hwaryong.attestation/1"\nabout = "{"a" * 64}"\nby = "desk"\n', "utf-8")
    assert "an attestation, no card" in str(ask("check", file, code=2).exception)


def test_the_use_is_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    bound = voice(territory={**SAID, "countries": ("KR",)}, bans={**SAID, "clients": ("a client",)})
    file.write_text(bound.model_dump_json(), "utf-8")

    def verdict(*more: str) -> tuple[str, str]:
        found = told("check", file, *more)["verdicts"]
        return found["territory"]["verdict"], found["client_ban"]["verdict"]

    assert verdict() == ("unknown", "unknown")
    assert verdict("--country", "KR", "--client", "another") == ("ok", "ok")
    assert verdict("--country", "KR", "--country", "JP", "--client", "a client") == ("forbidden", "forbidden")


def test_an_older_edition_that_is_gone_is_found_by_name(production: Path) -> None:
    older = replace(run("line/003")[0], cards=({"name": "house voice", "digest": "e" * 64},))
    with Studio.open(production) as studio:
        studio.record.add(older, [Take(new_id(), older.id, "line/003", "1" * 64, "audio", ".wav", 1, now())])
    assert "line/003" in revoke(production, "--dry-run")["elements"]
