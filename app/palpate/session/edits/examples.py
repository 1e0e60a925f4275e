"""Examples of keypoints: kept, described anew, and taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused
from palpate.model.example import Example, Shows
from palpate.model.migration import Plan
from palpate.store.example_reading import refuse_picture
from palpate.store.examples import example_from_row, example_row
from palpate.store.rows import Writer

MOST_CAPTION = 1000


@dataclass(frozen=True, slots=True)
class AddExample:
    """Keep an example with its picture; its author and time are those of the edit."""

    example: Example
    picture: bytes
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say of what."""
        return f"Save {self.example.keypoint} as {self.example.shows} example"

    def write(self, writer: Writer) -> None:
        """Write its rows; refuses a picture that may not be shown, and marks beside it."""
        kind, size = refuse_picture(self.picture)
        if (kind, size) != (self.example.kind, self.example.size):
            raise EditRefused("the picture of an example is another one than was said")
        if writer.get("skeleton", self.example.skeleton) is None:
            raise EditRefused(f"the project has no skeleton {self.example.skeleton}")
        _refuse_misplaced(self.example)
        source = replace(self.example.source, author=writer.author, time=writer.time)
        _put(writer, replace(self.example, source=source))
        writer.put("example_picture", (self.example.id,), (self.picture,))


@dataclass(frozen=True, slots=True)
class ChangeExample:
    """Say something else of an example; its picture, whose it is and where it comes from stay."""

    example: Example
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say of what."""
        return f"Change an example of {self.example.keypoint}"

    def write(self, writer: Writer) -> None:
        """Write its row; refuses if it is gone."""
        found = _found(writer, self.example.id)
        kept = {name: getattr(found, name) for name in ("skeleton", "keypoint", "size", "kind", "source")}
        changed = replace(self.example, **kept)
        _refuse_misplaced(changed)
        _put(writer, changed)


@dataclass(frozen=True, slots=True)
class RemoveExample:
    """Take an example away."""

    example: Example
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say of what."""
        return f"Remove an example of {self.example.keypoint}"

    def write(self, writer: Writer) -> None:
        """Remove its rows; refuses if they are gone."""
        _remove(writer, _found(writer, self.example.id).id)


def carry_examples(writer: Writer, skeleton: str, versions: tuple[int, int], plan: Plan) -> None:
    """Let examples follow their keypoints from one version of a skeleton into another.

    What shows a keypoint that is another place now, or one that was split, keeps its old version and so
    tells that it has to be looked through; what shows one that is gone is in the journal only.
    """
    apart = {slot.name for slot in plan.slots if slot.outdated}
    found = writer.connection.execute("SELECT id FROM example WHERE skeleton = ?", (skeleton,)).fetchall()
    for (example_id,) in found:
        example = _found(writer, example_id)
        names = plan.goes_to.get(example.keypoint, (example.keypoint,))
        if not names:
            _remove(writer, example_id)
            continue
        stays = len(names) == 1 and names[0] not in apart and not example.is_before(versions[0])
        version = versions[1] if stays else example.version
        _put(writer, replace(example, keypoint=names[0], version=version))


def _refuse_misplaced(example: Example) -> None:
    width, height = example.size
    for place in (example.right, example.wrong):
        if place is not None and not (0 <= place[0] <= width and 0 <= place[1] <= height):
            raise EditRefused("each mark of an example must lie within its picture")
    if example.shows is Shows.INCORRECT and example.wrong is None:
        raise EditRefused("an incorrect example needs the place that is wrong")
    if len(example.caption) > MOST_CAPTION:
        raise EditRefused(f"what is said of an example may have {MOST_CAPTION} letters at most")


def _put(writer: Writer, example: Example) -> None:
    writer.put("example", (example.id,), example_row(example))


def _found(writer: Writer, example_id: str) -> Example:
    row = writer.get("example", example_id)
    if row is None:
        raise EditRefused("this example is gone: it was taken away or undone meanwhile")
    return example_from_row(example_id, row)


def _remove(writer: Writer, example_id: str) -> None:
    writer.delete("example", example_id)
    writer.delete("example_picture", example_id)
