"""The store: what goes in comes out, or it is told that it does not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.store import Damaged, Store, check_member


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """On this disk, and on a file system of fsspec's that is none."""
    return Store(str(tmp_path / "store") if request.param == "local" else f"memory://{tmp_path}")


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=4096))
def test_what_goes_in_comes_out(store: Store, tmp_path: Path, content: bytes) -> None:
    digest, size = store.put(write(tmp_path / "file", content))
    assert (digest, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert store.read(digest) == content
    assert store.has(digest)
    assert digest in store.digests()


def test_a_folder_comes_out_as_it_went_in(store: Store, tmp_path: Path) -> None:
    names = {"0001.png": b"one", "deep/0002.png": b"two", "용.svg": b"three"}
    for name, content in names.items():
        write(tmp_path / "folder" / name, content)
    digest, size = store.put(tmp_path / "folder")
    assert size == 11
    out = store.fetch(digest, tmp_path / "out", folder=True)
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert found == names
    assert store.fault(digest, folder=True) == ""
    assert store.rehash(digest, folder=True) == digest


def test_a_folder_s_digest_depends_on_names_and_contents_alone(store: Store, tmp_path: Path) -> None:
    for folder, order in (("a", "xyz"), ("b", "zyx")):
        for name in order:
            write(tmp_path / folder / name, name.encode())
    assert store.put(tmp_path / "a") == store.put(tmp_path / "b")
    write(tmp_path / "b" / "x", b"other")
    assert store.put(tmp_path / "a")[0] != store.put(tmp_path / "b")[0]


def test_what_is_missing_is_told(store: Store, tmp_path: Path) -> None:
    digest, _ = store.put(write(tmp_path / "file", b"x"))
    store.set_aside(digest)
    assert not store.has(digest)
    with pytest.raises(Damaged, match="is missing; run make again"):
        store.read(digest)
    with pytest.raises(Damaged, match="is missing"):
        store.fetch(digest, tmp_path / "out")
    assert store.fault(digest) == "the stored content is missing"


def test_a_truncated_content_is_told_and_put_right_by_the_next_put(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    source = write(tmp_path / "file", b"content")
    digest, _ = store.put(source)
    blob = tmp_path / "store" / digest[:2] / digest[2:]
    blob.chmod(0o644)
    blob.write_bytes(b"cont")
    with pytest.raises(Damaged, match="is not what its digest says"):
        store.read(digest)
    store.put(source)
    assert store.read(digest) == b"content"


def test_contents_are_read_only(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    digest, _ = store.put(write(tmp_path / "file", b"x"))
    assert (tmp_path / "store" / digest[:2] / digest[2:]).stat().st_mode & 0o777 == 0o444


def test_moving_in_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    source = write(tmp_path / "file", b"x")
    store.put(source, keep=False)
    assert not source.exists()
    assert not list((tmp_path / "store").glob("new-*"))


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "", "."])
def test_members_stay_in_their_folder(name: str) -> None:
    with pytest.raises(BadInput, match="leaves its folder"):
        check_member(name)


def test_damage_travels_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(Damaged("a" * 64, "is missing")))
    assert (error.digest, error.what) == ("a" * 64, "is missing")
