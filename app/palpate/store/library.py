"""The skeletons, guidelines and plates that are shipped, and those in files of the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path, PureWindowsPath

from palpate.base.errors import GuidelineFaulty, PalpateError, Problem, UsageError
from palpate.base.folders import resource
from palpate.model.guideline import Guideline
from palpate.model.plate import PlateTable
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.store.example_reading import TABLE, FiledExample, read_examples
from palpate.store.guideline_reading import read_guideline
from palpate.store.plate_reading import read_plate_table
from palpate.store.skeleton_reading import read_skeleton
from palpate.store.svg_reading import read_svg

_SUFFIX = ".yaml"


@cache
def skeleton_names() -> tuple[str, ...]:
    """Return the names of the shipped skeletons, sorted."""
    return tuple(sorted(path.stem for path in resource("skeletons").glob(f"*{_SUFFIX}")))


def shipped_skeletons() -> dict[str, Skeleton]:
    """Return the shipped skeletons by name."""
    return {name: _shipped(name) for name in skeleton_names()}


def load_skeleton(name_or_path: str | Path) -> Skeleton:
    """Return a shipped skeleton by its name, or the one in a YAML file.

    A shipped one is read once; a file is read again each time, because people edit it.

    Raises
    ------
    UsageError
        If nothing of that name is shipped and there is no such file.
    FileUnreadable
        If the file cannot be opened.
    SkeletonFaulty
        With every problem of the file.
    """
    return _load(name_or_path, Path(), ())


def folder_of(name_or_path: str | Path) -> Path | None:
    """Return the folder of a skeleton's own file: guidelines and plates may lie there; None if shipped."""
    return None if str(name_or_path) in skeleton_names() else Path(name_or_path).resolve().parent


def load_skeleton_file(path: Path) -> Skeleton:
    """Return the skeleton in one of our files, whatever the file is called; errors as for `load_skeleton`."""
    chain = (path.resolve(),)
    return read_skeleton(path, find=lambda wanted: _load(wanted, path.parent, chain))


def load_guideline(skeleton: Skeleton, keypoint: str, *, near: Path | None = None) -> Guideline | None:
    """Return the guideline of one keypoint, None if there is none.

    It is that of the place: a file of an earlier version is found by what the keypoint was called then, and
    one from before it became another place holds no more.

    Parameters
    ----------
    skeleton
        Names the folder of its guidelines, and those it inherits.
    keypoint
        Name of the keypoint.
    near
        Folder of the skeleton's own file: a guideline folder there comes before a shipped one of its name.

    Raises
    ------
    FileUnreadable, GuidelineFaulty
        If the file cannot be opened, or with every problem in it.
    """
    if keypoint not in skeleton.position_of:
        return None
    point = skeleton.keypoints[skeleton.position_of[keypoint]]
    for folder in _guideline_folders(skeleton, near):
        for name in _names_of(point):
            path = folder / f"{name}.md"
            if PureWindowsPath(name).name != name or not path.is_file():
                continue
            guideline = _guideline(path, path.stat().st_mtime_ns)
            if holds_for(point, guideline):
                return replace(guideline, keypoint=keypoint)
    return None


def holds_for(keypoint: Keypoint, guideline: Guideline) -> bool:
    """Tell whether a guideline of any version explains the place that a keypoint is now."""
    version = guideline.version
    if version is None:
        return guideline.keypoint in _names_of(keypoint)
    return keypoint.since <= version and keypoint.name_in(version) == guideline.keypoint


def load_guidelines(skeleton: Skeleton, *, near: Path | None = None) -> dict[str, Guideline]:
    """Return the guidelines of a skeleton by keypoint, in its order; keypoints without one are left out.

    Parameters and errors as for `load_guideline`; besides, a file for a keypoint that the skeleton does not
    have, or for a later version of it, is refused. In one of an earlier version a keypoint may be named that
    is gone since.
    """
    for folder in _guideline_folders(skeleton, near):
        _refuse_strangers(skeleton, folder)
    found = {name: load_guideline(skeleton, name, near=near) for name in skeleton.names}
    return {name: guideline for name, guideline in found.items() if guideline is not None}


def load_examples(
    skeleton: Skeleton, *, near: Path | None = None, told: Callable[[PalpateError], object] | None = None
) -> tuple[FiledExample, ...]:
    """Return the examples that come as files beside the guidelines of a skeleton; any thread may ask.

    Parameters as for `load_guideline`; what is nearer comes first, and a file of its own table only once.
    They are those of the place, as guidelines are; shipped ones are of the version of the shipped skeleton.

    Parameters
    ----------
    told
        Takes what is wrong with a table, which is left out alone then.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        If nobody takes it: a table cannot be opened, or every problem of the first that is faulty.
    """
    found: list[FiledExample] = []
    for folder in _guideline_folders(skeleton, near):
        table = folder / "examples" / TABLE
        if table.is_file():
            shipped = folder.parent == resource("guidelines") and folder.name in skeleton_names()
            of = _shipped(folder.name) if shipped else None
            try:
                found += _examples(table.parent, table.stat().st_mtime_ns, _Own(skeleton), of and _Own(of))
            except PalpateError as fault:
                if told is None:
                    raise
                told(fault)
    return tuple(found)


@cache
def plate_table() -> PlateTable:
    """Return the shipped plates and the targets on them; read once.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If the table cannot be opened, or with every problem in it.
    """
    return read_plate_table(resource("guidelines", "plates", "targets.yaml"))


def plate_drawing(name: str, *, dark: bool) -> str:
    """Return a shipped plate as SVG in the colours of a theme.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If the file cannot be opened, or is not safe to show.
    """
    text = read_svg(resource("guidelines", "plates", f"{name}.svg"))
    if not dark:
        return text
    light, night = (
        resource("guidelines", "plates", f"{theme}.css").read_text(encoding="utf-8")
        for theme in ("light", "dark")
    )
    return text.replace(light, night)


def plate_sheets() -> dict[str, str]:
    """Return the style sheets of plates by theme, ``light`` and ``dark``."""
    return {
        theme: resource("guidelines", "plates", f"{theme}.css").read_text(encoding="utf-8")
        for theme in ("light", "dark")
    }


def plate_sources() -> str:
    """Return where the plates come from, as Markdown."""
    return resource("guidelines", "plates", "SOURCES.md").read_text(encoding="utf-8")


@cache
def _shipped(name: str) -> Skeleton:
    return read_skeleton(resource("skeletons", name + _SUFFIX), find=_shipped)


@cache
def _guideline(path: Path, changed_ns: int) -> Guideline:
    """Read a guideline file once per state of it."""
    return read_guideline(path)


def _names_of(keypoint: Keypoint) -> tuple[str, ...]:
    """Return what a keypoint is and was called, the latest first."""
    return tuple(dict.fromkeys((keypoint.name, *(one.name for one in reversed(keypoint.formerly)))))


@dataclass(frozen=True, slots=True)
class _Own:
    """A skeleton as what it is, not as what it says: comparing all of it takes long."""

    skeleton: Skeleton

    def __hash__(self) -> int:
        return id(self.skeleton)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Own) and other.skeleton is self.skeleton


@lru_cache(maxsize=16)
def _examples(folder: Path, changed_ns: int, of: _Own, made_for: _Own | None) -> tuple[FiledExample, ...]:
    """Read a table of examples once per state of it."""
    return read_examples(folder, of.skeleton, made_for=made_for.skeleton if made_for else None)


def _guideline_folders(skeleton: Skeleton, near: Path | None) -> list[Path]:
    names = [name for name in (skeleton.guidelines, *skeleton.inherited_guidelines) if name]
    roots = [resource("guidelines")] if near is None else [near, resource("guidelines")]
    return [root / name for name in names for root in roots]


def _refuse_strangers(skeleton: Skeleton, folder: Path) -> None:
    """Refuse a guideline folder that explains something else than this skeleton."""
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        guideline = _guideline(path, path.stat().st_mtime_ns)
        version = guideline.version
        if not _may_name(skeleton, guideline):
            close = get_close_matches(guideline.keypoint, skeleton.names, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            sentence = f"no keypoint of {skeleton.name} is called {guideline.keypoint!r}{hint}"
            problems.append(Problem(f"{path.name}: keypoint", sentence))
        elif folder.name == skeleton.guidelines and version is not None and version > skeleton.version:
            sentence = f"explains version {version} of {skeleton.name}; this is {skeleton.version}"
            problems.append(Problem(f"{path.name}: version", sentence))
    if problems:
        raise GuidelineFaulty(problems, path=folder)


def _may_name(skeleton: Skeleton, guideline: Guideline) -> bool:
    name, version = guideline.keypoint, guideline.version
    if version is None:
        return any(name in _names_of(point) for point in skeleton.keypoints)
    return version < skeleton.version or name in skeleton.position_of


def _load(name_or_path: str | Path, folder: Path, below: tuple[Path, ...]) -> Skeleton:
    """Load a skeleton named in a file of `folder`; `below` are the files that extend it."""
    name = str(name_or_path)
    if name in skeleton_names():
        return _shipped(name)
    path = folder / name
    if not path.exists() and path.suffix not in (_SUFFIX, ".yml"):
        raise UsageError(_unknown(name))
    if path.resolve() in below:
        raise UsageError("the files extend each other in a circle", path=path)
    chain = (*below, path.resolve())
    return read_skeleton(path, find=lambda wanted: _load(wanted, path.parent, chain))


def _unknown(name: str) -> str:
    close = get_close_matches(name, skeleton_names(), n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(skeleton_names())}."
    return f"no skeleton is called {name!r}; {hint} A file of your own is given by its path."
