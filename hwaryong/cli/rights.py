"""The verbs of the rights desk: disclose and verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson, Folder
from hwaryong.delivery import Deliveries
from hwaryong.errors import BadInput
from hwaryong.rights.proof import Proof, verify_disclosure, verify_proof
from hwaryong.rights.verify import verify as verify_file
from hwaryong.studio import Studio


def add_to(app: typer.Typer) -> None:
    app.command()(disclose)
    app.command()(verify)


def disclose(
    folder: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write the disclosure to.")],
    redact: Annotated[
        list[str] | None,
        typer.Option(help="Hide the elements that match this glob; may be given several times."),
    ] = None,
    client: Annotated[str, typer.Option(help="For whom the redacted view is; it is written on it.")] = "",
    proof: Annotated[
        list[str] | None, typer.Option(help="Write the proof that this element is in the film beside it.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Write the disclosure of every film that is made, signed: JSON, page, PDF, bill of materials, labels."""
    with Studio.open(folder) as studio:
        deliveries = Deliveries(studio, studio.plan())
        written = deliveries.disclose_to(out, hidden=redact or (), client=client, proofs=proof or ())
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
    proof: Annotated[
        Path | None, typer.Option(help="A proof that an element is in the film FILE (or see --against).")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(help="The film or disclosure that the proof is checked by; FILE is then the element's."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Judge a file by its credentials, and by a production's record or an element's proof where given."""
    if against and not proof:
        raise BadInput("--against needs a proof", mend="say --proof PROOF.json")
    holder = against or file
    if production:
        with Studio.open(production) as studio:
            report = verify_file(holder, studio.known())
    else:
        report = verify_file(holder)
    report = verify_disclosure(holder, report)
    proved = Proof.read(proof) if proof else None
    if proved:
        report = verify_proof(proved, holder, report, file if against else None)
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
    if proved and not json:
        say(f"  The proof holds: {proved.leaf.element} ({proved.leaf.klass}) is an element of {proved.film}.")
