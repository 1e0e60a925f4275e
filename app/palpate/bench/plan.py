"""What every group is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from palpate.base.progress import Progress
from palpate.bench.sampling import Entries


@dataclass(frozen=True, slots=True)
class Plan:
    """One run.

    Attributes
    ----------
    folder
        An empty folder for what is generated; goes when the run ends.
    quick
        Fewer rounds and smaller material.
    uhd
        Generate the clips in 3840 × 2160.
    rendered
        Folder of films that the first group which asks renders; `folder` if None.
    films
        Folder of real films with labels in every frame; None leaves them out.
    progress
        Told what is being measured; may ask to stop.
    """

    folder: Path
    quick: bool = False
    uhd: bool = False
    films: Path | None = None
    rendered: Path | None = None
    progress: Progress = field(default_factory=Progress)


Measure = Callable[[Plan], Entries]
