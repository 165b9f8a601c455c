"""The bench's measures of in-betweens, on drawings whose scores are known."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from bench import contact, puppets, rivals
from bench.figures import Figure
from bench.intervals import interval
from bench.skeletons import Grey, Lines, chamfer, f_score, score
from bench.triplets import FIRST_FIGURE, Triplet, clips, made_up, reduced, triplets

RIGS = Path(__file__).parents[3] / "shared/data/form/kaykit-adventurers"


def drawn(x: int = 0, *, closed: bool = True) -> Grey:
    grey = np.full((200, 240), 255, np.uint8)
    corners = np.array([(60 + x, 50), (140 + x, 50), (140 + x, 130), (60 + x, 130)])
    cv2.polylines(grey, [corners], closed, 20, 3)
    return grey


def test_the_same_drawing_is_perfect() -> None:
    same = Lines(drawn())
    found = score(same, Lines(drawn()), same, same)
    assert (found.f, found.skel, found.cd, found.ink) == (1, 0, 0, 1)


def test_lines_further_off_than_two_px_are_not_found() -> None:
    truth = Lines(drawn())
    assert f_score(Lines(drawn(1)), truth) > 0.95
    # The sides miss; only what still runs along the top and the bottom is found.
    assert f_score(Lines(drawn(5)), truth) == pytest.approx(0.5, abs=0.06)
    assert f_score(Lines(drawn(400)), truth) == 0
    assert f_score(Lines(np.roll(drawn(), (5, 5), (0, 1))), truth) < 0.15


def test_ink_and_open_ends_are_counted() -> None:
    whole, cut = Lines(drawn()), Lines(drawn(closed=False))
    assert (whole.ends, cut.ends) == (0, 2)
    found = score(cut, whole, whole, whole)
    assert found.ink == pytest.approx(0.75, abs=0.02)
    assert found.ends == (2, 0)


def test_chamfer_is_as_defined() -> None:
    one, other = np.full((2, 30, 40), 255, np.uint8)
    one[10, 10], other[10, 13] = 0, 0
    assert chamfer(one, other) == pytest.approx(1e5 * 3 / (30 * 40) / 50)
    other[10, 13] = 253  # AnimeInbet's ink is anything below 99 % of white: this is not
    assert chamfer(one, other) > 1e5 * 20 / (30 * 40) / 50


def test_a_fade_has_both_keys_ink_and_the_copy_the_first() -> None:
    triplet = Triplet("c", "c:0", *(reduced(drawn(x)) for x in (0, 30, 60)))
    first, _, last = triplet.lines
    fade, copy = (
        rivals.simple(method, triplet, [0.5]).drawings[0] for method in (rivals.cross_fade, rivals.copy_key)
    )
    assert Lines(fade).length > 1.4 * first.length
    assert f_score(Lines(copy), first) == 1 > f_score(Lines(copy), last)


@pytest.mark.parametrize("method", [rivals.dis_flow, rivals.tps_rpm])
def test_a_small_shift_is_found_by_the_rivals(method: rivals.Between) -> None:
    triplet = Triplet("c", "c:0", *(reduced(drawn(x)) for x in (0, 4, 8)))
    made = rivals.simple(method, triplet, [0.5]).drawings[0]
    assert f_score(Lines(made), triplet.lines[1]) > max(0.8, f_score(triplet.lines[0], triplet.lines[1]))


def test_clips_are_numbered_files_and_holds_are_left_out(tmp_path: Path) -> None:
    for name, xs in (("walk-", (0, 20, 40, 60)), ("still/000", (0, 0, 30)), ("two-", (0, 30))):
        for number, x in enumerate(xs):
            file = tmp_path / f"{name}{number}.png"
            file.parent.mkdir(exist_ok=True)
            cv2.imwrite(str(file), drawn(x))
    assert [(name, len(files)) for name, files in clips(tmp_path).items()] == [("walk", 4), ("still", 3)]
    left_out: list[str] = []
    assert [triplet.name for triplet in triplets(tmp_path, left_out)] == ["walk:0", "walk:1"]
    assert left_out == ["still:0"]
    walk = list(triplets(tmp_path))
    assert [(bool(one.before), bool(one.after), one.spans) for one in walk] == [
        (False, True, (1.0, 0.5)), (True, False, (0.5, 1.0)),
    ]  # fmt: skip


def test_figures_are_made_up_from_their_seed_alone() -> None:
    [one] = made_up(1)
    again = reduced(Lines.of(next(iter(puppets.shot(FIRST_FIGURE, 1))).lines).grey)
    assert one.group == "figures"
    assert not one.holds
    assert one.before
    assert np.array_equal(one.before.raster, again.raster)
    assert (again.width_px, again.height_px) == (720, 540)


def test_intervals_resample_whole_clips() -> None:
    alike = interval([0, 0, 0, 1, 1, 1], ["a"] * 3 + ["b"] * 3)
    apart = interval([0, 0, 0, 1, 1, 1], list("abcdef"))
    assert alike == (0.5, 0, 1)
    assert 0 < apart[1] < 0.5 < apart[2] < 1


def test_contact_sheets_hold_every_row(tmp_path: Path) -> None:
    rows = [[("first", drawn()), ("over", contact.laid_over(Lines(drawn(3)), Lines(drawn())))]] * 7
    pages = contact.write(tmp_path, "sheet", rows)
    heights = [cv2.imread(str(page)).shape[0] for page in pages]
    assert heights == [6 * (contact.TILE_PX + contact.CAPTION_PX), contact.TILE_PX + contact.CAPTION_PX]


@pytest.mark.skipif(not RIGS.is_dir(), reason="the rigged characters are not here (../shared/data/form)")
def test_a_rig_is_drawn_as_lines_and_its_points_are_followed() -> None:
    figure = Figure(RIGS / "Knight.glb")
    poses = [figure.posed("Walking_A", second) for second in (0.3, 0.4)]
    views = figure.drawn(poses, 0.4, 0.1, figure.props)
    lines = [Lines(view.grey) for view in views]
    assert all(2000 < one.length < 12000 and 2 < one.mask.sum() / one.length < 4 for one in lines)
    spots = np.argwhere(lines[0].skeleton)[::40, ::-1].astype(float)
    followed = [places for spot in spots if (places := figure.places(views, 0, spot)) is not None]
    assert len(followed) > len(spots) / 2
    near = [lines[1].away[tuple(np.rint(places[1][::-1]).astype(int))] <= 3 for places in followed]
    assert np.mean(near) > 0.8
