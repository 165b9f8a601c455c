"""The verbs of the rights desk: disclose, verify, policy check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson, Folder
from hwaryong.delivery import Deliveries
from hwaryong.rights.judge import Verdict
from hwaryong.rights.verify import verify as verify_file
from hwaryong.studio import Studio


def add_to(app: typer.Typer) -> None:
    app.command()(disclose)
    app.command()(verify)
    policies = typer.Typer(help="What the production's policy says.", no_args_is_help=True)
    policies.callback()(lambda: None)
    policies.command("check")(check)
    app.add_typer(policies, name="policy")


def disclose(
    folder: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write the disclosure to.")],
    json: AsJson = False,
) -> None:
    """Write the disclosure of every film that is made: JSON, a page to read, a bill of materials."""
    with Studio.open(folder) as studio:
        written = Deliveries(studio, studio.plan()).disclose_to(out)
    if json:
        show_json({"disclosures": {film: str(path) for film, path in written.items()}})
    else:
        for film, path in written.items():
            say(f"{film}: {path}")


def verify(
    file: Path,
    production: Annotated[
        Path | None, typer.Option(help="The production whose record should know the file.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Judge a file by its credentials, and by a production's record where one is given."""
    if production:
        with Studio.open(production) as studio:
            report = verify_file(file, studio.known())
    else:
        report = verify_file(file)
    if json:
        show_json(report.to_dict())
    else:
        say(f"{report.verdict}  (C2PA alone: {report.c2pa})")
        for reason in report.reasons:
            say(
                f"  {reason.element}: {reason.what}"
                + (f"  [{' → '.join(reason.path)}]" if reason.path else "")
            )
    if report.verdict not in ("ok", "untrusted"):
        raise typer.Exit(1)


def check(folder: Folder = Path(), json: AsJson = False) -> None:
    """Whether the policy lets the films of a production leave; exit 0 only if it does."""
    with Studio.open(folder) as studio:
        judge, history = studio.judge(), studio.history()
        films = [f"{episode.name}/film" for episode in studio.production.episodes]
        current = {take.element: take.id for take in history.takes.values() if take.element in films}
        verdicts = [judge.judge_delivery(history, take) for take in current.values()]
    refused = not verdicts or any(not verdict.allow for verdict in verdicts)
    if json:
        show_json(_summary(judge.policy.name, refused, verdicts))
    else:
        say(f"{judge.policy.name}: {'refuse' if refused else 'allow'}")
        for verdict in verdicts:
            for reason in verdict.reasons:
                say(f"  {reason}")
        if not verdicts:
            say("  No film is made yet; what is not known is refused.")
    if refused:
        raise typer.Exit(1)


def _summary(policy: str, refused: bool, verdicts: list[Verdict]) -> dict[str, Any]:
    return {
        "policy": policy,
        "verdict": "refuse" if refused else "allow",
        "offending": [
            {"element": offence.element, "path": list(offence.path), "why": offence.why}
            for verdict in verdicts
            for offence in verdict.offending
        ],
        "cures": [
            f"make {offence.element} by other means, or bring the evidence that is missing: {offence.why}"
            for verdict in verdicts
            for offence in verdict.offending
        ],
    }
