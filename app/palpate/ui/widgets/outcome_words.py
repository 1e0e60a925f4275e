"""What a calibration came to, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.calibrating.outcome import Outcome
from palpate.ui.messages import with_capital
from palpate.ui.widgets.unit_words import task_title


def outcome_title(outcome: Outcome) -> str:
    """Say what was submitted and whether it passes."""
    said = _tr("{title}: passed") if outcome.passed else _tr("{title}: not passed")
    return said.format(title=task_title(outcome.attempt))


def outcome_facts(outcome: Outcome) -> str:
    """Say how good it is in one line; what is not known is left out."""
    score, said = outcome.score, outcome.score["attempt"]
    parts = [
        _tr("{n} of {all} poses labelled").format(n=said["units"] - said["untouched"], all=said["units"]),
        _known(_tr("OKS {value}"), score["oks"]["mean"], 3),
        _known(_tr("{value} px off on average"), score["mpjpe_px"], 1),
        _known(_tr("κ {value}"), score["visibility"]["kappa"], 2),
        _gold(said["gold"]),
    ]
    return " · ".join(part for part in parts if part)


def reason_sentences(outcome: Outcome) -> tuple[str, ...]:
    """Say why it does not pass; which keypoints fail stands elsewhere, with what is wrong with each."""
    listed = ": " + ", ".join(outcome.failing)
    return tuple(f"{with_capital(reason.removesuffix(listed))}." for reason in outcome.reasons)


def warning_sentences(outcome: Outcome) -> tuple[str, ...]:
    """Say what looked wrong in the labels or in gold itself, whatever the numbers say."""
    return tuple(f"{with_capital(said)}." for said in outcome.score.get("warnings", ()))


def doubt_words(outcome: Outcome, keypoint: str) -> str:
    """Say why the flags of a keypoint that breaks no rule are in doubt; empty if they are not."""
    judged = outcome.score["joints"][keypoint]
    if judged["pass"] is not None or not judged["n"]:
        return ""
    said = _tr("{n} of {all} occluded called visible; too few to judge by themselves")
    return said.format(n=judged["occluded"]["flagged_visible"], all=judged["occluded"]["n"])


def number_words(value: float | None, digits: int) -> str:
    """Return a number, or a dash where it is not known."""
    return "–" if value is None else f"{value:.{digits}f}"


def _known(said: str, value: float | None, digits: int) -> str:
    return "" if value is None else said.format(value=f"{value:.{digits}f}")


def _gold(gold: dict[str, object]) -> str:
    if gold["version"] is None:
        return _tr("{name}, not certified").format(name=gold["layer"])
    return _tr("{name}, version {version}").format(name=gold["layer"], version=gold["version"])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcomes", text)
