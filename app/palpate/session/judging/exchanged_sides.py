"""Left and right exchanged between two layers: an error of sides, to be told before places are decided."""

from __future__ import annotations

from palpate.quality.swaps import find_swaps
from palpate.session.judging.side_by_side import side_by_side
from palpate.session.production_qa.differences import Match, tolerances_of
from palpate.session.session import Session


def exchanged_sides(session: Session, match: Match) -> tuple[str, ...]:
    """Return whose left and right look exchanged between two layers; of two alone nobody can tell by whom."""
    contents, said = session.contents, []
    first, second = (contents.layer(layer).name for layer in (match.first, match.second))
    for sides in side_by_side(session, match.first, match.second, match.units):
        swaps = find_swaps(
            sides.first,
            sides.second,
            mirror=sides.skeleton.mirror_indices,
            tolerance_px=tolerances_of(session, match.first, sides.instance),
        )
        frames = sides.frames[swaps.poses]
        if len(frames):
            who = f"{contents.instance(sides.instance).name}, {contents.clip(sides.clip).name}"
            n = "1 frame" if len(frames) == 1 else f"{len(frames)} frames"
            said.append(
                f"left and right look swapped for this instance: {who}, {n}, first in {frames[0]}; "
                f"{first} or {second} has taken one side for the other"
            )
    return tuple(said)
