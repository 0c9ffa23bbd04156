"""Any JSON value, as an older program or a changed database may hold it, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

_TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["2027-03-01", "2027-13-45", "Mod", "Adfærd", "\x00\x0b", "<b>&amp;</b>", "{{ plan }}", "\u2028"]),
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    _TEXTS,
)
_KEYS = st.sampled_from(["", "id", "cells", "level", "remark", "group", "har", "navn", "Jeg trives", "⟨x⟩"])
any_json = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)
"""Also values that nearly have the shape of an answer: pairs, rows with ids, cells under the keys of the test forms."""
