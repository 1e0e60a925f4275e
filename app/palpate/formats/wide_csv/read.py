"""Wide CSV in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from palpate.base.errors import LabelsFaulty, Problem
from palpate.formats import particulars
from palpate.formats.descriptions import Description, SkeletonPool
from palpate.formats.foreign_skeleton import split_reference, tiers_as_found
from palpate.formats.gather import FoundPose, gathered, usable_entries
from palpate.formats.identity import video_id
from palpate.formats.json_file import file_bytes
from palpate.formats.particulars import Particulars
from palpate.formats.problems import Problems
from palpate.formats.wide_csv.columns import Columns, columns_of
from palpate.formats.wide_csv.rows import RowReader
from palpate.formats.wide_csv.schema import (
    CLIP,
    COMMENT,
    FRAME,
    INSTANCE,
    PARTICULARS_LINE,
    SKELETON_LINE,
)
from palpate.model.clip import Clip, ClipKind
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton

FOREIGN = "wide_csv"


@dataclass(slots=True)
class _Table:
    """The file in parts: comments by their beginning, columns, and rows with their line numbers."""

    skeleton: str = ""
    told: Particulars = field(default_factory=Particulars)
    header_line: int = 0
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read(path: Path, *, skeletons: Sequence[Skeleton], skeleton: Skeleton | None) -> Labels:
    """Read a wide CSV; see `palpate.formats.registry.read`.

    A position without a v is *visible*. Without the comment lines, one video named after the file is assumed,
    and instances are known by what stands in their column.
    """
    problems, warnings = Problems(), list[str]()
    table = _table(path, problems, warnings)
    columns = columns_of(table.header, f"line {table.header_line}", problems)
    problems.raise_if_any(path)
    pool = SkeletonPool([skeleton, *skeletons] if skeleton else skeletons)
    name = split_reference(table.skeleton)[0] or path.stem
    ours = pool.skeleton(Description(columns.names), name, reference=table.skeleton, group=None)
    clips = _Clips(table.told.clips, path.stem)
    reader = RowReader(columns, problems)
    found = list(_poses(table, reader, clips, ours))
    problems.raise_if_any(path)
    warnings += _warnings(columns, reader)
    entries = usable_entries(table.told.instances, clips.all(), pool.by_name)
    instances, tracks = gathered(found, entries, warnings, format=FOREIGN)
    return Labels(
        skeletons=tiers_as_found(pool.by_name, found),
        clips=tuple(clips.all()),
        instances=instances,
        tracks=tracks,
        warnings=tuple(warnings),
    )


class _Clips:
    """Clips by the name in the clip column."""

    def __init__(self, declared: Sequence[Clip], default: str) -> None:
        self._declared = {clip.name: clip for clip in declared}
        self._default = declared[0].name if len(declared) == 1 else default
        self._found: dict[str, Clip] = {}

    def clip(self, name: str, frame: int) -> Clip:
        """Return the clip of a row."""
        name = name or self._default
        if name in self._declared:
            return self._declared[name]
        clip = self._found.setdefault(name, Clip(video_id(name), name, ClipKind.VIDEO))
        self._found[name] = replace(clip, n_frames=max(clip.n_frames, frame + 1))
        return clip

    def all(self) -> list[Clip]:
        """Return every clip, declared ones first."""
        return [*self._declared.values(), *self._found.values()]


def _table(path: Path, problems: Problems, warnings: list[str]) -> _Table:
    try:
        text = file_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise LabelsFaulty([Problem("", f"byte {error.start} is not UTF-8")], path=path) from error
    table = _Table()
    reader = csv.reader(_without_comments(table, text, warnings))
    try:
        for row in reader:
            _take(table, row, reader.line_num)
    except csv.Error as error:
        raise LabelsFaulty([Problem(f"line {reader.line_num}", str(error))], path=path) from error
    if not table.header:
        problems.add("", "has no line with column names")
    return table


def _without_comments(table: _Table, text: str, warnings: list[str]) -> Iterator[str]:
    """Yield the lines, empty ones in place of comments; spreadsheets put quotes around those they save."""
    for line in io.StringIO(text, newline=""):
        if line.startswith(COMMENT):
            _take_comment(table, line.strip(), warnings)
        elif line.startswith(f'"{COMMENT}'):
            _take_comment(table, next(csv.reader([line]))[0], warnings)
        else:
            yield line
            continue
        yield "\n"


def _take(table: _Table, row: list[str], line: int) -> None:
    if not any(cell.strip() for cell in row):
        return
    if table.header:
        table.rows.append((line, row))
    else:
        table.header, table.header_line = row, line


def _take_comment(table: _Table, comment: str, warnings: list[str]) -> None:
    if comment.startswith(SKELETON_LINE):
        table.skeleton = comment.removeprefix(SKELETON_LINE).rstrip(", ")
    elif comment.startswith(PARTICULARS_LINE):
        faults = Problems()
        try:
            raw = json.loads(comment.removeprefix(PARTICULARS_LINE).rstrip(", "))
            table.told = particulars.from_json({particulars.KEY: raw}, faults)
        except (ValueError, RecursionError):
            faults.add("", "is not JSON")
        if faults.found:
            warnings.append("the comment on clips and instances was changed and is not used")


def _poses(table: _Table, reader: RowReader, clips: _Clips, skeleton: Skeleton) -> Iterator[FoundPose]:
    seen: set[tuple[str, str, int]] = set()
    for line, row in table.rows:
        place = f"line {line}"
        frame = reader.index(row, FRAME, place)
        pose = reader.pose(row, place)
        if frame is None:
            continue
        clip = clips.clip(reader.columns.cell(row, CLIP), frame)
        instance = reader.columns.cell(row, INSTANCE) or "1"
        if (clip.id, instance, frame) in seen:
            reader.problems.add(place, f"frame {frame} of instance {instance} stands twice")
        seen.add((clip.id, instance, frame))
        number = int(instance) if instance.isascii() and instance.isdigit() and len(instance) <= 9 else None
        yield FoundPose(
            clip=clip.id,
            frame=frame,
            skeleton=skeleton.name,
            n_keypoints=len(skeleton),
            pose=pose,
            track=instance if number is None else number,
            name="" if number is not None else instance,
            annotation=f"{clip.name}/{instance}",
        )


def _warnings(columns: Columns, reader: RowReader) -> list[str]:
    sentences = []
    if columns.unknown:
        sentences.append(f"columns without a meaning here: {', '.join(columns.unknown)}")
    if reader.stray:
        sentences.append(f"{reader.stray} positions of absent keypoints dropped")
    return sentences
