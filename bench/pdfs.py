"""Scripts as PDF: melted into elements, whoever set them, and set in time; rivals beside."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pylopdf_fonts_ko
import typst

from bench import koreans
from bench.feature import feature
from bench.measure import Measure
from hwaryong.media.emphasis import plain
from hwaryong.media.pages import PAPERS, paginate
from hwaryong.media.pdftext import read_pages
from hwaryong.media.screenplay import Element
from hwaryong.media.script import Script
from hwaryong.media.scriptmelt import melt
from hwaryong.media.scriptpdf import set_pages

BUILD = Path(__file__).parent.parent / "build"
SCREENPLAIN = ("screenplain[PDF]==0.12.0",)
AFTERWRITING = "afterwriting@1.17.3"
EXAMPLES = ("Brick-and-Steel", "The-Last-Birthday-Card")
_UNPRINTED = frozenset({"section", "synopsis", "note", "boneyard"})
TARGET = 0.995
_ROUNDS = 3
_SCREENPLAIN_SETS = """
import io, sys, time
from screenplain.parsers import fountain
from screenplain.export import pdf
text, best = open(sys.argv[1], encoding="utf-8").read(), 1e9
for _ in range(int(sys.argv[3])):
    began = time.perf_counter()
    out = io.BytesIO()
    pdf.to_pdf(fountain.parse(io.StringIO(text)), out)
    best = min(best, time.perf_counter() - began)
open(sys.argv[2], "wb").write(out.getvalue())
print(best)
"""


_KOREAN_PAGES = """
#set page("a4", margin: 25mm, numbering: "- 1 -")
#set text(font: "Noto Sans KR", size: 10.5pt, lang: "ko")
#set par(leading: 0.7em, spacing: 0.7em)
#for line in json(bytes(sys.inputs.lines)) {
  let body = line.trim(at: start)
  let cut = body.split("\\t")
  if body == "" { par(hide("x")) }
  else if cut.len() > 1 and body == line {
    par(hanging-indent: 34mm, box(width: 34mm, cut.first()) + cut.slice(1).join(" "))
  } else {
    par(h((line.len() - body.len()) * 0.5em) + body.split(regex(" {2,}")).join(h(2em)))
  }
}
"""


def measures(material: Path | None = None) -> Iterator[Measure]:
    """All lines; `material` is the folder that holds `screenplain-examples`."""
    examples = _examples(material)
    features = {"120 pages": feature(), "120 pages, Korean too": feature(korean=True)}
    yield from _own({**examples, **features})
    with tempfile.TemporaryDirectory(prefix="pdfs-") as folder:
        if material and examples:
            yield from _printed(material / "screenplain-examples", examples)
        seconds = yield from _screenplain({"120 pages": features["120 pages"]}, Path(folder))
        yield from _afterwriting({**examples, "120 pages": features["120 pages"]}, Path(folder))
        yield _speed(features["120 pages"], seconds)
    yield _korean_layout()
    yield _hangul(features["120 pages, Korean too"])


def f1(source: Script, melted: Sequence[Element], *, marks: bool = False) -> float:
    """F1 of elements by type and text (white space aside), in order; what is not printed is left out."""
    gold = [_key(one, marks) for one in source.elements if one.type not in _UNPRINTED]
    found = [_key(one, marks) for one in melted]
    same = sum(part.size for part in SequenceMatcher(None, gold, found, autojunk=False).get_matching_blocks())
    return 2 * same / (len(gold) + len(found))


def _key(element: Element, marks: bool) -> tuple[str, str]:
    text = element.text if marks else plain(element.text)
    return element.type, " ".join(unicodedata.normalize("NFC", text).split())


def _examples(material: Path | None) -> dict[str, str]:
    folder = (material or Path()) / "screenplain-examples"
    return {
        name: (folder / f"{name}.fountain").read_text("utf-8")
        for name in EXAMPLES
        if material and (folder / f"{name}.fountain").is_file()
    }


def _melted(name: str, source: str, data: bytes, note: str = "") -> Measure:
    """One PDF melted; with a `note` of what its program has lost there is no target."""
    script = Script(source)
    began = time.perf_counter()
    title, elements = melt(data, name)
    seconds = time.perf_counter() - began
    score, marked = f1(script, elements), f1(script, elements, marks=True)
    keys = sum(title.get(key) == value for key, value in script.title_page.items())
    said = f"F1 {score:.4f}, emphasis too {marked:.4f}; title page {keys}/{len(script.title_page)}"
    said += f"; {seconds:.1f} s"
    target = "no target, its print loses some" if note else f"F1 ≥ {TARGET}"
    return Measure(f"melt {name}", target, said, bool(note) or score >= TARGET, note)


def _own(sources: dict[str, str]) -> Iterator[Measure]:
    for name, source in sources.items():
        script = Script(source)
        for paper in PAPERS:
            data = set_pages(script.title_page, script.elements, paper=paper)
            count = paginate(script.title_page, script.elements, paper=paper).count
            yield _melted(f"our {name} ({count} pages, {paper})", source, data)


def _printed(folder: Path, examples: dict[str, str]) -> Iterator[Measure]:
    for name, source in examples.items():
        yield _melted(f"screenplain's {name}", source, (folder / f"{name}.pdf").read_bytes())


def _screenplain(sources: dict[str, str], folder: Path) -> Iterator[Measure]:
    """What screenplain sets; returns the seconds of the last one, None where it cannot be installed."""
    seconds: float | None = None
    try:
        python = _environment(BUILD / "screenplain")
        for name, source in sources.items():
            text, pdf = folder / "script.fountain", folder / "script.pdf"
            text.write_text(source, "utf-8")
            command = [str(python), "-c", _SCREENPLAIN_SETS, str(text), str(pdf), str(_ROUNDS)]
            done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
            seconds = float(done.stdout)
            note = "it prints songs as dialogue with ~, transitions in capitals"
            yield _melted(f"screenplain's {name}", source, pdf.read_bytes(), note)
    except (OSError, subprocess.SubprocessError) as error:
        yield Measure("melt screenplain's", "F1 ≥ 0.995", f"not installed ({type(error).__name__})", False)
    return seconds


def _environment(folder: Path) -> Path:
    """The Python of a virtual environment with screenplain, made once."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True, timeout=120)
        install = [str(python), "-m", "pip", "install", "--quiet", *SCREENPLAIN]
        subprocess.run(install, check=True, timeout=600, capture_output=True)
        (folder / "ready").touch()
    return python


def _afterwriting(sources: dict[str, str], folder: Path) -> Iterator[Measure]:
    """What afterwriting (Node) sets: a layout that the melter was not made on."""
    home = BUILD / "afterwriting"
    program = home / "node_modules" / ".bin" / "afterwriting"
    try:
        if not program.exists():
            home.mkdir(parents=True, exist_ok=True)
            npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), AFTERWRITING]
            subprocess.run(npm, check=True, timeout=300, capture_output=True)
        for name, source in sources.items():
            (folder / "other.fountain").write_text(source, "utf-8")
            command = [str(program), "--source", "other.fountain", "--pdf", "other.pdf", "--overwrite"]
            subprocess.run(command, cwd=folder, check=True, timeout=300, capture_output=True)
            note = "it prints songs as dialogue, dual dialogue over the action below" if "120" in name else ""
            data = (folder / "other.pdf").read_bytes()
            yield _melted(f"afterwriting's {name}", source, data, note)
    except (OSError, subprocess.SubprocessError) as error:
        yield Measure("melt afterwriting's", "F1 ≥ 0.995", f"not installed ({type(error).__name__})", False)


def _korean_layout() -> Measure:
    """Scripts in the Korean layout, set as a word processor would: A4, proportional letters, tab stops."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(pylopdf_fonts_ko.sans_path().parent)])

    def printed(text: str) -> list[koreans.Item]:
        said = {"lines": json.dumps(text.split("\n"))}
        data = typst.compile(_KOREAN_PAGES.encode(), font_paths=fonts, sys_inputs=said)
        return koreans.items(melt(bytes(data), "korean.pdf")[1])

    paths = sorted(koreans.SCENES.glob("*.txt"))
    score = koreans.score(printed, paths)
    typed = koreans.score(koreans.ours, paths)
    said = f"F1 {score:.4f} ({typed:.4f} from the text itself)"
    return Measure(f"melt the Korean layout, {len(paths)} hands", "F1 ≥ 0.98", said, score >= 0.98)


def _speed(source: str, theirs: float | None) -> Measure:
    """Fountain text to PDF, imports left out, the best of some rounds."""
    ours = min(_timed(lambda: _set(source)) for _ in range(_ROUNDS))
    rivals = "screenplain not installed" if theirs is None else f"screenplain {theirs:.2f} s"
    met = theirs is not None and ours < theirs
    return Measure("120-page script to PDF", "faster than screenplain", f"{ours:.2f} s", met, rivals)


def _set(source: str) -> bytes:
    script = Script(source)
    return set_pages(script.title_page, script.elements)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _hangul(source: str) -> Measure:
    """Hangul syllables that are printed and those that PDFium finds in the PDF."""
    script = Script(source)
    printed = "".join(line.text for line in paginate(script.title_page, script.elements).lines)
    pages = read_pages(_set(source), "our script")
    found = "".join(line.text for page in pages for line in page.lines)
    wanted, got = _syllables(printed), _syllables(found)
    said = f"{len(got):,} of {len(wanted):,}, {'in the same order' if got == wanted else 'in another order'}"
    return Measure("Hangul out of our PDF", "every glyph", said, got == wanted)


def _syllables(text: str) -> str:
    return "".join(letter for letter in text if "\uac00" <= letter <= "\ud7a3")
