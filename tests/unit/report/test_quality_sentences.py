"""What is wrong, how sure, what to do: the sentences on a person and a keypoint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.pairs import Alone
from palpate.quality.score import Pairs, score
from palpate.quality.swaps import Swapped
from palpate.quality.weekly import Figures, Rule
from palpate.report.quality.content import (
    ATTEMPTS,
    FLOOR,
    GOLD,
    Floor,
    Judged,
    QualityReport,
    Tried,
    Weekly,
)
from palpate.report.quality.faults import advice_on, certainty_of, shared_faults, wrong_with
from palpate.report.quality.first_page import first_page
from palpate.report.quality.put_right import put_right_first
from palpate.report.quality.summary import (
    actions_of,
    flags_sentence,
    headline_of,
    summary_of,
    verdict_sentence,
    worst_of,
)
from palpate.report.text import Passage

N = 60
SKELETON = Skeleton(
    "stick", tuple(Keypoint(name, sigma=0.02, tolerance=Tolerance(px=8.0)) for name in ("top", "tip"))
)


def judged(person: str, off_px: float, *, spread: float = 1.0, seen: int = 0) -> Judged:
    """Somebody off to the right at the tip, who calls so many of 30 occluded tips visible."""
    chance = np.random.default_rng(5)
    gold = chance.uniform(0.0, 1000.0, (N, 2, 2))
    errors = chance.normal(0.0, 1.0, (N, 2, 2))
    errors[:, 1] *= spread
    errors[:, 1, 0] += off_px
    flags = np.full((N, 2), 2, np.int8)
    flags[::2, 1] = 1
    called = flags.copy()
    called[: 2 * seen : 2, 1] = 2
    pairs = Pairs(
        frames=10 * np.arange(N),
        instances=np.full(N, "ada"),
        clips=np.full(N, "over 1"),
        labels_positions=gold + errors,
        labels_visibility=called,
        gold_positions=gold,
        gold_visibility=flags,
        scale_px=np.full(N, 800.0),
        normaliser_px=np.full(N, 300.0),
    )
    return Judged(person, person, "gold", score(pairs, SKELETON), {})


def report(*people: Judged) -> QualityReport:
    return QualityReport("over", SKELETON, "2026-09-07T12:34:00+00:00", people, guided=frozenset({"tip"}))


def tip(one: Judged) -> KeypointScore:
    return one.score.keypoints["tip"]


def test_a_shift_is_taken_back_where_it_came_from() -> None:
    ana = judged("ana", 12.0)
    off_px = f"{tip(ana).bias_px[0]:.1f}"
    assert advice_on(report(ana), ana, tip(ana)) == (
        f"Read its guideline again and place it {off_px} px to the left of where ana sees it now."
    )
    assert certainty_of(tip(ana)) == "The shift is no chance (p < 0.001, 60 independent errors of 60)."
    said = wrong_with(replace(ana, on_body={"tip": "9.0 px towards the midline"}), tip(ana))
    assert f"shifted {off_px} px to the right (on the body 9.0 px towards the midline)." in said


def test_whoever_fails_by_exchanged_sides_alone_is_not_said_to_be_uncompared() -> None:
    ana = judged("ana", 0.0)
    exchanged = replace(ana, score=replace(ana.score, fails_by_sides=True))
    said = str(summary_of(report(exchanged, judged("ben", 0.0))))
    assert "left and right exchanged" in said
    assert "nothing could be compared" not in said


def test_scatter_is_not_called_a_shift() -> None:
    ana = judged("ana", 0.0, spread=12.0)
    assert tip(ana).fails == ("position",)
    assert "place it at a larger zoom" in advice_on(report(ana), ana, tip(ana))
    assert certainty_of(tip(ana)).startswith("It scatters; no shift is proven (p = ")
    unknown = replace(tip(ana), bias_p_adjusted=float("nan"), n_independent=3)
    assert certainty_of(unknown).startswith("Not known: 3 independent errors")


def test_a_sure_but_small_shift_is_not_blamed() -> None:
    ben = judged("ben", 1.5)
    assert not tip(ben).fails
    assert certainty_of(tip(ben)).endswith("is no chance (p < 0.001), but too small to be it.")


def test_flags_alone_can_be_at_fault() -> None:
    ana = judged("ana", 0.0, seen=28)
    assert tip(ana).fails == ("visibility",)
    assert advice_on(report(ana), ana, tip(ana)) == "Call it occluded wherever the picture does not show it."
    assert wrong_with(ana, tip(ana)) == "28 of 30 that gold calls occluded are called visible."
    assert certainty_of(tip(ana)).startswith("Sure beyond chance (p < 0.001, 30 such")
    assert "ana should call occluded what the picture does not show (1 keypoint" in summary_of(report(ana))[4]
    assert "flagged visible in 28 of 30 places" in summary_of(report(ana))[2]


def test_flags_that_are_not_judged_say_so() -> None:
    ana = judged("ana", 12.0)
    assert flags_sentence(ana) == "agreement on visibility, κ, is 1.00 (target 0.75)"
    strict = replace(ana, score=replace(ana.score, kappa_min_n=1000))
    assert flags_sentence(strict).endswith("not judged because gold's flags hardly vary")
    assert verdict_sentence(ana).startswith("ana does not pass: OKS 0.")


def test_the_worst_is_whoever_is_furthest_beyond_the_tolerance() -> None:
    ana, ben = judged("ana", 12.0), judged("ben", 30.0)
    found = worst_of(report(ana, ben))
    assert found is not None
    assert (found[0].person, found[1].name) == ("ben", "tip")
    said = summary_of(report(ana, ben))
    assert "ana (" in said[1]
    assert "ben (" in said[1]
    assert "of ben: 30." in said[2]


def test_the_verdict_counts_people() -> None:
    ana, ben = judged("ana", 12.0), judged("ben", 0.0)
    assert headline_of(report(ana, ben)) == ("1 of 2 people passes", False)
    assert headline_of(report(ana, judged("cem", 9.0))) == ("None of 2 people passes", False)
    assert headline_of(report(ben, judged("cem", 0.0))) == ("All 2 people pass", True)
    assert headline_of(report(ana)) == ("ana does not pass", False)
    assert headline_of(report()) == ("Nothing was judged yet", None)


def test_where_most_people_fail_alike_the_definition_is_the_first_suspect() -> None:
    people = [judged(who, 12.0) for who in ("ana", "ben", "cem")]
    assert shared_faults(report(*people[:2])) == ()
    (fault,) = shared_faults(report(*people, judged("dee", 0.0)))
    assert (fault.keypoint, fault.people) == ("tip", ("ana", "ben", "cem"))
    first, *others = actions_of(report(*people))
    assert first == ("", "first agree on tip, where most people fail: look at gold and guideline")
    assert [who for who, _ in others] == ["ana", "ben", "cem"]


def test_everybody_is_told_what_to_do_however_many_they_are() -> None:
    people = [judged(f"person {n}", 12.0) for n in range(9)]
    assert len(actions_of(report(*people))) == 10
    said = summary_of(report(*people))[4]
    assert said.endswith("; 4 more stand on the first page.")


def test_five_sentences_are_said_whatever_is_missing() -> None:
    nothing = QualityReport("over", SKELETON, "", absent=((GOLD, "no gold"), (FLOOR, "no repeats")))
    tried = Tried("ana", "calibration", 1, "", True, 20, 0.9, 0.85, 1.0, None, (), ())
    sound = report(judged("ben", 0.0))
    known = replace(sound, floor=Floor({"tip": 1.2, "top": 0.8}))
    for one in (nothing, replace(nothing, attempts=(tried,)), sound, known):
        said = summary_of(one)
        assert len(said) == 5
        assert all(sentence.endswith(".") for sentence in said)
        assert not any("nan" in sentence for sentence in said)
    assert "1 attempt of 1 passed" in summary_of(replace(nothing, attempts=(tried,)))[1]
    assert "no gold" in summary_of(nothing)[0]
    assert "0.8–1.2 px" in summary_of(known)[3]
    assert summary_of(sound)[2] == "No keypoint fails."


@pytest.mark.parametrize("what", [GOLD, ATTEMPTS])
def test_a_part_that_is_there_is_not_absent(what: str) -> None:
    assert report(judged("ben", 0.0)).why_absent(what) == ""


def test_faults_of_no_keypoint_are_put_right_before_any() -> None:
    ana = judged("ana", 12.0)
    swapped = Swapped("over 1", "ada", N, (60, 70, 80), {"top": 3, "tip": 3})
    twice = "the labels seem to have one subject twice: ada and ada again lie on each other"
    alone = (
        Alone("labels", "over 1", "ada again", np.array([0, 10])),
        Alone("gold", "over 1", "eve", np.array([10, 11])),
    )
    found = replace(
        ana.score,
        swapped=(swapped,),
        warnings=(swapped.sentence, twice),
        alone=alone,
        unmatched_labels=2,
        unmatched_gold=2,
    )
    wrong = report(replace(ana, score=found))
    assert put_right_first(wrong) == (
        "ana: sides exchanged in 3 of 60 frames of ada, over 1, first in 60: exchange them back.",
        f"ana: {twice}: keep one of them.",
        "ana: 2 poses of nobody in gold (ada again, over 1): remove, or assign anew.",
        "ana: 1 pose of gold was not placed in frames at work (eve, over 1): place what was missed.",
    )
    headings = [part.heading for part in first_page(wrong).parts if isinstance(part, Passage)]
    assert headings[1:4] == ["Put right first", "ana does not pass", "What is wrong"]
    assert actions_of(wrong)[0][1].startswith("first put right 4 things that are no matter of single keyp")
    assert put_right_first(report(ana)) == ()


def test_who_is_to_be_retrained_stands_before_everything_that_scores_say() -> None:
    ana = judged("ana", 12.0)
    retraining = (("ana", "tip", True, "ana was off"), ("ben", "top", False, "ben was off, closed"))
    one = np.ones((1, 1, 1))
    figures = Figures(
        ("ana",), np.array([1]), one.astype(np.int64), one, one, one, one, np.ones((1, 1, 1, 2))
    )
    enough = np.ones((1, 1, 1), np.bool_)
    weekly = Weekly(Rule(), ("tip",), (8.0,), (False,), figures, enough, enough, retraining=retraining)
    told = replace(report(ana), weekly=weekly)
    passages = [part for part in first_page(told).parts if isinstance(part, Passage)]
    assert (passages[1].heading, passages[1].points) == (
        "To be retrained, by the weekly rule",
        ("ana: tip.",),
    )
    assert actions_of(told) == (("ana", "ana goes over tip and recalibrates before new work with it"),)


def test_types_are_told_in_words() -> None:
    assert report().called("thoracic_t4_t8") == "thoracic T4–T8"
