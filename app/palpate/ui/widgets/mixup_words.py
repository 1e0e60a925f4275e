"""What seems to be mixed up, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.mixup import MixupKind
from palpate.session.review.mixups import FoundMixup

translate = QCoreApplication.translate


def mixup_words(one: FoundMixup) -> str:
    """Return what seems to have happened, to whom and when, in one line."""
    whose = f"{one.instance_name}, {one.other_name}" if one.other else one.instance_name
    return f"{kind_words(one.mixup.kind)}: {whose}, {frame_words(one)}"


def kind_words(kind: MixupKind) -> str:
    """Return what seems to have happened."""
    return {
        MixupKind.SIDES: translate("Review", "Left and right swapped"),
        MixupKind.LIMB: translate("Review", "Limb on the other side"),
        MixupKind.IDENTITY: translate("Review", "Instances swapped"),
        MixupKind.FROZEN: translate("Review", "Standing still"),
        MixupKind.JUMP: translate("Review", "Jump"),
        MixupKind.LENGTH: translate("Review", "Limb length breaks"),
        MixupKind.BESIDE: translate("Review", "Keyframe beside"),
    }[kind]


def size_words(one: FoundMixup) -> str:
    """Return how bad it is: how far beside, else how sure."""
    if one.mixup.kind is MixupKind.BESIDE:
        return translate("Review", "{px:.0f} px").format(px=one.mixup.evidence["beside_px"])
    return f"{one.mixup.confidence:.0%}"


def frame_words(one: FoundMixup) -> str:
    """Return over which frames."""
    mixup = one.mixup
    if mixup.first == mixup.last:
        return translate("Review", "frame {frame}").format(frame=mixup.first)
    return translate("Review", "frames {first}–{last}").format(first=mixup.first, last=mixup.last)


def sentence(one: FoundMixup) -> str:
    """Return the evidence in words."""
    numbers = {name: f"{value:.1f}" for name, value in one.mixup.evidence.items()}
    if one.swaps:
        said = translate("Review", "As labelled it leaps by {as_is_px} px; exchanged, by {exchanged_px} px.")
    elif one.mixup.kind is MixupKind.FROZEN:
        said = translate("Review", "It should have gone about {expected_px} px meanwhile and has not moved.")
    elif one.mixup.kind is MixupKind.BESIDE:
        said = translate(
            "Review",
            "The picture leads {beside_px} px beside it, from the keyframe before and from the one after.",
        )
    else:
        said = translate("Review", "It leaps by {jump_px} px where {usual_px} px are usual.")
    return said.format(**numbers)
