"""Both themes are readable, and tell things apart without colour vision."""

from __future__ import annotations

import itertools

import pytest

from palpate.ui.theme.tokens import DARK, INSTANCE_COLOURS, LIGHT, Tokens, contrast

THEMES = pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=lambda tokens: tokens.name)


@THEMES
@pytest.mark.parametrize("ink", ["text", "text_quiet", "accent", "good", "warning", "bad"])
@pytest.mark.parametrize("surface", ["window", "panel", "raised"])
def test_ink_stands_out_from_every_surface(tokens: Tokens, ink: str, surface: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, surface)) >= 4.5


@THEMES
def test_ink_on_the_accent_is_readable(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


@THEMES
def test_surfaces_carry_no_hue(tokens: Tokens) -> None:
    for name in ("canvas", "window", "panel", "raised", "line"):
        colour = getattr(tokens, name)
        assert colour[1:3] == colour[3:5] == colour[5:7]


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_instances_differ_for_people_without_red_or_green_cones() -> None:
    for matrix in (PROTANOPE, DEUTERANOPE):
        seen = [_seen(colour, matrix) for colour in INSTANCE_COLOURS[:6]]
        for first, second in itertools.combinations(seen, 2):
            assert sum(abs(a - b) for a, b in zip(first, second, strict=True)) > 0.1


# Linear RGB as dichromats see it (Viénot, Brettel and Mollon 1999).
PROTANOPE = ((0.1124, 0.8876, 0.0), (0.1124, 0.8876, 0.0), (0.0040, -0.0040, 1.0))
DEUTERANOPE = ((0.2928, 0.7072, 0.0), (0.2928, 0.7072, 0.0), (-0.0223, 0.0223, 1.0))


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    linear = [(int(colour[i : i + 2], 16) / 255.0) ** 2.2 for i in (1, 3, 5)]
    return [sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix]
