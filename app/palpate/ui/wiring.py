"""Who hears whom in the main window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

from palpate.ui.remembering import Remembering
from palpate.ui.threshold_doors import ThresholdDoors
from palpate.ui.widgets.suggestion_words import suggestion_words

if TYPE_CHECKING:
    from palpate.ui.main_window import MainWindow


class Switch(Protocol):
    """Something that switches actions on and off."""

    @property
    def shown(self) -> Mapping[str, bool]:
        """What is switched on, by the names of actions."""


def connect_parts(window: MainWindow) -> None:
    """Let the parts of a window hear each other; what concerns the whole window it hears by itself."""
    _connect_picture(window)
    _connect_looks(window)
    _connect_commands(window)
    _connect_panels(window)
    ThresholdDoors(window)
    Remembering(window.workbench, window.preferences, timeline=window.timeline, second=window.second)


def _connect_picture(window: MainWindow) -> None:
    canvas, player, presenter = window.canvas, window.player, window.presenter
    window.held.hiding.connect(canvas.set_overlays_hidden)
    window.held.hiding.connect(window.second.hide_overlays)
    window.held.magnifying.connect(canvas.set_loupe)
    canvas.space_tapped.connect(player.toggle)
    canvas.zoom_changed.connect(window.status.show_zoom)
    canvas.cursor_moved.connect(window.status.show_cursor)
    presenter.frame_shown.connect(player.frame_painted)
    player.travelling_changed.connect(presenter.set_pace)
    player.playing_changed.connect(window.workbench.set_playing)
    player.pace_told.connect(window.status.show_pace)
    player.set_usual_speed(window.customising.usual_speed)
    for changed in (window.levels.changed, window.memory.changed, window.clips.proxy_changed):
        changed.connect(presenter.reopen)
    window.second.reopen_with(window.levels.changed, window.memory.changed, window.clips.proxy_changed)


def _connect_looks(window: MainWindow) -> None:
    shown = window.presenter.show_poses, window.instances.refresh, window.guideline.refresh
    for refresh in (*shown, window.aiding.show_anew, window.second.show_poses):
        window.looks.changed.connect(refresh)
    window.viewing.theme_wanted.connect(window.set_theme)
    window.viewing.figures_wanted.connect(window.frame_figures.toggle)
    window.levels.told.connect(window.status.show_enhancement)
    window.enhancing.wanted.connect(window.presenter.show_enhanced)
    window.enhancing.told.connect(window.status.show_look)
    window.overlaying.told.connect(window.status.show_overlay)
    window.second.look_as(window.enhancing.of)
    window.enhancing.looks_changed.connect(window.second.put_lens)
    _check(window, window.looks.changed, window.looks)
    window.actions_.show_checked(window.blur_hints.shown)
    window.blur_hints.found.connect(window.guideline.show_blur)
    window.guiding.attend(window.guideline, window.docks["guideline"], window.canvas)
    window.canvas.escaped.connect(window.guiding.put_away)
    named = ("enlarge_guideline", "search_guidelines", "print_guidelines")
    window.guideline.more.offer(window.actions_.by_name[name] for name in named)
    window.calibrating.attend(lambda: window.guideline.pictures)
    window.calibrating.walk_changed.connect(window.actions_.refresh)
    window.calibrating.course_wanted.connect(lambda: _show_page(window, "attempts"))
    window.calibrating.error_wanted.connect(window.reviewing.go_to_worst)
    window.deciding.attend(window)
    window.producing.desk.walk_wanted.connect(window.calibrating.begin_walk)
    window.calibrating.compared.connect(window.producing.show_outcome)
    window.producing.desk.submit_wanted.connect(window.calibrating.submit_attempt)
    window.producing.desk.goto_wanted.connect(window.reviewing.go_to_worst)
    window.weekly.attend(window.messages, window.calibrating.begin_calibration)
    window.weekly.error_wanted.connect(window.reviewing.look_at_worst)
    window.weekly.reference_wanted.connect(window.aiding.show_over)
    window.weekly.guideline_wanted.connect(window.guiding.bring_forward)
    window.exampling.attend(window.guideline.gallery, window.canvas)
    window.guiding.gallery_made.connect(lambda made: window.exampling.attend(made, window.canvas))
    window.canvas.escaped.connect(window.exampling.put_away)
    for switch in (
        window.blur_hints,
        window.guiding,
        window.enhancing,
        window.overlaying,
        window.shaping,
        window.tooling,
        window.placing,
        window.second,
    ):
        _check(window, switch.shown_changed, switch)


def _show_page(window: MainWindow, page: str) -> None:
    """Bring a page of the quality panel to the front."""
    window.docks["quality"].show()
    window.docks["quality"].raise_()
    window.quality.pages.turn_to(page)


def _connect_commands(window: MainWindow) -> None:
    window.workbench.session_changed.connect(window.messages.clear)
    window.workbench.changed.connect(window.messages.go_on)
    window.actions_.began.connect(window.messages.go_on)
    window.canvas.escaped.connect(window.messages.clear_passing)
    window.workbench.told.connect(window.messages.tell)
    for signal in (window.workbench.changed, window.workbench.focus_followed, window.clips.proxy_changed):
        signal.connect(lambda *_: window.actions_.refresh())
    window.header.mode_wanted.connect(window.enter_mode)
    window.header.mode_wanted.connect(lambda mode: None if mode == "review" else window.reviewing.leave())
    window.header.clip_wanted.connect(window.last_place.go_to_clip)
    window.header.person_wanted.connect(window.commands.work_as)
    window.viewing.key_edit_wanted.connect(window.customising.edit_keys)
    window.opening.quit_wanted.connect(window.close)
    window.marking.words_wanted.connect(window.note_card.ask)
    window.effort.told.connect(window.status.show_effort)
    window.opening.adding.began.connect(window.reading.follow)
    window.opening.adding.looked.connect(window.reading.show_look)
    window.opening.adding.added.connect(window.questions.ask)
    window.start_page.demo_wanted.connect(window.opening.open_demo)
    window.start_page.new_wanted.connect(window.opening.new_project)
    window.start_page.open_wanted.connect(window.opening.open_project)
    window.start_page.project_wanted.connect(window.opening.open_path)


def _connect_panels(window: MainWindow) -> None:
    timeline, instances, review = window.timeline, window.instances, window.review
    timeline.frame_wanted.connect(window.going.go_to)
    timeline.step_wanted.connect(window.going.step)
    timeline.keyframe_step_wanted.connect(window.going.step_keyframe)
    timeline.keypoint_wanted.connect(window.commands.choose)
    timeline.shown_at.connect(window.canvas.show_moved)
    timeline.play_toggled.connect(window.player.toggle)
    for elsewhere in (window.held.pressed, window.actions_.began):
        elsewhere.connect(timeline.hide_preview)
    window.player.playing_changed.connect(timeline.set_playing)
    timeline.follow(window.player)
    timeline.compare_methods(window.aiding.shown)
    window.aiding.switched.connect(timeline.compare_methods)
    window.ranging.attend(timeline, window.actions_)
    instances.add_wanted.connect(window.commands.add_instance)
    instances.colour_wanted.connect(window.instancing.recolour)
    instances.colours_wanted.connect(window.looks.colour)
    instances.marks_wanted.connect(window.looks.show_marks)
    instances.example_wanted.connect(window.exampling.begin)
    instances.remove_wanted.connect(window.commands.remove)
    review.point_wanted.connect(window.reviewing.show)
    review.track_wanted.connect(window.commands.track_all)
    review.accept_wanted.connect(window.commands.accept)
    review.next_wanted.connect(window.reviewing.next_drift)
    review.hidden_wanted.connect(window.reviewing.review_hidden)
    review.later_wanted.connect(window.reviewing.review_later)
    review.unseen_wanted.connect(window.reviewing.next_unseen)
    review.outdated.next_wanted.connect(window.renewing.next_outdated)
    review.outdated.confirm_wanted.connect(window.renewing.confirm_outdated)
    review.outdated.list.point_chosen.connect(window.renewing.show)
    window.reviewing.confirm_wanted.connect(window.renewing.confirm_outdated)
    review.mixups.attend(window.mixing)
    review.next.attend(window.suggesting)
    window.suggesting.listed.connect(
        lambda found: timeline.set_suggested({one.frame: suggestion_words(one) for one in found})
    )
    window.mixing.wanted.connect(review.show_mixups)
    window.mixing.changed.connect(lambda: window.aiding.point_to(window.mixing.lead))
    window.mixing.wanted.connect(lambda: window.docks["review"].raise_())
    window.reviewing.queue_wanted.connect(review.show_queue)
    window.reviewing.queue_wanted.connect(lambda: window.docks["review"].raise_())
    review.blur.attend(window.blurring)
    window.blur_hints.advised.connect(window.guideline.advise)
    window.blurring.wanted.connect(review.show_blur)
    window.blurring.wanted.connect(lambda: window.docks["review"].raise_())
    window.looking.seen.connect(review.look_anew)
    window.looking.seen.connect(timeline.look_anew)
    window.notes.note_wanted.connect(window.marking.write_note)
    window.history.undo_wanted.connect(window.commands.undo)
    window.history.redo_wanted.connect(window.commands.redo)


def _check(window: MainWindow, changed: SignalInstance, switch: Switch) -> None:
    changed.connect(lambda *_: window.actions_.show_checked(switch.shown))
