"""The one list of foreign formats, for core, command line and window alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from palpate.base.errors import FileUnreadable, FormatError
from palpate.formats.format import Format, Part, PixelOrigin, WriteReport
from palpate.formats.json_file import outline
from palpate.formats.tally import Tally
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton

_FORMATS = (
    Format(
        name="coco",
        title="COCO keypoints (data set or result list)",
        suffixes=(".json",),
        pixel_origin=PixelOrigin.CORNER,
        package="palpate.formats.coco",
        drops=frozenset({Part.SKELETON}),
        cannot_hold=(
            "whether an occluded keypoint (v=1) was certain, and whether one without a position (v=0) was "
            "decided absent (the exact tier is kept under visibility_tier, which other programs ignore)",
            "origins, confidences, clips and instance names (kept under origin, keypoint_scores and palpate, "
            "which other programs ignore)",
            "anything of the skeleton but keypoint names, edges and σ",
        ),
    ),
    Format(
        name="datumaro",
        title="Datumaro JSON (skeletons, as CVAT exports it)",
        suffixes=(".json",),
        pixel_origin=PixelOrigin.CORNER,
        package="palpate.formats.datumaro",
        drops=frozenset({Part.SKELETON, Part.SHAPES}),
        cannot_hold=(
            "whether a hidden keypoint (1) was certain, and whether an absent one (0) was decided "
            "(the exact tier is kept under visibility_tier, which other programs ignore)",
            "origins, confidences, clips and instance names (kept under origin, keypoint_scores and palpate, "
            "which other programs ignore)",
            "boxes, areas and outlines of an instance",
            "anything of the skeleton but keypoint names, edges and σ",
        ),
    ),
    Format(
        name="wide_csv",
        title="Wide CSV (one row per instance and frame)",
        suffixes=(".csv",),
        pixel_origin=PixelOrigin.CORNER,
        package="palpate.formats.wide_csv",
        drops=frozenset({Part.SKELETON, Part.SHAPES}),
        cannot_hold=(
            "boxes, areas and outlines of an instance",
            "more than one skeleton in a file",
            "anything of the skeleton but its name, version and keypoint names",
        ),
    ),
)


def formats() -> tuple[Format, ...]:
    """Return every format, in the order in which they are tried."""
    return _FORMATS


def format_named(name: str) -> Format:
    """Return a format by name.

    Raises
    ------
    FormatError
        If there is none.
    """
    for entry in _FORMATS:
        if entry.name == name:
            return entry
    raise FormatError(f"there is no format {name}; known are {', '.join(f.name for f in _FORMATS)}")


def format_for(path: Path) -> Format:
    """Return the first format that writes files with this ending.

    Raises
    ------
    FormatError
        If none does.
    """
    for entry in _FORMATS:
        if entry.writes and path.suffix.lower() in entry.suffixes:
            return entry
    known = sorted({suffix for entry in _FORMATS if entry.writes for suffix in entry.suffixes})
    raise FormatError(f"no format writes this ending ({', '.join(known)} are written)", path=path)


def sniff(path: Path) -> Format:
    """Tell by its content which format a file or folder is of.

    Raises
    ------
    FileUnreadable
        If there is nothing.
    FormatError
        If none recognises it; the sentence lists what was tried.
    """
    if not path.exists():
        raise FileUnreadable("no such file or directory", path=path)
    readable = [entry for entry in _FORMATS if entry.reads]
    for entry in readable:
        if entry.recognises(path):
            return entry
    tried = ", ".join(entry.name for entry in readable)
    raise FormatError(f"no known format{_json_fault(path)}; tried {tried}", path=path)


def read(
    path: Path,
    *,
    format: Format | str | None = None,
    skeletons: Sequence[Skeleton] = (),
    skeleton: Skeleton | None = None,
) -> Labels:
    """Read a foreign file; positions arrive in px from the top-left corner, whatever the file counts from.

    Parameters
    ----------
    format
        Detected by content if None.
    skeletons
        Known ones: where a file names exactly the keypoints of one of them, in order, that one is used, so
        that its sides, σ and policy apply.
    skeleton
        For files that do not name their keypoints; not used by those that do.

    Raises
    ------
    FileUnreadable
        If the file cannot be read.
    FormatError
        If no format fits, or the keypoints have no names and no skeleton was given.
    LabelsFaulty
        With all problems of the file.
    """
    chosen = _chosen(format) if format is not None else sniff(path)
    if not chosen.reads:
        raise FormatError(f"{chosen.name} is written, never read", path=path)
    return chosen.read(path, skeletons=skeletons, skeleton=skeleton)


def write(
    labels: Labels, path: Path, *, format: Format | str | None = None, force: bool = False
) -> WriteReport:
    """Write labels to a foreign file, whole or not at all; origins may be derived ones too.

    Parameters
    ----------
    format
        By the ending of `path` if None.
    force
        Whether an existing file may be replaced.

    Raises
    ------
    FormatError
        If the format cannot hold these labels.
    TargetExists, FileUnwritable
        If the file may not or cannot be written.
    """
    chosen = _chosen(format) if format is not None else format_for(path)
    if not chosen.writes:
        raise FormatError(f"{chosen.name} is read, never written", path=path)
    report = foresee(labels, format=chosen)
    warnings = chosen.write(labels, path, force=force)
    return WriteReport(report.instances, report.frames, report.keypoints, report.losses, tuple(warnings))


def foresee(labels: Labels, *, format: Format | str) -> WriteReport:
    """Return counts and losses of writing these labels, without writing them."""
    tally = Tally.of(labels)
    losses = tuple(_chosen(format).losses(labels))
    return WriteReport(tally.instances, tally.frames, tally.placed, losses)


def _chosen(format: Format | str) -> Format:
    return format_named(format) if isinstance(format, str) else format


def _json_fault(path: Path) -> str:
    if path.suffix.lower() != ".json" or path.is_dir():
        return ""
    fault = outline(path).fault
    return f" (it is not JSON: {fault})" if fault else ""
