"""Rigged characters (glTF binary files, such as KayKit's) drawn as lines at any time of their animations."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.transform import Rotation, Slerp

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SIDE_PX = 640
_FINE = 2  # times larger while lines are looked for
_PEN_PX = 5  # of the enlarged picture
_INK = 27
_MARGIN = 0.06  # of the paper's side
_FAR = 4.0  # the camera's distance in figure heights
_CREASE = np.cos(np.deg2rad(50))  # between faces that bend less there is no line
_CELLS = (8, 4)  # of the characters' texture: one colour each
_STEP = 0.03  # of the figure's height: deeper steps within one surface are lines
_RING = np.exp(2j * np.pi * np.arange(8) / 8)
_ASIDE_PX = np.concatenate(
    [[0], 1.5 * _RING, 3 * _RING]
)  # where beside a line a surface is looked for, x + iy
_TYPES = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
_STILL = {"rotation": (0, 0, 0, 1), "translation": (0, 0, 0), "scale": (1, 1, 1)}
_WIDTH = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


@dataclass(frozen=True)
class View:
    """A drawn pose: `grey` (h, w) uint8, and of each pixel of the enlarged picture the triangle, −1 on paper.

    `corners` (n, 2) is where every vertex lies, px of the drawing.
    """

    grey: NDArray[np.uint8]
    triangle: Integers
    corners: Floats


@dataclass(frozen=True)
class _Mesh:
    node: int
    points: Floats  # (n, 3) at rest
    triangles: Integers  # (m, 3)
    cell: Integers  # (m,) of the texture
    joints: Integers | None  # (n, 4) nodes
    weights: Floats | None  # (n, 4)
    inverse: dict[int, Floats]  # node → its inverse bind matrix


class Figure:
    """A character read from a `.glb` file."""

    def __init__(self, file: Path) -> None:
        data = file.read_bytes()
        (length,) = struct.unpack_from("<I", data, 12)
        self.name = file.stem
        self._form: dict[str, Any] = json.loads(data[20 : 20 + length])
        self._data = data[28 + length :]
        self._nodes: list[dict[str, Any]] = self._form["nodes"]
        self.animations = {one["name"]: one for one in self._form["animations"]}
        self.props = frozenset(
            self._nodes[child]["name"]
            for node in self._nodes
            if node["name"].startswith("handslot")
            for child in node.get("children", ())
        )

    def _values(self, accessor: int) -> NDArray[Any]:
        form = self._form["accessors"][accessor]
        view = self._form["bufferViews"][form["bufferView"]]
        width = _WIDTH[form["type"]]
        start = view.get("byteOffset", 0) + form.get("byteOffset", 0)
        flat = np.frombuffer(self._data, _TYPES[form["componentType"]], form["count"] * width, start)
        return flat.reshape(-1, width)

    @cached_property
    def _meshes(self) -> list[_Mesh]:
        found = []
        for index, node in enumerate(self._nodes):
            if "mesh" not in node:
                continue
            part = self._form["meshes"][node["mesh"]]["primitives"][0]
            has = part["attributes"]
            triangles = self._values(part["indices"]).reshape(-1, 3).astype(np.int64)
            uv = self._values(has["TEXCOORD_0"])[triangles].mean(axis=1)
            cell = np.floor(uv * _CELLS).astype(np.int64) @ (1, _CELLS[0])
            joints, weights, inverse = None, None, {}
            if "skin" in node:
                skin = self._form["skins"][node["skin"]]
                names = np.array(skin["joints"])
                joints = names[self._values(has["JOINTS_0"]).astype(np.int64)]
                weights = self._values(has["WEIGHTS_0"]).astype(np.float64)
                bind = self._values(skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
                inverse = dict(zip(names.tolist(), bind.astype(np.float64), strict=True))
            points = self._values(has["POSITION"]).astype(np.float64)
            found.append(_Mesh(index, points, triangles, cell, joints, weights, inverse))
        return found

    def length_s(self, animation: str) -> float:
        """How long an animation is, in seconds."""
        return max(
            float(self._values(sampler["input"])[-1, 0]) for sampler in self.animations[animation]["samplers"]
        )

    def posed(self, animation: str, second: float) -> Floats:
        """(n, 3) the vertices of all meshes at a time: y up, the figure looks along +z."""
        matrices = self._matrices(animation, second)
        posed = []
        for mesh in self._meshes:
            ones = np.column_stack([mesh.points, np.ones(len(mesh.points))])
            if mesh.joints is None or mesh.weights is None:
                posed.append((ones @ matrices[mesh.node].T)[:, :3])
                continue
            skin = np.zeros((len(self._nodes), 4, 4))
            for node, bind in mesh.inverse.items():
                skin[node] = matrices[node] @ bind
            blended = np.einsum("nk,nkij->nij", mesh.weights, skin[mesh.joints])
            posed.append(np.einsum("nij,nj->ni", blended, ones)[:, :3])
        return np.vstack(posed)

    def _matrices(self, animation: str, second: float) -> Floats:
        """(nodes, 4, 4) of every node in the world."""
        form = self.animations[animation]
        moved: dict[tuple[int, str], Floats] = {}
        for channel in form["channels"]:
            sampler = form["samplers"][channel["sampler"]]
            times, values = self._values(sampler["input"])[:, 0], self._values(sampler["output"])
            key = (channel["target"]["node"], channel["target"]["path"])
            moved[key] = _between(times, values, second, turns=key[1] == "rotation")
        local = np.tile(np.eye(4), (len(self._nodes), 1, 1))
        for index, node in enumerate(self._nodes):
            turn, shift, size = (
                moved.get((index, what), np.array(node.get(what, default), float))
                for what, default in _STILL.items()
            )
            local[index, :3, :3] = Rotation.from_quat(turn).as_matrix() * size
            local[index, :3, 3] = shift
        world = local.copy()
        parents = {
            child: index for index, node in enumerate(self._nodes) for child in node.get("children", ())
        }
        for index in range(len(self._nodes)):
            above = parents.get(index)
            while above is not None:
                world[index] = local[above] @ world[index]
                above = parents.get(above)
        return world

    @cached_property
    def _triangles(self) -> tuple[Integers, Integers, list[str]]:
        """Triangles (m, 3) of all meshes, the surface (m,) that each belongs to, and its mesh's name."""
        starts = np.cumsum([0, *(len(mesh.points) for mesh in self._meshes)])
        triangles: list[Integers] = []
        surfaces: list[Integers] = []
        names: list[str] = []
        for mesh, start in zip(self._meshes, starts, strict=False):
            triangles.append(mesh.triangles + start)
            surfaces.append(_surfaces(mesh) + (surfaces[-1].max() + 1 if surfaces else 0))
            names += [self._nodes[mesh.node]["name"]] * len(mesh.triangles)
        return np.vstack(triangles), np.concatenate(surfaces), names

    def drawn(
        self,
        poses: Sequence[Floats],
        azimuth: float,
        elevation: float,
        hidden: frozenset[str],
        *,
        framed: int | None = None,
    ) -> list[View]:
        """Draw poses with one camera (radians) that frames the first `framed` of them, or all.

        The meshes named in `hidden` are left out.
        """
        triangles, surfaces, names = self._triangles
        shown = np.array([name not in hidden for name in names])
        seen = [_turned(pose, azimuth, elevation) for pose in poses]
        used = np.unique(triangles[shown])
        everything = np.vstack([pose[used] for pose in seen[:framed]])
        low, high = everything.min(axis=0), everything.max(axis=0)
        tall = float((high - low)[:2].max())
        views = []
        for pose in seen:
            centred = pose - (low + high) / 2
            nearness = _FAR * tall / (_FAR * tall - centred[:, 2])
            scale = SIDE_PX * (1 - 2 * _MARGIN) / tall / 1.1
            corners = SIDE_PX / 2 + centred[:, :2] * nearness[:, None] * (scale, -scale)
            found, depth = _buffers(corners * _FINE, centred[:, 2], np.flatnonzero(shown), triangles)
            surface = np.where(found >= 0, surfaces[found], -1)
            views.append(View(_lines(surface, depth, _STEP * tall), found, corners))
        return views

    def places(self, views: Sequence[View], which: int, spot: Floats) -> list[Floats] | None:
        """Where the figure's point at `spot` (px) in one view lies in all views; None where a view hides it.

        On a line two surfaces meet: the nearest that all views see counts.
        """
        triangles = self._triangles[0]
        for aside in _ASIDE_PX.tolist():
            x, y = (
                np.rint((spot + np.array([aside.real, aside.imag])) * _FINE)
                .astype(int)
                .clip(0, SIDE_PX * _FINE - 1)
            )
            triangle = int(views[which].triangle[y, x])
            if triangle < 0:
                continue
            share = _shares(views[which].corners[triangles[triangle]], spot)
            found = [share @ view.corners[triangles[triangle]] for view in views]
            if all(_sees(view, place, triangle) for view, place in zip(views, found, strict=True)):
                return found
        return None


def _between(times: NDArray[Any], values: NDArray[Any], second: float, *, turns: bool) -> Floats:
    at = float(np.clip(second, times[0], times[-1]))
    if len(times) == 1:
        return np.asarray(values[0], np.float64)
    if turns:
        return np.asarray(Slerp(times, Rotation.from_quat(values))(at).as_quat(), np.float64)
    return np.array([np.interp(at, times, column) for column in values.T])


def _surfaces(mesh: _Mesh) -> Integers:
    """(m,) triangles of one colour that are joined without a crease have one number."""
    _, point = np.unique(np.round(mesh.points, 4), axis=0, return_inverse=True)
    corners = point.reshape(-1)[mesh.triangles]
    ways = mesh.points[mesh.triangles]
    normal = np.cross(ways[:, 1] - ways[:, 0], ways[:, 2] - ways[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    edges = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1)
    owner = np.tile(np.arange(len(corners)), 3)
    order = np.lexsort((edges[:, 0], edges[:, 1]))
    edges, owner = edges[order], owner[order]
    same = (edges[1:] == edges[:-1]).all(axis=1)
    a, b = owner[:-1][same], owner[1:][same]
    smooth = (np.einsum("ij,ij->i", normal[a], normal[b]) > _CREASE) & (mesh.cell[a] == mesh.cell[b])
    joined = coo_array((np.ones(smooth.sum()), (a[smooth], b[smooth])), shape=(len(corners),) * 2)
    return np.asarray(connected_components(joined, directed=False)[1], np.int64)


def _turned(pose: Floats, azimuth: float, elevation: float) -> Floats:
    """World to camera: x right, y up, z towards the camera, which stands at (sin a, ·, cos a)."""
    turn = Rotation.from_euler("x", elevation) * Rotation.from_euler("y", -azimuth)
    return np.asarray(turn.apply(pose), np.float64)


def _buffers(corners: Floats, depth: Floats, shown: Integers, triangles: Integers) -> tuple[Integers, Floats]:
    """Which triangle is nearest in every pixel of the enlarged picture (−1 none), and how near it is."""
    side = SIDE_PX * _FINE
    three = np.dstack([corners[triangles[shown]], np.ones((len(shown), 3))])
    shown, three = shown[_wide(three)], three[_wide(three)]
    # The shares of the corners and the depth are planes over the paper: a·x + b·y + c of each triangle.
    shares = np.linalg.inv(three).transpose(0, 2, 1)
    height = np.einsum("mkj,mk->mj", shares, depth[triangles[shown]])
    low = np.clip(np.floor(three[:, :, 1].min(axis=1)), 0, side).astype(np.int64)
    high = np.clip(np.ceil(three[:, :, 1].max(axis=1)) + 1, low, side).astype(np.int64)
    of, y = _runs(low, high - low)
    # In a row a triangle is where none of its shares is negative: from one x to another.
    slope = shares[of, :, 0]
    zero = -(shares[of, :, 1] * y[:, None] + shares[of, :, 2]) / np.where(slope == 0, 1e-12, slope)
    left = np.where(slope >= 0, zero, -np.inf).max(axis=1)
    right = np.where(slope < 0, zero, np.inf).min(axis=1)
    left, right = (
        np.ceil(np.clip(end, -1, side)).astype(np.int64) for end in (left, np.nextafter(right, np.inf))
    )
    row, x = _runs(np.maximum(left, 0), np.maximum(right - np.maximum(left, 0), 0))
    of, y = of[row], y[row]
    z = height[of, 0] * x + height[of, 1] * y + height[of, 2]
    order = np.argsort(z, kind="stable")  # the nearest is written last
    found, near = np.full((side, side), -1, np.int64), np.full((side, side), -1e9)
    found[y[order], x[order]] = shown[of[order]]
    near[y[order], x[order]] = z[order]
    return found, near


def _wide(three: Floats) -> NDArray[np.bool_]:
    """Triangles that are not seen from the edge."""
    return np.asarray(np.abs(np.linalg.det(three)) > 1e-6, np.bool_)


def _runs(start: Integers, count: Integers) -> tuple[Integers, Integers]:
    """The numbers from every start on, `count` of each, and the index of the start."""
    of = np.repeat(np.arange(len(count)), count)
    return of, np.arange(len(of)) - np.repeat(np.cumsum(count) - count - start, count)


def _lines(surface: Integers, depth: Floats, step: float) -> NDArray[np.uint8]:
    """Black where surfaces meet and where one surface hides a part of itself; white elsewhere."""
    edge = np.zeros(surface.shape, np.uint8)
    for axis in (0, 1):
        change = np.diff(surface, axis=axis) != 0
        jump = np.abs(np.diff(depth, axis=axis))
        before, after = np.roll(jump, 1, axis), np.roll(jump, -1, axis)
        change |= (jump > step) & (jump > 3 * np.minimum(before, after))
        part = edge[:-1] if axis == 0 else edge[:, :-1]
        part[change] = 1
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PEN_PX, _PEN_PX))
    grey = (255 - (255 - _INK) * cv2.dilate(edge, pen)).astype(np.uint8)
    return np.asarray(cv2.resize(grey, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA), np.uint8)


def _shares(corners: Floats, spot: Floats) -> Floats:
    """Barycentric shares of a spot in a triangle."""
    share = np.linalg.lstsq((corners[1:] - corners[0]).T, spot - corners[0], rcond=None)[0]
    return np.array([1 - share.sum(), *share])


def _sees(view: View, place: Floats, triangle: int) -> bool:
    x, y = np.rint(place * _FINE).astype(int)
    if not (0 <= x < view.triangle.shape[1] and 0 <= y < view.triangle.shape[0]):
        return False
    return bool((view.triangle[max(y - 8, 0) : y + 9, max(x - 8, 0) : x + 9] == triangle).any())
