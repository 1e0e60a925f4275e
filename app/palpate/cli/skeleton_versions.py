"""Versions of skeletons on the command line: what lies between two, and taking a project to the next."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Rule, Split, in_order, told
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.skeleton_diff import Guess, Wishes, difference
from palpate.session.guidelines.explained import NOTHING, Fates
from palpate.session.session import PROJECT_SUFFIX, Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.census import Said

_MISMATCH = "takes OLD=NEW, not"


def add_versions(parser: ArgumentParser) -> None:
    """Arguments of `palpate skeleton diff` and `palpate skeleton migrate`."""
    rules = parser.add_argument_group("what became of keypoints (diff, migrate)")
    rules.add_argument("--rename", action="append", default=[], metavar="OLD=NEW")
    rules.add_argument("--split", action="append", default=[], metavar="OLD=NEW,NEW")
    rules.add_argument("--redefine", action="append", default=[], metavar="NAME", help="another place now")
    rules.add_argument("--remove", action="append", default=[], metavar="NAME")
    rules.add_argument("--add", action="append", default=[], metavar="NAME", help="without a later version")
    rules.add_argument("--order", default="", metavar="NAME,NAME…", help="without a later version")
    rules.add_argument("--no-guess", action="store_true", help="take no keypoint that came for one that went")
    rules.add_argument("--skeleton", default="", help="migrate: which one, if the project has several")
    rules.add_argument("--dry-run", action="store_true", help="migrate: tell what would be touched")


def run_diff(arguments: Namespace) -> Outcome:
    """Tell what lies between two versions."""
    if not arguments.other:
        raise UsageError("palpate skeleton diff needs two skeletons, the earlier one first")
    after = _skeleton(arguments.other, "")
    before = _skeleton(arguments.name, arguments.skeleton or after.name)
    found = difference(before, after, _wishes(arguments))
    content: dict[str, Any] = {
        "from": _brief(before),
        "to": _brief(after),
        "rules": _rules(found.rules, found.guesses),
        "changed": {name: list(what) for name, what in found.changed.items()},
        "of_skeleton": list(found.of_skeleton),
    }
    heads = [f"{before.name}, version {before.version} → {after.name}, version {after.version}"]
    return Outcome(content, heads + _said(found.rules, found.guesses, found.changed, found.of_skeleton))


def run_migrate(arguments: Namespace) -> Outcome:
    """Take a project to the next version of its skeleton, or tell what that would touch."""
    with Session.open(Path(arguments.name), read_only=arguments.dry_run) as session:
        migration = _migration(session, arguments)
        foreseen = migrating.foresee(session, migration)
        if not arguments.dry_run:
            migrating.migrate(session, migration)
    content: dict[str, Any] = {
        "dry_run": bool(arguments.dry_run),
        "from": _brief(migration.before),
        "to": _brief(migration.after),
        "rules": _rules(migration.rules, migration.guesses),
        "poses": foreseen.poses,
        "labels": foreseen.labels,
        "needs_reannotation": foreseen.outdated,
        "removed": dict(foreseen.removed),
        **_fates(foreseen.explained),
    }
    for entry, touched in zip(content["rules"], foreseen.touched, strict=True):
        by_layer = {layer: said.labels for layer, said in touched.by_layer.items() if said.labels}
        entry |= {**asdict(touched.said), **asdict(touched.explained), "by_layer": by_layer}
    return Outcome(content, _told(migration, foreseen, dry=arguments.dry_run))


def _migration(session: Session, arguments: Namespace) -> migrating.Migration:
    wishes = _wishes(arguments)
    if arguments.other:
        if arguments.add or arguments.order:
            raise UsageError("--add and --order say what a later version has; here it is given as a file")
        return migrating.to_version(session, migrating.skeleton_named(arguments.other), wishes)
    before = migrating.pinned(session, arguments.skeleton)
    rules = _own_rules(arguments, wishes)
    if not rules:
        raise UsageError("palpate skeleton migrate needs a later version or rules (--rename, --split …)")
    return migrating.by_rules(session, rules, before.name)


def _own_rules(arguments: Namespace, wishes: Wishes) -> list[Rule]:
    rules: list[Rule] = [Remove(name) for name in wishes.removed]
    rules += in_order(wishes.renames)
    rules += [Split(name, into) for name, into in wishes.splits.items()]
    rules += [Add(Keypoint(name)) for name in arguments.add]
    if arguments.order:
        rules.append(Reorder(_names(arguments.order)))
    return rules + [Redefine(name) for name in wishes.redefined]


def _wishes(arguments: Namespace) -> Wishes:
    pairs = [_pair("--rename", word) for word in arguments.rename]
    parts = [_pair("--split", word) for word in arguments.split]
    for option, given in (("--rename", pairs), ("--split", parts)):
        names = [old for old, _ in given]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise UsageError(f"{option} names {twice[0]} twice")
    return Wishes(
        renames=dict(pairs),
        splits={old: _names(into) for old, into in parts},
        redefined=tuple(dict.fromkeys(arguments.redefine)),
        removed=tuple(dict.fromkeys(arguments.remove)),
        guess=not arguments.no_guess,
    )


def _pair(option: str, word: str) -> tuple[str, str]:
    old, sign, new = (part.strip() for part in word.partition("="))
    if not (old and sign and new):
        raise UsageError(f"{option} {_MISMATCH} {word!r}")
    return old, new


def _names(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _skeleton(name: str, of: str) -> Skeleton:
    """Return a skeleton by name or file, or the one that a project pins."""
    if Path(name).suffix != PROJECT_SUFFIX:
        return migrating.skeleton_named(name)
    with Session.open(Path(name), read_only=True) as session:
        several = len(session.contents.skeletons) > 1
        return migrating.pinned(session, of if several else "")


# ---- telling -------------------------------------------------------------------------------------------


def _brief(skeleton: Skeleton) -> dict[str, Any]:
    return {"name": skeleton.name, "version": skeleton.version, "n_keypoints": len(skeleton)}


def _rules(rules: Sequence[Rule], guesses: Sequence[Guess]) -> list[dict[str, Any]]:
    return [_rule(rule, _guess_of(rule, guesses)) for rule in rules]


def _rule(rule: Rule, guess: Guess | None) -> dict[str, Any]:
    match rule:
        case Rename():
            said = {"rule": "rename", "keypoint": rule.name, "to": rule.to, "guessed": guess is not None}
            return said if guess is None else said | {"because": list(guess.because)}
        case Reorder():
            return {"rule": "reorder", "order": list(rule.names)}
        case Add():
            return {"rule": "add", "keypoint": rule.keypoint.name}
        case Remove():
            return {"rule": "remove", "keypoint": rule.name}
        case Split():
            return {"rule": "split", "keypoint": rule.name, "into": list(rule.into)}
        case Redefine():
            return {"rule": "redefine", "keypoint": rule.name}


def _fates(fates: Fates) -> dict[str, dict[str, int]]:
    """Return what becomes of examples, guidelines and targets: how many go along, stay outgrown, and go."""
    by_fate = asdict(fates)
    return {what: {fate: found[what] for fate, found in by_fate.items()} for what in asdict(NOTHING)}


def _guess_of(rule: Rule, guesses: Sequence[Guess]) -> Guess | None:
    if not isinstance(rule, Rename):
        return None
    return next((guess for guess in guesses if (guess.name, guess.to) == (rule.name, rule.to)), None)


def _said(
    rules: Sequence[Rule],
    guesses: Sequence[Guess],
    changed: Mapping[str, Sequence[str]],
    of_skeleton: Sequence[str],
) -> list[str]:
    lines = [_in_words(rule, guesses) for rule in rules]
    lines += [f"{name}: {', '.join(what)} changed" for name, what in changed.items()]
    lines += [f"{', '.join(of_skeleton)} changed"] if of_skeleton else []
    return lines or ["nothing is different"]


def _in_words(rule: Rule, guesses: Sequence[Guess]) -> str:
    guess = _guess_of(rule, guesses)
    return told(rule) if guess is None else f"{told(rule)} (guessed by {', '.join(guess.because)})"


def _told(migration: migrating.Migration, foreseen: migrating.Foreseen, *, dry: bool) -> list[str | Table]:
    rows = [
        (_in_words(one.rule, migration.guesses), *astuple(one.said), *astuple(one.explained))
        for one in foreseen.touched
    ]
    headings = ("rule", *asdict(Said()), *asdict(NOTHING))
    after = migration.after
    verb = "would become" if dry else "is now"
    parts: list[str | Table] = [Table(headings, rows, frozenset(range(1, len(headings))))] if rows else []
    parts.append(f"{after.name} {verb} version {after.version}: {len(after)} keypoints")
    parts.append(f"{foreseen.labels} labels in {foreseen.poses} poses")
    if foreseen.outdated:
        parts.append(f"{foreseen.outdated} labels need re-annotation")
    if foreseen.removed:
        gone = ", ".join(f"{n} of {name}" for name, n in foreseen.removed.items())
        parts.append(f"labels kept in the history alone: {gone}")
    for what, fates in _fates(foreseen.explained).items():
        if any(fates.values()):
            parts.append(
                f"{what} of the project: {fates['along']} go along, {fates['outgrown']} are of an earlier "
                f"place, {fates['gone']} are kept in the history alone"
            )
    return parts
