"""What a migration does, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Rule, Split
from palpate.session.guidelines.explained import Explained, Fates
from palpate.session.skeletons.census import Said
from palpate.session.skeletons.migration_choice import MigrationChoice

_REASONS = {
    "label": "label",
    "edges": "edges",
    "place": "place in the template",
    "name": "a like name",
    "parent": "parent",
}
_CHANGED = {
    "label": "label",
    "region": "region",
    "type": "group",
    "side": "side",
    "mirror": "mirror",
    "parent": "parent",
    "sigma": "σ",
    "tolerance": "tolerance",
    "local_width": "width for the blur rule",
    "chain": "place on its chain",
    "centre_of": "what it is the centre of",
    "rest": "place in the template",
    "definition": "definition",
    "target": "target on the plate",
    "edges": "edges",
    "rigid_segments": "rigid segments",
    "normalisers": "normalisers",
    "measures": "measures",
    "title": "title",
    "subject": "subject",
    "tiers": "visibility tiers",
    "scale": "scale",
    "policy": "policy",
    "events": "events",
    "sigma_source": "source of σ",
    "guidelines": "guidelines",
}


def rule_words(rule: Rule) -> str:
    """Return what a rule does."""
    match rule:
        case Rename():
            return _tr("{name} is called {to} now").format(name=rule.name, to=rule.to)
        case Reorder():
            return _tr("The order of the keypoints changes")
        case Add():
            return _tr("{name} is new; nothing is placed on it yet").format(name=rule.keypoint.name)
        case Remove():
            return _tr("{name} goes; its labels stay in the history").format(name=rule.name)
        case Split():
            into = and_words(rule.into)
            return _tr("{name} becomes {into}; each to be placed anew").format(name=rule.name, into=into)
        case Redefine():
            return _tr("{name} is another place; to be placed anew").format(name=rule.name)


def reason_words(because: Sequence[str]) -> str:
    """Return why one keypoint is taken for another."""
    return _tr("guessed: same {what}").format(what=and_words([_REASONS.get(one, one) for one in because]))


def changed_words(changed: Sequence[str]) -> str:
    """Return what of a keypoint or skeleton is another."""
    return ", ".join(_CHANGED.get(one, one) for one in changed)


def sum_words(choice: MigrationChoice) -> str:
    """Return what a migration does to labels, all in all."""
    found, said = choice.foreseen, sum(choice.census.of(_all(choice)).values(), start=Said())
    if not said:
        nothing = _tr("Nothing is labelled with this skeleton yet: no label is touched.")
        return " ".join((nothing, *_explained(found.explained)))
    gone = sum(found.removed.values())
    sentences = [
        _tr("{labels} in {poses}.").format(
            labels=counted(found.labels, "label", "labels"), poses=counted(found.poses, "pose", "poses")
        )
    ]
    if found.outdated:
        sentences.append(
            _tr(
                "{labels} will wait to be placed anew: shown, but left out of exports and scores until then."
            ).format(labels=counted(found.outdated, "label", "labels"))
        )
    if gone:
        names = and_words([name for name, n in found.removed.items() if n])
        told = _tr("{labels} of {names} will stay in the history alone.")
        sentences.append(told.format(labels=counted(gone, "label", "labels"), names=names))
    if not (found.outdated or gone):
        sentences.append(_tr("All of them stay as they are."))
    sentences += _explained(found.explained)
    sentences.append(_tr("One undo takes everything back."))
    return " ".join(sentences)


def _explained(fates: Fates) -> list[str]:
    """Return what becomes of examples, guidelines and targets that the project itself has."""
    sentences = []
    for found, told in (
        (fates.along, _tr("Kept of the project's own: {what}.")),
        (fates.outgrown, _tr("Of an earlier place from then on: {what}.")),
        (fates.gone, _tr("In the history alone: {what}.")),
    ):
        if found:
            sentences.append(told.format(what=and_words(_counts(found))))
    return sentences


def _counts(found: Explained) -> list[str]:
    counts = (
        (found.examples, _tr("example"), _tr("examples")),
        (found.guidelines, _tr("guideline"), _tr("guidelines")),
        (found.targets, _tr("place on a plate"), _tr("places on plates")),
    )
    return [counted(n, one, several) for n, one, several in counts if n]


def done_words(choice: MigrationChoice) -> str:
    """Return what has been done, for the message line."""
    after, found = choice.migration.after, choice.foreseen
    parts = [_tr("{name} is version {version} now").format(name=after.name, version=after.version)]
    if found.outdated:
        parts.append(
            _tr("{labels} to be placed anew").format(labels=counted(found.outdated, "label", "labels"))
        )
    gone = sum(found.removed.values())
    if gone:
        parts.append(_tr("{labels} in the history alone").format(labels=counted(gone, "label", "labels")))
    return "; ".join(parts)


def counted(n: int, one: str, several: str) -> str:
    """Return a number with its noun."""
    return f"{n:,} {one if n == 1 else several}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def and_words(words: Sequence[str], most: int = 4) -> str:
    """Return words as one list; of many the first, and how many more."""
    if len(words) > most:
        return _tr("{first} and {n} more").format(first=", ".join(words[:most]), n=len(words) - most)
    return _tr(" and ").join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def _all(choice: MigrationChoice) -> range:
    return range(len(choice.migration.before))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Migration", text)
