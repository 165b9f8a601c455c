"""The signing key: made at first use, kept outside repository and production, known to nobody but us.

Whatever is signed with it is sound and *untrusted*: its root stands on no trust list.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hwaryong.errors import BadInput, Refused

_YEARS = timedelta(days=3650)
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_KINDS = "take an EC key (P-256, P-384, P-521), an RSA key or an Ed25519 key"


@dataclass(frozen=True)
class Keys:
    """A certificate chain (leaf first) and the leaf's private key, both PEM."""

    chain: str
    private: str

    @property
    def algorithm(self) -> str:
        """C2PA's name of the signature that this kind of key makes; raises BadInput for another kind."""
        try:
            key = serialization.load_pem_private_key(self.private.encode(), None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise BadInput("the private key is no unencrypted PEM key", mend=_KINDS) from None
        if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
            return _CURVES[key.curve.name]
        if isinstance(key, rsa.RSAPrivateKey):
            return "ps256"
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return "ed25519"
        raise BadInput("C2PA knows no signature for this kind of private key", mend=_KINDS)

    def __repr__(self) -> str:
        return "Keys(…)"  # so that no log shows the private key


def config_folder() -> Path:
    """`$XDG_CONFIG_HOME/hwaryong` or `~/.config/hwaryong`."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "hwaryong"


def signing_keys(folder: Path | None = None) -> Keys:
    """The keys in `folder` (default: `keys` in the configuration folder), made where there are none.

    Raises Refused for a folder in a repository or production and for a private key that others can read.
    """
    folder = (folder or config_folder() / "keys").absolute()
    if not folder.exists():
        _make(folder)
    private, chain = folder / "private.pem", folder / "chain.pem"
    try:
        if private.stat().st_mode & 0o077:
            raise Refused(f"{private} can be read by others; run chmod 600 on it.")
        return Keys(chain.read_text("ascii"), private.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the signing key cannot be read ({error})", where=folder) from None


def trust_anchors(folder: Path | None = None) -> str:
    """The PEM certificates that this person trusts (`trust.pem` in the configuration folder), "" for none."""
    path = (folder or config_folder()) / "trust.pem"
    return path.read_text("ascii") if path.is_file() else ""


def _make(folder: Path) -> None:
    for parent in folder.parents:
        if (parent / ".git").exists() or (parent / "production.toml").exists():
            raise Refused(
                f"The signing key may not lie in {parent}, a repository or production; "
                "set XDG_CONFIG_HOME to another folder."
            )
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = make_keys()
    beside = Path(tempfile.mkdtemp(dir=folder.parent))  # made with mode 0700
    for name, text in (("chain.pem", keys.chain), ("private.pem", keys.private)):
        with open(os.open(beside / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    try:
        beside.rename(folder)
    except OSError:  # another process was first: its keys are as good
        shutil.rmtree(beside)


def make_keys(valid: timedelta = _YEARS) -> Keys:
    """A new root and a leaf by the certificate profile of C2PA 2.x, §14.5; the root's key is thrown away.

    Both certificates end after `valid`.
    """
    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate(
        "Hwaryong demo root", root.public_key(), "Hwaryong demo root", root, valid, authority=True
    )
    signer = _certificate(
        "Hwaryong demo signer", leaf.public_key(), "Hwaryong demo root", root, valid, authority=False
    )
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (signer, authority))
    private = leaf.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Keys(chain.decode("ascii"), private.decode("ascii"))


def _certificate(
    subject: str,
    key: ec.EllipticCurvePublicKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    valid: timedelta,
    *,
    authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + valid)
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(_usage(authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if not authority:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Hwaryong"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
