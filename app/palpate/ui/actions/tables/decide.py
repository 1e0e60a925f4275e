"""The actions of deciding between people, and of looking at what is hard to see."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

DECIDE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "adjudicate",
        "quality",
        T("Actions", "Decide between two people"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "Take what two layers agree on, and decide about the rest, the worst first"),
    ),
    spec(
        "spot_check",
        "quality",
        T("Actions", "Spot check"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "Look at a share of the occluded and blurred keypoints of somebody's work"),
    ),
)
