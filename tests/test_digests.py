"""File digests are remembered as long as the file is the same."""

from __future__ import annotations

import os
from pathlib import Path

from hwaryong.canonical import sha256_file
from hwaryong.digests import FileDigests


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    file, cache = tmp_path / "file", tmp_path / "files.json"
    file.write_text("one")
    digests = FileDigests(cache)
    first = digests.of(file)
    digests.save()
    assert first == sha256_file(file)
    cache.write_text(cache.read_text().replace(first, "remembered"))
    assert FileDigests(cache).of(file) == "remembered"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    digests = FileDigests(tmp_path / "files.json")
    digests.of(file)
    beside = tmp_path / "beside"
    beside.write_text("two")
    os.utime(beside, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    beside.replace(file)  # same size, same time, another file
    assert digests.of(file) == sha256_file(file)


def test_a_spoiled_cache_costs_time_only(tmp_path: Path) -> None:
    cache = tmp_path / "files.json"
    for rubbish in ("", "{", "[]", '{"a": 1}'):
        cache.write_text(rubbish)
        (tmp_path / "file").write_text("one")
        digests = FileDigests(cache)
        assert digests.of(tmp_path / "file") == sha256_file(tmp_path / "file")
        digests.save()
