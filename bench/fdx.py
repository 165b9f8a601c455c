"""Final Draft files: what of them is left after reading, editing and writing; other tools beside."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from bench.measure import Measure
from hwaryong.media import fdx
from hwaryong.media.markup import escaped
from hwaryong.media.screenplay import Element
from hwaryong.media.script import Script

BUILD = Path(__file__).parent.parent / "build" / "fdx-rivals"
RIVALS = {"screenplay-tools": "screenplay-tools==0.0.10", "open-fdx-toolkit": "open-fdx-toolkit==0.1.0"}
HAND_WRITTEN = Path(__file__).with_name("fdxfiles")
GENERATED = 20
EDITS = 10
TYPES = ("Scene Heading", "Action", "General", "Shot", "Character", "Parenthetical", "Dialogue", "Transition")
STYLES = ("", "Bold", "Italic", "Underline", "Bold+Italic", "AllCaps", "Bold+AllCaps")

Kept = Counter[tuple[str, ...]]
"""Attributes (element, name, value) and elements (name only) of a file, counted."""


def measures(material: Path | None = None) -> Iterator[Measure]:
    """What is kept over reading and writing, over edits, and between Fountain and Final Draft."""
    files = [path.read_text(encoding="utf-8") for path in sorted(HAND_WRITTEN.glob("*.fdx"))]
    files += [generated(seed) for seed in range(GENERATED)]
    yield _written(files)
    yield from _edited(files, _rivals(files))
    if material and (folder := material / "screenplain-examples").is_dir():
        yield _fountain([*folder.glob("*.fountain"), *(material / "fountain-tests").glob("*.fountain")])


def generated(seed: int) -> str:
    """A made-up file of 200 paragraphs with split runs, unknown elements, comments, notes and revisions."""
    dice = random.Random(seed)
    body = "".join(_paragraph(dice, number) for number in range(200))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
        f'<FinalDraft DocumentType="Script" Template="No" Version="{dice.randint(1, 6)}">\n'
        f"  <Content>\n{body}  </Content>\n  <!-- {_words(dice)} -->\n  <?keep {_words(dice)}?>\n"
        f'  <TagData><TagDefinition CatId="{dice.random()}" Label="{escaped(_words(dice))}"/></TagData>\n'
        '  <LockedPages><LockedPage Number="12A" X="&#xAC00;&amp;"/></LockedPages>\n</FinalDraft>\n'
    )


def _paragraph(dice: random.Random, number: int) -> str:
    name = dice.choice(TYPES)
    inside = ""
    if name == "Scene Heading":
        length = f"{dice.randint(1, 3)} {dice.randint(1, 7)}/8"
        inside = (
            f'<SceneProperties Length="{length}" Page="{dice.randint(1, 90)}" Title="{_words(dice)}">'
            f'<SceneArcBeats><CharacterArcBeat Name="{_words(dice)}"/></SceneArcBeats></SceneProperties>'
        )
    if dice.random() < 0.2:
        note = f'<Paragraph><Text Size="9">{_words(dice)}</Text></Paragraph>'
        inside += f'<ScriptNote ID="{number}">{note}</ScriptNote>'
    if dice.random() < 0.2:
        inside += f"<Unknown{number} a='{dice.random()}'>text<b c=\"d\"/></Unknown{number}>"
    for _ in range(dice.randint(1, 4)):
        words = escaped(_words(dice)) if dice.random() < 0.9 else f"<![CDATA[{_words(dice)} & < ]]>"
        style = dice.choice(STYLES)
        font = f'RevisionID="{dice.randint(0, 3)}" Font="F{dice.randint(0, 9)}"'
        inside += f'<Text {font} Style="{style}">{words}</Text>'
    return f'    <Paragraph id="{number}" Number="{number}A" Type="{name}">{inside}</Paragraph>\n'


def _words(dice: random.Random) -> str:
    return (
        " ".join(
            dice.choice(["the", "wind", "화룡", "점정", "bell's", "a*b", "_x_", "1 + 2"]) for _ in range(4)
        )
        + " "
    )


def kept(text: str) -> Kept:
    """Attributes and elements of a file."""
    found: Kept = Counter()
    for element in ElementTree.fromstring(text).iter():
        found[(element.tag,)] += 1
        found.update((element.tag, name, value) for name, value in element.attrib.items())
    return found


def _written(files: list[str]) -> Measure:
    same = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(files):
            path = Path(folder) / f"{number}.fdx"
            path.write_bytes(text.encode())
            same += (
                Script.read(path).write(Path(folder) / f"{number}-again").read_bytes() == path.read_bytes()
            )
    return Measure("FDX, read and written", "byte-identical", f"{same} of {len(files)}", same == len(files))


def _edited(files: list[str], rivals: dict[str, list[str]]) -> Iterator[Measure]:
    """After ten changes of words in every file; the rivals only read and write."""
    before, after, lengths, told = Counter[str](), Counter[str](), 0, 0
    wrong = 0
    for seed, text in enumerate(files):
        changed = _with_edits(text, random.Random(seed))
        for key, count in _shares(text, changed).items():
            (before if key.startswith("of ") else after)[key.removeprefix("of ")] += count
        wrong += changed.count("<!--") != text.count("<!--") or changed.count("<?") != text.count("<?")
        headings = [fdx.parse(one)[1] for one in (text, changed)]
        eighths = [[one.eighths for one in elements if one.type == "scene_heading"] for elements in headings]
        lengths += sum(one == other for one, other in zip(*eighths, strict=True))
        told += len(eighths[0])
    beside = {name: Counter[str]() for name in rivals}
    for name, written in rivals.items():
        for text, again in zip(files, written, strict=True):
            beside[name].update(_shares(text, again))
    for what in ("attributes", "elements"):
        share = after[what] / before[what]
        others = [f"{name} {count[what] / count['of ' + what]:.1%}" for name, count in beside.items()]
        name = f"FDX, {what} left after {EDITS} edits in each of {len(files)} files"
        ours, met = f"{share:.2%} of {before[what]:,}", share == 1 and not wrong
        yield Measure(
            name, "100%", ours, met, f"read and written only: {', '.join(others)}" if others else ""
        )
    yield Measure("FDX, stored eighths after edits", "100%", f"{lengths} of {told}", lengths == told)


def _with_edits(text: str, dice: random.Random) -> str:
    for _ in range(EDITS):
        elements = fdx.parse(text)[1]
        number = dice.choice([at for at, element in enumerate(elements) if element.type != "page_break"])
        words = elements[number].text.split(" ")
        words[dice.randrange(len(words))] = "changed"
        text = fdx.edit(text, number, " ".join(words))
    return text


def _shares(text: str, again: str) -> Counter[str]:
    """How many attributes and elements there were, and how many are left; the ranges of notes may move."""
    true, left = kept(text), kept(again)
    shares = Counter[str]()
    for key, count in true.items():
        what = "elements" if len(key) == 1 else "attributes"
        moved = key[1:2] == ("Range",)
        shares["of " + what] += count
        shares[what] += count if moved and left[(key[0],)] == true[(key[0],)] else min(count, left[key])
    return shares


def _fountain(paths: list[Path]) -> Measure:
    """Fountain to Final Draft and back: every element, but for what `unheld` says."""
    same = there = hidden = 0
    for path in paths:
        script = Script.read(path)
        true = _shown(element for element in script.tidy if element.type != "boneyard")
        found = _shown(script.converted("fdx").converted("fountain").tidy)
        same += sum((Counter(true) & Counter(found)).values())
        there += len(true)
        hidden += sum(kind != "note" and ("[[" in words or "/*" in words) for kind, words, *_ in true)
    told = f"{same} of {there}; {hidden} with a note or boneyard inside, which is said"
    what = f"Fountain → FDX → Fountain, elements of {len(paths)} scripts"
    return Measure(what, "all that FDX can hold", told, same == there - hidden)


def _shown(elements: Iterable[Element]) -> list[tuple[str, str, object]]:
    return [(one.type, one.text, (one.scene_number, one.dual, one.level, one.speaker)) for one in elements]


def _rivals(files: list[str]) -> dict[str, list[str]]:
    """The files read and written by other tools; empty where they cannot be installed."""
    python = BUILD / "bin" / "python"
    try:
        if not (BUILD / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", str(BUILD)], check=True, timeout=120)
            pip = [str(python), "-m", "pip", "install", "--quiet", *RIVALS.values()]
            subprocess.run(pip, check=True, timeout=300, capture_output=True)
            (BUILD / "ready").touch()
        worker = str(Path(__file__).with_name("fdxworker.py"))
        return {name: [_rewritten([str(python), worker, name], text) for text in files] for name in RIVALS}
    except (OSError, subprocess.SubprocessError):
        return {}


def _rewritten(command: list[str], text: str) -> str:
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=True).stdout
