"""Setting aside what is in hand: hiding and locking keypoints, regions and instances, and all of it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from palpate.base.errors import EditRefused
from palpate.model.skeleton import Skeleton
from palpate.session.placing import gestures, guided
from palpate.session.placing.aside import Parts
from palpate.session.selection import Focus
from palpate.session.session import Session


class How(Enum):
    """How something is set aside."""

    HIDDEN = "hidden"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Part:
    """An instance, or some of its keypoints.

    Attributes
    ----------
    names
        Of its keypoints; empty for the instance as a whole.
    """

    instance: str
    names: tuple[str, ...] = ()

    def is_in(self, parts: Parts) -> bool:
        """Whether all of it is among some parts by itself, not as part of its instance."""
        if not self.names:
            return self.instance in parts.instances
        return all((self.instance, name) in parts.keypoints for name in self.names)

    def put_into(self, parts: Parts, *, on: bool) -> Parts:
        """Return the parts with it, or without."""
        if not self.names:
            return parts.with_instance(self.instance, on=on)
        return parts.with_keypoints(self.instance, self.names, on=on)


@dataclass(frozen=True, slots=True)
class _Led:
    """From where the hand was led on, and where to."""

    how: How
    choose: Callable[[Session], Part]
    part: Part
    before: Focus
    after: Focus


def parts_of(session: Session, how: How) -> Parts:
    """Return what is set aside in a way."""
    return session.aside.hidden if how is How.HIDDEN else session.aside.locked


def toggle(session: Session, how: How, parts: Iterable[Part]) -> bool:
    """Set parts aside, or take them back if all of them are; returns whether they are aside now."""
    these, known = tuple(parts), parts_of(session, how)
    on = not all(part.is_in(known) for part in these)
    for part in these:
        known = part.put_into(known, on=on)
    _put(session, how, known)
    if on:
        _leave_aside(session)
    return on


def toggle_in_hand(session: Session, how: How, choose: Callable[[Session], Part]) -> tuple[Part, bool]:
    """Set what is in hand aside, or take it back; returns the part and whether it is aside now.

    Pressed again at once it takes back what was set aside, although the hand has been led on from there.

    Parameters
    ----------
    choose
        `chosen_part`, `region_part` or `instance_part`.

    Raises
    ------
    EditRefused
        If nothing is in hand.
    """
    led, selection = session.aside.led, session.selection
    session.aside.led = None
    pressed = how, choose, selection.focus
    again = isinstance(led, _Led) and (led.how, led.choose, led.after) == pressed
    if isinstance(led, _Led) and again and led.part.is_in(parts_of(session, how)):
        toggle(session, how, [led.part])
        selection.set(led.before)
        return led.part, False
    part, before = choose(session), selection.focus
    on = toggle(session, how, [part])
    if on and selection.focus != before:
        session.aside.led = _Led(how, choose, part, before, selection.focus)
    return part, on


def free_all(session: Session, how: How) -> bool:
    """Show or unlock everything, whatever clip it is in; returns whether there was anything."""
    found = bool(parts_of(session, how))
    _put(session, how, Parts())
    return found


def chosen_part(session: Session) -> Part:
    """Return the active and chosen keypoints, or the instance where no keypoint is active.

    Raises
    ------
    EditRefused
        If there is no instance either.
    """
    keypoints = gestures.chosen_keypoints(session)
    instance, skeleton = _in_hand(session)
    return Part(instance, tuple(skeleton.names[k] for k in keypoints.tolist()))


def region_part(session: Session) -> Part:
    """Return the keypoints of the regions that the active and chosen ones belong to."""
    instance, skeleton = _in_hand(session)
    keypoints = gestures.chosen_keypoints(session)
    if not len(keypoints):
        raise EditRefused("choose a keypoint of the region first: click one in the list or on the picture")
    regions = {skeleton.keypoints[k].region for k in keypoints.tolist()}
    return Part(instance, tuple(point.name for point in skeleton.keypoints if point.region in regions))


def instance_part(session: Session) -> Part:
    """Return the active instance as a whole."""
    return Part(_in_hand(session)[0])


def alike(session: Session, part: Part) -> list[Part]:
    """Return the same part of every instance in the clip that has this one's skeleton."""
    found = session.contents.instance(part.instance)
    others = session.contents.instances_of(found.clip)
    return [Part(other.id, part.names) for other in others if other.skeleton == found.skeleton]


def _in_hand(session: Session) -> tuple[str, Skeleton]:
    instance = session.selection.focus.instance
    if not instance:
        raise EditRefused("add an instance first: the person, animal or object to place keypoints on")
    return instance, session.contents.skeleton_of(instance)


def _put(session: Session, how: How, parts: Parts) -> None:
    if how is How.HIDDEN:
        session.aside.put(hidden=parts)
    else:
        session.aside.put(locked=parts)


def _leave_aside(session: Session) -> None:
    """Where the next click would be refused, go on to the next keypoint that waits for one."""
    focus = session.selection.focus
    if not focus.instance or focus.keypoint < 0:
        return
    waits = focus.keypoint in gestures.current_view(session).unplaced
    if waits and not guided.free_keypoints(session, focus.instance)[focus.keypoint]:
        guided.settle(session)
