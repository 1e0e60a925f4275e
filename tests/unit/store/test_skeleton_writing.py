"""Skeleton files that the program writes: they read back the same, and read like a text by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import SkeletonFaulty
from palpate.model.policy import KeypointPolicy, Policy, Sampling, Training
from palpate.model.skeleton import (
    Base,
    ChainPlace,
    Keypoint,
    Measure,
    ScaleRule,
    Side,
    Skeleton,
    Subject,
    Tiers,
    Tolerance,
)
from palpate.store.library import load_skeleton
from palpate.store.skeleton_parts import MEASURE_KINDS
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.skeleton_writing import skeleton_to_yaml

LEG = """\
skeleton: leg
keypoints:
  - {name: hip, sigma: 0.1}
  - {name: knee, parent: hip}
  - {name: ankle, parent: knee, tolerance: {px: 8}}
edges: [[hip, knee], [knee, ankle]]
"""


ANY_NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
NAMES = ANY_NAMES.filter(lambda name: name.strip() and name.splitlines() == [name]) | st.sampled_from(
    [
        "no",
        "null",
        "1.0",
        "12:30",
        "a b",
        " a",
        "- x",
        "x #y",
        "{",
        "~",
        "=",
        "*a",
        "&b",
        "!c",
        "? d",
        "’",
        "é",
    ]
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
POSITIVE = st.floats(min_value=1e-12, max_value=1e6)
SHARES = st.floats(min_value=1e-6, max_value=1)
_FOLDERS = st.sampled_from([("",), ("coco_17",), ("My guidelines 2",), ("knees", "coco_17", "legs")])


@st.composite
def skeletons(draw: st.DrawFn) -> Skeleton:
    """Any skeleton that makes sense: names in pairs or on the midline, parents before children."""
    names = draw(st.lists(NAMES, unique=True, min_size=4, max_size=7))
    keypoints = [draw(_keypoints(names, k)) for k in range(len(names))]
    pair = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True).map(lambda p: (p[0], p[1]))
    normalisers = draw(st.dictionaries(NAMES, pair, max_size=2))
    return Skeleton(
        name=draw(NAMES),
        keypoints=tuple(keypoints),
        edges=tuple(draw(st.lists(pair, max_size=3))),
        version=draw(st.integers(0, 10**8)),
        title=draw(TEXTS),
        subject=draw(st.sampled_from(Subject)),
        tiers=draw(st.sampled_from(Tiers)),
        scale=ScaleRule(
            tuple(draw(st.lists(st.sampled_from(["mask", "box", "keypoints"]), min_size=1, unique=True))),
            draw(POSITIVE),
        ),
        rigid_segments=tuple(draw(st.lists(pair, max_size=2))),
        normalisers=normalisers,
        policy=draw(_policies(list(normalisers))),
        measures=tuple(draw(st.lists(_measures(names), max_size=2, unique_by=lambda measure: measure.name))),
        events=tuple(draw(st.lists(NAMES, max_size=2))),
        sigma_source=draw(TEXTS),
        guidelines=(folders := draw(_FOLDERS))[0],
        inherited_guidelines=folders[1:],
        base=draw(st.none() | st.builds(Base, NAMES, st.integers(0, 99), st.integers(0, len(names)))),
    )


@st.composite
def _keypoints(draw: st.DrawFn, names: list[str], k: int) -> Keypoint:
    paired = k < 2
    others = [name for name in names if name != names[k]]
    return Keypoint(
        names[k],
        label=draw(TEXTS),
        region=draw(TEXTS),
        type=draw(TEXTS),
        side=(Side.LEFT, Side.RIGHT)[k] if paired else Side.MIDLINE,
        mirror=names[1 - k] if paired else None,
        parent=draw(st.sampled_from([None, *names[:k]])),
        sigma=draw(st.none() | POSITIVE),
        tolerance=draw(
            st.builds(Tolerance, fraction=st.none() | POSITIVE) | st.builds(Tolerance, px=POSITIVE)
        ),
        local_width=draw(st.none() | POSITIVE),
        chain=draw(st.none() | st.builds(ChainPlace, NAMES, st.floats(0, 1))),
        centre_of=draw(st.sampled_from([(), tuple(others[:2])])),
        rest=draw(st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1))),
        policy=KeypointPolicy(
            mpjpe_px=draw(st.none() | POSITIVE),
            blur_visible=draw(st.none() | st.floats(0.01, 1)),
            blur_estimated=draw(st.none() | st.floats(1, 9)),
            drift_px=draw(st.none() | POSITIVE),
        ),
    )


@st.composite
def _policies(draw: st.DrawFn, normalisers: list[str]) -> Policy:
    return Policy(
        oks=draw(SHARES),
        kappa=draw(SHARES),
        mpjpe_px=draw(POSITIVE),
        weeks=draw(st.integers(1, 99)),
        pck_alpha=draw(POSITIVE),
        pck_normaliser=draw(st.sampled_from([*normalisers, "torso", "box"])),
        blur_visible=draw(st.floats(0.01, 1)),
        blur_estimated=draw(st.floats(1, 9)),
        blur_absent=draw(st.floats(9, 12)),
        sampling=Sampling(
            draw(SHARES),
            draw(SHARES),
            draw(st.integers(0, 99)),
            mode=draw(st.sampled_from(["disjoint", "independent", "total"])),
            hand_least=draw(st.floats(0, 0.35)),
        ),
        training=Training(draw(st.integers(1, 999)), draw(POSITIVE), draw(SHARES), draw(st.integers(1, 99))),
    )


def _measures(names: list[str]) -> st.SearchStrategy[Measure]:
    def of_kind(kind: str) -> st.SearchStrategy[Measure]:
        points, zeros = MEASURE_KINDS[kind]
        chosen = st.lists(st.sampled_from(names), min_size=points, max_size=points).map(tuple)
        return st.builds(Measure, NAMES, st.just(kind), chosen, st.sampled_from(zeros))

    return st.sampled_from(sorted(MEASURE_KINDS)).flatmap(of_kind)


@settings(max_examples=60, deadline=None)
@given(skeletons())
def test_what_is_written_reads_back_the_same(skeleton: Skeleton) -> None:
    assert skeleton_from_yaml(skeleton_to_yaml(skeleton)) == skeleton


def test_what_is_written_reads_like_a_text_by_hand() -> None:
    lines = skeleton_to_yaml(load_skeleton("cricket_bowling_54")).splitlines()
    assert "title: Cricket fast bowling, 54 points" in lines
    assert "scale: {from: mask, else: [box, keypoints], factor: 1.0}" in lines
    assert "    chain: {of: spine, fraction: 0.33}" in lines
    assert "  torso: [left_shoulder, right_hip]" in lines


@pytest.mark.parametrize("names", [(), ("knee", "knee"), ("two\nlines",), ("line end\n",), ("",)])
def test_a_skeleton_that_could_not_be_read_back_is_never_written(names: tuple[str, ...]) -> None:
    with pytest.raises(SkeletonFaulty):
        skeleton_to_yaml(Skeleton("foreign", tuple(Keypoint(name) for name in names)))
