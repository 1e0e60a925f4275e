"""What words about light and measured smears mean for an example."""

from __future__ import annotations

import pytest

from palpate.model.example import Blur, Lighting, blur_class, lighting_of


@pytest.mark.parametrize(
    ("said", "lighting"),
    [
        ("diffuse", Lighting.DIFFUSE),
        ("Overcast", Lighting.DIFFUSE),
        ("hard_side_light", Lighting.HARD_SIDE),
        ("low sun", Lighting.HARD_SIDE),
        ("backlit", Lighting.BACKLIT),
        ("backlit_or_floodlit", Lighting.BACKLIT),
        ("floodlights", Lighting.BACKLIT),
        ("", Lighting.UNKNOWN),
        ("dusk", Lighting.UNKNOWN),
    ],
)
def test_words_about_a_clip_name_a_condition(said: str, lighting: Lighting) -> None:
    assert lighting_of(said) is lighting


@pytest.mark.parametrize(
    ("extent", "width", "blur"),
    [
        (2.0, 20.0, Blur.SHARP),
        (5.0, 20.0, Blur.SHARP),
        (5.1, 20.0, Blur.MODERATE),
        (9.0, 100.0, Blur.MODERATE),
        (20.0, 20.0, Blur.MODERATE),
        (20.1, 20.0, Blur.SEVERE),
        (8.0, None, Blur.SHARP),
        (9.0, float("nan"), Blur.MODERATE),
        (None, 20.0, Blur.UNKNOWN),
        (float("nan"), 20.0, Blur.UNKNOWN),
    ],
)
def test_a_smear_is_classed_by_the_width_it_covers(
    extent: float | None, width: float | None, blur: Blur
) -> None:
    assert blur_class(extent, width) is blur
