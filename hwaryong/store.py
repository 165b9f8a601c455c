"""The store: files by the SHA-256 of their content, on any fsspec file system."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec
import rfc8785

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, HwaryongError


class Damaged(HwaryongError):
    """A stored content is missing or is not what its digest says."""

    def __init__(self, digest: str, what: str) -> None:
        self.digest, self.what = digest, what
        super().__init__(f"The stored content {digest[:12]} {what}; run make again to make it anew.")

    def __reduce__(self) -> tuple[object, ...]:
        return (Damaged, (self.digest, self.what))


class Store:
    """Content-addressed files at an fsspec URL or a local folder.

    A folder's content is kept as a listing of its members' digests, itself a content.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._fs: Any
        self._fs, self._root = fsspec.core.url_to_fs(url)
        self.local = (
            Path(self._root) if isinstance(self._fs, fsspec.implementations.local.LocalFileSystem) else None
        )

    def put(self, path: Path, *, keep: bool = True) -> tuple[str, int]:
        """Store a file or folder; answers its digest and size in bytes. With keep=False it may be moved."""
        if not path.is_dir():
            return self._put_file(path, keep)
        members: list[Any] = []
        for member in sorted(path.rglob("*")):
            if member.is_file():
                digest, size = self._put_file(member, keep)
                members.append({"name": member.relative_to(path).as_posix(), "digest": digest, "size": size})
        listing = path.parent / f".{path.name}-{secrets.token_hex(4)}.listing"
        listing.write_bytes(rfc8785.dumps(members))
        digest, _ = self._put_file(listing, keep=False)
        return digest, sum(int(str(member["size"])) for member in members)

    def has(self, digest: str) -> bool:
        return bool(self._fs.exists(self._path(digest)))

    def digests(self) -> set[str]:
        """All digests that are in the store, in one listing."""
        if self.local:
            return _local_digests(self.local)
        return {
            PurePosixPath(path).parent.name + PurePosixPath(path).name for path in self._fs.find(self._root)
        }

    def fetch(self, digest: str, target: Path, *, folder: bool = False) -> Path:
        """Bring a content to `target`, checked against its digest; raises Damaged.

        On a local store the file is linked, not copied: treat it as read-only.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        if folder:
            target.mkdir()
            for member in self.listing(digest):
                self.fetch(member["digest"], target / check_member(member["name"]))
            return target
        self._check_there(digest)
        if self.local:
            target.symlink_to(self._path(digest))
        else:
            self._fs.get_file(self._path(digest), str(target))
        if sha256_file(target) != digest:
            raise Damaged(digest, "is not what its digest says")
        return target

    def listing(self, digest: str) -> list[dict[str, Any]]:
        """The members of a stored folder: name, digest, size."""
        return list(json.loads(self.read(digest)))

    def read(self, digest: str) -> bytes:
        """A content's bytes, checked; raises Damaged."""
        self._check_there(digest)
        content: bytes = self._fs.cat_file(self._path(digest))
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(digest, "is not what its digest says")
        return content

    def fault(self, digest: str, *, folder: bool = False) -> str:
        """What is wrong with a content, recomputed from its bytes; empty where it is sound."""
        try:
            self.read(digest)
            faults = [self.fault(member["digest"]) for member in self.listing(digest)] if folder else []
        except Damaged as error:
            return f"the stored content {error.what}"
        return next((fault for fault in faults if fault), "")

    def rehash(self, digest: str, *, folder: bool = False) -> str:
        """A content's digest from its bytes again (of a folder, after every member's); raises Damaged."""
        if folder:
            for member in self.listing(digest):
                self.read(member["digest"])
        return hashlib.sha256(self.read(digest)).hexdigest()

    def set_aside(self, digest: str) -> None:
        """Take a damaged content out of the way, so that it is made or brought again."""
        if self.has(digest):
            self._fs.mv(self._path(digest), f"{self._root}/damaged-{digest[:12]}-{secrets.token_hex(4)}")

    def _check_there(self, digest: str) -> None:
        if not self.has(digest):
            raise Damaged(digest, "is missing")
        if self.local and os.path.islink(self._path(digest)):
            raise Damaged(digest, "was replaced by a link")

    def _put_file(self, path: Path, keep: bool) -> tuple[str, int]:
        digest, size = sha256_file(path), path.stat().st_size
        target = self._path(digest)
        if self._fs.exists(target) and self._fs.size(target) == size:
            if not keep:
                path.unlink()
            return digest, size
        try:
            self._land(path, target, keep)
        except OSError as error:
            raise _explained(error, self._root) from None
        return digest, size

    def _land(self, path: Path, target: str, keep: bool) -> None:
        """Write beside, fsync, rename: a reader sees the whole content or none."""
        beside = f"{self._root}/new-{secrets.token_hex(8)}"
        if not self.local:
            self._fs.put_file(str(path), beside)
            self._fs.mv(beside, target)
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if keep or path.stat().st_dev != self.local.stat().st_dev:
            shutil.copyfile(path, beside)
        else:
            os.replace(path, beside)
        with open(beside, "rb+") as file:
            os.fsync(file.fileno())
        os.chmod(beside, 0o444)
        os.replace(beside, target)

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest[2:]}"


def check_member(name: str) -> str:
    """A member's relative name that stays inside its folder; raises BadInput."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise BadInput(f"the member {name!r} leaves its folder")
    return name


def _local_digests(root: Path) -> set[str]:
    found: set[str] = set()
    if root.is_dir():
        for folder in os.scandir(root):
            if len(folder.name) == 2 and folder.is_dir():
                found.update(folder.name + entry.name for entry in os.scandir(folder.path))
    return found


def _explained(error: OSError, where: str) -> BadInput:
    mends = {
        errno.ENOSPC: ("the disk is full", "free some space and run it again; nothing was lost"),
        errno.EDQUOT: ("the disk quota is used up", "free some space and run it again; nothing was lost"),
        errno.EACCES: ("the store may not be written", "give yourself write permission on the folder"),
        errno.EPERM: ("the store may not be written", "give yourself write permission on the folder"),
        errno.EROFS: ("the store lies on a read-only disk", "move the production to one that may be written"),
    }
    what, mend = mends.get(error.errno or 0, (f"the store cannot be written ({error.strerror})", ""))
    return BadInput(what, where=where, mend=mend)
