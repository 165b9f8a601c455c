"""Each tool alone, on files that lie anywhere: the same contract, credentials in what it writes."""

from __future__ import annotations

import json
from pathlib import Path

from hwaryong.media.audio import Audio
from hwaryong.media.drawing import Drawing
from tests.film import tiny
from tests.film.conftest import Run


def test_in_betweens_of_two_files(tmp_path: Path, run: Run) -> None:
    first, last = tiny.box(40).write(tmp_path / "a"), tiny.box(200).write(tmp_path / "b")
    code, said, errors = run("inbetween", first, last, "-n", "3", "-o", tmp_path / "out", "--json")
    assert code == 0, errors
    assert said == json.loads((tmp_path / "out/inbetween.json").read_text("utf-8"))
    assert [drawing["at"] for drawing in said["drawings"]] == [0.25, 0.5, 0.75]
    files = [Path(drawing["file"]).name for drawing in said["drawings"]]
    assert files == ["0001.png", "0002.png", "0003.png"]
    middle = Drawing.read(Path(said["drawings"][1]["file"])).ink()
    columns = middle.max(axis=0).nonzero()[0]
    assert abs((columns.min() + columns.max()) / 2 - (120 + 30)) <= 2


def test_one_in_between_with_its_strokes(tmp_path: Path, run: Run) -> None:
    first, last = tiny.box(40).write(tmp_path / "a"), tiny.box(200).write(tmp_path / "b")
    out = tmp_path / "middle.svg"
    code, _, errors = run("inbetween", first, last, "--at", "0.5", "-o", out)
    assert code == 0, errors
    assert [stroke.id for stroke in Drawing.read(out).strokes] == ["box"]
    told = json.loads((tmp_path / "middle.json").read_text("utf-8"))
    assert set(told["drawings"][0]) == {"at", "file", "confidence", "flagged", "reasons", "unsure"}


def test_marks_bend_the_way_between(tmp_path: Path, run: Run) -> None:
    first, last = tiny.box(40).write(tmp_path / "a"), tiny.box(200).write(tmp_path / "b")
    corners = [[0, 0], [60, 0], [60, 60], [0, 60]]
    marks = [
        {"first": [40 + x, 60 + y], "last": [200 + x, 60 + y], "path": [[120 + x, 100 + y]]}
        for x, y in corners
    ]
    (tmp_path / "marks.json").write_text(json.dumps({"marks": marks}), "utf-8")
    code, _, errors = run(
        "inbetween", first, last, "--at", "0.5", "--marks", tmp_path / "marks.json", "-o", tmp_path / "c.svg"
    )
    assert code == 0, errors
    [stroke] = Drawing.read(tmp_path / "c.svg").strokes
    assert abs(stroke.points[0, 1] - 100) < 6, "without marks it stays at 60"
    (tmp_path / "marks.json").write_text('{"marks": [{"first": [1, 2]}]}', "utf-8")
    code, _, errors = run(
        "inbetween", first, last, "--at", "0.5", "--marks", tmp_path / "marks.json", "-o", tmp_path / "c.svg"
    )
    assert code == 2
    assert "marks.json" in errors
    assert "mark 1" in errors


def test_what_comes_out_carries_its_credentials(tmp_path: Path, run: Run) -> None:
    rough = tiny.box(40).write(tmp_path / "rough")
    out = tmp_path / "clean.svg"
    code, _, errors = run("cleanup", rough, "-o", out)
    assert code == 0, errors
    _, told, _ = run("verify", out, "--json")
    assert (told["verdict"], told["c2pa"]) == ("unclear", "Valid: signingCredential.untrusted")


def test_clean_lines_for_other_programs(tmp_path: Path, run: Run) -> None:
    rough, out = tiny.box(40).write(tmp_path / "rough"), tmp_path / "clean.svg"
    code, _, errors = run("cleanup", rough, "--centrelines", "--construction", "-o", out)
    assert code == 0, errors
    assert "hw:line" not in out.read_text("utf-8")
    assert Drawing.read(out).strokes
    code, _, errors = run("cleanup", rough, "--centrelines", "-o", tmp_path / "clean.png")
    assert code == 2
    assert "centrelines are written as .svg" in errors


def test_the_files_that_came_in_are_ingredients(tmp_path: Path, run: Run) -> None:
    rough = tiny.box(40).write(tmp_path / "rough")
    first, last = tmp_path / "a.svg", tiny.box(200).write(tmp_path / "b")
    assert run("cleanup", rough, "-o", first)[0] == 0
    between = tmp_path / "middle.png"
    code, _, errors = run("inbetween", first, last, "--at", "0.5", "-o", between)
    assert code == 0, errors
    _, told, _ = run("verify", between, "--json")
    assert told["verdict"] == "unclear"
    ways = [reason["path"] for reason in told["reasons"] if "without credentials" in reason["what"]]
    assert ways == [["a.svg", "rough.svg"], ["b.svg"]]


def test_a_changed_input_shows_in_what_was_made_from_it(tmp_path: Path, run: Run) -> None:
    first, last = tmp_path / "a.svg", tmp_path / "b.svg"
    for file, box in ((first, 40), (last, 200)):
        assert run("cleanup", tiny.box(box).write(tmp_path / "rough"), "-o", file)[0] == 0
    text = first.read_text("utf-8")
    first.write_text(text.replace("<path", "<path opacity='0.5'", 1), "utf-8")
    code, _, errors = run("inbetween", first, last, "-n", "1", "-o", tmp_path / "out")
    assert code == 0, errors
    _, told, _ = run("verify", tmp_path / "out/0001.png", "--json")
    assert told["verdict"] == "altered"
    assert told["reasons"][0]["path"] == ["a.svg"]
    assert told["c2pa"] == "Valid: signingCredential.untrusted", "C2PA alone sees nothing"


def test_bad_files_are_refused_with_one_sentence(tmp_path: Path, run: Run) -> None:
    good = tiny.box(40).write(tmp_path / "a")
    other = Drawing(100, 100, tiny.box(4, size_px=20).strokes).write(tmp_path / "small")
    empty, corrupt, evil = tmp_path / "empty.png", tmp_path / "corrupt.png", tmp_path / "evil.svg"
    empty.write_bytes(b"")
    corrupt.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    evil.write_text(
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>'
    )
    for bad in (other, empty, corrupt, evil, tmp_path / "missing.png"):
        code, _, errors = run("inbetween", good, bad, "-n", "1", "-o", tmp_path / "out")
        assert code == 2, bad
        assert bad.name in errors
        assert "Traceback" not in errors
        assert len(errors.strip().splitlines()) == 1


def test_any_tool_runs_alone(tmp_path: Path, run: Run) -> None:
    (tmp_path / "line.txt").write_text("Now fly.", "utf-8")
    line, mix = tmp_path / "line.wav", tmp_path / "mix.wav"
    code, _, errors = run("run", "voice.speak", f"text={tmp_path / 'line.txt'}", "lang=en", "-o", line)
    assert code == 0, errors
    code, _, errors = run(
        "run",
        "voice.mix",
        f"lines:001={line}",
        'starts={"001": 4}',
        "frames=48",
        "rate=24/1",
        "-o",
        mix,
        "--json",
    )
    assert code == 0, errors
    assert Audio.read(mix).length == 96_000
    assert run("verify", mix, "--json")[1]["c2pa"] == "Valid: signingCredential.untrusted"


def test_a_tool_alone_says_what_it_misses(tmp_path: Path, run: Run) -> None:
    for words, says in (
        (("voice.speak", "lang=en"), "needs text"),
        (("voice.speak",), "where to write"),
        (("voice.shout", "-o", tmp_path / "x.wav"), "no tool 'voice.shout'"),
    ):
        where = () if "-o" in words or says == "where to write" else ("-o", tmp_path / "x.wav")
        code, _, errors = run("run", *words, *where)
        assert code != 0
        assert says in errors


def test_what_was_given_is_never_written_over(tmp_path: Path, run: Run) -> None:
    first, last = tiny.box(40).write(tmp_path / "0001"), tiny.box(200).write(tmp_path / "b")
    marks = tmp_path / "middle.json"
    marks.write_text('{"marks": [{"first": [40, 60], "last": [200, 60]}]}', "utf-8")
    before = {file: file.read_bytes() for file in (first, last, marks)}
    for words in (
        (first, last, "--at", "0.5", "-o", first),
        (first, last, "-n", "2", "-o", tmp_path),
        (first, last, "--at", "0.5", "--marks", marks, "-o", tmp_path / "middle.svg"),
    ):
        code, _, errors = run("inbetween", *words)
        assert code == 2, words
        assert "was given and is not written over" in errors
    code, _, errors = run("inbetween", first, last, "-n", "2", "-o", last)
    assert code == 2
    assert "there can be no folder here" in errors
    assert {file: file.read_bytes() for file in before} == before


def test_one_drawing_goes_into_a_folder_that_is_there(tmp_path: Path, run: Run) -> None:
    first, last = tiny.box(40).write(tmp_path / "a"), tiny.box(200).write(tmp_path / "b")
    (tmp_path / "out").mkdir()
    code, _, errors = run("inbetween", first, last, "--at", "0.5", "-o", tmp_path / "out")
    assert code == 0, errors
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "0001.png",
        "0001.svg",
        "inbetween.json",
    ]
