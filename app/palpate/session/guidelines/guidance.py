"""What a person is told about a keypoint, and whose words these are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from palpate.base.errors import GuidelineFaulty
from palpate.model.authored import OwnText
from palpate.model.guideline import Guideline
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.guidelines.guides import SHIPPED, Guides
from palpate.store.guideline_reading import guideline_from_markdown
from palpate.store.library import load_guideline, load_guidelines


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a keypoint.

    Attributes
    ----------
    guideline
        None if nothing is.
    own
        Whose words these are, if they are the project's own.
    outgrown
        The project's own words from before the keypoint became another place; they are not told any more.
    """

    guideline: Guideline | None
    own: OwnText | None = None
    outgrown: Guideline | None = None


def guideline_of(skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> Guideline | None:
    """Return the guideline of a keypoint, None if there is none.

    The project's own comes first, then that in the folder of the skeleton's own file, then the shipped one.

    Raises
    ------
    FileUnreadable, GuidelineFaulty
        If its file cannot be opened, or with every problem in it.
    """
    return told_of(skeleton, keypoint, guides).guideline


def told_of(skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> Told:
    """Return the guideline of a keypoint and whose it is; errors as for `guideline_of`."""
    own, written = _own(skeleton, keypoint, guides)
    if own is not None and _is_of(skeleton, own):
        return Told(own, written)
    return Told(told_elsewhere(skeleton, keypoint, guides), outgrown=own)


def own_holds(skeleton: Skeleton, keypoint: str, guides: Guides) -> bool:
    """Tell whether the project's own words explain a keypoint as it is; also if they cannot be read."""
    try:
        own, _ = _own(skeleton, keypoint, guides)
    except GuidelineFaulty:
        return True
    return own is not None and _is_of(skeleton, own)


def told_elsewhere(skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> Guideline | None:
    """Return what would be told without words of the project's own; errors as for `guideline_of`."""
    return load_guideline(skeleton, keypoint, near=guides.near.get(skeleton.name))


def words_before(skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> Guideline | None:
    """Return what files tell of the place that a keypoint was before it became another; None if nothing.

    Errors as for `guideline_of`.
    """
    point = next((one for one in skeleton.keypoints if one.name == keypoint), None)
    if point is None or point.since == 1:
        return None
    points = tuple(replace(one, since=1) if one is point else one for one in skeleton.keypoints)
    return told_elsewhere(replace(skeleton, keypoints=points), keypoint, guides)


def guidelines_of(skeleton: Skeleton, guides: Guides = SHIPPED) -> dict[str, Guideline]:
    """Return all guidelines of a skeleton by keypoint, in its order.

    Errors as for `guideline_of`; a file for a keypoint that the skeleton does not have is refused as well.
    """
    found = load_guidelines(skeleton, near=guides.near.get(skeleton.name))
    for name in skeleton.names:
        own, _ = _own(skeleton, name, guides)
        if own is not None and _is_of(skeleton, own):
            found[name] = own
    return {name: found[name] for name in skeleton.names if name in found}


def _own(skeleton: Skeleton, keypoint: str, guides: Guides) -> tuple[Guideline | None, OwnText | None]:
    written = guides.texts.get((skeleton.name, keypoint))
    if written is None:
        return None, None
    # A migration carries words along without rewriting them: their head has the name of their time.
    return replace(_read(written.content), keypoint=keypoint), written


def _is_of(skeleton: Skeleton, own: Guideline) -> bool:
    point: Keypoint | None = next((one for one in skeleton.keypoints if one.name == own.keypoint), None)
    return point is not None and (own.version is None or own.version >= point.since)


@lru_cache(maxsize=512)
def _read(content: str) -> Guideline:
    return guideline_from_markdown(content)
