"""The ground behind the bowler, painted once as one wide picture that the panning camera looks into.

The camera turns about a fixed place, so every frame's background is a homography of this picture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from palpate.demo.camera import View
from palpate.demo.light import Light
from palpate.demo.outfit import periodic_noise
from palpate.model.arrays import Floats, Pixels

Singles = NDArray[np.float32]

_WALL_M = 96.0
_WALL_PX_PER_M = 60.0
_WALL_WIDTH_M, _WALL_HEIGHT_M = 44.0, 6.0
_BOARD_M = 1.05
_CREASE_M = 0.05
_PITCH_HALF_M = 1.525
_GRASS, _GRASS_DARK = np.array([0.115, 0.215, 0.050]), np.array([0.075, 0.160, 0.036])
_CLAY = np.array([0.46, 0.37, 0.22])
_SHIRTS = ("d8d8d8", "30475e", "a33b3b", "e0b04b", "4d6b44", "7d5a86", "c9714a", "efefe9", "22262d", "5c83a8")


def backdrop(view: View, light: Light, *, generator: np.random.Generator) -> Singles:
    """Return the picture ``(H, W, 3)`` in linear light seen by a (wide) view, without people."""
    width, height = view.size
    rays = view.rays(*np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
    ahead = view.turn[2] * [1.0, 0.0, 1.0]
    ahead = ahead / np.linalg.norm(ahead)
    to_wall = _WALL_M / (rays @ ahead)
    with np.errstate(divide="ignore"):
        to_ground = np.where(rays[..., 1] < 0, -view.place[1] / rays[..., 1], np.inf)
    picture = _wall_seen(view, rays * to_wall[..., None], ahead, generator)
    near = to_ground < to_wall
    if near.any():  # a close look may see the boundary alone
        ground = view.place + rays[near] * to_ground[near][:, None]
        picture[near] = _ground(ground, generator)
    glow = np.where(near, 1.0, 0.50 - 0.22 * float(light.toward @ ahead))[..., None]
    lit = light.sun * max(float(light.toward[1]), 0.2) * glow + light.sky * 0.85
    faded = picture * lit
    far = np.clip((np.where(near, to_ground, to_wall) - 45.0) / 420.0, 0.0, 0.14)[..., None]
    return np.asarray(faded * (1 - far) + light.haze * far, dtype=np.float32)


def _ground(place: Floats, generator: np.random.Generator) -> Floats:
    """Return the colour of places ``(N, 3)`` on the field: mown stripes, the pitch, its creases."""
    x, z = place[:, 0], place[:, 2]
    fine, broad = (periodic_noise(generator, sigma, dimensions=2, cells=512) for sigma in (1.1, 9.0))
    grain = 0.16 * _looked_up(fine, x / 0.022, z / 0.05) + 0.07 * _looked_up(broad, x / 0.06, z / 0.16)
    stripe = np.clip(np.sin(2 * np.pi * (x * 0.35 + z) / 11.0) * 6.0, -1.0, 1.0)[:, None] * 0.5 + 0.5
    grass = (_GRASS * stripe + _GRASS_DARK * (1 - stripe)) * (1.0 + 1.5 * grain)[:, None]
    worn = (
        np.exp(-(((np.abs(z - 0.95) - 0.1) / 0.35) ** 2))
        * (x < -1.0)
        * (0.35 + 0.25 * _looked_up(broad, x, z))
    )
    grass += np.clip(worn, 0.0, 0.55)[:, None] * (_CLAY * 0.75 - grass)
    scuffed = np.exp(-((x - 0.2) ** 2 / 0.5 + (z - 0.8) ** 2 / 0.25))
    clay = _CLAY * (1.0 + 0.8 * grain - 0.30 * scuffed + 0.06 * _looked_up(broad, x * 2, z * 9))[:, None]
    edge = np.clip((_PITCH_HALF_M - np.abs(z) + 0.10 * _looked_up(broad, x / 0.1, z)) / 0.12, 0.0, 1.0)
    edge *= np.clip((x + 2.9 + 0.2 * _looked_up(broad, x, z / 0.1)) / 0.4, 0.0, 1.0)
    field = grass + edge[:, None] * (clay - grass)
    chalk = _creases(x, z) * np.clip(0.92 + 0.20 * _looked_up(fine, x / 0.03, z / 0.05), 0.2, 1.0)
    return np.asarray(field + chalk[:, None] * (0.86 - field))


def _creases(x: Floats, z: Floats) -> Floats:
    def line(distance: Floats, low: Floats, high: Floats) -> Floats:
        soft = np.clip((_CREASE_M / 2 + 0.012 - np.abs(distance)) / 0.024, 0.0, 1.0)
        return np.asarray(soft * (low >= 0) * (high >= 0))

    popping = line(x, z + 1.83, 1.83 - z)
    bowling = line(x + 1.22, z + 1.32, 1.32 - z)
    returns = line(np.abs(z) - 1.32, x + 2.44, -x)
    return np.asarray(np.maximum.reduce([popping, bowling, returns]))


def _looked_up(noise: Floats, u: Floats, v: Floats) -> Floats:
    size = len(noise)
    wrapped = [np.mod(part, size).astype(np.float32) for part in (u, v)]
    padded = np.pad(noise.astype(np.float32), ((0, 1), (0, 1)), mode="wrap")
    rows = -(-len(u) // 4096)
    maps = [np.pad(part, (0, rows * 4096 - len(u))).reshape(rows, 4096) for part in wrapped]
    return np.asarray(cv2.remap(padded, maps[0], maps[1], cv2.INTER_LINEAR).ravel()[: len(u)])


def _wall_seen(view: View, offsets: Floats, ahead: Floats, generator: np.random.Generator) -> Floats:
    right = np.cross(ahead, [0.0, 1.0, 0.0])
    across = (offsets @ right + _WALL_WIDTH_M / 2) * _WALL_PX_PER_M
    down = (_WALL_HEIGHT_M - (offsets[..., 1] + view.place[1])) * _WALL_PX_PER_M
    srgb = _wall(generator)
    linear = np.asarray((srgb.astype(np.float32) / 255.0) ** 2.2, dtype=np.float32)
    blurred = cv2.GaussianBlur(linear, (0, 0), 2.6)
    seen = cv2.remap(
        blurred,
        across.astype(np.float32),
        down.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return np.asarray(seen, dtype=np.float64)


def _wall(generator: np.random.Generator) -> Pixels:
    """Paint the boundary: boards at its foot, rows of people above, a sight screen."""
    size = (int(_WALL_HEIGHT_M * _WALL_PX_PER_M), int(_WALL_WIDTH_M * _WALL_PX_PER_M))
    wall = np.empty((*size, 3), dtype=np.uint8)
    wall[:] = (52, 58, 66)
    for row in range(7):
        _row_of_people(wall, _BOARD_M + 4.2 - 0.62 * row, generator)
    _boards(wall, generator)
    _sight_screen(wall, 6.2)
    return wall


def _row_of_people(wall: Pixels, height_m: float, generator: np.random.Generator) -> None:
    base = int((_WALL_HEIGHT_M - height_m) * _WALL_PX_PER_M)
    x = -10.0
    while x < wall.shape[1] + 10:
        x += float(generator.uniform(0.46, 0.72)) * _WALL_PX_PER_M
        if generator.random() < 0.14:
            continue
        shirt = _rgb(_SHIRTS[int(generator.integers(len(_SHIRTS)))])
        skin = _rgb(("8d5a3c", "c68e6a", "5e3a26", "d9a583")[int(generator.integers(4))])
        y = base + int(generator.normal(0.0, 3.0))
        _person(wall, (int(x), y), shirt, skin, float(generator.normal(0.0, 3.0)))
        cap = (
            _rgb(_SHIRTS[int(generator.integers(len(_SHIRTS)))]) if generator.random() < 0.5 else (35, 28, 24)
        )
        cv2.ellipse(wall, (int(x), y - 2), (7, 8), 0, 180, 360, cap, -1, cv2.LINE_AA)


def _person(
    wall: Pixels, at: tuple[int, int], shirt: tuple[int, int, int], skin: tuple[int, int, int], lean: float
) -> None:
    x, y = at
    cv2.ellipse(wall, (x, y + 22), (14, 9), 0, 180, 360, shirt, -1, cv2.LINE_AA)
    cv2.rectangle(wall, (x - 14, y + 22), (x + 14, y + 60), shirt, -1)
    for side in (-1, 1):
        arm = [(x + side * 14, y + 24), (int(x + side * (17 + lean)), y + 42), (x + side * 8, y + 52)]
        cv2.polylines(wall, [np.array(arm)], False, skin, 5, cv2.LINE_AA)
    cv2.ellipse(wall, (x, y), (6, 8), 0, 0, 360, skin, -1, cv2.LINE_AA)


def _boards(wall: Pixels, generator: np.random.Generator) -> None:
    top = int((_WALL_HEIGHT_M - _BOARD_M) * _WALL_PX_PER_M)
    colours = [_rgb(code) for code in ("12343b", "e9e4d6", "2c5f6b", "c8553d", "1f2a44", "e6b655")]
    length = int(5.5 * _WALL_PX_PER_M)
    for place, left in enumerate(range(0, wall.shape[1], length)):
        colour = colours[(place + int(generator.integers(2))) % len(colours)]
        ink = (245, 242, 232) if sum(colour) < 380 else (18, 40, 50)
        wall[top:, left : left + length] = colour
        cv2.putText(
            wall, "PALPATE", (left + 62, top + 44), cv2.FONT_HERSHEY_DUPLEX, 1.35, ink, 3, cv2.LINE_AA
        )
        wall[top:, left : left + 3] = (40, 44, 48)
    wall[top : top + 3] = (225, 225, 220)
    wall[-9:] = (238, 238, 232)


def _sight_screen(wall: Pixels, left_m: float) -> None:
    left, right = int(left_m * _WALL_PX_PER_M), int((left_m + 6.5) * _WALL_PX_PER_M)
    foot = wall.shape[0] - int(0.25 * _WALL_PX_PER_M)
    wall[: foot + 6, left - 6 : right + 6] = (70, 76, 80)
    wall[:foot, left:right] = (226, 228, 226)
    for slat in range(0, foot, 18):
        wall[slat : slat + 2, left:right] = (196, 200, 200)


def _rgb(code: str) -> tuple[int, int, int]:
    return (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16))
