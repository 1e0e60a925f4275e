"""How clips are shown, kept as a text that somebody may have damaged."""

from __future__ import annotations

import json

import pytest

from palpate.session.frames.enhancing import PRESETS, VALUES, ClipLooks, Enhancement, Look

SET = Look(Enhancement(brightness=-5, contrast=30, gamma=1.7, local=2.5, tiles=4, inverted=True), on=True)


def test_what_was_kept_is_read_again() -> None:
    looks = ClipLooks()
    looks.choose("a", SET)
    looks.choose("b", Look(Enhancement(gamma=2.0)))
    again = ClipLooks(looks.text())
    assert again.of("a") == SET
    assert again.of("b") == Look(Enhancement(gamma=2.0), on=False)
    assert again.of("c") == Look()


def test_a_clip_shown_as_it_is_stored_is_not_kept() -> None:
    looks = ClipLooks()
    looks.choose("a", SET)
    looks.choose("a", Look())
    assert looks.text() == ""


@pytest.mark.parametrize(
    "text", ["{", "[]", "7", "null", '{"a": 3}', '{"a": null}', "\x00", "[" * 100_000, '{"a": {"on": true}}']
)
def test_a_damaged_text_counts_as_never_set(text: str) -> None:
    assert ClipLooks(text).of("a") == Look()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("brightness", 101),
        ("brightness", 3.5),
        ("contrast", "12"),
        ("gamma", 0),
        ("gamma", -1.0),
        ("gamma", float("nan")),
        ("gamma", float("inf")),
        ("local", 1e9),
        ("local", 10**400),
        ("contrast", 10**400),
        ("tiles", 0),
        ("tiles", True),
        ("inverted", 1),
    ],
)
def test_a_number_out_of_place_is_left_at_its_usual_one(name: str, value: object) -> None:
    text = json.dumps({"a": {"on": True, "brightness": 10, name: value}})
    kept = ClipLooks(text).of("a").enhancement
    assert kept == (Enhancement() if name == "brightness" else Enhancement(brightness=10))


def test_what_is_switched_off_does_nothing() -> None:
    assert Look(SET.enhancement, on=False).in_force.neutral
    assert SET.in_force == SET.enhancement


def test_every_ready_made_one_can_be_kept_and_does_something() -> None:
    for name, enhancement in PRESETS.items():
        assert not enhancement.neutral
        looks = ClipLooks()
        looks.choose(name, Look(enhancement, on=True))
        assert ClipLooks(looks.text()).of(name).enhancement == enhancement


def test_the_usual_value_of_each_number_can_be_set() -> None:
    for name, values in VALUES.items():
        assert getattr(Enhancement(), name) in values
