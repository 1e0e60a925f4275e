from palpate.media.video.purity import Purity


def send(purity, *stamps, keyframes=()):
    for stamp in stamps:
        purity.sent(stamp, keyframe=stamp in keyframes)


def test_without_a_failure_everything_is_clean_even_without_stamps():
    purity = Purity()
    send(purity, 0, 1)
    assert purity.clean(0, keyframe=True)
    assert purity.clean(None, keyframe=False)


def test_a_failure_spoils_what_was_sent_after_it_until_the_next_keyframe():
    purity = Purity()
    send(purity, 0, 1, 2, keyframes=(0,))
    purity.failed()
    send(purity, 3, 4, 5, keyframes=(4,))
    verdicts = {n: purity.clean(n, keyframe=n == 4) for n in range(6)}
    assert verdicts == {0: True, 1: True, 2: False, 3: False, 4: True, 5: True}


def test_a_second_failure_does_not_hide_the_first():
    purity = Purity()
    send(purity, 0, 1)
    purity.failed()
    send(purity, 2, 3)
    purity.failed()
    assert [purity.clean(n, keyframe=False) for n in (0, 1, 2, 3)] == [True, False, False, False]


def test_pictures_shown_before_the_saving_keyframe_stay_spoilt():
    purity = Purity()
    send(purity, 0, 4)
    purity.failed()
    send(purity, 8, 6, 12, keyframes=(8,))
    assert not purity.clean(4, keyframe=False)
    assert purity.clean(8, keyframe=True)
    assert not purity.clean(6, keyframe=False)
    assert purity.clean(12, keyframe=False)


def test_a_keyframe_that_itself_fails_saves_nothing():
    purity = Purity()
    send(purity, 0, 1, keyframes=(1,))
    purity.failed()
    send(purity, 2)
    assert not purity.clean(1, keyframe=True)
    assert not purity.clean(2, keyframe=False)


def test_a_picture_of_unknown_packet_is_not_trusted_after_a_failure():
    purity = Purity()
    send(purity, 0)
    purity.failed()
    assert not purity.clean(None, keyframe=False)
    assert not purity.clean(99, keyframe=False)


def test_pictures_set_aside_by_the_codec_spoil_nothing():
    purity = Purity(aside=True)
    send(purity, 8, 6, keyframes=(8,))
    purity.failed()
    send(purity, 12)
    assert purity.failures == 0
    assert purity.clean(12, keyframe=False)


def test_a_picture_that_silently_stays_away_has_failed():
    purity = Purity(lambda stamp: stamp)
    send(purity, 0, 1, 2, 3, keyframes=(0,))
    assert purity.clean(0, keyframe=True)
    assert not purity.clean(2, keyframe=False)
    assert not purity.clean(3, keyframe=False)
    assert purity.failures == 1
    assert purity.failed_stamp == 1


def test_pictures_may_be_sent_in_another_order_than_shown():
    purity = Purity(lambda stamp: stamp)
    send(purity, 0, 4, 2, 1, 3, keyframes=(0,))
    assert all(purity.clean(n, keyframe=n == 0) for n in range(5))
    assert purity.failures == 0


def test_pictures_shown_before_the_first_one_sent_are_not_waited_for():
    purity = Purity(lambda stamp: stamp)
    send(purity, 8, 6, 7, 12, keyframes=(8,))
    assert purity.clean(8, keyframe=True)
    assert purity.clean(12, keyframe=False)


def test_a_patched_picture_has_failed_and_spoils_what_is_built_upon_it():
    purity = Purity()
    send(purity, 0, 1, 2, 3, keyframes=(0, 3))
    verdicts = [purity.clean(n, keyframe=n in (0, 3), whole=n != 1) for n in range(4)]
    assert verdicts == [True, False, False, True]
    assert purity.failures == 1
    assert purity.failed_stamp == 1


def test_a_patched_keyframe_is_damage_even_at_the_start():
    purity = Purity()
    send(purity, 0, 1, keyframes=(0,))
    assert not purity.clean(0, keyframe=True, whole=False)
    assert not purity.clean(1, keyframe=False)


def test_before_the_first_keyframe_what_is_not_whole_is_no_damage():
    purity = Purity()
    send(purity, 0, 1, 2, keyframes=(2,))
    assert purity.clean(0, keyframe=False, whole=False)
    assert purity.clean(1, keyframe=False, whole=False)
    assert purity.clean(2, keyframe=True)
    assert purity.failures == 0
