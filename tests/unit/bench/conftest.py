"""What every benchmark test needs."""

from __future__ import annotations

import pytest

from palpate.base.progress import Progress


@pytest.fixture
def progress():
    return Progress()


@pytest.fixture
def assert_complete():
    """Check that a line has figures, and those of its anchor with the ratio between them."""

    def check(entry):
        content = entry.to_json()
        assert 0 <= content["median_ms"] <= content["p95_ms"]
        assert content["anchor_ms"] > 0
        assert content["anchor"]
        assert content["ratio"] == pytest.approx(
            content["median_ms"] / content["anchor_ms"], rel=1e-2, abs=1e-9
        )

    return check
