"""The pages of the quality panel, in the order in which they stand there."""

from __future__ import annotations

from palpate.ui.actions.spec import T
from palpate.ui.panels.quality_body import QualityBody
from palpate.ui.panels.quality_errors import ErrorsPage
from palpate.ui.panels.quality_map import MapPage
from palpate.ui.panels.quality_notes import NotesPage
from palpate.ui.panels.quality_page import PageSpec
from palpate.ui.panels.quality_worst import WorstPage

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "keypoints",
        T("Quality", "Keypoints"),
        T("Quality", "Every keypoint with its figures, failing ones first"),
        QualityBody,
    ),
    PageSpec(
        "errors",
        T("Quality", "Errors"),
        T("Quality", "Every error of one keypoint around its target, and what follows from them"),
        ErrorsPage,
    ),
    PageSpec(
        "map",
        T("Quality", "Body map"),
        T("Quality", "The skeleton once: discs as large as the error, arrows for the bias"),
        MapPage,
    ),
    PageSpec(
        "worst",
        T("Quality", "Worst frames"),
        T("Quality", "The poses that agree least with gold, both over the picture"),
        WorstPage,
    ),
    PageSpec(
        "notes",
        T("Quality", "Notes"),
        T("Quality", "What the figures rest on, and what could not be estimated"),
        lambda _around: NotesPage(),
        count=lambda view: len(view.score.notes),
    ),
)
