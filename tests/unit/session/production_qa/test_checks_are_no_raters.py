"""Layers of checks and decisions are nobody's labels of their own: agreement and report leave them out."""

from __future__ import annotations

import pytest

from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.judging.agreeing import raters_of
from palpate.session.production_qa import spot_check
from palpate.session.production_qa.adjudicating import match_between, take_agreeing
from palpate.session.reporting.quality_report import quality_report
from palpate.session.session import Session


@pytest.fixture
def checked(office) -> Session:
    """Ana and ben labelled; lea looked at a point of ana's, and took over what both agree on."""
    office.label("gil", kind=LayerKind.GOLD)
    ana, ben = office.label("ana"), office.label("ben")
    session = office.as_("ana")
    at, view = session.pose_at(ana, "ada", 5), session.view(ana, "ada", 5)
    session.do(poses.flag(at, 0, view.positions[0], Visibility.ESTIMATED, "head"))
    session = office.as_("lea")
    (spot,) = spot_check.spot_queue(session, ana, share=1.0).spots
    spot_check.accept(session, spot)
    take_agreeing(session, match_between(session, ana, ben))
    return session


def test_agreement_is_that_of_the_people_who_labelled(checked: Session) -> None:
    assert [rater.name for rater in raters_of(checked)] == ["ana", "ben"]


def test_a_check_that_is_named_is_compared_all_the_same(checked: Session) -> None:
    named = raters_of(checked, ["ana", "spot check of ana"])
    assert [rater.name for rater in named] == ["ana", "lea"]


def test_the_report_tells_of_people_alone(checked: Session) -> None:
    report = quality_report(checked)
    assert [one.person for one in report.judged] == ["ana", "ben"]
    assert report.production is not None
    assert report.production.agreement is not None
    assert report.production.agreement.ratings.raters == ("ana", "ben")
