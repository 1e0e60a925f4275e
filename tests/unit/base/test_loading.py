import gc

from palpate.base.loading import hold_collection, resume_collection


def test_garbage_is_looked_for_again_after_loading():
    assert gc.isenabled()
    hold_collection()
    assert not gc.isenabled()
    resume_collection()
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert gc.isenabled()
    assert frozen > 0


def test_to_resume_what_was_not_held_changes_nothing():
    resume_collection()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
