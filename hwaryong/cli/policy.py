"""The verbs about policies: whether one lets a production's films leave, and what each says."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import typer

from hwaryong.cli.console import say, show_json
from hwaryong.cli.house import AsJson, Folder
from hwaryong.rights.judge import Verdict
from hwaryong.rights.policy import Policy, packaged
from hwaryong.studio import Studio

_SHOWN = 12  # offences that people are shown; --json names them all


def add_to(app: typer.Typer) -> None:
    policies = typer.Typer(help="What a client's policy lets through.", no_args_is_help=True)
    policies.command("check")(check)
    policies.command("list")(list_)
    policies.command("show")(show)
    app.add_typer(policies, name="policy")


def check(
    folder: Folder = Path(),
    policy: Annotated[
        str, typer.Option(help="Another policy than the production's: a packaged one's name, or a TOML file.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Whether a policy lets a production's films leave, and the cheapest cure; exit 0 only if it does."""
    with Studio.open(folder) as studio:
        plan = studio.plan()
        judge, history = studio.judge(plan, _find(policy) if policy else None), studio.history(plan)
        films = [f"{episode.name}/film" for episode in studio.production.episodes]
        made = {take.element: take.id for take in history.takes.values() if take.element in films}
        verdicts = [judge.judge_delivery(history, take) for take in made.values()]
    allowed = bool(verdicts) and all(verdict.allow for verdict in verdicts)
    if json:
        show_json(_summary(judge.policy.name, allowed, verdicts))
    else:
        say(f"{judge.policy.name}: {'allow' if allowed else 'refuse'}")
        for verdict in verdicts:
            _say_why(verdict)
        if not verdicts:
            say("  No film is made yet; what is not known is refused.")
    if not allowed:
        raise typer.Exit(1)


def list_(json: AsJson = False) -> None:
    """The policies that come with Hwaryong."""
    policies = [Policy.named(name) for name in packaged()]
    if json:
        show_json({"policies": [{"name": policy.name, "summary": policy.summary} for policy in policies]})
    else:
        for policy in policies:
            say(f"{policy.name:28}{policy.summary}")


def show(
    policy: Annotated[str, typer.Argument(help="A packaged policy's name, or a TOML file.")],
    json: AsJson = False,
) -> None:
    """A policy as it is written: copy it into a file and change it for a client of your own."""
    found = _find(policy)
    if json:
        show_json(found.model_dump(mode="json", exclude_none=True))
    else:
        say(_text(policy).rstrip())


def _find(policy: str) -> Policy:
    return Policy.read(Path(policy)) if _is_file(policy) else Policy.named(policy)


def _text(policy: str) -> str:
    if _is_file(policy):
        return Path(policy).read_text("utf-8")
    return (resources.files("hwaryong.rights") / "policies" / f"{policy}.toml").read_text("utf-8")


def _is_file(policy: str) -> bool:
    return Path(policy).suffix in (".toml", ".json")


def _say_why(verdict: Verdict) -> None:
    for reason in verdict.reasons[:_SHOWN]:
        say(f"  {reason}")
    if len(verdict.reasons) > _SHOWN:
        say(f"  … and {len(verdict.reasons) - _SHOWN} more; --json names them all")
    if verdict.cures:
        say(f"  The cheapest cure (cost {sum(cure.cost for cure in verdict.cures)}):")
        for cure in verdict.cures:
            say(f"    {cure.sentence}")
    elif not verdict.allow:
        say("  No cure is known: what is refused is the film's own making.")


def _summary(policy: str, allowed: bool, verdicts: list[Verdict]) -> dict[str, Any]:
    return {
        "policy": policy,
        "verdict": "allow" if allowed else "refuse",
        "offending": [
            {
                "element": offence.element, "path": list(offence.path), "why": offence.why,
                "elements": list(offence.elements),
            }
            for verdict in verdicts for offence in verdict.offending
        ],
        "cures": [
            {
                "what": cure.what, "elements": list(cure.elements), "tool": cure.tool, "card": cure.card,
                "dimension": cure.dimension, "cost": cure.cost, "sentence": cure.sentence,
            }
            for verdict in verdicts for cure in verdict.cures
        ],
    }  # fmt: skip
