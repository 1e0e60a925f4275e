"""Makers of random edits on what the project itself tells of keypoints."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from palpate.model.authored import OwnPlate
from palpate.model.guideline import BlurRule, Guideline
from palpate.model.plate import Target
from palpate.session.edits.edit import Edit
from palpate.session.edits.guides import PutGuideline, PutPlate, PutTargets, RemovePlate
from palpate.session.guidelines.guide_editing import around
from palpate.session.session import Session

FIGURE = "stick_figure"


def put_guideline(session: Session, chance: Random) -> Edit:
    name = chance.choice((*session.contents.skeletons[FIGURE].names, "nobody"))
    rule = chance.choice((None, BlurRule("width", 20.0), BlurRule("width", -1.0)))
    told = Guideline(name, chance.choice(("Here, läge ö.", "There.\n\nOr here.")), blur_rule=rule)
    return PutGuideline(FIGURE, name, chance.choice((told, told, None)), "It")


def put_targets(session: Session, chance: Random) -> Edit:
    names = chance.sample(session.contents.skeletons[FIGURE].names, chance.randint(1, 2))
    plates = ("body_anterior", *session.guides.plates)

    def target() -> Target:
        at = (chance.random(), chance.random())
        outside = chance.random() < 0.1
        area = (0.9, 0.9, 0.05, 0.05) if outside else around(at, 0.2)
        return Target(chance.choice(plates), chance.random() < 0.5, at, area)

    chosen = {name: chance.choice((None, (), (target(),), (target(), target()))) for name in names}
    return PutTargets("Show", FIGURE, chosen)


def put_plate(session: Session, chance: Random) -> Edit:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    name, width = f"mine_{chance.randrange(3)}", chance.choice((None, 120.0))
    return PutPlate(OwnPlate(name, chance.choice(("Mine", "Läge")), "svg", content, width))


def remove_plate(session: Session, chance: Random) -> Edit:
    if not session.guides.plates:
        return put_plate(session, chance)
    return RemovePlate(chance.choice(sorted(session.guides.plates)))


GUIDE_MAKERS: dict[str, Callable[[Session, Random], Edit]] = {
    "PutGuideline": put_guideline,
    "PutTargets": put_targets,
    "PutPlate": put_plate,
    "RemovePlate": remove_plate,
}
