"""Known faults, told calmly.

Anything that is not a `PalpateError` is a bug and is reported as one. The tree::

    PalpateError
    ├── UsageError              a command or dialog was given something that cannot be meant
    ├── Cancelled               a job stopped because it was asked to
    ├── FileError               a file or folder as such
    │   ├── FileUnreadable      missing, a directory, no permission
    │   ├── FileUnwritable      no permission, disk full, read-only place
    │   └── TargetExists        would overwrite something
    ├── ContentError            the file can be opened but its content is wrong (lists all problems)
    │   ├── SkeletonFaulty
    │   ├── GuidelineFaulty
    │   ├── PlateFaulty         a picture or a table of targets
    │   ├── ExampleFaulty       a picture with marks, or a table of such
    │   ├── LabelsFaulty
    │   └── KeymapFaulty
    ├── FormatError             no registered format, or one that cannot hold what is asked
    ├── MediaError              a video or image
    │   ├── MediaUnreadable     not a medium, or one without a single frame
    │   └── FrameUnavailable    this frame cannot be had exactly
    ├── ProjectError            the project file
    │   ├── ProjectDamaged      the database is damaged; it is never written to
    │   ├── ProjectNewer        written by a later version
    │   └── ProjectReadOnly     someone else is writing, or the place cannot be written
    ├── EditRefused             an edit that makes no sense here; nothing was changed
    │   └── GeometryRefused     a box, outline or stroke that encloses nothing
    └── ScoreError              two label sets that cannot be compared
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong inside a file, and where.

    Attributes
    ----------
    place
        Where in the file, in the file's own terms (``annotations[3].keypoints``, ``line 12: sigma``).
    sentence
        What is wrong, for the user.
    """

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class PalpateError(Exception):
    """A known fault: a sentence for the user, with the file and the place in it.

    Attributes
    ----------
    sentence
        What is wrong and, where there is one, the way out.
    path
        The file or folder concerned.
    place
        Where in that file.
    """

    def __init__(self, sentence: str, *, path: Path | str | None = None, place: str = "") -> None:
        self.sentence = sentence
        self.path = Path(path) if path is not None else None
        self.place = place
        super().__init__(str(self))

    def lines(self) -> list[str]:
        """Return the message as lines, one per problem."""
        where = [str(part) for part in (self.path, self.place) if part]
        return [": ".join([*where, self.sentence])]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), dict(self.__dict__)))


def _rebuilt(kind: type[PalpateError], state: dict[str, object]) -> PalpateError:
    """Restore an error that crossed a process border; its constructor takes keywords only."""
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (str(error),)
    return error


class UsageError(PalpateError):
    """A command or dialog was given something that cannot be meant."""


class Cancelled(PalpateError):
    """A job stopped because it was asked to."""

    def __init__(self, sentence: str = "cancelled") -> None:
        super().__init__(sentence)


class FileError(PalpateError):
    """A file or folder as such."""


class FileUnreadable(FileError):
    """The file is missing, is a directory, or may not be read."""


class FileUnwritable(FileError):
    """The file or folder may not be written, or the disk is full."""


class TargetExists(FileError):
    """Writing would replace something that exists."""


class ContentError(PalpateError):
    """A file's content is wrong; all its problems are listed at once.

    Attributes
    ----------
    problems
        Every problem found, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem], *, path: Path | str | None = None) -> None:
        self.problems = tuple(problems)
        noun = "problem" if len(self.problems) == 1 else "problems"
        super().__init__(f"{len(self.problems)} {noun}", path=path)

    def lines(self) -> list[str]:
        """Return one line per problem."""
        prefix = f"{self.path}: " if self.path else ""
        return [f"{prefix}{problem}" for problem in self.problems]


class SkeletonFaulty(ContentError):
    """A skeleton file is wrong."""


class GuidelineFaulty(ContentError):
    """A guideline file is wrong."""


class PlateFaulty(ContentError):
    """A picture that is refused, or a wrong table of the places on it."""


class ExampleFaulty(ContentError):
    """An example that is refused, or a wrong table of them."""


class LabelsFaulty(ContentError):
    """A label file is wrong."""


class KeymapFaulty(ContentError):
    """A keymap file is wrong."""


class FormatError(PalpateError):
    """No registered format reads or writes this, or it cannot hold what is asked."""


class MediaError(PalpateError):
    """A video or image."""


class MediaUnreadable(MediaError):
    """Not a medium that can be decoded, or one without a single frame."""


class FrameUnavailable(MediaError):
    """Exactly the frame asked for cannot be had; a wrong one is never given instead.

    Attributes
    ----------
    frame
        Index in presentation order.
    """

    def __init__(self, sentence: str, *, frame: int, path: Path | str | None = None) -> None:
        self.frame = frame
        super().__init__(sentence, path=path, place=f"frame {frame}")


class ProjectError(PalpateError):
    """The project file."""


class ProjectDamaged(ProjectError):
    """The database is damaged; it is never written to."""


class ProjectNewer(ProjectError):
    """The project was written by a later version of the program."""


class ProjectReadOnly(ProjectError):
    """Someone else is writing to the project, or its place cannot be written."""


class EditRefused(PalpateError):
    """An edit that makes no sense here; nothing was changed."""


class GeometryRefused(EditRefused):
    """A box, outline or stroke that encloses nothing, or is none."""


class ScoreError(PalpateError):
    """Two label sets that cannot be compared."""
