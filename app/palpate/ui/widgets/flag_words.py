"""Agreement on visibility flags in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from palpate.model.visibility import Visibility
from palpate.session.judging.flags_view import Agreement, Cell, Table

_SHORT = {
    Visibility.ABSENT: QT_TRANSLATE_NOOP("Flags", "absent"),
    Visibility.ESTIMATED: QT_TRANSLATE_NOOP("Flags", "occluded"),
    Visibility.VISIBLE: QT_TRANSLATE_NOOP("Flags", "visible"),
    Visibility.CERTAIN: QT_TRANSLATE_NOOP("Flags", "certain"),
}
_OFTEN = 2  # of the confusions that are told in words


def short_tier(code: int) -> str:
    """Return a tier in one word."""
    return _tr(str(_SHORT[Visibility(code)]))


def kappa_words(agreement: Agreement, n: int) -> str:
    """Say how large κ is and how sure, or why it is not known."""
    value = agreement.kappa.value
    if value is None:
        return _tr("κ is not known: {reason}").format(reason=agreement.reason)
    said = _tr("κ {value} over {n} placements").format(value=f"{value:.2f}", n=n)
    if agreement.limits is None:
        return _tr("{said}; how sure that is cannot be told: {reason}").format(
            said=said, reason=agreement.reason
        )
    low, high = agreement.limits
    return _tr("{said}; 95 % of draws of whole clips give {low} to {high}").format(
        said=said, low=f"{low:.2f}", high=f"{high:.2f}"
    )


def confusion_words(table: Table) -> str:
    """Say what is mostly taken for what."""
    if not table.counts.sum():
        return _tr("No flag was decided on both sides.")
    confused = table.confused
    if not confused:
        return _tr("Every flag is the same as gold’s.")
    told = "; ".join(cell_words(one) for one in confused[:_OFTEN])
    return _tr("Mostly confused: {told}.").format(told=told)


def cell_words(cell: Cell) -> str:
    """Say what a cell counts."""
    gold, labels = short_tier(cell.gold), short_tier(cell.labels)
    said = (
        _tr("gold {gold}, flagged the same")
        if cell.gold == cell.labels
        else _tr("gold {gold}, flagged {labels}")
    )
    words = said.format(gold=gold, labels=labels)
    if cell.share != cell.share:
        return _tr("{words}: none, for gold never says so").format(words=words)
    return _tr("{words}: {n} ({share} of gold’s {gold})").format(
        words=words, n=cell.n, share=f"{100.0 * cell.share:.0f} %", gold=gold
    )


def undecided_words(n: int) -> str:
    """Say how many flags were left open; nothing where none was."""
    if not n:
        return ""
    one = _tr("One flag that gold has decided is left open.")
    return one if n == 1 else _tr("{n} flags that gold has decided are left open.").format(n=n)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Flags", text)
