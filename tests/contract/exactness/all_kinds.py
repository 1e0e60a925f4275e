"""All kinds of videos that are no accident."""

from __future__ import annotations

from exactness.kinds import Kind
from exactness.kinds_odd import ODD
from exactness.kinds_of_coding import CODINGS
from exactness.kinds_of_files import FILES
from exactness.kinds_of_pictures import PICTURES

KINDS: dict[str, Kind] = {**CODINGS, **FILES, **PICTURES, **ODD}
