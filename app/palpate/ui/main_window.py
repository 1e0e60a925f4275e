"""The window: docks, menus and bars put in their places; it holds no logic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QStackedWidget, QWidget

from palpate.ui.actions.aiding import Aiding
from palpate.ui.actions.blurring import Blurring
from palpate.ui.actions.book_printing import BookPrinting
from palpate.ui.actions.calibrating import Calibrating
from palpate.ui.actions.clips import Clips
from palpate.ui.actions.commands import Commands
from palpate.ui.actions.customising import Customising
from palpate.ui.actions.deciding import Deciding
from palpate.ui.actions.enhancing import Enhancing
from palpate.ui.actions.exampling import Exampling
from palpate.ui.actions.going import Going
from palpate.ui.actions.guiding import Guiding
from palpate.ui.actions.held import HeldKeys
from palpate.ui.actions.instancing import Instancing
from palpate.ui.actions.levels import LevelSetting
from palpate.ui.actions.looks import Looks
from palpate.ui.actions.marking import Marking
from palpate.ui.actions.memory import Memory
from palpate.ui.actions.menus import ActionSet
from palpate.ui.actions.migrating import Migrating
from palpate.ui.actions.mixing import Mixing
from palpate.ui.actions.opening import Opening
from palpate.ui.actions.overlaying import Overlaying
from palpate.ui.actions.person import Person
from palpate.ui.actions.placing import Placing
from palpate.ui.actions.policing import Policing
from palpate.ui.actions.posing import Posing
from palpate.ui.actions.producing import Producing
from palpate.ui.actions.ranging import Ranging
from palpate.ui.actions.renewing import Renewing
from palpate.ui.actions.reporting import Reporting
from palpate.ui.actions.reviewing import Reviewing
from palpate.ui.actions.second import SecondViewing
from palpate.ui.actions.shaping import Shaping
from palpate.ui.actions.skeleton_editing import SkeletonEditing
from palpate.ui.actions.suggesting import Suggesting
from palpate.ui.actions.tooling import Tooling
from palpate.ui.actions.viewing import Viewing
from palpate.ui.actions.weekly import Weekly
from palpate.ui.arrangement import Arrangement, place_window
from palpate.ui.bridge.blur_hints import BlurHints
from palpate.ui.bridge.effort_figures import EffortFigures
from palpate.ui.bridge.frame_figures import FrameFigures
from palpate.ui.bridge.looking import Looking
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.ruler_pictures import RulerPictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView
from palpate.ui.capture_question import CaptureQuestions
from palpate.ui.header import Header
from palpate.ui.last_place import LastPlace
from palpate.ui.last_sight import LastSight
from palpate.ui.messages import MessageBars
from palpate.ui.note_card import NoteCard
from palpate.ui.panels.guideline.panel import GuidelinePanel
from palpate.ui.panels.instances.panel import InstancesPanel
from palpate.ui.panels.late import LatePanel
from palpate.ui.panels.marks.history import HistoryPanel
from palpate.ui.panels.marks.notes import NotesPanel
from palpate.ui.panels.review.panel import ReviewPanel
from palpate.ui.preferences import Preferences
from palpate.ui.reading_card import ReadingCard
from palpate.ui.start_page import StartPage
from palpate.ui.status import Status
from palpate.ui.theme.apply import apply_theme
from palpate.ui.timeline.timeline import Timeline
from palpate.ui.unit_bar import with_bar
from palpate.ui.wiring import connect_parts

if TYPE_CHECKING:
    from palpate.ui.panels.quality.panel import QualityPanel


class MainWindow(QMainWindow):
    """One project at a time: picture in the middle, what is known of it around."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setWindowTitle("Palpate")
        self.setAcceptDrops(True)
        self.preferences = preferences
        self.workbench = Workbench(self)
        self.memory = Memory(self.workbench, preferences)
        self.customising = Customising(self.workbench, preferences)
        self.canvas = CanvasView(self)
        self.player = Player(self.workbench)
        self.looks = Looks(self.workbench, self.canvas, preferences)
        self.presenter = Presenter(self.workbench, self.canvas)
        self.frame_figures = FrameFigures(self.presenter, self.canvas)
        self.last_place = LastPlace(self.workbench, preferences)
        self.last_sight = LastSight(self.workbench, self.canvas, preferences)
        self.commands = self._make_commands(preferences)
        self.actions_ = ActionSet(self, self.workbench, self.commands)
        self.start_page = StartPage(self)
        self._place_middle()
        self._place_bars()
        self._place_docks()
        self.arrangement = Arrangement(self, self.docks, preferences.arrangement)
        self._fill_view_menu()
        self.ruler_pictures = RulerPictures(self.workbench, self.presenter, self.timeline)
        self._connect()
        place_window(self, preferences.geometry)
        self._on_session()

    def _make_commands(self, preferences: Preferences) -> Commands:
        self.opening = Opening(self.workbench, preferences)
        self.viewing = Viewing(self.canvas, preferences)
        self.reviewing = Reviewing(self.workbench, self.canvas)
        self.going = Going(self.workbench, self.player)
        return Commands(
            self.workbench,
            opening=self.opening,
            going=self.going,
            viewing=self.viewing,
            reviewing=self.reviewing,
            more=(
                *self._commands_of_labels(preferences),
                *self._commands_of_pictures(preferences),
                *self._commands_of_doubts(preferences),
                *self._commands_of_skeletons(preferences),
                self.customising,
            ),
        )

    def _commands_of_labels(self, preferences: Preferences) -> tuple[QObject, ...]:
        self.posing = Posing(self.workbench)
        self.shaping = Shaping(self.workbench, self.canvas)
        self.tooling = Tooling(self.workbench, self.canvas, self.posing)
        self.ranging = Ranging(self.workbench)
        self.instancing = Instancing(self.workbench)
        self.marking = Marking(self.workbench, self.canvas, self.going)
        self.effort = EffortFigures(self.workbench, preferences)
        self.placing = Placing(self.workbench, self.canvas, self.presenter, preferences.settings)
        return (
            *(self.posing, self.shaping, self.tooling, *self.placing.parts),
            *(self.ranging, self.instancing, self.marking, self.effort),
        )

    def _commands_of_pictures(self, preferences: Preferences) -> tuple[QObject, ...]:
        self.clips = Clips(self.workbench, preferences)
        self.aiding = Aiding(
            self.workbench, preferences, presenter=self.presenter, player=self.player, canvas=self.canvas
        )
        self.overlaying = Overlaying(self.workbench, self.aiding)
        self.levels = LevelSetting(self.workbench, lambda session: session.media.levels)
        self.enhancing = Enhancing(self.workbench, preferences)
        self.second = SecondViewing(self.workbench, self.presenter, self.canvas)
        looked_at = self.enhancing, self.aiding, self.overlaying, self.looks, self.second
        return self.clips, self.levels, *looked_at

    def _commands_of_doubts(self, preferences: Preferences) -> tuple[QObject, ...]:
        self.mixing = Mixing(self.workbench)
        self.suggesting = Suggesting(self.workbench)
        self.blur_hints = BlurHints(self.workbench, self.canvas, self.presenter, preferences.settings)
        self.blurring = Blurring(self.workbench, self.canvas, self.blur_hints)
        self.renewing = Renewing(self.workbench, self.canvas)
        return self.mixing, self.suggesting, self.blurring, self.renewing, self.blur_hints

    def _commands_of_skeletons(self, preferences: Preferences) -> tuple[QObject, ...]:
        self.migrating = Migrating(self.workbench)
        self.guiding = Guiding(self.workbench)
        self.calibrating = Calibrating(self.workbench, self.canvas)
        self.deciding = Deciding(self.workbench, self.canvas, self.presenter)
        self.producing = Producing(self.workbench, self.deciding)
        self.weekly = Weekly(self.workbench, self.canvas)
        self.exampling = Exampling(self.workbench, self.presenter, preferences.settings)
        return (
            *(self.migrating, self.guiding, self.exampling, self.calibrating, self.deciding, self.producing),
            *(BookPrinting(self.workbench), Policing(self.workbench), SkeletonEditing(self.workbench)),
            *(Person(self.workbench), Reporting(self.workbench, lambda: self.messages), self.weekly),
        )

    # ---- putting things in place -----------------------------------------------------------------------

    def _place_middle(self) -> None:
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self.canvas)
        self.setCentralWidget(with_bar(self.calibrating.bar, self._pages))
        self.messages = MessageBars(self._pages)
        self.reading = ReadingCard(self.workbench, self._pages)
        self.note_card = NoteCard(self._pages)
        self.questions = CaptureQuestions(self.workbench, self.messages)

    def _place_bars(self) -> None:
        self.actions_.fill_menus(self)
        self.header = Header(self.workbench, self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.header)
        self.rail = self.actions_.tool_rail(self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.rail)
        self.status = Status(self.workbench, self)
        self.setStatusBar(self.status)

    def _place_docks(self) -> None:
        self.guideline = GuidelinePanel(self.workbench, self)
        self.instances = InstancesPanel(self.workbench, self)
        self._late_quality = LatePanel(self._make_quality, self)
        self.review = ReviewPanel(self.workbench, self)
        self.notes = NotesPanel(self.workbench, self)
        self.history = HistoryPanel(self.workbench, self)
        self.timeline = Timeline(self.workbench, self)
        self.setDockNestingEnabled(True)
        # Guideline and score need height more than the timeline needs width, most of all at 768 px.
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.docks = {
            "guideline": self._dock("guideline", self.tr("Guideline"), self.guideline),
            "instances": self._dock("instances", self.tr("Instances"), self.instances),
            "quality": self._dock("quality", self.tr("Quality"), self._late_quality),
            "production": self._dock("production", self.tr("Production"), self.producing.late),
            "review": self._dock("review", self.tr("Review"), self.review),
            "notes": self._dock("notes", self.tr("Notes"), self.notes),
            "history": self._dock("history", self.tr("History"), self.history),
            "timeline": self._dock("timeline", self.tr("Timeline"), self.timeline),
            "second": self._dock("second", self.tr("Second view"), self.second.late),
        }
        self.second.dwell_in(self.docks["second"])
        self.producing.dwell_in(self.docks["production"])

    @property
    def quality(self) -> QualityPanel:
        """The panel that scores; made when it is first needed."""
        return self._late_quality.panel

    def _make_quality(self) -> QualityPanel:
        from palpate.ui.panels.quality.panel import QualityPanel  # loads all of scoring, which no start needs

        panel = QualityPanel(self.workbench, self.guideline.pictures, self)
        panel.overlay.offer(self.actions_.by_name["overlay_gold"])
        panel.goto_wanted.connect(self.reviewing.go_to_worst)
        panel.goto_wanted.connect(lambda *_: self.docks["guideline"].show())
        return panel

    def _fill_view_menu(self) -> None:
        view = self.actions_.by_name["toggle_fit"].associatedObjects()
        (menu,) = [found for found in view if isinstance(found, QMenu)]
        panels = menu.addMenu(self.tr("Panels"))
        for name, dock in self.docks.items():
            if name != "second":  # has a menu of its own
                panels.addAction(dock.toggleViewAction())
        self._reset = QAction(self.tr("Reset the arrangement"), self)
        self._reset.triggered.connect(self._on_reset)
        panels.addSeparator()
        panels.addAction(self._reset)
        self.actions_.by_name["show_stopwatch"].setChecked(self.effort.shown)
        self.actions_.show_checked(self.aiding.shown)
        self.aiding.switched.connect(self.actions_.show_checked)
        themes = QActionGroup(self)
        for name in ("dark", "light"):
            action = self.actions_.by_name[f"{name}_theme"]
            action.setChecked(name == self.preferences.theme)
            themes.addAction(action)

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        return dock

    def _connect(self) -> None:
        self.held = HeldKeys(self)
        self.looking = Looking(self.workbench, self.presenter, self.canvas)
        connect_parts(self)
        self.customising.keys_changed.connect(self._on_keys)
        self.customising.setting_changed.connect(self._on_setting)
        self.preferences.settings.leaving.connect(self._on_leaving)
        self.workbench.session_changed.connect(self._on_session)
        self.reviewing.score_wanted.connect(self._on_score_wanted)

    # ---- what changes the whole window -----------------------------------------------------------------

    def open_named(self, paths: Sequence[str]) -> None:
        """Do the obvious thing with what was named on the command line."""
        if paths:
            self.opening.open_dropped([Path(path) for path in paths])

    def enter_mode(self, mode: str) -> None:
        """Raise the panels of a mode."""
        self.header.show_mode(mode)
        self.arrangement.enter(mode)

    def _on_reset(self) -> None:
        self.header.show_mode("annotate")
        self.arrangement.reset()

    def _on_score_wanted(self) -> None:
        self.enter_mode("review")
        self.docks["quality"].raise_()
        self.quality.score()

    def set_theme(self, name: str) -> None:
        """Put a theme in force and remember it."""
        if name != self.preferences.theme:
            self.preferences.theme = name  # comes back as a setting that has changed
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, name)
        self.actions_.redraw_icons()
        for which in ("dark", "light"):
            self.actions_.by_name[f"{which}_theme"].setChecked(which == name)
        for widget in self.findChildren(QWidget):
            widget.update()

    def _on_keys(self) -> None:
        self.actions_.put_keys(self)
        self.held.release_all()
        self.review.refresh()
        self.presenter.show_poses()

    def _on_setting(self, name: str) -> None:
        if name == "theme":
            self.set_theme(self.preferences.theme)
        elif name == "speed":
            self.player.set_usual_speed(self.customising.usual_speed)
        elif name == "arrangement":
            self.arrangement.take_up(self.preferences.arrangement)
        elif name == "stopwatch":
            self.effort.begin()
            self.actions_.show_checked({"show_stopwatch": self.effort.shown})
        elif name == "frame_megabytes":
            self.memory.set_anew()

    def _on_leaving(self) -> None:
        self.preferences.keep_arrangement(self.arrangement.state)

    def _on_session(self) -> None:
        session = self.workbench.session
        open_ = session is not None
        self._pages.setCurrentWidget(self.canvas if open_ else self.start_page)
        self.note_card.drop()
        self._show_parts(open_)
        self.setWindowTitle(f"{session.project.path.stem} – Palpate" if session else "Palpate")
        self.start_page.set_recent(self.preferences.recent)
        self.actions_.refresh()
        self.status.refresh()
        if open_:
            self.canvas.setFocus()

    def _show_parts(self, open_: bool) -> None:
        """Show what belongs to a project only while one is open."""
        if open_:
            self.arrangement.hide()  # the project before may have been left in the review
            self.arrangement.show()
            self.header.show_mode("annotate")
        else:
            self.arrangement.hide()
        for bar in (self.header, self.rail):
            bar.setVisible(open_)
            bar.toggleViewAction().setEnabled(open_)
        reason = "" if open_ else self.tr("open or make a project first")
        for action in (*(dock.toggleViewAction() for dock in self.docks.values()), self._reset):
            action.setEnabled(open_)
            action.setStatusTip(reason)

    # ---- Qt --------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop jobs, close the project, remember the arrangement."""
        self.preferences.keep_layout(self.saveGeometry(), self.arrangement.state)
        self.player.pause()
        self.ruler_pictures.close()
        self.guideline.close_pictures()
        self.workbench.close()
        self.presenter.close()
        self.second.close()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the docks have their sizes once the window has its own."""
        super().resizeEvent(event)
        self.arrangement.resized()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do the obvious thing with what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.opening.open_dropped(paths)
