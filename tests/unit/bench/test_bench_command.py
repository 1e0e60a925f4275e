"""The command ``palpate bench``."""

from __future__ import annotations

import json

import pytest

from palpate.bench.main import outcome_of, run
from palpate.bench.registry import GROUPS, measure_of
from palpate.bench.sampling import ANCHOR, OURS, Time, entry_of
from palpate.cli.output import show

MACHINE = {"cores": 2, "python": "3.11", "system": "Linux", "load": 0.5, "quick": True}


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["edit", "nonsense", "--json"]])
def test_a_name_that_is_not_known_is_told_and_nothing_is_printed(arguments, capsys):
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert "nonsense" in told.err


def test_the_known_names_are_told():
    hand = ["frames", "window", "edit", "canvas", "timeline", "guideline"]
    engine = ["score", "interpolate", "track", "stop"]
    proof = ["keyframes", "drift", "review", "mixups", "blur", "suggest", "power"]
    assert list(GROUPS) == [*hand, *engine, *proof]


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_of_the_registry_can_be_run(group):
    assert callable(measure_of(group))


def test_json_is_one_object_of_the_machine_and_the_groups_asked_for(capsys):
    assert run(["interpolate", "--quick", "--json"]) == 0
    told = capsys.readouterr()
    content = json.loads(told.out)
    assert list(content) == ["machine", "interpolate"]
    assert {"cores", "python"} <= set(content["machine"])
    assert {"median_ms", "p95_ms", "anchor_ms", "ratio"} <= set(content["interpolate"]["fill_28000x54"])
    assert told.err == ""


def line(*, wrong=0, anchor=True):
    samples = {OURS: [Time(2.0, 1.0)]} | ({ANCHOR: [Time(4.0, 4.0)]} if anchor else {})
    return entry_of(samples, anchor="the floor" if anchor else "", more={"wrong": wrong})


def test_right_answers_end_well():
    assert outcome_of(MACHINE, {"frames": {"a": line(), "b": line()}}).status == 0


def test_one_wrong_answer_is_a_failed_check():
    assert outcome_of(MACHINE, {"frames": {"a": line(), "b": line(wrong=1)}}).status == 1


def test_the_table_names_what_was_measured_against(capsys):
    show(outcome_of(MACHINE, {"frames": {"step_back": line()}}), as_json=False)
    told = capsys.readouterr().out
    assert "2 cores, Python 3.11" in told
    for word in ("step_back", "the floor", "0.5", "wrong 0"):
        assert word in told


def test_the_table_has_no_columns_that_are_empty(capsys):
    show(outcome_of(MACHINE, {"frames": {"step_back": line(anchor=False)}}), as_json=False)
    told = capsys.readouterr().out
    assert "anchor" not in told
    assert "peer" not in told
