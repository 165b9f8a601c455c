"""What a licence says of commercial use, by its SPDX identifier or a usual spelling of it.

Ids and names: SPDX licence list (https://spdx.org/licenses); answers: the licences' own texts, read strictly.
This is a first reading for a machine, no legal advice: what is not in the table is unknown, never a guess.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from hwaryong.rights.card import Answer

Kind = Literal["code", "weights", "data"]

_SOFTWARE_OK: Final = (
    "0BSD AFL-3.0 Apache-2.0 Artistic-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause BSL-1.0 ISC MIT MIT-0 NCSA"
    " PostgreSQL PSF-2.0 Python-2.0 Unlicense UPL-1.0 W3C Zlib"
)
_SOFTWARE_RESTRICTED: Final = (  # commercial use is free, its result comes under conditions (copyleft)
    "AGPL-3.0 CDDL-1.0 ECL-2.0 EPL-1.0 EPL-2.0 EUPL-1.2 GPL-2.0 GPL-3.0 LGPL-2.1 LGPL-3.0 MPL-1.1 MPL-2.0"
    " MS-RL OSL-3.0"
)
_MODEL_RESTRICTED: Final = (  # bans on uses that bind whoever comes after; not all of them are SPDX's
    "OpenRAIL OpenRAIL++ BigCode-OpenRAIL-M BigScience-BLOOM-RAIL-1.0 BigScience-OpenRAIL-M"
    " CreativeML-OpenRAIL-M Gemma Llama2 Llama3 Llama3.1 Llama3.2 Llama3.3"
)
_DATA_OK: Final = "CC0-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 O-UDA-1.0 ODC-By-1.0 PDDL-1.0"
_DATA_RESTRICTED: Final = "C-UDA-1.0 CDLA-Sharing-1.0 ODbL-1.0"
_FORBIDDEN: Final = (
    "Academic-Research-Purposes-Only Non-Commercial Research-Only PolyForm-Noncommercial-1.0.0"
)

_ALL: Final[tuple[Kind, ...]] = ("code", "weights", "data")
_ROWS: Final[tuple[tuple[str, Answer, tuple[Kind, ...]], ...]] = (
    (_SOFTWARE_OK, "ok", _ALL),
    (_SOFTWARE_RESTRICTED, "restricted", _ALL),
    (_MODEL_RESTRICTED, "restricted", ("code", "weights")),
    (_DATA_OK, "ok", ("data",)),  # an agreement on data is silent about programs and weights …
    ("CC0-1.0", "ok", _ALL),  # … save this one, which waives everything
    (_DATA_RESTRICTED, "restricted", ("data",)),
    (_FORBIDDEN, "forbidden", _ALL),
)
_TABLE: Final = {
    (id.lower(), kind): (id, answer) for ids, answer, kinds in _ROWS for id in ids.split() for kind in kinds
}
_USUAL: Final = {
    "academic-free-v3.0": "afl-3.0", "apache": "apache-2.0", "apache-v2.0": "apache-2.0",
    "bsd-2-clause-simplified": "bsd-2-clause", "bsd-3-clause-new-or-revised": "bsd-3-clause",
    "c-uda": "c-uda-1.0", "cc-0": "cc0-1.0", "cc0": "cc0-1.0", "epl": "epl-2.0", "expat": "mit",
    "gnu-general-public-v2.0": "gpl-2.0", "gnu-general-public-v3.0": "gpl-3.0", "llama-2": "llama2",
    "noncommercial": "non-commercial", "odc-by": "odc-by-1.0", "odbl": "odbl-1.0", "pddl": "pddl-1.0",
    "odc-pddl-1.0": "pddl-1.0", "odc-odbl-1.0": "odbl-1.0",
}  # fmt: skip
_CC = re.compile(r"cc-by(?P<parts>(?:-(?:nc|nd|sa))*)(?:-\d\.\d)?(?:-(?:igo|[a-z]{2,3}))?")
_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:licenses|(?P<zero>publicdomain/zero))/"
    r"|(?:opensource\.org/licenses?|choosealicense\.com/licenses|spdx\.org/licenses|apache\.org/licenses/license)[/-])"
)
_LONGEST: Final = 1000  # characters; no expression is longer, and a cut one could lose its ban
_WORST: Final[dict[Answer | None, int]] = {"ok": 0, "restricted": 1, None: 2, "forbidden": 3}


def answer_of(licence: str, kind: Kind) -> Answer | None:
    """What a licence, or an SPDX expression of several, says of commercial use of code, weights or data.

    None where the name is not known, or where the licence is silent on that kind. All licences joined by AND
    hold; of those joined by OR the best does, unless AND is there as well: then the reading is the worst.
    """
    if len(licence) > _LONGEST:
        return None
    text = licence.strip().strip("()")
    joined = re.split(r"[\s()]+(AND|OR)[\s()]+", text, flags=re.IGNORECASE)
    answers = [_answer_of_one(name, kind) for name in joined[::2]]
    choice = {word.upper() for word in joined[1::2]} == {"OR"}
    return (min if choice else max)(answers, key=_WORST.__getitem__)


def _answer_of_one(name: str, kind: Kind) -> Answer | None:
    key = _key(name)
    if creative := _CC.fullmatch(key):
        parts = creative["parts"]
        return "forbidden" if "-nc" in parts else "restricted" if parts else "ok"
    found = _TABLE.get((_USUAL.get(key, key), kind))
    return found[1] if found else None


def _key(name: str) -> str:
    """One spelling: small letters, hyphens between words, without `the`, `license`, `-only`, `-or-later`."""
    text = name.strip().lower()
    if address := _ADDRESS.match(text):
        rest = text[address.end() :].removesuffix("/").removesuffix(".html").removesuffix(".txt")
        rest = re.sub(r"/(legalcode|deed)(\.[a-z-]+)?$", "", rest)
        if "creativecommons" in address[0]:
            return f"cc0-{rest}" if address["zero"] else f"cc-{rest.replace('/', '-')}"
        text = f"apache-{rest}" if "apache.org" in address[0] else rest
    words = [
        word for word in re.split(r"[\s_,/-]+", text) if word not in ("the", "license", "licence", "version")
    ]
    key = "-".join(words)
    key = re.sub(r"^(mit|apache|afl|gpl|lgpl|agpl|mpl|epl|bsd)-?v?(\d)", r"\1-\2", key)
    return re.sub(r"(-only|-or-later|\+)$", "", key) if key.split("-")[0] in ("gpl", "lgpl", "agpl") else key
