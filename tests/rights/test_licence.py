from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_spdx_licensing

from hwaryong.rights import licence
from hwaryong.rights.licence import answer_of


@pytest.mark.parametrize(
    "name",
    [
        "MIT", "mit", "MIT License", "The Apache License, Version 2.0", "apache-2.0", "BSD 3-Clause License",
        "Academic Free License v3.0", "CC0 1.0", "CC BY 4.0", "ODC BY 1.0", "CDLA Permissive 1.0",
        "https://creativecommons.org/licenses/by/4.0/legalcode", "https://opensource.org/licenses/MIT",
        "https://creativecommons.org/publicdomain/zero/1.0/", "https://www.apache.org/licenses/LICENSE-2.0.txt",
        "https://choosealicense.com/licenses/cc-by-3.0/", "MIT OR GPL-3.0-only", "(MIT AND CC-BY-4.0)",
    ],
)  # fmt: skip
def test_permissive_licences_of_data_in_their_usual_spellings(name: str) -> None:
    assert answer_of(name, "data") == "ok"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("CC BY-SA 4.0", "restricted"), ("cc-by-nd-4.0", "restricted"), ("GPL-3.0-or-later", "restricted"),
        ("GNU General Public License v3.0", "restricted"), ("C-UDA", "restricted"), ("odbl", "restricted"),
        ("CC BY-NC-SA 3.0", "forbidden"), ("cc-by-nc-nd-4.0", "forbidden"), ("Non Commercial", "forbidden"),
        ("https://creativecommons.org/licenses/by-nc/4.0/deed.en", "forbidden"),
        ("(MIT OR Apache-2.0) AND CC-BY-NC-4.0", "forbidden"), ("MIT AND GPL-2.0-only", "restricted"),
        ("", None), ("other", None), ("Custom", None), ("no license", None), ("OpenAI", None),
        ("Public", None), ("MIT AND " * 200 + "MIT", None),
        ("MIT AND something", None), ("MIT (code only)", None), ("Apache-2.0 WITH LLVM-exception", None),
        ("not MIT", None), ("https://example.org/licenses/MIT", None),
    ],
)  # fmt: skip
def test_conditions_bans_and_what_is_not_known(name: str, answer: str | None) -> None:
    assert answer_of(name, "data") == answer


def test_an_agreement_on_data_says_nothing_of_weights() -> None:
    assert answer_of("CDLA-Permissive-2.0", "data") == "ok"
    assert answer_of("CDLA-Permissive-2.0", "weights") is None
    assert answer_of("CC0-1.0", "weights") == "ok"
    assert answer_of("CreativeML-OpenRAIL-M", "weights") == "restricted"
    assert answer_of("CreativeML-OpenRAIL-M", "data") is None


def test_the_ids_are_those_of_the_spdx_list() -> None:
    known = {key.lower() for key in get_spdx_licensing().known_symbols}
    ours = (
        f"{licence._SOFTWARE_OK} {licence._SOFTWARE_RESTRICTED} {licence._DATA_OK} {licence._DATA_RESTRICTED}"
    )
    missing = {id for id in ours.split() if not {id.lower(), f"{id.lower()}-only"} & known}
    assert not missing


@given(st.text(max_size=200), st.sampled_from(["code", "weights", "data"]))
def test_no_name_breaks_the_reader_or_clears_a_ban(name: str, kind: licence.Kind) -> None:
    answer_of(name, kind)
    assert answer_of(f"x {name} AND CC-BY-NC-4.0", kind) == "forbidden"
