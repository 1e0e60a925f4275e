"""Suggestions of keyframes in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.review.suggesting import NextKeyframe

_NAMED = 2  # so many keypoints are named; of more only how many
translate = QCoreApplication.translate


def names_words(names: tuple[str, ...]) -> str:
    """Name a few keypoints, and say how many more there are."""
    if len(names) == 1:
        return names[0]
    if len(names) == _NAMED:
        return translate("Suggest", "{first} and {second}").format(first=names[0], second=names[1])
    said = translate("Suggest", "{first}, {second} and {n} more")
    return said.format(first=names[0], second=names[1], n=len(names) - _NAMED)


def frame_words(one: NextKeyframe) -> str:
    """Say in which frame."""
    return translate("Suggest", "frame {frame}").format(frame=one.frame)


def gain_words(gain: float) -> str:
    """Return px × frames, with as many digits as mean something."""
    return translate("Suggest", "{gain} px·frames").format(
        gain=f"{gain:.0f}" if gain >= 10 else f"{gain:.1f}"
    )


def off_words(one: NextKeyframe) -> str:
    """Say how far the keypoint that is worth most may be off now."""
    expected = one.suggestion.expected[0]
    return translate("Suggest", "{px} px off").format(
        px=f"{expected:.0f}" if expected >= 10 else f"{expected:.1f}"
    )


def suggestion_words(one: NextKeyframe) -> str:
    """Say what placing here is good for."""
    if len(one.names) == 1:
        said = translate("Suggest", "{names} here lowers the expected error by {gain}")
    else:
        said = translate("Suggest", "{names} here lower the expected error by {gain}")
    said = said.format(names=names_words(one.names), gain=gain_words(one.suggestion.gain))
    return said + (translate("Suggest", ", as far as keyframes alone tell") if one.is_supposed else "")
