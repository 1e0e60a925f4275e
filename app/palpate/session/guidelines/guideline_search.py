"""Finding a keypoint by what its guideline says."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import PalpateError
from palpate.model.guideline import Guideline
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guidance import guideline_of
from palpate.session.guidelines.guides import SHIPPED, Guides
from palpate.session.placing.finding import keypoints_named

_BEFORE = 24
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Found:
    """A keypoint and what is said of it.

    Attributes
    ----------
    keypoint
        Its place in the skeleton.
    section
        Field of the guideline that the words are from; empty without any.
    words
        What was looked for with what stands around it, on one line.
    """

    keypoint: int
    section: str
    words: str


def search_guidelines(skeleton: Skeleton, typed: str, guides: Guides = SHIPPED) -> list[Found]:
    """Return the keypoints whose name or guideline holds all words typed, those by name first.

    A guideline that cannot be read is passed over: it is told of when it is shown.
    """
    wanted = typed.casefold().split()
    told = [_guideline(skeleton, name, guides) for name in skeleton.names]
    named = keypoints_named(skeleton, typed)
    found = [_first_words(k, told[k], wanted) for k in named]
    rest = (k for k in range(len(skeleton)) if k not in set(named))
    return found + [match for k in rest if (match := _in_texts(k, told[k], wanted)) is not None]


def _guideline(skeleton: Skeleton, keypoint: str, guides: Guides) -> Guideline:
    try:
        return guideline_of(skeleton, keypoint, guides) or Guideline(keypoint)
    except PalpateError:
        return Guideline(keypoint)


def _first_words(keypoint: int, told: Guideline, wanted: list[str]) -> Found:
    match = _in_texts(keypoint, told, wanted) if wanted else None
    if match is not None:
        return match
    words = " ".join(told.definition.split())[:_SHOWN]
    return Found(keypoint, "definition" if words else "", words)


def _in_texts(keypoint: int, told: Guideline, wanted: list[str]) -> Found | None:
    texts = _texts(told)
    everything = " ".join(texts.values()).casefold()
    if not all(word in everything for word in wanted):
        return None
    section, text = max(texts.items(), key=lambda entry: sum(word in entry[1].casefold() for word in wanted))
    folded = text.casefold()
    at = min((folded.find(word) for word in wanted if word in folded), default=0)
    begin = 0 if at <= _BEFORE else text.find(" ", at - _BEFORE) + 1
    return Found(keypoint, section, ("…" if begin else "") + text[begin : begin + _SHOWN])


def _texts(told: Guideline) -> dict[str, str]:
    texts = {
        "definition": told.definition,
        "palpation_cue": told.palpation_cue,
        "video_cue": told.video_cue,
        "correct": told.correct,
        "incorrect": told.incorrect,
        "common_errors": " · ".join(told.common_errors),
        "visibility_rule": " · ".join(told.visibility_rule.values()),
        "lighting_notes": " · ".join(told.lighting_notes.values()),
    }
    return {section: " ".join(text.split()) for section, text in texts.items()}
