import numpy as np
import pytest

from palpate.model.arrays import distinct


@pytest.mark.parametrize("values", [[], [4], [3, 1, 2], [5, 5, 5], [2, 9, 2, -1, 9]])
def test_values_are_given_once_and_ascending(values):
    for kind in (np.int64, np.float64):
        given = np.array(values, kind)
        np.testing.assert_array_equal(distinct(given), np.unique(given))
