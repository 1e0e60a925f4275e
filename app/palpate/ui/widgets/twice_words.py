"""What came of labelling the same a second time, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from palpate.model.attempt import Attempt, Task
from palpate.ui.messages import with_capital
from palpate.ui.widgets.outcome_words import number_words
from palpate.ui.widgets.production_words import listed

Told = Mapping[str, Any]


def beyond(told: Told) -> tuple[str, ...]:
    """Return the names of the keypoints that are beyond their tolerance on average, worst first."""
    found = [
        (one["mean_px"] / one["tolerance_px"], name)
        for name, one in told["joints"].items()
        if one.get("mean_px") is not None and one.get("tolerance_px") and one["mean_px"] > one["tolerance_px"]
    ]
    return tuple(name for _, name in sorted(found, reverse=True))


def twice_sentences(attempt: Attempt, told: Told, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Say how far apart the two are, how far their flags agree, and what to do."""
    if not told.get("n"):
        return tuple(f"{with_capital(note)}." for note in told.get("notes", ()))
    repeat = attempt.task is Task.REPEAT
    said = _tr(
        "{n} keypoints placed twice lie {mean} px apart on average, 95 of 100 within {p95} px."
    ).format(
        n=f"{told['n']:,}".replace(",", " "),
        mean=number_words(told["mean_px"], 1),
        p95=number_words(told["p95_px"], 1),
    )
    parts = [said]
    if repeat and told.get("sd_px") is not None:
        steady = _tr("The spread of one placement is {sd} px: no error below that means anything.")
        parts.append(steady.format(sd=number_words(told["sd_px"], 1)))
    return (*parts, _flags(told), _beyond(beyond(told), len(told["joints"]), titles, repeat=repeat))


def bias_words(one: Told) -> str:
    """Return to which side the second placement lies, px to the right and down."""
    bias = one.get("bias_px")
    if bias is None:
        return "–"
    return "  ".join(f"{round(x, 1):+.1f}" if round(x, 1) else "0.0" for x in bias).replace("-", "−")


def flags_words(one: Told) -> str:
    """Return in how many of 100 both flags are the same."""
    return "–" if one.get("flags_agree") is None else f"{one['flags_agree'] * 100.0:.0f} %"


def _flags(told: Told) -> str:
    agree, kappa = told.get("flags_agree"), told.get("kappa")
    if agree is None:
        return _tr("No keypoint has a flag from both.")
    said = _tr("Flags agree in {share}").format(share=flags_words(told))
    if kappa is None:
        missing = told.get("kappa_missing") or _tr("not computed then")
        return _tr("{said}; κ is not known: {why}.").format(said=said, why=missing)
    return _tr("{said}, κ {kappa}.").format(said=said, kappa=number_words(kappa, 2))


def _beyond(names: tuple[str, ...], n: int, titles: Mapping[str, str], *, repeat: bool) -> str:
    if not names:
        return _tr("No keypoint lies beyond its tolerance on average.")
    called = listed([titles.get(name, name) for name in names])
    one = _tr("1 of {n} keypoints lies beyond its tolerance on average: {names}.")
    many = _tr("{k} of {n} keypoints lie beyond their tolerance on average: {names}.")
    said = (one if len(names) == 1 else many).format(k=len(names), n=n, names=called)
    do = (
        _tr("Read their guidelines again, and practise them.")
        if repeat
        else _tr("A large bias means that the two aim at different places, a large spread that they waver.")
    )
    return f"{said} {do}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Production", text)
