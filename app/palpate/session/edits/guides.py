"""What the project itself tells of keypoints: words, places on plates, and plates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused, GuidelineFaulty
from palpate.model.authored import OwnPlate
from palpate.model.guideline import Guideline
from palpate.model.plate import Target
from palpate.model.skeleton import Skeleton
from palpate.store.guideline_writing import guideline_to_markdown, tidied
from palpate.store.guides import plate_row, targets_from_row, targets_row
from palpate.store.plate_reading import MOST_TARGETS
from palpate.store.rows import Writer
from palpate.store.skeleton_reading import skeleton_from_yaml


@dataclass(frozen=True, slots=True)
class PutGuideline:
    """Write the guideline of a keypoint; None takes the project's own away, and what is shipped is told.

    Attributes
    ----------
    called
        What people call the keypoint.
    """

    skeleton: str
    keypoint: str
    guideline: Guideline | None
    called: str = ""
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        what = "Rewrite the guideline" if self.guideline is not None else "Back to the shipped guideline"
        return f"{what} of {self.called or self.keypoint}"

    def write(self, writer: Writer) -> None:
        """Write its row.

        Raises
        ------
        EditRefused
            If the project's skeleton has no such keypoint, or this says what no guideline can.
        """
        key = (self.skeleton, self.keypoint)
        if self.guideline is None:
            writer.delete("guideline", *key)
            return
        version = _skeleton(writer, self.skeleton, (self.keypoint,)).version
        whole = replace(tidied(self.guideline), keypoint=self.keypoint, version=version)
        try:
            text = guideline_to_markdown(whole, title=self.called)
        except GuidelineFaulty as fault:
            raise EditRefused(fault.problems[0].sentence) from fault
        found = writer.get("guideline", *key)
        if found is None or found[0] != text:
            writer.put("guideline", key, (text, writer.author, writer.time))


@dataclass(frozen=True, slots=True)
class PutTargets:
    """Say where keypoints are shown.

    Attributes
    ----------
    targets
        By keypoint: none shows it nowhere, and None takes the project's own away.
    """

    title: str
    skeleton: str
    targets: Mapping[str, tuple[Target, ...] | None]
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write their rows; refuses unknown keypoints, and places that lie outside."""
        skeleton = _skeleton(writer, self.skeleton, tuple(self.targets))
        for keypoint, targets in self.targets.items():
            key = (self.skeleton, keypoint)
            if targets is None:
                writer.delete("target", *key)
                continue
            _refuse_faulty(keypoint, targets)
            row = targets_row(targets, skeleton.version, writer.author, writer.time)
            found = writer.get("target", *key)
            if found is None or found[:2] != row[:2]:
                writer.put("target", key, row)


@dataclass(frozen=True, slots=True)
class PutPlate:
    """Keep a plate in the project; its bytes were looked at by whoever makes this edit."""

    plate: OwnPlate
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Add the picture {self.plate.title}"

    def write(self, writer: Writer) -> None:
        """Write its row."""
        if not self.plate.name.strip() or not self.plate.title.strip():
            raise EditRefused("a picture needs a name")
        writer.put("plate", (self.plate.name,), plate_row(self.plate, writer.author, writer.time))


@dataclass(frozen=True, slots=True)
class RemovePlate:
    """Take a plate out of the project, with the places on it."""

    name: str
    called: str = ""
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Remove the picture {self.called or self.name}"

    def write(self, writer: Writer) -> None:
        """Remove its row; refuses if it is gone."""
        if writer.get("plate", self.name) is None:
            raise EditRefused("this picture is gone: it was removed or undone meanwhile")
        writer.delete("plate", self.name)
        keys = writer.connection.execute("SELECT skeleton, keypoint FROM target").fetchall()
        for key in keys:
            row = writer.get("target", *key)
            held = targets_from_row(row) if row is not None else None
            if held is None or all(target.plate != self.name for target in held.targets):
                continue
            left = tuple(target for target in held.targets if target.plate != self.name)
            if left:
                writer.put("target", tuple(key), targets_row(left, held.version, held.author, held.time))
            else:
                writer.delete("target", *key)


def _skeleton(writer: Writer, name: str, keypoints: tuple[str, ...]) -> Skeleton:
    """Return a pinned skeleton; refuses if it is not, or one of these is none of its keypoints."""
    found = writer.get("skeleton", name)
    if found is None:
        raise EditRefused(f"the project pins no skeleton named {name!r}")
    skeleton = skeleton_from_yaml(str(found[1]))
    strange = [keypoint for keypoint in keypoints if keypoint not in skeleton.position_of]
    if strange:
        raise EditRefused(f"no keypoint of {name} is called {strange[0]!r}")
    return skeleton


def _refuse_faulty(keypoint: str, targets: tuple[Target, ...]) -> None:
    if len(targets) > MOST_TARGETS:
        raise EditRefused(f"{keypoint} is shown on {MOST_TARGETS} pictures at most")
    for target in targets:
        left, top, width, height = target.zoom
        inside = left <= target.at[0] <= left + width and top <= target.at[1] <= top + height
        whole = min(left, top) >= 0 and max(left + width, top + height) <= 1 and min(width, height) > 0
        if not (inside and whole):
            raise EditRefused(f"the place of {keypoint} must lie within its surroundings, and on the picture")
