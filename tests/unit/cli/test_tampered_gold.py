"""Gold that somebody changed after it was certified, by hand in the file: every command says so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bad_story as bad
import numpy as np
import pytest
from gold_story import N_KEYPOINTS

Run = Callable[..., Any]

GOLD = "layer = (SELECT id FROM layer WHERE kind = 'gold')"
HERE = f"WHERE {GOLD} AND frame = 4"


def places(x: float) -> str:
    return f"x'{np.full((N_KEYPOINTS, 2), x).tobytes().hex()}'"


READABLE = {
    "moved": f"UPDATE pose SET positions = {places(300.0)} {HERE}",
    "taken out": f"DELETE FROM pose {HERE}",
    "without a place": f"UPDATE pose SET positions = {places(np.nan)} {HERE}",
    "no outline": f"UPDATE pose SET shape = NULL {HERE}",
    "the certificate rewritten": "UPDATE certificate SET digest = 'abc'",
}
UNREADABLE = {
    "infinitely far": f"UPDATE pose SET positions = {places(np.inf)} {HERE}",
    "cut off": f"UPDATE pose SET positions = x'00' {HERE}",
    "empty": f"UPDATE pose SET positions = x'', visibility = x'', origin = x'' {HERE}",
    "flags that there are none of": f"UPDATE pose SET visibility = x'{'09' * N_KEYPOINTS}' {HERE}",
    "origins that there are none of": f"UPDATE pose SET origin = x'{'63' * N_KEYPOINTS}' {HERE}",
    "an outline that is none": f"UPDATE pose SET shape = 'hello' {HERE}",
    "scores that are none": f"UPDATE pose SET scores = x'0000' {HERE}",
}
TOLD = "gold is not what cora certified as version 1 on 20"
TELLING: dict[str, tuple[str, ...]] = {
    "score": ("score", "{p}"),
    "score by groups": ("score", "{p}", "--by", "clip"),
    "score a file": ("score", "{f}", "{p}"),
    "agree": ("agree", "{p}"),
    "agree about gold": ("agree", "{p}", "--layer", "ana", "--layer", "ben", "--gold", "gold"),
    "sigma": ("sigma", "{p}"),
    "status": ("calibrate", "status", "{p}"),
    "gold's error": ("gold", "error", "{p}"),
    "weekly": ("weekly", "{p}", "--all"),
    "report as a page": ("report", "{p}", "{out}.html"),
    "export": ("export", "{p}", "{out}.json", "--layer", "gold", "--format", "coco"),
}
OTHERS: dict[str, tuple[str, ...]] = {
    "report as a table": ("report", "{p}", "{out}.csv"),
    "adjudicate": ("adjudicate", "{p}", "ana", "ben"),
    "spots": ("spots", "{p}"),
    "spots of gold": ("spots", "{p}", "--layer", "gold"),
    "sample": ("sample", "{p}"),
    "info": ("info", "{p}"),
    "new version": ("gold", "new", "{p}"),
    "certify": ("gold", "certify", "{p}"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which nothing is wrong."""
    return bad.project(tmp_path_factory.mktemp("whole"), bad.right)


@pytest.fixture
def ask(palpate: Run, whole: Path, tmp_path: Path) -> Callable[[str, tuple[str, ...]], Any]:
    """Change a copy of the project by a statement, run a command on it; what it wrote is heard as well."""

    def run(sql: str, words: tuple[str, ...]) -> Any:
        spoiled = bad.tampered(whole, sql, to=tmp_path.name)
        copy = shutil.move(spoiled, tmp_path / "gold.palpate")
        if "{f}" in words:
            palpate("export", whole, tmp_path / "ana.json", "--layer", "ana", "--format", "coco")
        ran = palpate(*(word.format(p=copy, f=tmp_path / "ana.json", out=tmp_path / "out") for word in words))
        written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("out.*"))
        heard = " ".join(f"{ran.out} {ran.err} {written}".split()).replace(str(tmp_path), "")
        assert ran.status in (0, 1, 2)
        assert "Traceback" not in heard
        assert not re.search(r"\b(nan|NaN|inf|Infinity|None)\b", heard)
        return ran.status, heard

    return run


@pytest.mark.parametrize("command", TELLING)
def test_every_number_that_rests_on_changed_gold_says_so(ask: Run, command: str) -> None:
    _, heard = ask(READABLE["moved"], TELLING[command])
    assert TOLD in heard
    assert "labels were changed outside the program since they were frozen; take a safety copy" in heard


@pytest.mark.parametrize("change", {**READABLE, **UNREADABLE})
def test_whatever_was_changed_is_told_and_nobody_is_judged_by_it(ask: Run, change: str) -> None:
    sql = {**READABLE, **UNREADABLE}[change]
    assert TOLD in ask(sql, TELLING["score"])[1]
    status, heard = ask(sql, ("gold", "verify", "{p}"))
    assert status == 1
    assert "take a safety copy" in heard
    assert ask(sql, ("check", "{p}"))[0] == 1
    status, heard = ask(sql, ("calibrate", "start", "{p}"))
    assert status == 2
    assert "gold is not what was certified; nobody is judged by it" in heard


@pytest.mark.parametrize("change", UNREADABLE)
def test_what_cannot_be_read_any_more_is_left_out_and_named_by_a_check(ask: Run, change: str) -> None:
    for words in OTHERS.values():
        ask(UNREADABLE[change], words)
    _, heard = ask(UNREADABLE[change], ("check", "{p}"))
    said = "layer gold: runner in run, frame 4: the pose was changed by another program and cannot be read"
    assert said in heard


@pytest.mark.parametrize("command", OTHERS)
def test_commands_that_do_not_judge_by_it_go_on(ask: Run, command: str) -> None:
    ask(READABLE["without a place"], OTHERS[command])


def test_gold_without_any_label_left_is_a_sentence_everywhere(ask: Run) -> None:
    gone = f"DELETE FROM pose WHERE {GOLD}"
    for name in ("score", "agree", "sigma"):
        assert "there is no labelled pose in gold" in ask(gone, TELLING[name])[1]
    for words in (*TELLING.values(), *OTHERS.values()):
        ask(gone, words)


def test_a_layer_of_gold_that_is_gone_is_a_sentence_everywhere(ask: Run) -> None:
    gone = "DELETE FROM layer WHERE kind = 'gold'"
    assert "this project has no gold layer to score against" in ask(gone, TELLING["score"])[1]
    for words in (*TELLING.values(), *OTHERS.values()):
        ask(gone, words)


def test_a_certificate_that_was_taken_away_is_missed(ask: Run) -> None:
    gone = "DELETE FROM certificate"
    for words in (("gold", "verify", "{p}"), ("check", "{p}")):
        status, heard = ask(gone, words)
        assert status == 1
        assert "the certificate of gold was taken away outside the program" in heard
    assert "not certified: it may still change" in ask(gone, ("calibrate", "start", "{p}", "-n", "5"))[1]
