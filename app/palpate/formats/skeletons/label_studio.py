"""The labelling configuration of Label Studio: the labels of its keypoints, in the order that models use."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from palpate.formats.skeletons.described import Described, Faults, checked_names
from palpate.formats.skeletons.xml_text import local


def read(view: Element, faults: Faults) -> list[Described]:
    """Return one skeleton per group of keypoint labels."""
    found = []
    for group in view.iter():
        if local(group.tag) in ("KeyPointLabels", "KeyPoint"):
            found.append(_described(group, faults))
    if not found:
        faults.add("View", "a labelling configuration without KeyPointLabels")
    return [one for one in found if one is not None]


def _described(group: Element, faults: Faults) -> Described | None:
    labels = [label for label in group if local(label.tag) == "Label"]
    indices = [label.get("model_index") for label in labels]
    notes: tuple[str, ...] = ()
    if all(index is not None and index.isascii() and index.isdigit() for index in indices):
        labels.sort(key=lambda label: int((label.get("model_index") or "0")[:9]))
    elif any(index is not None for index in indices):
        notes = ("some labels have no model_index, so the order is that of the file",)
    name = group.get("name", "")
    names = checked_names([label.get("value") for label in labels], f"{name or 'KeyPointLabels'}", faults)
    return Described(name, names, notes=notes) if names else None
