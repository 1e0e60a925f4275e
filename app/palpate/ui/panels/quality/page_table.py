"""The pages of the quality panel, in the order in which they stand there."""

from __future__ import annotations

from palpate.ui.actions.spec import T
from palpate.ui.panels.quality.attempts_page import AttemptsPage
from palpate.ui.panels.quality.body import QualityBody
from palpate.ui.panels.quality.coverage_page import CoveragePage
from palpate.ui.panels.quality.errors import ErrorsPage
from palpate.ui.panels.quality.findings_page import FindingsPage
from palpate.ui.panels.quality.flags_page import FlagsPage
from palpate.ui.panels.quality.groups_page import GroupsPage
from palpate.ui.panels.quality.map import MapPage
from palpate.ui.panels.quality.notes import NotesPage
from palpate.ui.panels.quality.page import PageSpec
from palpate.ui.panels.quality.worst import WorstPage

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
        T("Quality", "Map"),
        T("Quality", "The skeleton once: discs as large as the error, arrows for the bias"),
        MapPage,
    ),
    PageSpec(
        "worst",
        T("Quality", "Worst"),
        T("Quality", "The poses that agree least with gold, both over the picture"),
        WorstPage,
    ),
    PageSpec(
        "flags",
        T("Quality", "Flags"),
        T("Quality", "Which visibility flag is taken for which, and how sure κ is"),
        FlagsPage,
    ),
    PageSpec(
        "groups",
        T("Quality", "Groups"),
        T("Quality", "By lighting, view, phase and what else is known: what differs by more than chance"),
        GroupsPage,
    ),
    PageSpec(
        "coverage",
        T("Quality", "Coverage"),
        T("Quality", "Which groups are too thin to rely on, and what they lack"),
        CoveragePage,
    ),
    PageSpec(
        "findings",
        T("Quality", "Findings"),
        T("Quality", "Sides that look swapped, subjects without counterpart or twice, lengths that differ"),
        FindingsPage,
    ),
    PageSpec(
        "attempts",
        T("Quality", "Attempts"),
        T("Quality", "How a person's calibrations came along"),
        AttemptsPage,
        unscored=True,
    ),
    PageSpec(
        "notes",
        T("Quality", "Notes"),
        T("Quality", "What the figures rest on, and what could not be estimated"),
        lambda _around: NotesPage(),
        count=lambda view: len(view.score.notes),
    ),
)
