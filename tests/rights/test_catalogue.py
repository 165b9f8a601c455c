from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from bench import formats
from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput
from hwaryong.record.model import Take
from hwaryong.rights.catalogue import Catalogue
from hwaryong.rights.content import content_digest
from hwaryong.rights.fingerprint import fingerprint


def take(file: Path) -> Take:
    return Take(file.stem, "r", f"ep01/{file.stem}", sha256_file(file), "drawing", file.suffix, 1, "")


def drawings(folder: Path, count: int = 3) -> tuple[list[Take], Callable[[Take], Path], list[str]]:
    """Takes, where their contents lie, and the names of those that were read."""
    files = [formats.write(folder / f"{number}.png", number) for number in range(count)]
    read: list[str] = []

    def file(one: Take) -> Path:
        read.append(one.id)
        return folder / f"{one.id}.png"

    return [take(one) for one in files], file, read


def test_each_take_is_read_once(tmp_path: Path) -> None:
    takes, file, read = drawings(tmp_path)
    kept = tmp_path / "catalogue.db"
    first = Catalogue(kept)
    first.learn("picture", takes[:2], file)
    first.close()
    Catalogue(kept).learn("picture", takes, file)
    assert sorted(read) == ["0", "1", "2"]


def test_it_finds_by_content_and_by_likeness(tmp_path: Path) -> None:
    takes, file, _ = drawings(tmp_path)
    catalogue = Catalogue()
    catalogue.learn("picture", takes, file)
    shown = content_digest(tmp_path / "1.png")
    assert shown is not None
    assert catalogue.showing(shown) == [takes[1].digest]
    hashes = fingerprint(tmp_path / "2.png")
    assert hashes is not None
    assert catalogue.nearest("picture", hashes) == (takes[2].digest, 0)
    assert catalogue.nearest("film", hashes) is None
    other = fingerprint(formats.write(tmp_path / "9.png", 9))
    assert other is not None
    assert catalogue.nearest("picture", other) is None


def test_only_the_asked_kind_is_read(tmp_path: Path) -> None:
    takes, file, read = drawings(tmp_path)
    catalogue = Catalogue()
    catalogue.learn("sound", takes, file)
    catalogue.learn(None, takes, file)
    assert read == []


def test_a_take_that_is_lost_is_passed_over_and_asked_for_again(tmp_path: Path) -> None:
    takes, file, _ = drawings(tmp_path)

    def lost(one: Take) -> Path:
        raise BadInput("the store has lost it")

    catalogue = Catalogue()
    catalogue.learn("picture", takes, lost)
    catalogue.learn("picture", takes, file)
    shown = content_digest(tmp_path / "0.png")
    assert shown is not None
    assert catalogue.showing(shown) == [takes[0].digest]


def test_a_file_that_is_no_catalogue_or_an_old_one_is_made_anew(tmp_path: Path) -> None:
    takes, file, _ = drawings(tmp_path, 1)
    kept = tmp_path / "catalogue.db"
    kept.write_bytes(b"no database at all, and long enough to be looked at twice" * 9)
    Catalogue(kept).learn("picture", takes, file)
    with sqlite3.connect(kept) as connection:
        assert connection.execute("select count(*) from seen").fetchone() == (1,)
        connection.execute("pragma user_version = 0")
    Catalogue(kept).close()
    with sqlite3.connect(kept) as connection:
        assert connection.execute("select count(*) from seen").fetchone() == (0,)
