"""What the figures wear: colours by part, folds and weave that move with the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from palpate.demo.anatomy import SCALE
from palpate.model.arrays import Floats, Ints

Singles = NDArray[np.float32]

VOXEL_M = 0.005
_CELLS = 64


@dataclass(frozen=True, slots=True)
class Outfit:
    """Colours and textures of one figure.

    Attributes
    ----------
    colours
        Linear RGB ``(3,)`` by cloth.
    weave
        ``(C, C, C)`` periodic relative brightness, one cell per `VOXEL_M`.
    folds
        ``(C, C, C, 3)`` periodic tilt of the surface.
    number
        ``(H, W)`` share of the second colour on the back, 0.26 m wide and high.
    trim
        Linear RGB of the number, the trousers' stripe and the hem.
    furrow
        How much darker the hollow along the spine is.
    smooth
        Blend between cells instead of taking the nearest: for pictures on which a cell is many px wide.
    """

    colours: Mapping[str, Floats]
    weave: Singles
    folds: Singles
    number: Singles
    trim: Floats
    furrow: float = 0.34
    smooth: bool = False


def _hex(code: str) -> Floats:
    srgb = np.array([int(code[i : i + 2], 16) for i in (0, 2, 4)]) / 255.0
    return np.asarray(srgb**2.2)


_SKINS = ("8d5a3c", "6b412a", "c68e6a", "b57a55", "4f3020", "d9a583")
_KITS = (("1f6f78", "f2c14e"), ("233d7a", "f4f1e8"), ("7a2432", "f4e3b5"), ("2d6b3f", "f7e27a"))
_HAIRS = ("1b1512", "2a1d15", "3d2a1a")


def playing_kit(generator: np.random.Generator) -> Outfit:
    """Return the bowler's clothes: a coloured kit with a number on the back, light boots."""
    kit = _KITS[int(generator.integers(len(_KITS)))]
    skin = _SKINS[int(generator.integers(len(_SKINS)))]
    colours = {
        "shirt": _hex(kit[0]), "back": _hex(kit[0]), "sleeve": _hex(kit[0]), "trousers": _hex(kit[0]) * 0.80,
        "skin": _hex(skin), "face": _hex(skin), "arm": _hex(skin),
        "hair": _hex(_HAIRS[int(generator.integers(len(_HAIRS)))]), "boot": _hex("e9e6df"),
        "ball": _hex("8e1f1f"), "lace": _hex(kit[0]),
    }  # fmt: skip
    return _outfit(colours, generator, number=str(int(generator.integers(4, 99))), trim=_hex(kit[1]))


def training_kit(worn: Outfit) -> Outfit:
    """Return the same person in plain close-fitting clothes, on which the shape of the body shows."""
    top, legs = _hex("a9b6b9"), _hex("6d7f99")
    colours = {"shirt": top, "back": top, "sleeve": top, "trousers": legs, "lace": _hex("33455e")}
    return replace(
        worn,
        colours={**worn.colours, **colours},
        weave=(1.0 + 0.5 * (worn.weave - 1.0)).astype(np.float32),
        number=np.zeros_like(worn.number),
        trim=_hex("dfe6ee"),
        furrow=0.0,  # drawn as a detail, which follows the bending spine
        smooth=True,
    )


def umpires_coat(generator: np.random.Generator) -> Outfit:
    """Return the umpire's clothes: pale coat, dark trousers, a hat."""
    skin = _SKINS[int(generator.integers(len(_SKINS)))]
    colours = {
        "shirt": _hex("d9d4c4"), "back": _hex("d9d4c4"), "sleeve": _hex("d9d4c4"), "trousers": _hex("23262b"),
        "skin": _hex(skin), "face": _hex(skin), "arm": _hex("d9d4c4"), "hair": _hex("b9b4aa"),
        "boot": _hex("1c1b1a"), "hat": _hex("efe9d8"), "lace": _hex("101010"),
    }  # fmt: skip
    return _outfit(colours, generator, number="", trim=_hex("23262b"))


def props_paint(generator: np.random.Generator) -> Outfit:
    """Return the paint of the wicket."""
    colours = {"wood": _hex("d8b27a")}
    return _outfit(colours, generator, number="", trim=_hex("e8e0d0"))


def _outfit(
    colours: Mapping[str, Floats], generator: np.random.Generator, *, number: str, trim: Floats
) -> Outfit:
    fine, coarse = periodic_noise(generator, 0.9), periodic_noise(generator, 3.2)
    weave = (1.0 + 0.085 * fine + 0.10 * coarse).astype(np.float32)
    slopes = np.gradient(periodic_noise(generator, 4.2))
    folds = 0.84 * np.stack([np.asarray(slope) for slope in slopes], axis=-1)
    return Outfit(colours, weave, folds.astype(np.float32), _number(number), trim)


def periodic_noise(
    generator: np.random.Generator, sigma: float, *, dimensions: int = 3, cells: int = _CELLS
) -> Floats:
    """Return smooth noise of unit spread, periodic over ``cells`` in each of its dimensions."""
    shape = (cells,) * dimensions
    frequency = sum(np.meshgrid(*[np.fft.fftfreq(cells) ** 2] * dimensions, indexing="ij"))
    spectrum = np.fft.fftn(generator.standard_normal(shape)) * np.exp(-2 * (np.pi * sigma) ** 2 * frequency)
    spectrum[(0,) * dimensions] = 0.0
    noise = np.fft.ifftn(spectrum).real
    return np.asarray(noise / noise.std())


def _number(text: str) -> Singles:
    picture = np.zeros((260, 260), dtype=np.uint8)
    if text:
        face, scale, thick = cv2.FONT_HERSHEY_DUPLEX, 5.0, 20
        (width, height), _ = cv2.getTextSize(text, face, scale, thick)
        cv2.putText(
            picture, text, ((260 - width) // 2, (260 + height) // 2), face, scale, 255, thick, cv2.LINE_AA
        )
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.5) / 255.0, dtype=np.float32)


def coloured(outfit: Outfit, cloth: str, rest: Floats) -> Floats:
    """Return the colour ``(N, 3)`` of surface points.

    Parameters
    ----------
    outfit, cloth
        Whose clothes, and which part of them.
    rest
        ``(N, 3)`` places on the body at rest, metres, mid-hip at the origin: the pattern moves with the body.
    """
    colour = np.broadcast_to(outfit.colours[cloth], rest.shape).copy()
    painter = _PAINTERS.get(cloth)
    if painter is not None:
        accent = outfit.colours["lace"] if cloth == "boot" else outfit.trim
        colour += painter(outfit, rest)[:, None] * (accent - colour)
    weave = _felt(outfit.weave, rest, smooth=outfit.smooth)
    if cloth in ("back", "shirt"):
        weave = weave * _furrow(rest, outfit.furrow)
    if cloth in ("skin", "face", "arm"):
        weave = 1.0 + 0.55 * (weave - 1.0)
    return np.asarray(colour * weave[:, None])


def folded(outfit: Outfit, cloth: str, rest: Floats) -> Singles:
    """Return how the surface tilts ``(N, 3)`` at points of the body at rest."""
    strength = {"skin": 0.15, "arm": 0.3, "face": 0.1, "hair": 0.6, "boot": 0.25}.get(cloth, 1.0)
    return np.asarray(strength * _felt(outfit.folds, rest, smooth=outfit.smooth), dtype=np.float32)


def _furrow(rest: Floats, depth: float) -> Floats:
    """Return the shade of the hollow between the muscles along the spine."""
    return np.where(rest[:, 0] < -0.02, 1.0 - depth * np.exp(-((rest[:, 2] / 0.013) ** 2)), 1.0)


def _felt(texture: Singles, rest: Floats, *, smooth: bool) -> Floats:
    """Return a periodic texture at places ``(N, 3)``: the cell's, or blended between the eight nearest."""
    if not smooth:
        return np.asarray(texture[tuple(_cells(rest).T)])
    place = rest / VOXEL_M - 0.5
    low = np.floor(place)
    share = place - low
    found: Floats = np.zeros((len(rest), *texture.shape[3:]))
    for corner in np.ndindex(2, 2, 2):
        weight = np.where(np.array(corner), share, 1.0 - share).prod(axis=1)
        cell = (low.astype(np.int64) + corner) % _CELLS
        found += weight.reshape(-1, *[1] * (texture.ndim - 3)) * texture[tuple(cell.T)]
    return found


def _cells(rest: Floats) -> Ints:
    return np.floor(rest / VOXEL_M).astype(np.int64) % _CELLS


def _number_share(outfit: Outfit, rest: Floats) -> Floats:
    column = (rest[:, 2] / 0.26 + 0.5) * 260
    row = (0.5 - (rest[:, 1] - 0.440 * SCALE) / 0.26) * 260
    inside = (column >= 0) & (column < 260) & (row >= 0) & (row < 260) & (rest[:, 0] < -0.05)
    share = np.zeros(len(rest))
    share[inside] = outfit.number[row[inside].astype(int), column[inside].astype(int)]
    return share


def _stripe_share(_outfit: Outfit, rest: Floats) -> Floats:
    """A stripe down the outer seam of the trousers."""
    outer = np.abs(rest[:, 2]) - 0.145 - 0.05 * np.clip(rest[:, 1] + 0.25, -0.3, 0.0)
    return np.clip(outer / 0.004, 0.0, 1.0) * (np.abs(rest[:, 0]) < 0.022) * (rest[:, 1] < -0.03)


def _hem_share(_outfit: Outfit, rest: Floats) -> Floats:
    return (np.abs(rest[:, 1] - 0.355) < 0.012).astype(np.float64)


def _sole_share(_outfit: Outfit, rest: Floats) -> Floats:
    """Trim-coloured sole, laces and a band at the collar."""
    sole = rest[:, 1] < -0.930
    collar = np.abs(rest[:, 1] + 0.838) < 0.005
    flash = (np.abs(rest[:, 0] - 0.02 - 0.5 * (rest[:, 1] + 0.90)) < 0.008) & (rest[:, 1] < -0.885)
    return (sole | collar | flash).astype(np.float64)


def _seam_share(_outfit: Outfit, rest: Floats) -> Floats:
    return (np.abs(rest[:, 1]) < 0.005).astype(np.float64)


_PAINTERS = {
    "back": _number_share,
    "trousers": _stripe_share,
    "sleeve": _hem_share,
    "boot": _sole_share,
    "ball": _seam_share,
}
