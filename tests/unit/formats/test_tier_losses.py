"""What an annotator reads of what a file cannot hold."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.formats import registry
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.skeleton import Keypoint, Skeleton, Tiers
from palpate.model.track import Track
from palpate.model.visibility import Visibility

TRIO = Skeleton("trio", (Keypoint("a"), Keypoint("b"), Keypoint("c")), tiers=Tiers.FOUR)
OPEN, ABSENT, SEEN, CERTAIN = (
    Visibility.NOT_PLACED,
    Visibility.ABSENT,
    Visibility.VISIBLE,
    Visibility.CERTAIN,
)


def losses(name: str, *tiers: list[Visibility]) -> tuple[str, ...]:
    """Foresee what one bowler with these tiers, a list per frame, would lose."""
    visibility = np.array(tiers, dtype=np.int8)
    positions = np.where(np.isin(visibility, (SEEN, CERTAIN))[..., None], 10.0, np.nan) * np.ones(2)
    origin = np.where(visibility == OPEN, 0, 1).astype(np.int8)
    track = Track(np.arange(len(tiers)), positions, visibility, origin)
    labels = Labels({"trio": TRIO}, (), (Instance("i", "c", "bowler", 1, "trio"),), {"i": track})
    return registry.foresee(labels, format=registry.format_named(name)).losses


@pytest.mark.parametrize("name", ["coco", "datumaro", "wide_csv"])
def test_every_loss_is_a_whole_sentence(name: str) -> None:
    for sentence in losses(name, [CERTAIN, ABSENT, OPEN], [SEEN, CERTAIN, ABSENT]):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
        assert " stand in " not in sentence


def test_one_is_not_told_as_many() -> None:
    told = losses("coco", [SEEN, CERTAIN, ABSENT])
    assert any(
        "1 keypoint marked certain despite partial occlusion is written like occluded" in s for s in told
    )
    assert any("1 keypoint decided absent is written as v=0." in s for s in told)


def test_what_is_undecided_in_a_frame_is_told_apart_from_what_is_absent() -> None:
    told = losses("coco", [SEEN, ABSENT, ABSENT], [SEEN, OPEN, OPEN])
    assert any("2 keypoints decided absent and 2 that nothing is decided about" in s for s in told)
    assert any("the frames up to the next keyframe count as undecided" in s for s in told)
