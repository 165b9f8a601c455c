from __future__ import annotations

import re
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.decision import Decision
from hwaryong.media.text import Text
from hwaryong.story.alternative import alternative
from hwaryong.story.decide import decide
from hwaryong.story.decisionpage import decision_page
from hwaryong.story.treatment import treatment
from hwaryong.story.treeplot import plotted
from tests.story import painter


@pytest.fixture
def decided(tmp_path: Path) -> Decision:
    return decide(painter.cast(tmp_path), painter.situation(tmp_path))


def test_the_page_shows_every_option_with_its_sentences_and_fetches_nothing(decided: Decision) -> None:
    html = decision_page(decided).html
    for way in decided.tree.branches():
        assert way.text.replace("'", "&#39;") in html
        assert way.flip.replace("'", "&#39;") in html
        for term in way.terms:
            assert term.source.replace("'", "&#39;") in html
    assert not re.search(r"(src|href)=|url\(|@import|<script", html)
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html


def test_words_of_the_files_are_no_markup(tmp_path: Path) -> None:
    hostile = painter.SITUATION.replace("He lays down the brush.", "<script>alert(1)</script>")
    decided = decide(painter.cast(tmp_path), painter.situation(tmp_path, hostile))
    html = decision_page(decided).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_ways_are_as_broad_as_they_are_likely_and_do_not_lie_on_each_other(decided: Decision) -> None:
    plot = plotted(decided.tree)
    ends = [(way.x, way.y) for way in plot.ways if "C" in way.path]
    assert len(set(ends)) == len(list(decided.tree.branches()))
    by_share = sorted((way for way in plot.ways if "C" in way.path), key=lambda way: way.branch.cumulative)
    assert [way.breadth for way in by_share] == sorted(way.breadth for way in by_share)
    assert all(0 < y < plot.height and x < plot.width for x, y in ends)


def test_an_option_becomes_a_scene_of_a_treatment(decided: Decision) -> None:
    text = alternative(decided, option="lay_down").text
    blocks = treatment(text).blocks
    assert [block.kind for block in blocks] == ["scene", "paragraph", "paragraph", "remark"]
    assert blocks[1].text.endswith("He paints the eyes of one dragon.")
    assert (
        blocks[2].text == "One dragon has flown. The crowd begs for the other's eyes. He lays down the brush."
    )
    assert f"{100 * decided.branch('lay_down').probability:.0f} % at this point" in blocks[3].text
    assert isinstance(alternative(decided, option="refuse"), Text)


def test_an_option_that_is_not_there_is_told(decided: Decision) -> None:
    with pytest.raises(BadInput, match="there is no option 'fly'; take one of paint_one, refuse"):
        alternative(decided, option="fly")
