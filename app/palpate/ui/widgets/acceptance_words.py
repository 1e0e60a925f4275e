"""Whether work is accepted, in words: what was seen, how sure that is, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.production_qa.batch_acceptance import QUALITY_LIMIT, Batch, Fault
from palpate.session.production_qa.batch_verdict import Verdict, poses_wanted, verdict_of
from palpate.ui.messages import with_capital


def verdict_title(batch: Batch, layer: str) -> str:
    """Say whether the work in a layer is accepted."""
    said = {
        Verdict.ACCEPTED: _tr("The work of {layer} is accepted"),
        Verdict.REFUSED: _tr("The work of {layer} is not accepted"),
        Verdict.OPEN: _tr("Not yet enough to accept or refuse the work of {layer}"),
    }
    return said[verdict_of(batch)].format(layer=layer)


def verdict_sentences(batch: Batch) -> tuple[str, ...]:
    """Say what was seen and how sure it is, then what to do."""
    if not batch.n:
        return (_notes(batch), _tr("Draw a plan that asks for whole poses, and have it labelled."))
    seen = _tr(
        "{defects} of {n} poses do not conform ({rate}). With 95 % certainty {bound} of all {size} poses do "
        "not; {limit} are allowed."
    ).format(
        defects=batch.defects,
        n=batch.n,
        rate=percent(batch.bound.rate),
        bound=_bound(batch),
        size=batch.size,
        limit=percent(batch.limit),
    )
    return tuple(part for part in (seen, _faults(batch), _what_to_do(batch), _notes(batch)) if part)


def standard_words(batch: Batch) -> str:
    """Say what other rules for the same sample come to."""
    parts = []
    known = {True: _tr("accepted"), False: _tr("not accepted"), None: _tr("not decided yet")}
    if batch.standard is not None:
        wanted, enough = batch.standard, batch.n >= batch.standard.n
        parts.append(
            _tr("ISO 2859-1 at {limit:g} % takes {n} poses and lets {c} fail: {verdict}").format(
                limit=QUALITY_LIMIT,
                n=wanted.n,
                c=wanted.c,
                verdict=known[wanted.accepts(batch.defects) if enough else None],
            )
        )
    if batch.n:
        parts.append(_tr("Wald’s sequential test: {verdict}").format(verdict=known[batch.sequential]))
    return " · ".join(parts)


def percent(share: float | None) -> str:
    """Return a share as people write it."""
    return "–" if share is None else f"{share * 100.0:.3g} %"


def _bound(batch: Batch) -> str:
    verdict = verdict_of(batch)
    if verdict is Verdict.ACCEPTED:
        return _tr("at most {high}").format(high=percent(batch.bound.high))
    if verdict is Verdict.REFUSED:
        return _tr("at least {low}").format(low=percent(batch.bound.low))
    return _tr("at least {low}, and with as much certainty at most {high},").format(
        low=percent(batch.bound.low), high=percent(batch.bound.high)
    )


def _faults(batch: Batch) -> str:
    said = {
        Fault.OKS: _tr("OKS below the target in {n}"),
        Fault.POSITION: _tr("a critical keypoint beyond its tolerance in {n}"),
        Fault.TIER: _tr("another flag on a critical keypoint in {n}"),
        Fault.SWAP: _tr("sides exchanged in {n}"),
    }
    found = [said[fault].format(n=n) for fault, n in batch.faults.items() if n]
    return f"{with_capital(', '.join(found))}." if found else ""


def _what_to_do(batch: Batch) -> str:
    verdict, wanted = verdict_of(batch), poses_wanted(batch)
    if verdict is Verdict.ACCEPTED:
        return _tr("Nothing more is needed; single faults can be corrected all the same.")
    if verdict is Verdict.REFUSED:
        return _tr(
            "Have the work gone over where the faults are, retrain on the keypoints below that lie beyond "
            "their tolerance, and draw another sample then."
        )
    if wanted is None:
        return _tr(
            "More do not conform than are allowed, but so small a sample may be bad luck: decide which of "
            "the two is right, or have more poses labelled a second time."
        )
    if wanted > batch.size:
        return _tr(
            "The work has too few poses for any sample to show this; look at each pose that does not "
            "conform, or allow more."
        )
    enough = _tr("If as many conform, {wanted} poses would show it: draw a plan of {share} of the poses.")
    return enough.format(wanted=wanted, share=percent(min(wanted / batch.size, 1.0)))


def _notes(batch: Batch) -> str:
    return " ".join(f"{with_capital(note)}." for note in batch.notes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Production", text)
