"""Canonical JSON (RFC 8785) and the digests made from it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import rfc8785


def sha256_json(value: Any) -> str:
    """SHA-256 in hex of a value's canonical JSON (RFC 8785: sorted keys, one way to write each number)."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def sha256_file(path: Path) -> str:
    """SHA-256 in hex of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
