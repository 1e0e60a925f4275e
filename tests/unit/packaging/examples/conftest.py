"""The scripts that take the examples are imported from their folder, as Python does when it runs them."""

from __future__ import annotations

import sys
from pathlib import Path

SCRIPTS = str(Path(__file__).resolve().parents[4] / "packaging" / "examples")
if SCRIPTS not in sys.path:
    # Behind everything else: no script may hide a library of its name.
    sys.path.append(SCRIPTS)
