from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from hwaryong.errors import BadInput, Refused
from hwaryong.rights.keys import Keys, config_folder, make_keys, signing_keys, trust_anchors


def pem(key: Any, locked: bytes = b"") -> str:
    how = serialization.BestAvailableEncryption(locked) if locked else serialization.NoEncryption()
    text: bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)
    return text.decode()


def pem_of_an_unknown_curve() -> str:
    return pem(ec.generate_private_key(ec.SECP256K1()))


def locked_pem() -> str:
    return pem(ec.generate_private_key(ec.SECP256R1()), b"secret")


def test_the_key_is_made_once_and_for_its_owner_only(config: Path) -> None:
    first = signing_keys()
    private = config / "hwaryong" / "keys" / "private.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert signing_keys() == first
    assert "PRIVATE" not in repr(first)


def test_without_a_setting_it_lies_in_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert config_folder() == tmp_path / ".config" / "hwaryong"


@pytest.mark.parametrize("mark", [".git", "production.toml"])
def test_no_key_in_a_repository_or_production(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    with pytest.raises(Refused, match="may not lie in"):
        signing_keys(tmp_path / "somewhere" / "keys")
    assert not (tmp_path / "somewhere").exists()


def test_a_key_that_others_can_read_is_refused(config: Path) -> None:
    signing_keys()
    (config / "hwaryong" / "keys" / "private.pem").chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        signing_keys()


def test_half_a_key_gets_one_sentence(config: Path) -> None:
    signing_keys()
    (config / "hwaryong" / "keys" / "chain.pem").unlink()
    with pytest.raises(BadInput, match="cannot be read"):
        signing_keys()


def test_the_root_signs_the_leaf_and_nothing_else_is_kept() -> None:
    keys = make_keys()
    leaf, root = x509.load_pem_x509_certificates(keys.chain.encode())
    leaf.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert keys.private.count("BEGIN PRIVATE KEY") == 1


def test_the_trust_list_starts_empty() -> None:
    assert trust_anchors() == ""


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "es256"),
        (ec.generate_private_key(ec.SECP384R1()), "es384"),
        (rsa.generate_private_key(65537, 2048), "ps256"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
    ],
)
def test_a_studio_may_bring_a_key_of_its_own_kind(key: Any, algorithm: str) -> None:
    assert Keys("", pem(key)).algorithm == algorithm


@pytest.mark.parametrize("text", ["", "no key", pem_of_an_unknown_curve(), locked_pem()])
def test_another_kind_of_key_gets_one_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="EC key"):
        _ = Keys("", text).algorithm
