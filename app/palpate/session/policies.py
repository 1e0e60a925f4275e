"""Thresholds and targets of a project: what holds, who says so, and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palpate.base.errors import EditRefused, UsageError
from palpate.model.change import Change
from palpate.model.policy_change import PolicyChange
from palpate.model.policy_constant import Constant as Constant
from palpate.model.policy_constant import Group as Group
from palpate.model.policy_constant import Unit as Unit
from palpate.model.policy_table import CONSTANTS, OF_KEYPOINTS, OVERRIDES
from palpate.model.policy_values import Value as Value
from palpate.model.policy_values import bounds_of as bounds_of
from palpate.model.policy_values import constant_of as constant_of
from palpate.model.policy_values import (
    own_value_of,
    text_of,
    value_of,
    why_at_odds,
    with_value,
)
from palpate.model.policy_values import read_value as read_value
from palpate.model.policy_values import shown as shown
from palpate.model.skeleton import Skeleton
from palpate.session.edits.policies import Ask, SetPolicy
from palpate.session.judging.body_scale import scale_of
from palpate.session.session import Session

KEYS = tuple(CONSTANTS)
KEYPOINT_KEYS = tuple(OF_KEYPOINTS)
_USUAL = Skeleton("", ())


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold or target as it holds.

    Attributes
    ----------
    keypoint
        Its name; empty for the whole skeleton.
    value
        What holds; None where nothing is said.
    own
        What the skeleton's file says.
    inherited
        Whether a keypoint has it from its skeleton.
    change
        Who asked for something else; None if it is as the skeleton says.
    usual
        Whether the skeleton says what the program would say without it.
    """

    constant: Constant
    keypoint: str
    value: Value
    own: Value
    inherited: bool = False
    change: PolicyChange | None = None
    usual: bool = True

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return shown(self.constant, self.value)

    @property
    def source(self) -> str:
        """Who says so, short."""
        if self.change is not None:
            return self.change.source
        return self.constant.source if self.usual else "skeleton"

    @property
    def sentence(self) -> str:
        """Value and source in one line: ``OKS target 0.85 (case study)``."""
        return f"{self.constant.label} {self.shown} ({self.source})"


@dataclass(frozen=True, slots=True)
class Wish:
    """A value that somebody wants, as typed; an empty one is the skeleton's own."""

    key: str
    text: str
    keypoint: str = ""


def threshold(session: Session, skeleton: str, key: str, keypoint: str = "") -> Threshold:
    """Return one threshold as it holds; UsageError if there is none of that name."""
    whole, pinned = _skeleton(session, skeleton), session.contents.pinned[skeleton]
    _known_keypoint(whole, keypoint)
    constant = constant_of(key, keypoint)
    change = next(
        (
            c
            for c in session.contents.policies
            if (c.skeleton, c.keypoint, c.key) == (skeleton, keypoint, key)
        ),
        None,
    )
    if not keypoint:
        return _of_skeleton(constant, whole, pinned, change)
    mine = own_value_of(whole.keypoints[whole.position_of[keypoint]], key)
    above = threshold(session, skeleton, key) if mine is None and key in OVERRIDES else None
    return Threshold(
        constant,
        keypoint,
        value_of(whole, key, keypoint),
        value_of(pinned, key, keypoint),
        inherited=above is not None,
        change=above.change if above is not None else change,
        usual=above.usual if above is not None else key not in OVERRIDES,
    )


def thresholds(session: Session, skeleton: str) -> list[Threshold]:
    """Return those of the whole skeleton, in the order of the table."""
    return [threshold(session, skeleton, key) for key in CONSTANTS]


def keypoint_thresholds(session: Session, skeleton: str, keypoint: str) -> list[Threshold]:
    """Return those of a keypoint, what it has from its skeleton among them."""
    return [threshold(session, skeleton, key, keypoint) for key in OF_KEYPOINTS]


def of_skeleton(skeleton: Skeleton, keypoint: str = "") -> list[Threshold]:
    """Return those of a skeleton that is in no project."""
    _known_keypoint(skeleton, keypoint)
    if not keypoint:
        return [_of_skeleton(one, skeleton, skeleton, None) for one in CONSTANTS.values()]
    point = skeleton.keypoints[skeleton.position_of[keypoint]]
    return [
        Threshold(
            one,
            keypoint,
            value_of(skeleton, one.key, keypoint),
            value_of(skeleton, one.key, keypoint),
            inherited=one.key in OVERRIDES and own_value_of(point, one.key) is None,
        )
        for one in OF_KEYPOINTS.values()
    ]


def why_not_change(session: Session) -> str:
    """Return why this person may not change thresholds; empty if they may."""
    if session.project.read_only:
        return session.project.read_only
    role = session.contents.settings.get("role", "annotator")
    return "" if role != "annotator" else "a consultant or a lead changes thresholds; you may read them"


def set_thresholds(
    session: Session,
    skeleton: str,
    wishes: Sequence[Wish],
    *,
    source: str,
    by_label: bool = False,
    origin: object = None,
) -> Change:
    """Change thresholds as one step of undo; the skeleton keeps its version.

    Parameters
    ----------
    source
        Where the values come from; needed for all but the skeleton's own.
    by_label
        Whether a refusal says what people call a threshold, and not its key.

    Raises
    ------
    UsageError
        With one sentence for the first value that cannot be, that is unknown, or does not go with another.
    EditRefused, ProjectReadOnly
        If this person may not, no source is named, or all is so already.
    """
    if reason := why_not_change(session):
        raise EditRefused(reason)
    whole, pinned = _skeleton(session, skeleton), session.contents.pinned[skeleton]
    after, asked = whole, list[Ask]()
    for wish in wishes:
        _known_keypoint(whole, wish.keypoint)
        constant = constant_of(wish.key, wish.keypoint)
        before = threshold(session, skeleton, wish.key, wish.keypoint)
        if not wish.text.strip():
            value, kept = _file_value(pinned, wish.key, wish.keypoint), ""
        else:
            value = read_value(constant, wish.text, tuple(whole.normalisers), by_label=by_label)
            kept = text_of(value)
        after = with_value(after, wish.key, value, wish.keypoint)
        asked.append(Ask(wish.key, wish.keypoint, kept, text_of(before.value), source.strip()))
    for wish in wishes:
        if odd := why_at_odds(after, wish.key, wish.keypoint, by_label=by_label):
            raise UsageError(odd)
    asked = [ask for ask in asked if not _stands(session, skeleton, ask)]
    if not asked:
        raise EditRefused("all of that is so already")
    if not source.strip() and any(ask.value for ask in asked):
        raise EditRefused("say where the value comes from: a source is kept with it")
    return session.do(SetPolicy(_title(asked), skeleton, tuple(asked)), origin)


def reset(session: Session, skeleton: str, key: str, keypoint: str = "", origin: object = None) -> Change:
    """Go back to what the skeleton says; errors as `set_thresholds`."""
    return set_thresholds(session, skeleton, [Wish(key, "", keypoint)], source="", origin=origin)


def scale_px(session: Session, layer: str, instance: str) -> float:
    """Return how large an instance is in its clip, px; NaN where nothing tells."""
    live = session.live(layer, instance)
    return scale_of(live.skeleton, live.track)


def _of_skeleton(
    constant: Constant, whole: Skeleton, pinned: Skeleton, change: PolicyChange | None
) -> Threshold:
    own = value_of(pinned, constant.key)
    usual = own == value_of(_USUAL, constant.key)
    return Threshold(constant, "", value_of(whole, constant.key), own, change=change, usual=usual)


def _stands(session: Session, skeleton: str, ask: Ask) -> bool:
    """Tell whether nothing would be another: value and source are asked for already."""
    now = threshold(session, skeleton, ask.key, ask.keypoint)
    return (
        bool(ask.value)
        and now.change is not None
        and not now.inherited
        and (now.change.value, now.change.source) == (ask.value, ask.source)
    )


def _file_value(pinned: Skeleton, key: str, keypoint: str) -> Value:
    if keypoint:
        return own_value_of(pinned.keypoints[pinned.position_of[keypoint]], key)
    return value_of(pinned, key)


def _title(asked: Sequence[Ask]) -> str:
    if len(asked) > 1:
        return f"Set {len(asked)} thresholds"
    (ask,) = asked
    what = f"{ask.key} of {ask.keypoint}" if ask.keypoint else ask.key
    return f"Set {what} to {ask.value}" if ask.value else f"Take {what} back to the skeleton's own"


def _skeleton(session: Session, name: str) -> Skeleton:
    if name not in session.contents.skeletons:
        known = ", ".join(session.contents.skeletons)
        raise UsageError(f"the project pins no skeleton named {name!r}; it has {known}")
    return session.contents.skeletons[name]


def _known_keypoint(skeleton: Skeleton, keypoint: str) -> None:
    if keypoint and keypoint not in skeleton.names:
        raise UsageError(f"{skeleton.name} has no keypoint named {keypoint!r}")
