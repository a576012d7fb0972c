"""Packed numbers come back exact to their range."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from westphalia.page.packing import pack, unpack

finite = st.floats(-1e6, 1e6, width=32)
arrays = hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=5), elements=finite)


@given(arrays)
def test_packed_numbers_are_exact_to_their_range(values):
    width = values.max() - values.min()
    assert np.abs(unpack(pack(values)) - values).max() <= width / 65534 * 0.51 + 1e-9


@given(hnp.arrays(np.uint8, hnp.array_shapes(max_dims=3), elements=st.integers(0, 254)))
def test_packed_codes_are_exact(values):
    assert (unpack(pack(values, whole=True)) == values).all()


def test_missing_stays_missing():
    values = np.array([[0.5, np.nan], [1.5, 2.5]])
    for whole in (False, True):
        there = unpack(pack(np.round(values) if whole else values, whole))
        assert (np.isnan(there) == np.isnan(values)).all()
    assert pack(np.array([1.0, 2.0]))["missing"] is None
    assert np.isnan(unpack(pack(np.array([np.nan])))).all()
