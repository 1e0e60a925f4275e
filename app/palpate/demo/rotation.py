"""Rotations about the body's own axes, for whole tracks at once.

Axes: x forward, y up, z to the subject's right (right-handed). A positive turn about z swings a hanging limb
forward, about y turns the front to the left, about x leans an upright part to the right.
"""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats


def about(axis: int, angle: Floats | float) -> Floats:
    """Return rotation matrices ``(..., 3, 3)`` by ``angle`` radians ``(...)`` about axis 0 x, 1 y or 2 z."""
    angle = np.asarray(angle, dtype=np.float64)
    matrix = np.zeros((*angle.shape, 3, 3))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    matrix[..., axis, axis] = 1.0
    matrix[..., first, first] = matrix[..., second, second] = np.cos(angle)
    matrix[..., first, second] = -np.sin(angle)
    matrix[..., second, first] = np.sin(angle)
    return matrix


def leaning(*, forward: Floats, right: Floats, turn: Floats) -> Floats:
    """Return orientations ``(..., 3, 3)`` of a trunk part in the run-up's frame.

    The part turns left by ``turn`` about its own long axis, then leans ``forward`` along the run-up and to
    the ``right`` of it; degrees, so that a keyed table can be read by a person.
    """
    lean = about(0, np.radians(right)) @ about(2, -np.radians(forward))
    return lean @ about(1, np.radians(turn))


def unit(vectors: Floats) -> Floats:
    """Return vectors ``(..., 3)`` at length one."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def aligning_y(direction: Floats) -> Floats:
    """Return the least rotation ``(3, 3)`` that brings a direction ``(3,)`` onto +y."""
    target = np.array([0.0, 1.0, 0.0])
    source = unit(direction)
    cosine = float(source @ target)
    if cosine < -1.0 + 1e-9:
        return np.diag([1.0, -1.0, -1.0])
    cross = np.cross(source, target)
    skew = np.array([[0, -cross[2], cross[1]], [cross[2], 0, -cross[0]], [-cross[1], cross[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1.0 + cosine))
