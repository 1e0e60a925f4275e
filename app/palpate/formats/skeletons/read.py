"""Skeletons out of foreign files, told apart by their content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import msgspec

from palpate.base.errors import FileUnreadable, LabelsFaulty, Problem, SkeletonFaulty, UsageError
from palpate.formats import json_file
from palpate.formats.problems import Problems
from palpate.formats.skeletons import coco, cvat, datumaro, dlc, label_studio, sleap, xml_text, yolo
from palpate.formats.skeletons.described import Described, Faults
from palpate.formats.skeletons.made import Made, skeleton_of
from palpate.model.skeleton import Skeleton

_HEAD = 4096
_SHOWN = 8
_MOST_SVG = 4 << 20
_SVG = ("svg", "circle", "line")


def writing_of(path: Path) -> str:
    """Tell how a file is written: ``hdf5``, ``json``, ``xml``, ``text``, ``empty`` or ``binary``.

    Raises
    ------
    FileUnreadable
        If it is missing, a folder, or may not be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FileUnreadable(why.lower(), path=path) from error
    if head.startswith(sleap.SIGNATURE):
        return "hdf5"
    if b"\0" in head:
        return "binary"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "empty"
    return {b"{": "json", b"[": "json", b"<": "xml"}.get(start[:1], "text")


def read(path: Path, *, choice: str = "", known: Iterable[Skeleton] = ()) -> Made:
    """Return the skeleton in a file written as HDF5, JSON or XML.

    Parameters
    ----------
    choice
        Which one, by name, of a file with several.
    known
        See `palpate.formats.skeletons.made.skeleton_of`.

    Raises
    ------
    FileUnreadable
        If the file cannot be read.
    SkeletonFaulty
        With every fault in it, or because it is of no known kind.
    UsageError
        If there are several and none is chosen, or none is called so.
    """
    faults = Faults(path)
    return _chosen(_described(path, faults), choice, faults, known)


def names_in(path: Path) -> list[str]:
    """Return the names of all skeletons in such a file, in its order; errors as for `read`."""
    faults = Faults(path)
    found = _described(path, faults)
    faults.raise_if_any()
    return [one.name for one in _distinct(found)]


def _described(path: Path, faults: Faults) -> list[Described]:
    writing = writing_of(path)
    if writing == "hdf5":
        return sleap.read(_decoded(sleap.metadata(path), path), faults)
    if writing == "xml":
        return _from_xml(path, faults)
    if writing == "json":
        return _from_json(path, faults)
    empty = (
        "there is nothing in it" if writing == "empty" else "no text, and no file that describes a skeleton"
    )
    raise SkeletonFaulty([Problem("", empty)], path=path)


def read_parsed(
    content: Mapping[str, object],
    lines: Mapping[str, int],
    path: Path,
    *,
    choice: str = "",
    known: Iterable[Skeleton] = (),
) -> Made:
    """Return the skeleton in the parsed content of a YAML file; `lines` gives lines by place.

    Texts, lists and mappings with texts as keys are expected; errors as for `read`.
    """
    faults = Faults(path, lines)
    found = (yolo if yolo.recognises(content) else dlc).read(content, faults)
    return _chosen(found, choice, faults, known)


def recognises_parsed(content: object) -> bool:
    """Tell whether the parsed content of a YAML file is that of another program."""
    return yolo.recognises(content) or dlc.recognises(content)


def _from_json(path: Path, faults: Faults) -> list[Described]:
    content = _content(path)
    if isinstance(content, dict) and coco.recognises(content):
        return coco.read(content, faults)
    if isinstance(content, dict) and datumaro.recognises(content):
        return datumaro.read(content, faults)
    if sleap.recognises(content):
        return sleap.read(content, faults)
    if cvat.recognises(content):
        return cvat.read(content, faults)
    sentence = (
        "JSON without a skeleton: no COCO categories, no labels of CVAT or Datumaro, no skeleton of SLEAP"
    )
    raise SkeletonFaulty([Problem("", sentence)], path=path)


def _content(path: Path) -> object:
    """Return the decoded file; of a data set its head only, because its annotations may be large."""
    content = json_file.file_bytes(path)
    try:
        parts = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _whole(path)
    if "categories" not in parts:
        return _whole(path)
    return {"categories": _decoded(bytes(parts["categories"]), path)}


def _whole(path: Path) -> object:
    try:
        return json_file.load(path, Problems())
    except LabelsFaulty as fault:
        raise SkeletonFaulty(fault.problems, path=path) from fault


def _decoded(text: bytes, path: Path) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        sentence = f"not JSON that can be read ({str(error) or 'nested too deeply'})"
        raise SkeletonFaulty([Problem("", sentence[:200])], path=path) from error


def _from_xml(path: Path, faults: Faults) -> list[Described]:
    with path.open("rb") as file:
        head = file.read(_MOST_SVG).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(tuple(f"<{tag}".encode() for tag in _SVG)):
        try:
            return cvat.read_svg(head.decode(), faults)
        except UnicodeDecodeError as error:
            raise SkeletonFaulty([Problem("", f"byte {error.start} is not UTF-8")], path=path) from error
    root = xml_text.parse(path, until=("labels", "View"))
    tag = xml_text.local(root.tag)
    if tag == "View":
        return label_studio.read(root, faults)
    if tag in _SVG:
        return cvat.read_svg(path.read_text(encoding="utf-8").partition("?>")[2], faults)
    return cvat.read_annotations(root, faults)


def _chosen(found: Sequence[Described], choice: str, faults: Faults, known: Iterable[Skeleton]) -> Made:
    faults.raise_if_any()
    found = _distinct(found)
    if choice:
        fitting = [one for one in found if one.name == choice]
    else:
        fitting = [one for one in found if not one.is_extra]
    if not found:
        raise SkeletonFaulty([Problem("", "there is no skeleton in it")], path=faults.path)
    if len(fitting) != 1:
        raise UsageError(_which(found, choice), path=faults.path)
    stem = faults.path.name.partition(".")[0] or "skeleton"
    return skeleton_of(fitting[0], name=stem, known=known)


def _distinct(found: Sequence[Described]) -> list[Described]:
    """Return the skeletons of a file with names that tell several apart."""
    if len(found) < 2:
        return list(found)
    taken: set[str] = set()
    named = []
    for number, one in enumerate(found, 1):
        name = one.name or f"skeleton_{number}"
        name = f"{name}_{number}" if name in taken else name
        taken.add(name)
        named.append(replace(one, name=name))
    return named


def _which(found: Sequence[Described], choice: str) -> str:
    names = [one.name for one in found]
    listed = ", ".join(f"{one.name} ({len(one.names)} keypoints)" for one in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    if not choice:
        return f"has several skeletons: {listed}{more}; say which one behind its name, as in FILE#{names[0]}"
    close = get_close_matches(choice, names, n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"has no skeleton called {choice!r}{hint} It has {listed}{more}"
