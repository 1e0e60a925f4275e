"""The poses of the frame in focus as the canvas takes them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.session.calibrating.blindness import blind_frames, view_to_see
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.canvas.colouring import Scheme, keypoint_colours, regions_of
from palpate.ui.canvas.look import look
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.theme.tokens import ORIGIN_COLOURS
from palpate.ui.widgets.anew_words import anew_sentence
from palpate.ui.widgets.drift_words import doubt_lines


def poses_in_focus(session: Session) -> list[PoseOnCanvas]:
    """Return every instance of the clip in focus as it stands there; a layer must be in focus as well."""
    focus, blind = session.selection.focus, bool(blind_frames(session))
    return [
        posed(session, instance, focus.layer, focus.frame, active=instance.id == focus.instance, blind=blind)
        for instance in session.contents.instances_of(focus.clip)
    ]


def regions_in(session: Session, clip: str) -> tuple[str, ...]:
    """Return the body regions of a clip's instances in the order in which they get their colours."""
    contents = session.contents
    return regions_of(contents.skeletons[found.skeleton] for found in contents.instances_of(clip))


def colour_of_keypoint(session: Session, instance: Instance, keypoint: int, origin: Origin) -> str:
    """Return the colour that a keypoint of some origin has on the canvas now."""
    scheme, skeleton = look().scheme, session.contents.skeletons[instance.skeleton]
    if scheme is Scheme.ORIGIN:
        return ORIGIN_COLOURS[origin]
    regions = regions_in(session, instance.clip) if scheme is Scheme.REGION else ()
    return keypoint_colours(scheme, skeleton, colour=instance.colour, origins=(), regions=regions)[keypoint]


def posed(
    session: Session, instance: Instance, layer: str, frame: int, *, active: bool, blind: bool = True
) -> PoseOnCanvas:
    """Return an instance as it stands in a frame: its colour, what is hidden and locked, what is doubtful.

    Parameters
    ----------
    blind
        Whether anything may be kept from whoever looks: asked once for a frame, not for every instance.
    """
    seen = view_to_see if blind else Session.view
    shown = posed_as(session, instance, seen(session, layer, instance.id, frame), active=active)
    live = session.live(layer, instance.id)
    row = live.resolved.row(frame)
    if row is None:
        return shown
    return replace(
        shown,
        expected_px=live.drift_px[row],
        settled=session.settled.calm_at(layer, instance.id, frame),
        outdated=session.outdated.seen(layer, instance.id, frame),
        doubt=cache(partial(_doubt, session, layer, instance.id, frame)),  # asked for by every move
    )


def _doubt(session: Session, layer: str, instance: str, frame: int, keypoint: int) -> str:
    anew = anew_sentence(session, layer, instance, frame=frame, keypoint=keypoint)
    lines = doubt_lines(session, layer, instance, frame=frame, keypoint=keypoint)
    return "\n".join([anew, *lines] if anew else lines)


def posed_as(session: Session, instance: Instance, view: PoseView, *, active: bool) -> PoseOnCanvas:
    """Return an instance as another frame or layer has it, shown as it is shown here."""
    aside, skeleton = session.aside, session.contents.skeletons[instance.skeleton]
    return PoseOnCanvas(
        instance=instance.id,
        number=instance.number,
        name=instance.name,
        skeleton=skeleton,
        view=view,
        active=active,
        colour=instance.colour,
        hidden=aside.hidden.of(instance.id, skeleton) if aside.hidden else None,
        locked=aside.locked.of(instance.id, skeleton) if aside.locked else None,
        veiled=instance.id in aside.hidden.instances,
    )
