"""Keyed values over time, drawn out smoothly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from palpate.model.arrays import Floats

Keys = Sequence[tuple[float, float]]

STEP_S = 0.001
_SMOOTHING_S = 0.009


def drawn(keys: Keys, times: Floats) -> Floats:
    """Return a keyed value at ``times`` (s): cubic pieces through the keys, constant beyond them.

    Slopes at the keys are those of the parabola through each key and its neighbours, flattened at an
    extremum so that a held pose does not overshoot.
    """
    at = np.array([key[0] for key in keys], dtype=np.float64)
    value = np.array([key[1] for key in keys], dtype=np.float64)
    slope = _slopes(at, value)
    piece = np.clip(np.searchsorted(at, times, side="right") - 1, 0, len(at) - 2)
    width = at[piece + 1] - at[piece]
    u = np.clip((times - at[piece]) / width, 0.0, 1.0)
    rising = u * u * (3.0 - 2.0 * u)
    start = width * slope[piece] * u * (1.0 - u) ** 2
    end = width * slope[piece + 1] * u * u * (u - 1.0)
    return np.asarray(value[piece] * (1.0 - rising) + value[piece + 1] * rising + start + end)


def _slopes(at: Floats, value: Floats) -> Floats:
    width = np.diff(at)
    secant = np.diff(value) / width
    inner = (secant[:-1] * width[1:] + secant[1:] * width[:-1]) / (width[1:] + width[:-1])
    inner = np.where(secant[:-1] * secant[1:] <= 0, 0.0, inner)
    return np.concatenate([[0.0], inner, [0.0]])


def smoothed(values: Floats, *, sigma_s: float = _SMOOTHING_S) -> Floats:
    """Return values ``(T, ...)``, sampled every `STEP_S`, smoothed in time; the ends are held."""
    reach = int(4 * sigma_s / STEP_S)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP_S / sigma_s) ** 2)
    weights /= weights.sum()
    flat = values.reshape(len(values), -1)
    padded = np.pad(flat, ((reach, reach), (0, 0)), mode="edge")
    columns = [np.convolve(padded[:, column], weights, mode="valid") for column in range(flat.shape[1])]
    return np.stack(columns, axis=1).reshape(values.shape)


def varied(
    tables: Mapping[str, Keys], *, generator: np.random.Generator, spread: float
) -> dict[str, list[tuple[float, float]]]:
    """Return key tables in a personal style: each value moved by up to a few times ``spread``."""
    return {
        name: [(at, value + float(generator.normal(0.0, spread))) for at, value in keys]
        for name, keys in tables.items()
    }
