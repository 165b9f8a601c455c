"""Productions for the bench and the tests: a folder, the plug-in's tools, and plans without a film."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hwaryong import tools
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.studio import Studio

PLUGIN = Path(__file__).parent / "plugin"
CHECKOUT = Path(__file__).parent.parent

_SETTINGS = """\
name = "workshop"
[[origin]]
files = "**"
by = "the bench"
statement = "Written by a program for a measurement."
program = true
"""


def install(plugin: Path = PLUGIN) -> None:
    """Put a plug-in's folder on this process's and its children's path, and see its tools."""
    if str(plugin) not in sys.path:
        sys.path.insert(0, str(plugin))
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, [str(plugin), *paths])))
    tools.forget()


def environment(plugin: Path) -> dict[str, str]:
    """The environment of a process that has this plug-in in place of the one that lies here."""
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path != str(PLUGIN)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(plugin), *others]))}


def production(folder: Path, texts: dict[str, str], settings: str = _SETTINGS) -> Path:
    """Write a production with these given texts (`name` → content); answers its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "production.toml").write_text(settings, "utf-8")
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def plan_of(studio: Studio | Production) -> Plan:
    """An empty plan in which all given texts are elements already."""
    owner = studio if isinstance(studio, Production) else studio.production
    plan = Plan(owner)
    for name in owner.files:
        if name.endswith(".md"):
            plan.given(name.removesuffix(".md"), (".md",))
    return plan
