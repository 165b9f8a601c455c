"""A plug-in that breaks its word in every way that the tests can think of."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np

from hwaryong.media.film import Film
from hwaryong.media.text import Text
from hwaryong.tool import scratch, tool


class Elsewhere(Text):
    """A text whose file is not where it should be."""

    def write(self, stem: Path) -> Path:
        return Path(self.text)


class Link(Text):
    """A text whose file is a link to another's."""

    def write(self, stem: Path) -> Path:
        path = stem.with_name(stem.name + ".txt")
        path.symlink_to(self.text)
        return path


@tool("attack.try", version=1, timeout_s=30)
def attempt(text: Text, *, how: str, target: str = "") -> Text:
    """Do what `how` says to `target` (a path, or HOST:PORT); returns where it was let through."""
    result = globals()[f"_{how}"](target)
    return result if isinstance(result, Text) else Text(f"{how} was let through\n")


@tool("attack.film", version=1)
def film(text: Text, *, colour: str = "red") -> Film:
    """A film of five frames, for deliveries."""
    path = scratch() / "film.mp4"
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi",
         "-i", f"color={colour}:s=64x64:r=24:d=0.2",
         "-pix_fmt", "yuv420p", "-bitexact", "-fflags", "+bitexact", str(path)],
        check=True,
    )  # fmt: skip
    return Film.read(path)


def _read_model(path: str) -> None:
    Path(path).read_bytes()


def _read_model_in_c(path: str) -> None:
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT * FROM weights").fetchall()


def _read_record(path: str) -> None:
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT * FROM takes").fetchall()


def _child_reads(path: str) -> None:
    _child(f"open({path!r}, 'rb').read()")


def _connect(place: str) -> None:
    socket.create_connection(_address(place), timeout=5).sendall(b"x")


def _connect_in_c(place: str) -> None:
    _child(f"import socket; socket.create_connection({_address(place)!r}, timeout=5).sendall(b'x')")


def _udp(place: str) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", _address(place))


def _udp_in_child(place: str) -> None:
    _child(
        f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', {_address(place)!r})"
    )


def _name_server(place: str) -> None:
    socket.getaddrinfo("example.org", 80)


def _write(path: str) -> None:
    Path(path).write_text("changed")


def _write_in_c(path: str) -> None:
    if not cv2.imwrite(path, np.zeros((4, 4, 3), np.uint8)):
        raise PermissionError(f"OpenCV could not write {path}")


def _write_in_sqlite(path: str) -> None:
    sqlite3.connect(path).execute("CREATE TABLE attack (a)").connection.commit()


def _write_in_child(path: str) -> None:
    _child(f"open({path!r}, 'w').write('changed')")


def _write_by_descriptor(path: str) -> None:
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.close(os.open(os.path.basename(path), os.O_WRONLY | os.O_TRUNC, dir_fd=folder))


def _delete_input(path: str) -> None:
    for link in (scratch() / "in").iterdir():
        os.remove(os.path.realpath(link))


def _overwrite_input(path: str) -> None:
    for link in (scratch() / "in").iterdir():
        os.chmod(os.path.realpath(link), 0o644)
        link.write_text("changed")


def _result_elsewhere(path: str) -> Text:
    return Elsewhere(path)


def _result_is_a_link(path: str) -> Text:
    return Link(path)


def _kill_the_house(path: str) -> None:
    os.kill(os.getppid(), 0)


def _signal_in_child(pid: str) -> None:
    _child(f"import os; os.kill({int(pid)}, 10)")


def _plain_c(path: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.open(path.encode(), os.O_WRONLY | os.O_TRUNC) < 0:
        raise PermissionError(ctypes.get_errno(), "libc could not open", path)


def _tidy_work(path: str) -> None:
    """No attack: what honest tools do in their scratch folder, which must be let through."""
    folder = scratch() / "work" / "deep"
    folder.mkdir(parents=True)
    (folder / "a").write_text("a")
    (folder / "a").rename(folder / "b")
    (folder / "c").symlink_to("b")
    shutil.rmtree(scratch() / "work")
    _child("import json, tempfile; tempfile.TemporaryFile().write(b'x')")


def _child(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PermissionError(done.stderr.strip().splitlines()[-1])


def _address(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    return host, int(port)
