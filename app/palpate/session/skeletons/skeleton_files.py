"""Skeletons from anywhere: shipped ones, files of ours, and those of other programs; and out again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from palpate.assist.layout import rest_layout
from palpate.base.atomic_write import write_bytes
from palpate.base.errors import Problem, SkeletonFaulty, UsageError
from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton
from palpate.store import library
from palpate.store.skeleton_writing import skeleton_to_yaml
from palpate.store.yaml_plain import plain_to_yaml, read_plain_yaml

OURS = "palpate"
_CHOICE = "#"
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class SkeletonFile:
    """A skeleton and where it comes from.

    Attributes
    ----------
    skeleton
        Ready to be pinned in a project.
    warnings
        What the file could not say or left open, as sentences; none for a file of ours.
    is_foreign
        Whether the file is that of another program.
    """

    skeleton: Skeleton
    warnings: tuple[str, ...] = ()
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A skeleton file that was written, and what of the skeleton it cannot hold."""

    path: Path
    kind: str
    losses: tuple[str, ...]


def load_any(name_or_path: str | Path) -> SkeletonFile:
    """Return a shipped skeleton by its name, or the one in a file of any known kind.

    Of a file with several, ``FILE#NAME`` takes one.

    Raises
    ------
    UsageError
        If nothing is called so, or the file has several skeletons and none is chosen.
    FileUnreadable, SkeletonFaulty
        If the file cannot be read, or with every fault in it.
    """
    name = str(name_or_path)
    if name in library.skeleton_names():
        return SkeletonFile(library.load_skeleton(name))
    path, choice = _split(name)
    if not path.exists() and path.suffix not in _YAML:
        return SkeletonFile(library.load_skeleton(name))  # which says what there is instead
    return read_any(path, choice=choice)


def any_skeleton(name_or_path: str | Path) -> Skeleton:
    """Return only the skeleton of `load_any`."""
    return load_any(name_or_path).skeleton


def read_any(path: Path, *, choice: str = "") -> SkeletonFile:
    """Read a skeleton out of a file of ours or of another program, told apart by its content.

    Known are our YAML; COCO (a data set or one category); CVAT (labels of its constructor, a drawing, an
    annotation file); Datumaro; SLEAP (.slp, JSON project, skeleton JSON); the configurations of DeepLabCut,
    YOLO pose and Label Studio. Parameters and errors as for `load_any`.
    """
    from palpate.formats.skeletons import read as foreign  # loaded when a file of others is first asked for

    writing = foreign.writing_of(path)
    known = library.shipped_skeletons().values()
    if writing != "text":
        made = foreign.read(path, choice=choice, known=known)
        return SkeletonFile(_checked(made.skeleton, path), made.warnings, is_foreign=True)
    if not _is_ours(path):
        plain = read_plain_yaml(path)
        if isinstance(plain.content, dict) and foreign.recognises_parsed(plain.content):
            made = foreign.read_parsed(plain.content, plain.lines, path, choice=choice, known=known)
            return SkeletonFile(_checked(made.skeleton, path), made.warnings, is_foreign=True)
    skeleton = library.load_skeleton_file(path)
    if choice not in ("", skeleton.name):
        raise UsageError(f"has no skeleton called {choice!r}; it has {skeleton.name}", path=path)
    return SkeletonFile(skeleton)


def choices_in(path: Path) -> list[str]:
    """Return the names of the skeletons in a file with several; nothing where there is no choice.

    Raises
    ------
    FileUnreadable, SkeletonFaulty
        As for `load_any`.
    """
    from palpate.formats.skeletons import read as foreign

    if foreign.writing_of(path) == "text":
        return []
    names = foreign.names_in(path)
    return names if len(names) > 1 else []


def chosen_in(path: Path, name: str) -> str:
    """Return how one of several skeletons in a file is named for `load_any`."""
    return f"{path}{_CHOICE}{name}"


def drawn(skeleton: Skeleton) -> Floats:
    """Return ``(K, 2)`` places for a picture of a skeleton, from 0 to 1, x right, y down."""
    return rest_layout(skeleton)


def kinds() -> dict[str, str]:
    """Return what a skeleton can be written as: titles by name."""
    from palpate.formats.skeletons import write as foreign_writing

    return {OURS: "skeleton of Palpate"} | {k.name: k.title for k in foreign_writing.KINDS.values()}


def kind_suffix(kind: str) -> str:
    """Return the usual ending of a kind's files."""
    from palpate.formats.skeletons import write as foreign_writing

    return ".yaml" if kind == OURS else foreign_writing.KINDS[kind].suffix


def write_as(skeleton: Skeleton, path: Path, kind: str = OURS, *, force: bool = False) -> Written:
    """Write a skeleton as a file of ours or of another program.

    Raises
    ------
    UsageError
        If there is no such kind.
    TargetExists, FileUnwritable
        If the file exists, or cannot be written.
    """
    from palpate.formats.skeletons import write as foreign_writing

    if kind == OURS:
        write_bytes(path, skeleton_to_yaml(skeleton).encode(), force=force)
        return Written(path, kind, ())
    if kind not in foreign_writing.KINDS:
        raise UsageError(f"a skeleton is written as {', '.join(kinds())}; {kind!r} is none of them")
    chosen = foreign_writing.KINDS[kind]
    content = chosen.content_of(skeleton)
    if isinstance(content, dict) and chosen.is_yaml:
        write_bytes(path, plain_to_yaml(content).encode(), force=force)
    else:
        write_bytes(path, foreign_writing.json_bytes(content), force=force)
    return Written(path, kind, tuple(foreign_writing.losses(skeleton, chosen)))


def _split(name: str) -> tuple[Path, str]:
    """Return file and choice of ``FILE#NAME``; a file whose own name has the sign is taken whole."""
    path = Path(name)
    before, sign, choice = name.rpartition(_CHOICE)
    return (Path(before), choice) if sign and before and not path.exists() else (path, "")


def _is_ours(path: Path) -> bool:
    """Tell whether some line begins as only our files do; then their reader tells what is wrong."""
    with path.open("rb") as file:
        lines = file.read(1 << 16).splitlines()
    starts = (b"extends:", b"keypoints:", b"skeleton: ")
    return any(line.startswith(starts) and not line[9:].lstrip().startswith(b"[") for line in lines)


def _checked(skeleton: Skeleton, path: Path) -> Skeleton:
    """Return a foreign skeleton that our own file can hold, as a project needs it."""
    try:
        skeleton_to_yaml(skeleton)
    except SkeletonFaulty as fault:
        problems = [Problem("", f"cannot be a skeleton here: {one.sentence}") for one in fault.problems[:1]]
        raise SkeletonFaulty(problems, path=path) from fault
    return skeleton


def warned(found: SkeletonFile, name: Path | str) -> list[str]:
    """Return the warnings as lines that name the file."""
    return [f"{Path(name).name}: {sentence}" for sentence in found.warnings]
