"""Surviving machine matter: what of a draft can still be found in what a person made of it.

Each comparison answers for the units of the final (pixels of ink, words, samples) how many came from which
draft, between what surely did and what may have; the rest was done by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike as Image
from numpy.typing import NDArray

from hwaryong.errors import BadInput
from hwaryong.media.drawing import Drawing
from hwaryong.media.picture import Picture
from hwaryong.rights.lineage import Class
from hwaryong.rights.registration import Mask, directions, moved, registered

Floats = NDArray[np.float32]
Found = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Which units of the final surely, and which perhaps, came from a draft."""
Weights = NDArray[np.int64]
Parts = dict[Class, tuple[int, int]]

WORK_PX: Final = 720  # pictures are compared at no more than this height
LOW_PX, HIGH_PX = 1.0, 3.0
_LOW_COS, _HIGH_COS = (float(np.cos(np.radians(2 * angle))) for angle in (15, 20))
_RUN_PX, _SHORT_RUN_PX = 24, 20  # ink that agrees over fewer pixels only crosses the draft's
MARGIN: Final = 0.015  # where lines cross, their ink belongs to both
_CERTAIN: Final = 0.2  # a registration that explains less of the ink than this is none,
_HIDDEN: Final = 0.25  # and this much may survive without being found
_JOINT: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
"""Where lines meet they have no direction, and belong to what agrees beside them."""

MAX_WORDS: Final = 50_000
_MAX_PAIRS: Final = 1_000_000  # from here on, words that come often are no anchors
_PASSAGES: Final = 5  # that were moved past each other
_RARE: Final = 2  # times in the draft
_PHRASE: Final = 3  # words in a row that no two people would write by chance

_WINDOW: Final = 800  # samples at 8 kHz: 0.1 s
_REDUCED: Final = 6  # 48 kHz → 8 kHz
_SAME, _ALIKE = 0.95, 0.7  # correlation
_LOUD: Final = 0.001  # −60 dBFS
_PAUSE: Final = 960  # samples


def parts(weights: Weights, compared: Sequence[tuple[Class, Found]], hand: Class) -> Parts:
    """[low, high] by class over units of these weights, each unit's rest going to `hand`.

    A unit surely counts for a draft's class where no draft of another class may have it.
    """
    sure: dict[Class, NDArray[np.bool_]] = {}
    maybe: dict[Class, NDArray[np.bool_]] = {}
    nothing = np.zeros(len(weights), bool)
    for klass, (low, high) in compared:
        sure[klass] = sure.get(klass, nothing) | low
        maybe[klass] = maybe.get(klass, nothing) | high | low
    result: Parts = {}
    for klass in maybe:
        others = [other for name, other in maybe.items() if name != klass]
        alone = sure[klass] & ~np.logical_or.reduce([nothing, *others])
        result[klass] = (int(weights[alone].sum()), int(weights[maybe[klass]].sum()))
    by_hand = [
        int(weights[~np.logical_or.reduce([nothing, *found.values()])].sum()) for found in (maybe, sure)
    ]
    at_least, at_most = result.get(hand, (0, 0))
    result[hand] = (at_least + by_hand[0], min(at_most + by_hand[1], int(weights.sum())))
    return result


def widened(found: Parts, total: int, by: float) -> Parts:
    """The same with every interval wider by a part of the total at either end."""
    margin = round(by * total)
    return {klass: (max(low - margin, 0), min(high + margin, total)) for klass, (low, high) in found.items()}


# Drawings and pictures.


def inked(drawing: Drawing) -> Mask:
    """Where there is ink, (h, w) at working size: what differs from the paper by half of the darkest line."""
    ink = drawing.ink(("ink", "close", "construction"))
    cover = _at_work(ink if drawing.raster is None else np.abs(ink - np.median(ink)))
    return np.asarray(cover >= max(0.5 * float(cover.max()), 0.02), bool)


def painted(picture: Picture) -> tuple[Image, Mask]:
    """(h, w, 3) uint8 sRGB over black at working size, and where it is painted."""
    pixels = _at_work(cv2.cvtColor(picture.pixels, cv2.COLOR_RGBA2mRGBA))
    return pixels[..., :3], np.asarray(pixels[..., 3] >= 128, bool)


def _at_work(image: Image) -> Image:
    factor = min(1.0, WORK_PX / image.shape[0])
    if factor == 1:
        return image
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def ink_found(draft: Mask, final: Mask) -> Found:
    """Which of the final's ink pixels lie on the draft's ink once that is registered with it.

    Surely within 1 px (at 720 lines) and in its direction, perhaps within 3 px; what touches it over less
    than a short run merely crosses it. Both answers are flat, over `final`'s pixels of ink.
    """
    if not draft.any() or not final.any():
        none = np.zeros(int(final.sum()), bool)
        return none, none
    if np.array_equal(draft, final):
        whole = np.ones(int(final.sum()), bool)
        return whole, whole
    matrix, fit = registered(draft, final)
    laid = moved(draft.astype(np.float32), matrix, final.shape) >= 0.5
    away, nearest = cv2.distanceTransformWithLabels(
        (~laid).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE, labelType=cv2.DIST_LABEL_PIXEL
    )
    if not laid.any():
        none = np.zeros(int(final.sum()), bool)
        return none, none
    turned = _agreement(directions(final), directions(laid), laid, nearest)
    high = _coherent(final & (away <= HIGH_PX), turned >= _HIGH_COS, _SHORT_RUN_PX)
    low = _coherent(final & (away <= LOW_PX), turned >= _LOW_COS, _RUN_PX)
    low &= (
        cv2.dilate((final & ~high).astype(np.uint8), _JOINT) == 0
    )  # what meets a new line may be part of it
    if fit < _CERTAIN:  # whatever lies on the draft may do so by chance, and what survives may not be found
        return np.zeros(int(final.sum()), bool), high[final] | (
            away[final] <= np.quantile(away[final], _HIDDEN)
        )
    return low[final], high[final]


def paint_found(draft: tuple[Image, Mask], final: tuple[Image, Mask]) -> Found:
    """Which of the final's painted pixels have a colour that the draft has there, once it is registered.

    Surely one of those within 1 px by 6 levels of 255, perhaps one within 3 px by 20. The edges are what is
    registered. Both answers are flat, over `final`'s painted pixels.
    """
    (old, old_there), (new, new_there) = draft, final
    matrix, _ = registered(_edges(old, old_there), _edges(new, new_there))
    laid = moved(old, matrix, new.shape)
    there = moved(old_there.astype(np.uint8) * 255, matrix, new.shape) >= 128
    found = []
    for reach_px, levels in ((LOW_PX, 6), (HIGH_PX, 20)):
        square = np.ones((2 * int(reach_px) + 1,) * 2, np.uint8)
        darkest, lightest = cv2.erode(laid, square), cv2.dilate(laid, square)
        within = (new >= darkest.astype(int) - levels) & (new <= lightest.astype(int) + levels)
        near = cv2.dilate(there.astype(np.uint8), square) > 0
        found.append((within.all(axis=2) & near)[new_there])
    return found[0], found[1]


def _edges(colours: Image, there: Mask) -> Mask:
    """Where colours change, and the outline of what is painted."""
    grey, outline = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), there.astype(np.uint8) * np.uint8(255)
    return (cv2.Canny(grey, 60, 120) > 0) | (cv2.Canny(outline, 60, 120) > 0)


def _agreement(final: Image, draft: Image, laid: Mask, nearest: Image) -> Floats:
    """Cosine of twice the angle between the lines of the final and of the draft's nearest ink.

    Where either has no direction, as inside of areas, nothing speaks against it.
    """
    vectors = np.zeros((int(nearest.max()) + 1, 2), np.float32)
    vectors[nearest[laid]] = draft[laid]
    there = vectors[nearest]
    length = np.hypot(*np.moveaxis(final, 2, 0)) * np.hypot(*np.moveaxis(there, 2, 0))
    cosine = (final * there).sum(axis=2) / np.maximum(length, 1e-6)
    return np.asarray(np.where(length < 0.04, 1.0, cosine), np.float32)


def _coherent(near: Mask, agrees: Mask, run_px: int) -> Mask:
    """The pixels that are near and agree over a run, and the near ones that join them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((near & agrees).astype(np.uint8), connectivity=8)
    long = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1) >= run_px
    long[0] = False
    joined = cv2.dilate(long[labels].astype(np.uint8), _JOINT) > 0
    return near & joined


# Text.


def words(text: str) -> list[str]:
    """A text's words; in Korean, what stands between spaces (eojeol)."""
    return text.split()


def words_found(draft: Sequence[str], final: Sequence[str]) -> Found:
    """Which of the final's words stand in the draft, moved passages included (difflib).

    Surely between words that both use rarely, within one phrase; perhaps all that match. Raises BadInput
    for texts too long to compare.
    """
    if max(len(draft), len(final)) > MAX_WORDS:
        raise BadInput(f"the texts have more than {MAX_WORDS} words")
    low, high = np.zeros(len(final), bool), np.zeros(len(final), bool)
    in_draft, in_final = Counter(draft), Counter(final)
    rare = {word for word in in_final if 0 < in_draft[word] <= _RARE and re.search(r"\w{3}", word)}
    long = sum(count * in_draft[word] for word, count in in_final.items()) > _MAX_PAIRS
    left, right = list(range(len(draft))), list(range(len(final)))
    for least in (*[2 * _PHRASE] * _PASSAGES, *[_PHRASE] * _PASSAGES, 1):  # so that no word parts a phrase
        matcher = SequenceMatcher(None, [draft[i] for i in left], [final[i] for i in right], autojunk=long)
        blocks = [block for block in matcher.get_matching_blocks() if block.size >= least]
        for block in blocks:
            places = right[block.b : block.b + block.size]
            high[places] = True
            telling = [place for place in places if final[place] in rare]
            if len(telling) > 1 and block.size >= _PHRASE:  # what stands around them may match by chance
                low[[place for place in places if telling[0] <= place <= telling[-1]]] = True
        left, right = (
            _without(left, [(block.a, block.size) for block in blocks]),
            _without(right, [(block.b, block.size) for block in blocks]),
        )
    return low, high


def _without(places: list[int], blocks: Sequence[tuple[int, int]]) -> list[int]:
    gone = {index for start, size in blocks for index in range(start, start + size)}
    return [place for index, place in enumerate(places) if index not in gone]


# Sound.


def audible(samples: Floats, level: float = _LOUD) -> NDArray[np.bool_]:
    """Which of (length,) samples are heard: all but silences below `level` that last 20 ms or more."""
    heard = np.abs(samples) >= level
    loud = np.flatnonzero(heard)
    bridged = np.flatnonzero(np.diff(loud) <= _PAUSE)
    changes = np.zeros(len(samples) + 1, np.int8)
    changes[loud[bridged]] += 1
    changes[loud[bridged + 1]] -= 1
    return np.asarray(heard | (np.cumsum(changes[:-1]) > 0), bool)


def sound_found(draft: Floats, final: Floats) -> Found:
    """Which tenths of a second of the final, (length,) samples at 48 kHz, are found anywhere in the draft.

    By normalised correlation, so that neither a shift nor a change of level counts as made by hand: surely
    from 0.95, perhaps from 0.7 on.
    """
    there, here = _reduced(draft), _reduced(final)
    best = np.zeros(len(here) // _WINDOW)
    for index, window in enumerate(here.reshape(-1, _WINDOW) if len(there) else []):
        if np.abs(window).max() >= _LOUD:
            scores = cv2.matchTemplate(there[None, :], window[None, :], cv2.TM_CCOEFF_NORMED)
            best[index] = float(np.max(scores))
    return best >= _SAME, best >= _ALIKE


def windows_of(final: Floats) -> NDArray[np.int64]:
    """How many samples are heard in each of the windows of `sound_found`."""
    heard = audible(final)
    filled = np.pad(heard, (0, -len(heard) % (_WINDOW * _REDUCED)))
    return np.asarray(filled.reshape(-1, _WINDOW * _REDUCED).sum(axis=1), np.int64)


def _reduced(samples: Floats) -> Floats:
    """48 kHz → 8 kHz by the mean of six samples, filled up to whole windows."""
    whole = np.pad(samples, (0, -len(samples) % (_REDUCED * _WINDOW))).reshape(-1, _REDUCED)
    return np.asarray(whole.mean(axis=1), np.float32)
