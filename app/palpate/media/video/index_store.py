"""Frame lists kept from one start of the program to the next, found by the content of their video."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileError
from palpate.base.folders import cache_folder
from palpate.base.progress import Progress
from palpate.media.colour.facts import ColourFacts
from palpate.media.fingerprint import fingerprint
from palpate.media.orientation import Orientation
from palpate.media.video.index import FrameIndex
from palpate.media.video.survey import StreamFacts, Survey, survey

LIMIT_BYTES = 512 * 1024 * 1024

_FORMAT = 4  # to be raised when the content of these files or the way frames are listed changes
_SUFFIX = ".frames"
_HEAD = struct.Struct("<8sI")  # mark, and checksum of all that follows
_LENGTH = struct.Struct("<I")  # of the description
_MARK = b"palpate\x01"
_COLUMNS = {"pts": "<i8", "stamps": "<i8", "position": "<i8", "keyframe": "|b1"}


@dataclass(frozen=True, slots=True)
class _Key:
    """What a kept frame list belongs to; whatever differs in any of it is another one."""

    content: str
    size: int
    stream: int
    format: int
    made_by: str

    @property
    def path(self) -> Path:
        folder = cache_folder() / "index"
        folder.mkdir(exist_ok=True)
        return folder / f"{hashlib.sha256(repr(self).encode()).hexdigest()[:40]}{_SUFFIX}"


def survey_of(path: Path, stream: int = 0, progress: Progress | None = None) -> Survey:
    """Return the survey of a video as it was kept, or make it and keep it; see `survey`.

    A kept one that is damaged, or of another version of the decoder, is made anew. One that cannot be kept
    (the disk is full, the file is still being written) is returned all the same.
    """
    path = Path(path)
    key = _key_of(path, stream)
    kept = _load(key)
    if kept is not None:
        return kept
    made = survey(path, stream, progress)
    if not made.growing:
        _keep(key, made)
    return made


def kept_survey(path: Path, stream: int = 0) -> Survey | None:
    """Return the survey of a video if `survey_of` need not make it."""
    try:
        return _load(_key_of(path, stream))
    except (FileError, OSError):
        return None


def _key_of(path: Path, stream: int) -> _Key:
    content = fingerprint(path)
    return _Key(content, path.stat().st_size, stream, _FORMAT, _decoder())


@cache
def _decoder() -> str:
    versions = {name: list(version) for name, version in sorted(av.library_versions.items())}
    return f"PyAV {av.__version__} {json.dumps(versions)}"


def _load(key: _Key) -> Survey | None:
    try:
        path = key.path
        told, columns = _unpacked(path.read_bytes())
        found = _survey_in(told, columns) if told["key"] == asdict(key) else None
    except (FileError, OSError, ValueError, TypeError, KeyError):
        return None  # missing, damaged, or of another make
    with suppress(OSError):
        os.utime(path)  # the one unused for longest is the first to go
    return found


def _keep(key: _Key, made: Survey) -> None:
    with suppress(FileError, OSError):
        write_bytes(key.path, _packed({"key": asdict(key), **_told_of(made)}, _columns_of(made.index)))
        _remove_oldest(key.path.parent, keep=key.path)


def _packed(told: dict[str, Any], columns: Mapping[str, NDArray[Any]]) -> bytes:
    """Return mark, checksum, a description in JSON, and the columns behind each other."""
    told["columns"] = {name: len(column) for name, column in columns.items()}
    description = json.dumps(told).encode()
    blocks = [column.astype(_COLUMNS[name], copy=False).tobytes() for name, column in columns.items()]
    content = b"".join([_LENGTH.pack(len(description)), description, *blocks])
    return _HEAD.pack(_MARK, zlib.crc32(content)) + content


def _unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    if len(content) < _HEAD.size + _LENGTH.size or not content.startswith(_MARK):
        raise ValueError("no frame list")
    if zlib.crc32(memoryview(content)[_HEAD.size :]) != _HEAD.unpack_from(content)[1]:
        raise ValueError("damaged")
    begin = _HEAD.size + _LENGTH.size
    start = begin + _LENGTH.unpack_from(content, _HEAD.size)[0]
    told = json.loads(content[begin:start])
    columns = {}
    for name, count in told["columns"].items():
        kind = np.dtype(_COLUMNS[name])
        columns[name] = np.frombuffer(content, kind, count, start).astype(kind.newbyteorder("="), copy=False)
        start += count * kind.itemsize
    return told, columns


def _remove_oldest(folder: Path, *, keep: Path) -> None:
    states = {entry: entry.stat() for entry in folder.glob(f"*{_SUFFIX}")}
    total = sum(state.st_size for state in states.values())
    for entry in sorted(states, key=lambda entry: states[entry].st_mtime_ns):
        if total <= LIMIT_BYTES:
            return
        if entry != keep:
            entry.unlink(missing_ok=True)
            total -= states[entry].st_size


def _told_of(made: Survey) -> dict[str, Any]:
    index, facts = made.index, made.facts
    return {
        "time_base": _pair(index.time_base),
        "fps": index.fps,
        "vfr": index.vfr,
        "decoded": index.decoded,
        "lacking": made.lacking,
        "facts": {**asdict(facts), "sample_aspect": _pair(facts.sample_aspect)},
    }


def _columns_of(index: FrameIndex) -> dict[str, NDArray[Any]]:
    """Return the columns, without those that say nothing new."""
    columns: dict[str, NDArray[Any]] = {
        "pts": index.pts,
        "position": index.position,
        "keyframe": index.keyframe,
    }
    if not np.array_equal(index.stamps, index.pts):
        columns["stamps"] = index.stamps
    return columns


def _survey_in(told: dict[str, Any], columns: Mapping[str, NDArray[Any]]) -> Survey | None:
    pts = columns["pts"]
    if not len(pts) or any(len(column) != len(pts) for column in columns.values()):
        return None
    index = FrameIndex(
        pts=pts,
        stamps=columns.get("stamps", pts),
        keyframe=columns["keyframe"],
        position=columns["position"],
        time_base=Fraction(*told["time_base"]),
        fps=told["fps"],
        vfr=told["vfr"],
        decoded=told["decoded"],
    )
    return Survey(index, _facts_in(told["facts"]), int(told["lacking"]))


def _facts_in(told: dict[str, Any]) -> StreamFacts:
    rebuilt = {
        "size": tuple(told["size"]),
        "stored_size": tuple(told["stored_size"]),
        "orientation": Orientation(**told["orientation"]),
        "sample_aspect": Fraction(*told["sample_aspect"]),
        "colour": ColourFacts(**told["colour"]),
    }
    return StreamFacts(**{**told, **rebuilt})


def _pair(value: Fraction) -> tuple[int, int]:
    return value.numerator, value.denominator
