"""Whether a file is a wide CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from palpate.formats.wide_csv.columns import keypoints_in
from palpate.formats.wide_csv.schema import COMMENT, FRAME

_READ = 1 << 20


def recognises(path: Path) -> bool:
    """Tell by the first line that is no comment: a frame column and keypoints with x and y."""
    if not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = stream.read(_READ).splitlines()
        said = (line for line in lines if line.strip() and not line.lstrip('"').startswith(COMMENT))
        columns = next(csv.reader([next(said, "")]), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    return FRAME in columns and bool(keypoints_in(columns))
