"""Points of hand-drawn clips that somebody read off the drawings: there is no rig that would know them.

A row is one point of the figure in the clip's drawings in order, x and y in px of the reduced drawing; it was
read to some 2 px and is put on the nearest line.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.skeletons import Lines

Row = tuple[float, ...]
_REACH_PX = 6.0  # a line further off is another
# By the end of the clip's name; the drawings are the JoSTC sample inputs.
POINTS: dict[str, tuple[Row, ...]] = {
    "clean/raster/2": (
        (198.5, 62, 121, 126.5, 100.5, 154),  # the finger's tip
        (216, 143, 146.5, 221.5, 128, 252),  # its knuckle
        (226.5, 210.5, 150, 276.5, 130, 304),  # the wrist above
        (199.5, 231, 128, 301, 109.5, 330),  # and below
        (215.5, 325.5, 173.5, 355, 159.5, 370),  # the cuff below
        (266, 250, 221, 292, 207, 307),  # and above
        (315.5, 421.5, 311.5, 420, 309.5, 419.5),  # the elbow
        (403, 282.5, 389.5, 307.5, 386.5, 316),  # the sleeve's end
    ),
    "clean/raster/3": (
        (65, 580.5, 143.1, 284.4, 361.7, 130.2, 587.3, 158.6),  # the first stick's end, inner corner
        (62.5, 598.8, 127.9, 293, 346.5, 124.1, 583.3, 144.4),  # outer corner
        (186.7, 596.2, 205, 386.8, 321.6, 239.2, 481.3, 194.1),  # its other end, inner corner
        (211.6, 593.7, 221.2, 403.6, 319.1, 261.1, 463.6, 205.3),  # the second stick
        (318.1, 573.4, 308.4, 469, 330.7, 370.1, 391.6, 288.4),
        (347, 565.3, 332.8, 473.5, 346.5, 381.2, 399.7, 300.6),  # the third stick
        (476.3, 542.5, 455.5, 502.4, 443.8, 454.8, 457.5, 402.5),
        (448.9, 519.2, 440.3, 473, 441.8, 424.3, 467.7, 378.2),  # the wrist above
        (458, 534.4, 447.4, 490.3, 445.3, 442.6, 466.6, 397.5),  # and below
        (576.2, 431.9, 569.6, 426.9, 562.5, 416.7, 568.6, 403),  # the cuff's top
        (588.3, 500.9, 578.7, 493.8, 567.6, 482.1, 572.1, 465.9),  # and foot
    ),
    "clean/raster/4": (
        (291.5, 286.5, 310.5, 194.5, 338.5, 153),  # the roof's front
        (272, 365.5, 280.5, 272, 305, 229),  # the windscreen's foot
        (105, 370, 122, 270.5, 153.5, 226),  # the bonnet's front
        (396.5, 373, 410, 295, 436, 260.5),  # the front window
        (294, 376, 309.5, 278, 338, 233.5),
        (527.5, 377, 529.5, 367.5, 535.5, 364),  # the rear window
        (433, 306, 466, 242, 501.5, 217.5),
        (413.5, 481, 403.5, 439, 413.5, 423),  # the sill's ends
        (206, 477, 210.5, 385.5, 233, 343.5),
        (128, 518, 125.5, 443, 145.5, 410),  # under the front wheel
        (582, 460.5, 563.5, 474, 552, 479),  # the tail
        (552, 486, 532, 497, 521.5, 501),  # the rear mudguard's end
    ),
    "clean/raster/9": (
        (72.8, 126.8, 153.4, 57.2, 243, 33.9),  # the upper barrel's ends
        (160.7, 182.4, 208.5, 151.2, 256.3, 141.2),
        (84.5, 176.3, 143.4, 110.6, 214.1, 78.9),  # under the lower barrel
        (38.9, 149, 117.3, 67.2, 208.5, 30.5),
        (170.1, 264.1, 184.6, 231.3, 206.3, 209.6),  # the wrist
        (210.7, 306.4, 214.1, 298, 219.6, 294.2),  # the elbow
        (245.8, 234.7, 259.1, 231.9, 270.8, 233),  # the upper arm
        (364.2, 140.7, 373.7, 138.4, 382.6, 138.4),  # the hat
        (507.2, 204, 513.3, 198, 520, 195.7),  # the band's tip
        (526.1, 506.6, 538.3, 503.8, 551.1, 501.6),  # the other wrist
        (420.4, 384.3, 406.5, 380.9, 398.2, 378.2),  # the buckle
    ),
    "rough/raster/21": (
        (552.5, 95, 554.5, 99.5, 574.5, 99.5, 620.5, 105),  # the upper shoe
        (503, 161, 506.5, 163, 521, 158.5, 553, 151.5),
        (586.5, 190, 592.5, 190, 604, 194.5, 623, 203),  # the trouser's hem
        (513.5, 243, 522, 244.5, 531, 246.5, 540, 251.5),
        (640, 226.5, 666, 280.5, 673, 341, 659, 394),  # the other shoe
        (705, 270.5, 703.5, 348, 668, 415, 624.5, 459),
        (681, 292, 667.5, 357, 641, 403, 602.5, 436.5),
        (625, 306, 623.5, 347.5, 608.5, 382, 589.5, 408),  # its trouser's hem
        (499, 462, 500.5, 461.5, 502.5, 460, 504.5, 456.5),  # the cloth below
        (312.5, 424, 311, 418, 310, 413, 308.5, 406.5),  # the foot at the left
    ),
    "rough/raster/23": (
        (294.5, 121.5, 262, 102, 236.5, 71.5),  # the head's top
        (179.5, 262.5, 151, 241, 110.5, 202),  # the collar's tip
        (449, 174, 417, 160, 375, 150),  # a finger
        (383.5, 360.5, 342.5, 346, 289.5, 322),  # the sleeve
        (383.5, 324.5, 338.5, 309, 290, 285),
        (444.5, 253.5, 414, 236, 374.5, 220),
        (249, 406.5, 215, 387.5, 179.5, 356.5),  # the buckle
        (380.5, 448.5, 348, 436, 304, 418.5),  # the belt's end
        (348, 528, 339.5, 521.5, 325.5, 505.5),  # a trouser's hem
        (198.5, 528.5, 133, 522, 105.5, 521.5),  # the other's
        (387, 609, 377.5, 604, 362.5, 598),  # the shoe's sole
        (282, 607, 272.5, 602, 260, 597),
    ),
}


def places(clip: str, start: int, lines: Sequence[Lines]) -> list[list[tuple[float, float]]]:
    """Where the known points of a clip lie in its drawings from `start` on, one list a point."""
    rows = next((rows for name, rows in POINTS.items() if clip.endswith(name)), ())
    found = []
    for row in rows:
        points = np.reshape(row, (-1, 2))[start : start + len(lines)]
        on = [_on_line(one, point) for one, point in zip(lines, points, strict=True)]
        if len(points) == len(lines) and all(on):
            found.append([place for place in on if place])
    return found


def _on_line(lines: Lines, point: np.ndarray) -> tuple[float, float] | None:
    """The nearest point of the skeleton, None where it is too far."""
    pixels = np.argwhere(lines.skeleton)[:, ::-1]
    away = np.hypot(*(pixels - point).T)
    if not away.size or away.min() > _REACH_PX:
        return None
    x, y = pixels[away.argmin()].tolist()
    return float(x), float(y)
