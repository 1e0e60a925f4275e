"""The curves of BT.2100 and BT.2390, held against the standards' anchor points and against zimg 3.0.4."""

import numpy as np
import pytest

from palpate.media.colour import tone_curves

# signals in BT.2020 with PQ, given to zscale in 16 bits → light in BT.709 at npl=203
PQ_BY_ZIMG = [
    ((0.45, 0.45, 0.45), (0.272704, 0.272704, 0.272704)),
    ((0.45, 0.30, 0.30), (0.420166, 0.021637, 0.045392)),
    ((0.20, 0.45, 0.25), (-0.142231, 0.307244, 0.000761)),
    ((0.30, 0.30, 0.30), (0.049445, 0.049445, 0.049445)),
]
# signals with HLG → light as shares of 1,000 cd/m², at npl=1000 and agamma=false
HLG_BY_ZIMG = [
    ((0.75, 0.75, 0.75), (0.20314744, 0.20314744, 0.20314744)),
    ((0.50, 0.50, 0.50), (0.05069888, 0.05069888, 0.05069888)),
    ((0.75, 0.50, 0.30), (0.17560625, 0.05523264, 0.01988214)),
]


def in_16_bits(signal):
    return np.rint(np.array(signal) * 65535) / 65535


@pytest.mark.parametrize(("signal", "expected"), PQ_BY_ZIMG)
def test_pq_becomes_the_light_that_zimg_finds(signal, expected):
    light = tone_curves.to_screen_primaries(9) @ tone_curves.pq_light(in_16_bits(signal))
    assert light == pytest.approx(expected, abs=2e-6)  # single precision, printed to six places


@pytest.mark.parametrize(("signal", "expected"), HLG_BY_ZIMG)
def test_hlg_becomes_the_light_that_zimg_finds(signal, expected):
    scene = tone_curves.hlg_scene(in_16_bits(signal))
    light = scene * tone_curves.hlg_gain(scene @ tone_curves.luminance_weights(9))
    assert light * 203 / 1000 == pytest.approx(expected, abs=3e-6)


def test_reference_white_is_58_percent_of_pq_and_75_percent_of_hlg():
    assert tone_curves.pq_signal(np.array(1.0)) == pytest.approx(0.58, abs=0.001)
    scene = tone_curves.hlg_scene(np.array(0.75))
    assert scene * tone_curves.hlg_gain(scene) == pytest.approx(1.0, abs=0.002)


def test_pq_goes_from_nothing_to_ten_thousand():
    light = tone_curves.pq_light(np.array([0.0, 0.751827, 1.0])) * 203
    assert light == pytest.approx([0.0, 1000.0, 10_000.0], rel=1e-5)


def test_a_pq_signal_and_its_light_belong_together():
    signal = np.linspace(0.001, 1.0, 500)
    assert tone_curves.pq_signal(tone_curves.pq_light(signal)) == pytest.approx(signal, abs=1e-9)


def test_the_roll_off_leaves_shadows_alone_and_makes_the_peak_white():
    shadows = np.linspace(0.0, 0.4, 50)
    assert tone_curves.rolled_off(shadows) == pytest.approx(shadows, abs=1e-9)
    assert tone_curves.rolled_off(np.array([1000 / 203, 20.0, 49.0])) == pytest.approx([1.0, 1.0, 1.0])


def test_the_roll_off_rises_everywhere_below_the_peak():
    rolled = tone_curves.rolled_off(np.linspace(0.0, 1000 / 203, 2000))
    assert (np.diff(rolled) > 0).all()


def test_the_matrix_to_the_screen_is_that_of_bt_2087():
    published = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
    assert tone_curves.to_screen_primaries(9) == pytest.approx(np.array(published), abs=1e-4)
    assert (tone_curves.to_screen_primaries(2) == tone_curves.to_screen_primaries(9)).all()
    assert tone_curves.to_screen_primaries(1) == pytest.approx(np.eye(3), abs=1e-12)


def test_white_stays_white_whatever_the_primaries():
    for primaries in (1, 9, 11, 12):
        assert tone_curves.to_screen_primaries(primaries).sum(axis=1) == pytest.approx(1.0)
        assert tone_curves.luminance_weights(primaries).sum() == pytest.approx(1.0)


def test_luminance_weights_are_those_of_the_standards():
    assert tone_curves.luminance_weights(9) == pytest.approx([0.2627, 0.6780, 0.0593], abs=1e-4)
    assert tone_curves.luminance_weights(1) == pytest.approx([0.2126, 0.7152, 0.0722], abs=1e-4)


def test_the_screen_gets_srgb():
    shown = tone_curves.screen_signal(np.array([-1.0, 0.0, 0.002, 0.21404, 1.0, 7.0]))
    assert shown == pytest.approx([0.0, 0.0, 0.02584, 0.5, 1.0, 1.0], abs=1e-4)


def test_what_stays_of_light_is_everything_in_the_dark_and_nothing_but_white_of_the_brightest():
    share = tone_curves.share_kept(np.array([0.0, 0.1, 49.0]))
    assert share == pytest.approx([1.0, 1.0, 1 / 49])
