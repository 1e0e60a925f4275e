"""The examples of a skeleton that come as files: a folder ``examples`` beside its guidelines.

In ``examples.yaml`` there, beside the pictures (``.jpg`` or ``.png``)::

    - keypoint: t6
      file: t6_diffuse_sharp.jpg
      verdict: correct                 # or incorrect
      lighting: diffuse                # hard_side_light | backlit_or_floodlit | unknown
      blur: sharp                      # moderate | severe | unknown; told by blur_px if left out
      blur_px: 1.2                     # extent of the smear in px; null if nobody measured it
      right: [120.5, 98.0]             # px of the picture, its top-left corner is (0, 0)
      wrong: [131.0, 97.5]             # null where nothing is crossed out; an incorrect example has one
      caption: On the tip of the spinous process, not on the muscle beside it.
      version: 2                       # of the skeleton whose place it shows; the first if left out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from palpate.base.errors import ExampleFaulty, FileUnreadable, Problem
from palpate.model.example import Blur, Example, Lighting, PictureKind, Place, Shows, blur_class
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.store.picture_header import header_of
from palpate.store.yaml_fields import Fields, as_number
from palpate.store.yaml_nodes import Items, Node, parse_yaml
from palpate.store.yaml_problems import Problems, read_text

TABLE = "examples.yaml"
MOST_BYTES = 2 << 20
"""Of the table, and of each picture."""
MOST_SIDE = 2048
"""Longest side of a picture, px."""
MOST_EXAMPLES = 4000

_KEYS = ("keypoint", "file", "verdict", "lighting", "blur", "blur_px", "right", "wrong", "caption", "version")
_SUFFIXES = {".jpg": PictureKind.JPEG, ".jpeg": PictureKind.JPEG, ".png": PictureKind.PNG}
_MOST_CAPTION = 1000


@dataclass(frozen=True, slots=True)
class FiledExample:
    """An example and the file of its picture."""

    example: Example
    path: Path


def read_examples(
    folder: Path, skeleton: Skeleton, *, made_for: Skeleton | None = None
) -> tuple[FiledExample, ...]:
    """Read all examples of a folder, in its order; of the pictures only the size.

    They are of keypoints as the skeleton calls them now. One that shows a place from before its keypoint
    was redefined is left out.

    Parameters
    ----------
    made_for
        The skeleton of the table, if that is another one: what is not said to be of a version is of its
        version, and its keypoints that ``skeleton`` has not are left out. None if it is this skeleton,
        of whose versions only the first can be meant.

    Raises
    ------
    FileUnreadable
        If the table cannot be opened.
    ExampleFaulty
        With every problem of the table and of the pictures it names, and its line.
    """
    path = folder / TABLE
    problems = Problems()
    root = parse_yaml(read_text(path, most_bytes=MOST_BYTES, kind=ExampleFaulty), problems)
    found: list[FiledExample] = []
    if isinstance(root, Items) and len(root.nodes) <= MOST_EXAMPLES:
        places = _Places(skeleton, made_for)
        found = [one for node in root.nodes if (one := _example(node, folder, places, problems))]
    elif root is not None:
        problems.add(root.line, "", f"must be a list of at most {MOST_EXAMPLES} examples")
    problems.raise_if_any(ExampleFaulty, path)
    return tuple(found)


def read_picture(path: Path) -> bytes:
    """Return the content of a picture that is neither too large a file nor too large a picture.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        If it cannot be opened, or is refused.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise FileUnreadable(fault.strerror or "cannot be read", path=path) from fault
    refuse_picture(content, path=path)
    return content


def refuse_picture(content: bytes, *, path: Path | None = None) -> tuple[PictureKind, tuple[int, int]]:
    """Return the kind and size in px of a picture that may be shown.

    Raises
    ------
    ExampleFaulty
        If it is no PNG or JPEG, or too large.
    """
    found = header_of(content)
    sentence = _why_not(len(content), found)
    if found is None or sentence:
        raise ExampleFaulty([Problem("", sentence)], path=path)
    return found


class _Places:
    """The keypoints that names meant in earlier versions of a skeleton."""

    def __init__(self, skeleton: Skeleton, made_for: Skeleton | None) -> None:
        self.skeleton = skeleton
        self._version = None if made_for is None else made_for.version
        self._others = frozenset[str]() if made_for is None else frozenset(made_for.names)
        self._found: dict[int | None, Mapping[str, Keypoint]] = {}

    def read(self, fields: Fields) -> tuple[str, Keypoint | None]:
        """Return the name that an entry gives, and the keypoint; None if it is wrong or another place now."""
        name, version = fields.name("keypoint") or "", fields.whole("version", least=1) or self._version
        if version not in self._found:
            self._found[version] = _meant(self.skeleton, version)
        point = self._found[version].get(name)
        is_of_now = (version or 1) == self.skeleton.version and name not in self._others
        if name and point is None and is_of_now:
            # One of an earlier version may show a keypoint that is gone since.
            fields.blame_unknown("keypoint", name, self._found[version])
        return name, point


def _meant(skeleton: Skeleton, version: int | None) -> dict[str, Keypoint]:
    """Return keypoints by their name in a version, in which they were the place that they are now."""
    if version is not None:
        return {point.name_in(version): point for point in skeleton.keypoints if point.since <= version}
    same = [point for point in skeleton.keypoints if point.since == 1]
    former = {one.name: point for point in same for one in point.formerly}
    return former | {point.name: point for point in same}


def _example(node: Node, folder: Path, places: _Places, problems: Problems) -> FiledExample | None:
    fields = Fields(node, _KEYS, problems)
    fields.require("keypoint", "file", "verdict", "right")
    named, keypoint = places.read(fields)
    path = _path(fields, folder)
    header = None if path is None else _header(fields, path)
    shows = fields.word("verdict", Shows, Shows.CORRECT)
    right = _place(fields, "right", header)
    wrong = _place(fields, "wrong", header)
    if shows is Shows.INCORRECT and fields.get("wrong") is None:
        fields.blame("wrong", "is missing: an incorrect example shows where the keypoint is not")
    px = fields.number("blur_px", least=0.0)
    blur = fields.word("blur", Blur, blur_class(px))
    caption = " ".join(fields.text("caption").split())
    if len(caption) > _MOST_CAPTION:
        fields.blame("caption", f"is longer than {_MOST_CAPTION} letters")
    lighting = fields.word("lighting", Lighting, Lighting.UNKNOWN)
    if path is None or header is None or right is None or keypoint is None:
        return None
    kind, size = header
    name = f"{folder.parent.name}/{path.name}#{named}:{shows}"  # both verdicts may share a picture
    of = places.skeleton
    example = Example(
        *(name, of.name, keypoint.name, shows, size, right, wrong, lighting, blur, px, caption, kind),
        version=of.version,
    )
    return FiledExample(example, path)


def _path(fields: Fields, folder: Path) -> Path | None:
    """Return the path of a picture right in the folder; None if it names anything else."""
    name = fields.name("file")
    if name is None:
        return None
    # A name of Windows is none here either: the folder may be carried there.
    if PureWindowsPath(name).name != name or ":" in name or name.startswith("."):
        fields.blame("file", "must be a file in the same folder, named without folders")
        return None
    path = folder / name
    if path.suffix.lower() not in _SUFFIXES:
        fields.blame("file", f"must end in {', '.join(_SUFFIXES)}")
        return None
    if path.resolve().parent != folder.resolve():
        fields.blame("file", "leads out of the folder")
        return None
    return path


def _header(fields: Fields, path: Path) -> tuple[PictureKind, tuple[int, int]] | None:
    """Return kind and size of a picture; what is wrong with it is noted."""
    try:
        n_bytes = path.stat().st_size
        with path.open("rb") as file:
            found = header_of(file.read(min(n_bytes, MOST_BYTES)))
    except OSError as fault:
        fields.blame("file", f"cannot be read: {(fault.strerror or 'unknown reason').lower()}")
        return None
    sentence = _why_not(n_bytes, found)
    if found is not None and not sentence and found[0] is not _SUFFIXES[path.suffix.lower()]:
        sentence = f"is a {found[0].name} by its content; name it .{found[0]}"
    if sentence:
        fields.blame("file", sentence)
        return None
    return found


def _why_not(n_bytes: int, found: tuple[PictureKind, tuple[int, int]] | None) -> str:
    """Return why a picture is not shown; empty if it may be."""
    if n_bytes > MOST_BYTES:
        return f"is larger than {MOST_BYTES >> 20} MB; cut the surroundings of the keypoint out"
    if found is None:
        return "is no JPEG or PNG picture"
    width, height = found[1]
    if max(width, height) > MOST_SIDE:
        return f"has {width} × {height} px; each side may have {MOST_SIDE} at most"
    return ""


def _place(fields: Fields, key: str, header: tuple[PictureKind, tuple[int, int]] | None) -> Place | None:
    """Return a place within the picture; None if absent or wrong."""
    if fields.get(key) is None:
        return None
    nodes = fields.items(key)
    if len(nodes) != 2:
        if not fields.is_faulty(key):
            fields.blame(key, "must be a place like [120.5, 98.0]")
        return None
    x, y = (as_number(node, fields.problems, least=0.0) for node in nodes)
    if x is None or y is None:
        return None
    if header is not None and (x > header[1][0] or y > header[1][1]):
        width, height = header[1]
        fields.blame(key, f"lies outside the picture, which has {width} × {height} px")
        return None
    return x, y
