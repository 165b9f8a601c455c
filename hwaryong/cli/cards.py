"""The verbs about lineage cards: show, check, import, list, revoke, expire."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson
from hwaryong.consent import Affected, affected_by, give, notice_about
from hwaryong.errors import BadInput
from hwaryong.production import Production
from hwaryong.record.model import Notice
from hwaryong.rights.attestation import Attestation
from hwaryong.rights.card import Card
from hwaryong.rights.foreign import read_cards
from hwaryong.rights.shelf import Shelf, read_paper
from hwaryong.rights.verdict import Dimension, Findings, Use, verdicts
from hwaryong.studio import Studio

_SHOWN = 20  # affected elements that people are shown; --json names them all

Name = Annotated[str, typer.Argument(help="The card's name, another name of it, or its digest.")]
In = Annotated[Path | None, typer.Option("--production", help="The production whose cards and record count.")]
Of = Annotated[Path, typer.Option("--production", help="The production's folder.")]
By = Annotated[str, typer.Option("--by", help="The person who gives the notice.")]
Source = Annotated[str, typer.Option(help="Where it is written: the letter, mail or page, with its day.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List what would be affected, and write nothing.")]
Client = Annotated[str, typer.Option(help="The client of the use that is asked about.")]
Countries = Annotated[list[str] | None, typer.Option("--country", help="A country of the use, as KR.")]


def add_to(app: typer.Typer) -> None:
    cards = typer.Typer(help="Lineage cards of models, data sets, voices and archives.", no_args_is_help=True)
    for name, verb in (("show", show), ("check", check), ("import", import_), ("list", list_)):
        cards.command(name)(verb)
    cards.command("revoke")(revoke)
    cards.command("expire")(expire)
    app.add_typer(cards, name="card")


def show(
    name: Name, production: In = None, client: Client = "", country: Countries = None, json: AsJson = False
) -> None:
    """A card at hand: what is said of it, by whom, and the six answers."""
    with _desk(production, client, country) as (shelf, use):
        card = shelf.find(name)
        findings = verdicts(card, shelf, use)
    if json:
        show_json({**_answers(card, findings), "statements": _statements(shelf, card)})
    else:
        _say_card(card, findings)
        for line in _statements(shelf, card):
            say(f"  {line}")


def check(
    file: Path, production: In = None, client: Client = "", country: Countries = None, json: AsJson = False
) -> None:
    """Judge a card from a file: our own, CycloneDX, SPDX 3, Croissant or a Hugging Face README."""
    with _desk(production, client, country) as (shelf, use):
        card, *above = _read(file)
        for one in above:
            shelf = shelf.with_card(one)
        findings = verdicts(card, shelf, use)
    if json:
        show_json(_answers(card, findings))
    else:
        _say_card(card, findings)


def import_(file: Path, production: Of = Path(), json: AsJson = False) -> None:
    """Judge a card from a file and keep it in a production, with those of its ancestors in the file."""
    folder = Production.open(production).root / "cards"
    read = _read(file)
    kept = Shelf.read(folder)
    for card in read:
        _refuse_namesake(kept, card)
    written = [_keep(card, file, folder) for card in read if card.digest not in kept]
    with _desk(production, "", None) as (shelf, use):
        findings = verdicts(read[0], shelf, use)
    if json:
        show_json({**_answers(read[0], findings), "files": [str(path) for path in written]})
    else:
        _say_card(read[0], findings)
        say("\n".join(f"kept as {path}" for path in written) or "it was there already")


def list_(production: In = None, json: AsJson = False) -> None:
    """The cards at hand, with the worst answer to each question."""
    with _desk(production, "", None) as (shelf, use):
        rows = [
            (card, verdicts(card, shelf, use)) for card in sorted(shelf.values(), key=lambda card: card.name)
        ]
    if json:
        show_json({"cards": [_answers(card, findings) for card, findings in rows]})
        return
    for card, findings in rows:
        answers = "  ".join(f"{question} {found.verdict}" for question, found in findings.items())
        say(f"{card.digest[:12]}  {card.name} {card.version} ({card.kind})\n              {answers}")
    if not rows:
        say("There are no cards.")


def revoke(
    name: Name,
    what: Annotated[
        Dimension, typer.Option(help="The question that is answered with forbidden from now on.")
    ],
    source: Source,
    by: By,
    from_: Annotated[
        str, typer.Option("--from", help="The first day, as 2026-12-31; by default today.")
    ] = "",
    production: Of = Path(),
    dry_run: DryRun = False,
    json: AsJson = False,
) -> None:
    """Note that consent or permission was withdrawn, and list every element and delivery that is affected."""
    _notify(production, name, what, by, source, _day(from_) if from_ else _today(), dry_run, json)


def expire(
    name: Name,
    on: Annotated[str, typer.Option(help="The last day of use, as 2026-12-31.")],
    source: Source,
    by: By,
    production: Of = Path(),
    dry_run: DryRun = False,
    json: AsJson = False,
) -> None:
    """Note the last day on which a card's subject may be used, and list all that is affected."""
    _notify(production, name, "expiry", by, source, _day(on) + timedelta(days=1), dry_run, json)


def _notify(
    production: Path, name: str, what: Dimension, by: str, source: str, day: date, dry_run: bool, json: bool
) -> None:
    with Studio.open(production) as studio:
        card = studio.shelf().find(name)
        notice = notice_about(card, what, by=by, source=source, from_day=day)
        affected = affected_by(studio, card)
        if not dry_run:
            give(studio, notice)
    if json:
        show_json(_summary(notice, affected, dry_run))
    else:
        _say_affected(notice, affected, dry_run)


def _summary(notice: Notice, affected: Affected, dry_run: bool) -> dict[str, Any]:
    return {
        "notice": asdict(notice), "written": not dry_run,
        "cards": list(affected.cards), "elements": list(affected.elements),
        "takes": [{"take": take, "element": element} for take, element in affected.takes],
        "deliveries": [
            {"id": one.id, "take": one.take, "signed": one.signed, "at": one.at}
            for one in affected.deliveries
        ],
    }  # fmt: skip


def _say_affected(notice: Notice, affected: Affected, dry_run: bool) -> None:
    words = f"{notice.names[0]}: {notice.dimension.replace('_', ' ')} is forbidden from {notice.from_day} on"
    say(f"{words}{' (nothing was written)' if dry_run else ''}.")
    say(f"affected elements: {len(affected.elements)}, deliveries: {len(affected.deliveries)}")
    for element in affected.elements[:_SHOWN]:
        say(f"  {element}")
    if len(affected.elements) > _SHOWN:
        say(f"  … and {len(affected.elements) - _SHOWN} more; --json names them all")
    for delivery in affected.deliveries:
        say(f"  delivered {delivery.at[:10]}: the file with the SHA-256 {delivery.signed}")


@contextlib.contextmanager
def _desk(production: Path | None, client: str, countries: list[str] | None) -> Iterator[tuple[Shelf, Use]]:
    """The cards at hand and the use that is asked about; a production's policy says who and where."""
    asked = tuple(countries or ())
    if production is None:
        yield Shelf.read(packaged=True), Use(client, asked, _today())
        return
    with Studio.open(production) as studio:
        policy = studio.policy()
        client = client or policy.client or studio.production.settings.client
        yield studio.shelf(), Use(client, asked or policy.countries, _today())


def _read(file: Path) -> tuple[Card, ...]:
    """The cards in a file of ours or of another format, the subject's first."""
    try:
        with file.open("rb") as beginning:
            own = file.suffix == ".toml" or b'"hwaryong.' in beginning.read(4096)
    except OSError as error:
        raise BadInput(f"the file cannot be read ({error.strerror})", where=file) from None
    if not own:
        return read_cards(file)
    paper = read_paper(file)
    if isinstance(paper, Attestation):
        raise BadInput(
            "this is an attestation, no card", where=file,
            mend="put it into the production's cards/ and see `hwaryong card show`",
        )  # fmt: skip
    return (paper,)


def _refuse_namesake(kept: Shelf, card: Card) -> None:
    other = kept.named(card.name)
    if other is not None and other.digest != card.digest:
        raise BadInput(
            f"the production keeps another card named {card.name!r} ({other.digest[:12]})",
            mend="take that one out of cards/, or give this one another name",
        )


def _keep(card: Card, file: Path, folder: Path) -> Path:
    """Write a card into the folder: our own TOML as it is, all else as JSON."""
    folder.mkdir(exist_ok=True)
    slug = re.sub(r"[^\w.-]+", "-", card.name).strip("-.")[:80] or "card"
    target = folder / f"{slug}-{card.digest[:8]}{'.toml' if file.suffix == '.toml' else '.json'}"
    if file.suffix == ".toml":
        shutil.copyfile(file, target)
    else:
        target.write_text(card.model_dump_json(indent=1) + "\n", "utf-8")
    return target


def _answers(card: Card, findings: Findings) -> dict[str, Any]:
    return {
        "name": card.name, "version": card.version, "card": card.digest,
        "digests": sorted(set(card.files.values())),
        "verdicts": {
            question: {
                "verdict": found.verdict, "path": list(found.path), "evidence": found.evidence,
                "cure": found.cure, "contradicted": list(found.contradicted),
            }
            for question, found in findings.items()
        },
    }  # fmt: skip


def _say_card(card: Card, findings: Findings) -> None:
    say(f"{card.name} {card.version} ({card.kind} by {card.maker})\n  card {card.digest}")
    for name, digest in card.files.items():
        say(f"  file {digest}  {name}")
    for question, found in findings.items():
        say(f"  {question.replace('_', ' '):17}{found.verdict:11}{found.evidence}  {' → '.join(found.path)}")
        if found.cure:
            say(f"  {'':17}needed: {found.cure}")


def _statements(shelf: Shelf, card: Card) -> list[str]:
    """What is said of a card, a line a source; attestations name who adds them, notices who gives them."""
    lines = []
    for said in shelf.said(card):
        by = f"{said.by} adds: " if isinstance(said, Attestation) else ""
        parts = {f"licence of {part}": getattr(said.licences, part) for part in ("code", "weights", "data")}
        fields = ("complete", "training_consent", "likeness", "territory", "expiry", "bans", "parents")
        parts |= {field.replace("_", " "): getattr(said, field) for field in fields}
        for what, sources in parts.items():
            for one in sources:
                values = one.model_dump(mode="json", exclude={"evidence", "source", "read", "document"})
                told = ", ".join(
                    f"{key} {value}" for key, value in values.items() if value not in (None, [], False)
                )
                lines.append(f"{by}{what}: {told or 'stated'} [{one.counted}, {one.source}]")
    for notice in shelf.notices_about(card):
        lines.append(
            f"notice by {notice.by}: {notice.dimension.replace('_', ' ')} is {notice.verdict} "
            f"from {notice.from_day} on [{notice.evidence}, {notice.source}]"
        )
    return lines


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no day", mend="write it as 2026-12-31") from None


def _today() -> date:
    return datetime.now(UTC).date()
