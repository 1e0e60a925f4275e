"""What something adds to the process at its worst."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from palpate.bench.memory import peak_mb


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forgets a peak when asked to")
def test_what_is_freed_again_still_counts() -> None:
    found = peak_mb(lambda: np.ones(16_000_000).sum())
    assert found is not None
    assert found > 100


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forgets a peak when asked to")
def test_a_peak_of_before_is_forgotten() -> None:
    np.ones(16_000_000).sum()
    found = peak_mb(lambda: None)
    assert found is not None
    assert found < 20
