"""Examples of keypoints, wherever they are kept: in the project, beside a skeleton's file, or shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from palpate.base.errors import EditRefused, FileUnreadable, PalpateError
from palpate.base.folders import resource
from palpate.model.example import Blur, Example, Lighting
from palpate.model.skeleton import Skeleton
from palpate.session.calibrating.blindness import blind_frames
from palpate.session.edits.examples import AddExample, ChangeExample, RemoveExample
from palpate.session.session import Session
from palpate.store import examples as kept
from palpate.store.example_reading import read_picture
from palpate.store.library import load_examples


class Home(StrEnum):
    """Where an example is kept."""

    OWN = "project"
    NEAR = "near"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class ShownExample:
    """An example and where it is kept.

    Attributes
    ----------
    path
        Of the file of its picture; None for one of the project.
    """

    example: Example
    home: Home
    path: Path | None = None


def examples_of(session: Session, skeleton: Skeleton, keypoint: str) -> tuple[ShownExample, ...]:
    """Return the examples of a keypoint: the project's own first, then near ones, then shipped ones.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        As for `filed`.
    """
    near = session.guides.near.get(skeleton.name)
    return (*own(session, skeleton, keypoint), *filed(skeleton, keypoint, near=near))


def own(session: Session, skeleton: Skeleton, keypoint: str = "") -> tuple[ShownExample, ...]:
    """Return the examples that are kept in the project, of a keypoint or of all."""
    found = kept.examples(session.project, skeleton.name, keypoint)
    return tuple(ShownExample(one, Home.OWN) for one in _to_see(session, found))


def kept_in(session: Session) -> tuple[Example, ...]:
    """Return all examples that are kept in the project, without those of frames that are hidden."""
    return _to_see(session, kept.examples(session.project))


def _to_see(session: Session, examples: Iterable[Example]) -> tuple[Example, ...]:
    """Leave out what was cut out of a frame that this person labels blind: its mark is the answer."""
    blind = blind_frames(session)
    names = {clip.id: clip.name for clip in session.contents.clips}
    hidden = {(names.get(clip, ""), frame) for clip, frame in blind}
    return tuple(one for one in examples if (one.source.clip, one.source.frame) not in hidden)


def filed(
    skeleton: Skeleton,
    keypoint: str = "",
    *,
    near: Path | None = None,
    told: Callable[[PalpateError], object] | None = None,
) -> tuple[ShownExample, ...]:
    """Return the examples that come as files, of a keypoint or of all; any thread may ask.

    Parameters
    ----------
    near
        Folder of the skeleton's own file; see `palpate.session.guidelines.guides.Guides`.
    told
        Takes what is wrong with a table, which is left out alone then.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        If nobody takes it: a table of them cannot be opened, or every problem in it.
    """
    shipped = resource("guidelines")
    return tuple(
        ShownExample(one.example, Home.SHIPPED if one.path.is_relative_to(shipped) else Home.NEAR, one.path)
        for one in load_examples(skeleton, near=near, told=told)
        if keypoint in ("", one.example.keypoint)
    )


def picture_of(session: Session, shown: ShownExample) -> bytes:
    """Return the picture of an example as a file.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        If it is gone, or may not be shown.
    """
    if shown.path is not None:
        return show_file(shown.path)
    content = kept.picture(session.project, shown.example.id)
    if content is None:
        raise FileUnreadable("the picture of this example is gone", path=session.project.path)
    return content


def show_file(path: Path) -> bytes:
    """Return the picture of an example that comes as a file; errors as `picture_of`, any thread may ask."""
    return read_picture(path)


def save(session: Session, example: Example, picture: bytes, origin: object = None) -> None:
    """Keep an example in the project.

    Raises
    ------
    EditRefused
        If it shows a keypoint that the project's skeleton does not have, or its marks are misplaced.
    ExampleFaulty
        If its picture is none, or too large.
    """
    skeleton = session.contents.skeletons.get(example.skeleton)
    if skeleton is None or example.keypoint not in skeleton.position_of:
        raise EditRefused(f"no keypoint of {example.skeleton} is called {example.keypoint!r} in this project")
    session.do(AddExample(replace(example, version=skeleton.version), picture), origin)


def change(
    session: Session,
    example: Example,
    *,
    caption: str,
    lighting: Lighting,
    blur: Blur,
    origin: object = None,
) -> None:
    """Say something else of an example, which counts as looked through by the present version then.

    Raises
    ------
    EditRefused
        If it is gone.
    """
    skeleton = session.contents.skeletons.get(example.skeleton)
    version = example.version if skeleton is None else skeleton.version
    said = replace(example, caption=caption.strip(), lighting=lighting, blur=blur, version=version)
    session.do(ChangeExample(said), origin)


def remove(session: Session, example: Example, origin: object = None) -> None:
    """Take an example away; EditRefused if it is gone."""
    session.do(RemoveExample(example), origin)


def of_conditions(
    shown: Iterable[ShownExample], lightings: frozenset[Lighting], blurs: frozenset[Blur]
) -> tuple[ShownExample, ...]:
    """Return those of one of these conditions; an empty set asks for none in particular."""
    return tuple(
        one
        for one in shown
        if (not lightings or one.example.lighting in lightings) and (not blurs or one.example.blur in blurs)
    )
