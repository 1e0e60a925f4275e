"""The cubic against the published examples and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import Akima1DInterpolator, PchipInterpolator

from palpate.assist.interpolate import fill
from palpate.assist.spans import method_codes
from palpate.model.span import Method
from palpate.model.track import Track


def track_of(frames, positions, visibility=None):
    """A track of one keypoint; x as given, y = −2 x."""
    x = np.asarray(positions, dtype=np.float64)
    codes = np.full((len(frames), 1), 2, np.int8) if visibility is None else np.array(visibility)[:, None]
    return Track(
        frames=np.array(frames, dtype=np.int64),
        positions=np.stack((x, -2 * x), axis=-1)[:, None],
        visibility=codes.astype(np.int8),
        origin=np.ones((len(frames), 1), np.int8),
    )


@pytest.mark.parametrize("name", ["EX-INTERP-1", "EX-INTERP-2"])
@pytest.mark.parametrize("method", [Method.LINEAR, Method.PCHIP, Method.MAKIMA])
def test_a_published_example_is_met(examples, name, method):
    example = examples[name]
    given, query = example["input"], example["input"]["query"]
    track = track_of(np.array(given["t"], dtype=np.int64), given["x"])
    filled = fill(track, method_codes(track, {}, default=method), window=(0, 31))
    expected = example["expected"][method.value]
    assert filled.positions[query, 0, 0] == pytest.approx(expected, abs=example["abs_tol"])
    assert filled.positions[query, 0, 1] == pytest.approx(np.multiply(expected, -2), abs=example["abs_tol"])


PEERS = {
    Method.PCHIP: PchipInterpolator,
    Method.MAKIMA: lambda t, y: Akima1DInterpolator(t, y, method="makima"),
}


@pytest.mark.parametrize("method", PEERS)
@pytest.mark.parametrize("seed", range(5))
def test_random_runs_equal_those_of_scipy(seed, method):
    random = np.random.default_rng(seed)
    n_keypoints, n_keyframes = 6, 40
    frames = np.sort(random.choice(400, n_keyframes, replace=False))
    times = np.cumsum(random.uniform(0.004, 0.02, 400))
    positions = random.normal(size=(n_keyframes, n_keypoints, 2)) * 100
    positions[random.random(positions.shape) < 0.3] = 0.0  # flat stretches and turns
    track = Track(
        frames=frames,
        positions=positions,
        visibility=np.full((n_keyframes, n_keypoints), 2, np.int8),
        origin=np.ones((n_keyframes, n_keypoints), np.int8),
    )
    methods = method_codes(track, {}, default=method)
    filled = fill(track, methods, window=(0, 400), times=times)
    inside = np.arange(frames[0], frames[-1] + 1)
    for k in range(n_keypoints):
        expected = PEERS[method](times[frames], positions[:, k])(times[inside])
        np.testing.assert_allclose(filled.positions[inside, k], expected, rtol=1e-12, atol=1e-12 * 100)


@pytest.mark.parametrize("method", PEERS)
@pytest.mark.parametrize("n_keyframes", [2, 3])
def test_runs_of_two_and_three_keyframes_equal_those_of_scipy(n_keyframes, method):
    frames = np.array([3, 10, 31])[:n_keyframes]
    x = np.array([5.0, -20.0, 17.5])[:n_keyframes]
    track = track_of(frames, x)
    filled = fill(track, method_codes(track, {}, default=method), window=(0, 40))
    inside = np.arange(3, frames[-1] + 1)
    expected = PEERS[method](frames, x)(inside)
    np.testing.assert_allclose(filled.positions[inside, 0, 0], expected, rtol=1e-12)
