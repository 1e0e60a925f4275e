"""The words on what two people differ in, and on what a reviewer looks at."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.adjudication import Choice
from palpate.model.visibility import Visibility
from palpate.session.production_qa.adjudication_walk import Letter, choice_of, letter_of
from palpate.session.production_qa.differences import Difference, Kind, Match
from palpate.session.production_qa.spot_check import Spot, Why, smear_of
from palpate.session.session import Session
from palpate.ui.widgets.words import tier_word

_SHORT = {
    Visibility.ABSENT: "absent",
    Visibility.ESTIMATED: "estimated",
    Visibility.CERTAIN: "certain",
    Visibility.VISIBLE: "visible",
}


def place_words(session: Session, clip: str, instance: str, frame: int) -> str:
    """Return where something is: instance and frame, and the clip where there are several."""
    said = _tr("{instance}, frame {frame}").format(
        instance=session.contents.instance(instance).name, frame=frame
    )
    if len(session.contents.clips) < 2:
        return said
    return _tr("{clip}: {place}").format(clip=session.contents.clip(clip).name, place=said)


def keypoint_words(session: Session, instance: str, keypoint: int) -> str:
    """Return what people call a keypoint."""
    return session.contents.skeleton_of(instance).keypoints[keypoint].called


def difference_words(one: Difference) -> str:
    """Say in a sentence in what two places differ, by their letters."""
    tiers = {letter: _tier(one, letter) for letter in Letter}
    if one.kind is Kind.PRESENCE:
        gone = next(letter for letter in Letter if tiers[letter] is Visibility.ABSENT)
        there = Letter.B if gone is Letter.A else Letter.A
        said = _tr("{there} has placed it, {tier}; {gone} says that it is absent.")
        return said.format(there=there, tier=tier_word(tiers[there]), gone=gone)
    flags = _tr("A flags it {a}, B {b}.").format(a=tier_word(tiers[Letter.A]), b=tier_word(tiers[Letter.B]))
    if one.kind is Kind.TIER:
        return _tr("The places agree, the flags do not. {flags}").format(flags=flags)
    far = _tr("A and B are {far} px apart; {allowed} px is allowed.").format(
        far=f"{one.distance_px:.1f}", allowed=f"{one.tolerance_px:.1f}"
    )
    return far if tiers[Letter.A] == tiers[Letter.B] else f"{far} {flags}"


def short_words(one: Difference) -> str:
    """Say in a few words in what two places differ; how each is flagged stands beside its mark."""
    if one.kind is Kind.POSITION:
        said = _tr("{far} px apart, {allowed} allowed")
        return said.format(far=f"{one.distance_px:.1f}", allowed=f"{one.tolerance_px:.1f}")
    if one.kind is Kind.TIER:
        return _tr("the flags differ")
    gone = next(letter for letter in Letter if _tier(one, letter) is Visibility.ABSENT)
    return _tr("absent for {letter}").format(letter=gone)


def size_words(one: Difference) -> str:
    """Return how large a difference is, in a few letters for a table."""
    if one.kind is Kind.POSITION:
        return _tr("{px} px").format(px=f"{one.distance_px:.1f}")
    return _tr("absent?") if one.kind is Kind.PRESENCE else _tr("flag")


def candidate_words(session: Session, match: Match, one: Difference, letter: Letter, *, whose: bool) -> str:
    """Return what is written beside a mark: its letter, whose it is, and its flag if these differ."""
    words = [letter.value]
    if whose:
        words.append(author_of(session, match, choice_of(one, letter)))
    if one.first_tier != one.second_tier:
        words.append(_tr(_SHORT.get(_tier(one, letter), "")))
    return " · ".join(words)


def author_of(session: Session, match: Match, choice: Choice) -> str:
    """Return who placed what was chosen; empty where nobody did."""
    layers = {Choice.FIRST: match.first, Choice.SECOND: match.second}
    return session.contents.layer(layers[choice]).author if choice in layers else ""


def choice_words(session: Session, match: Match, one: Difference) -> str:
    """Say what was decided, and whose place it is."""
    if one.choice is None:
        return ""
    letter = letter_of(one, one.choice)
    if letter is None:
        return _tr("absent") if one.choice is Choice.ABSENT else _tr("a new place")
    return _tr("{letter}, of {author}").format(letter=letter, author=author_of(session, match, one.choice))


def outcome_words(spot: Spot) -> str:
    """Say what was found of a point."""
    if spot.outcome is None:
        return ""
    return {
        Choice.FIRST: _tr("accepted"),
        Choice.NEW: _tr("corrected"),
        Choice.ABSENT: _tr("called absent"),
    }.get(spot.outcome, "")


def why_words(session: Session, spot: Spot) -> str:
    """Say why a point is in the queue, and what to judge it by."""
    who = session.contents.layer(spot.layer).author
    flagged = _tr("{who} flags it {tier}.").format(who=who, tier=tier_word(spot.tier))
    said = [flagged]
    smear = smear_of(session, spot) if spot.why is not Why.OCCLUDED else None
    if smear is not None:
        said.append(
            _tr("It is smeared over {px} px, {times} times as far as a visible point may be.").format(
                px=f"{smear[0]:.0f}", times=f"{smear[1]:.1f}"
            )
        )
    elif spot.why is not Why.OCCLUDED:
        said.append(_tr("It is smeared farther than a visible point may be."))
    if spot.why is not Why.BLURRED:
        said.append(_tr("Is it hidden, and is that where it has to be?"))
    else:
        said.append(_tr("Is it in the middle of its smear, and may it have that flag?"))
    return " ".join(said)


def _tier(one: Difference, letter: Letter) -> Visibility:
    return one.first_tier if choice_of(one, letter) is Choice.FIRST else one.second_tier


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decide", text)
