"""What stands in a book of guidelines, before it is set on pages of any kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from palpate.model.guideline import BlurRule, Guideline
from palpate.model.plate import Plate, Target
from palpate.model.policy_table import CONSTANTS, OVERRIDES
from palpate.model.policy_values import shown
from palpate.model.skeleton import Keypoint, Side, Skeleton, Tiers, Tolerance
from palpate.report.book.marks import Called
from palpate.report.book.shots import Shot
from palpate.report.plate_pixels import PlatePixels
from palpate.report.text import Passage, passages_in

_TIERS = {
    "visible": ("Visible", "1"),
    "certain_occluded": ("Certain despite partial occlusion", "2"),
    "estimated": ("Occluded, estimated", "3"),
    "absent": ("Absent", "4"),
}
_COUNT = re.compile(r"[\s,;]*\b(\d+)[\s-]*(?:key)?points?\b", re.IGNORECASE)
_SPELT = {"wrist_hand": "wrist and hand", "foot_ankle": "foot and ankle"}


_PICTURES = (
    "The middle of the ring is the exact place. Blue dots are neighbouring keypoints. The small picture "
    "shows where the part beside it lies on the whole plate.",
    "A plate drawn for one side is shown mirrored for the other; its caption says so. The bar gives the size "
    "in life on the body that was drawn; people differ.",
    "A place inside the body is shown where it would be seen through everything above it.",
    "In pictures out of real frames a green ring stands where the keypoint is, a red cross where it is not.",
)
_BLUR = (
    "The smear is how far a point moves while the shutter is open. Each page names a width to hold it "
    "against: up to a share of that width the point may be called visible, up to another it is estimated in "
    "the middle of the smear, and above a last one it is absent. Between the last two, only neighbouring "
    "frames can support an estimate."
)
_NUMBERS = (
    "The index of a keypoint counts from 0, as files and the numbers on the plate of a face do. "
    "σ is how far skilled people scatter, and the tolerance how far a placement may be off. Both are "
    "fractions of the scale s of the subject: the square root of its area in the picture."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A source and the keypoints whose guidelines name it."""

    text: str
    keypoints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One keypoint.

    Attributes
    ----------
    number
        Its place in the skeleton, from 1.
    targets
        Where it lies on which plates, the best first; may be empty.
    captions
        What each of these plates shows as it is shown, a text per target.
    shots
        Pictures of it out of real frames.
    """

    number: int
    keypoint: Keypoint
    guideline: Guideline | None
    targets: tuple[Target, ...] = ()
    captions: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()

    @property
    def anchor(self) -> str:
        """Name of its place in the document."""
        return f"keypoint-{self.keypoint.name}"


@dataclass(frozen=True, slots=True)
class Book:
    """The guidelines of a skeleton.

    Attributes
    ----------
    plates
        Those that its keypoints lie on, by name, in the order in which they are first needed.
    pictures
        Their SVG texts, or their pixels.
    sheets
        The style sheets of the plates, ``light`` and ``dark``.
    plate_sources
        Where the plates come from, as Markdown; empty where there are none.
    """

    skeleton: Skeleton
    pages: tuple[Page, ...]
    plates: Mapping[str, Plate] = field(default_factory=dict)
    pictures: Mapping[str, str | PlatePixels] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    plate_sources: str = ""
    program: str = "Palpate"

    @property
    def title(self) -> str:
        """What the book is called, without a number of points that is not that of the keypoints."""
        return _without_other_count(self.skeleton.title, len(self.skeleton)) or self.skeleton.name

    @property
    def regions(self) -> dict[str, list[Page]]:
        """The pages by region, both in the order of the skeleton."""
        found: dict[str, list[Page]] = {}
        for page in self.pages:
            found.setdefault(page.keypoint.region or "other", []).append(page)
        return found

    @property
    def sources(self) -> list[Source]:
        """The sources that guidelines name, each once."""
        named: dict[str, list[str]] = {}
        for page in self.pages:
            if page.guideline is not None and page.guideline.source:
                named.setdefault(page.guideline.source, []).append(page.keypoint.called)
        return [Source(text, tuple(keypoints)) for text, keypoints in named.items()]

    def told_sources(self) -> list[Passage]:
        """Return the sources of the numbers, the guidelines and the plates."""
        named = []
        for source in self.sources:
            everywhere = len(source.keypoints) == len(self.pages)
            named.append(("All keypoints" if everywhere else ", ".join(source.keypoints), source.text))
        sigma = self.skeleton.sigma_source
        told = [Passage("σ", (sigma,) if sigma else ()), Passage("Keypoints", pairs=tuple(named))]
        return [passage for passage in (*told, *passages_in(self.plate_sources)) if passage]

    def names_beside(self, page: Page) -> dict[str, Called]:
        """Return what the other keypoints are called in the pictures of one, shortly, by name."""
        side = page.keypoint.side
        return {
            other.keypoint.name: Called(short_name(other.keypoint, beside=side), other.anchor)
            for other in self.pages
        }


def facts_of(skeleton: Skeleton) -> list[tuple[str, str]]:
    """Return what the cover tells of a skeleton."""
    tiers = "four" if skeleton.tiers is Tiers.FOUR else "three"
    facts = [
        ("Skeleton", f"{skeleton.name}, version {skeleton.version}"),
        ("Subject", skeleton.subject.value),
        ("Keypoints", str(len(skeleton))),
        ("Visibility", f"{tiers} tiers"),
    ]
    if skeleton.base is not None:
        facts.insert(1, ("Extends", f"{skeleton.base.name}, version {skeleton.base.version}"))
    return facts


def brief_of(keypoint: Keypoint) -> list[tuple[str, str]]:
    """Return what the head of a keypoint's page tells of it."""
    facts = [("Side", keypoint.side.value), ("Region", word(keypoint.region))]
    if keypoint.mirror:
        facts.append(("Other side", keypoint.mirror))
    if keypoint.sigma is not None:
        facts.append(("σ", f"{keypoint.sigma:g}"))
    told = _tolerance(keypoint.tolerance)
    if told:
        facts.append(("Tolerance", told))
    return [(name, said) for name, said in facts if said]


def passages_of(page: Page, skeleton: Skeleton) -> list[Passage]:
    """Return the texts of a keypoint's page in order; without a guideline, a sentence that says so."""
    guideline, own = page.guideline, Passage("Limits of its own", points=own_limits(page.keypoint))
    if guideline is None:
        unwritten = Passage("Guideline", ("None is written for this keypoint yet.",))
        return [passage for passage in (unwritten, own) if passage]
    light = tuple((word(name), said) for name, said in guideline.lighting_notes.items())
    passages = [
        Passage("Definition", _paragraphs(guideline.definition), tone="strong"),
        Passage("Palpation", _paragraphs(guideline.palpation_cue)),
        Passage("In the video", _paragraphs(guideline.video_cue)),
        Passage("Common errors", points=guideline.common_errors),
        Passage("Correct", _paragraphs(guideline.correct), tone="good"),
        Passage("Incorrect", _paragraphs(guideline.incorrect), tone="bad"),
        Passage("Visibility", pairs=_tiers(guideline, skeleton)),
        _blur(guideline.blur_rule),
        Passage("Light", pairs=light),
        own,
        Passage("Source", _paragraphs(guideline.source), tone="quiet"),
    ]
    return [passage for passage in passages if passage]


def own_limits(keypoint: Keypoint) -> tuple[str, ...]:
    """Return what a keypoint asks for in place of its skeleton, as people read it."""
    asked = ((CONSTANTS[key], getattr(keypoint.policy, key)) for key in OVERRIDES)
    return tuple(
        f"{constant.label} {shown(constant, value)}" for constant, value in asked if value is not None
    )


def reading_of(skeleton: Skeleton) -> list[Passage]:
    """Return how a book is read."""
    tiers = [
        ("1  Visible", "The place itself is seen, sharply enough to point at."),
        ("2  Certain despite partial occlusion", "It is covered, but what is seen leaves one place only."),
        ("3  Occluded, estimated", "Its place follows from its surroundings or from other frames."),
        ("4  Absent", "Outside the image, or nothing tells where it lies. No place is given."),
    ]
    if skeleton.tiers is Tiers.THREE:
        del tiers[1]
    source = [f"σ here: {skeleton.sigma_source}."] if skeleton.sigma_source else []
    return [
        Passage("Sides", ("Left and right are the subject's own, whatever the camera sees.",)),
        Passage("Pictures", _PICTURES),
        Passage("Visibility and its keys", pairs=tuple(tiers)),
        Passage("Blur", (_BLUR,)),
        Passage("Numbers", (_NUMBERS, *source)),
    ]


def short_name(keypoint: Keypoint, *, beside: Side | None = None) -> str:
    """Return a keypoint's name for pictures, without its side where it is that of `beside`."""
    words = keypoint.name.split("_")
    if keypoint.side is beside and len(words) > 1 and words[0] == keypoint.side.value:
        words = words[1:]
    as_written = {part.lower(): part for part in keypoint.label.replace(",", " ").split()}
    capitals = [as_written.get(part, part) for part in words]
    kept = [
        new if new[1:] != old[1:] or old[:1].isdigit() or _coded(new) else old
        for new, old in zip(capitals, words, strict=True)
    ]
    return " ".join(kept)


def word(name: str) -> str:
    """Return what people read for a name with underscores."""
    text = _SPELT.get(name, name.replace("_", " "))
    return text[:1].upper() + text[1:]


def _without_other_count(title: str, n: int) -> str:
    """Return a title without its number of points where it is not `n`: titles are written once, by hand."""
    return _COUNT.sub(lambda found: found[0] if int(found[1]) == n else "", title).strip(" ,;·-–")


def _coded(text: str) -> bool:
    """Tell whether a word is a sign such as T6 rather than a word."""
    return any(sign.isdigit() for sign in text)


def _tolerance(tolerance: Tolerance) -> str:
    if tolerance.px is not None:
        return f"{tolerance.px:g} px"
    return f"{tolerance.fraction:g} s" if tolerance.fraction else ""


def _tiers(guideline: Guideline, skeleton: Skeleton) -> tuple[tuple[str, str], ...]:
    used = [name for name in _TIERS if skeleton.tiers is Tiers.FOUR or name != "certain_occluded"]
    return tuple(
        (f"{_TIERS[name][1]}  {_TIERS[name][0]}", guideline.visibility_rule[name])
        for name in used
        if guideline.visibility_rule.get(name)
    )


def _blur(rule: BlurRule | None) -> Passage:
    if rule is None:
        return Passage("Blur")
    width = rule.reference_width_mm
    limits = (
        ("Visible", "up to", rule.visible_max_ratio),
        ("Estimated", "up to", rule.estimated_max_ratio),
        ("Absent", "above", rule.absent_above_ratio),
    )
    rows = tuple((name, f"{bound} {ratio * width:.3g} mm (× {ratio:g})") for name, bound, ratio in limits)
    return Passage(
        "Blur",
        (f"Length of the smear against the {_lowered(rule.reference)}, about {width:g} mm:",),
        rows=rows,
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
