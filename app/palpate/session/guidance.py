"""What a person is told about a keypoint."""

from __future__ import annotations

from palpate.model.guideline import Guideline
from palpate.model.skeleton import Skeleton
from palpate.store.library import load_guideline


def guideline_of(skeleton: Skeleton, keypoint: str) -> Guideline | None:
    """Return the guideline of a keypoint, None if its skeleton has none for it.

    Raises
    ------
    FileUnreadable, GuidelineFaulty
        If its file cannot be opened, or with every problem in it.
    """
    return load_guideline(skeleton, keypoint)
