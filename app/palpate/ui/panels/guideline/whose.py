"""Whose words a guideline is made of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guidance import Told
from palpate.ui.panels.guideline.text import GuidelineText
from palpate.ui.widgets.when_words import whole_moment


def show_told(text: GuidelineText, skeleton: Skeleton, keypoint: str, told: Told | None) -> None:
    """Show what is told of a keypoint, and whose words these are."""
    text.show_guideline(skeleton, keypoint, None if told is None else told.guideline)
    text.show_whose("" if told is None else whose_words(skeleton, keypoint, told))


def whose_words(skeleton: Skeleton, keypoint: str, told: Told) -> str:
    """Say who changed the project's own words last, and when; empty for those that are shipped."""
    if told.own is not None:
        said = _tr("The project's own words, changed by {author} on {date}.")
        return said.format(author=told.own.author, date=whole_moment(told.own.time))
    if told.outgrown is None:
        return ""
    since = skeleton.keypoints[skeleton.position_of[keypoint]].since
    said = _tr("The project has words of its own from before version {since}, when this was another place.")
    return said.format(since=since)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Guideline", text)
