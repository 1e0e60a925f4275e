"""Stories that tests of several packages tell."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = str(Path(__file__).resolve().parent)
if HERE not in sys.path:
    # Behind everything else: nothing here may hide a library of its name.
    sys.path.append(HERE)
