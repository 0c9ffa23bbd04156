"""The menus and their shortcuts: the one list of commands, which the command palette reads too."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme

_SCHEMES = {Scheme.LIGHT: "&Lyst", Scheme.DARK: "M&ørkt", Scheme.SYSTEM: "Som &computeren"}


class Menus(QObject):
    """Every command of the window as a QAction in its menu. The window connects them."""

    def __init__(self, window: QMainWindow, look: Look) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self._all: list[QAction] = []
        self.new_employee = self._action("Ny &medarbejder …", "Ctrl+N")
        self.new_conversation = self._action("Ny &samtale …", "Ctrl+Shift+N")
        self.new_observation = self._action("Ny i&agttagelse …", "Ctrl+Shift+I")
        self.new_group = self._action("Ny &gruppesamtale …", "Ctrl+Shift+G")
        self.import_staff = self._action("Impo&rtér medarbejdere …")
        self.search = self._action("&Find medarbejder", "Ctrl+F")
        self.palette = self._action("&Gå til …", "Ctrl+K")
        self.start = self._action("&Overblik", "Alt+Home")
        self.agreements = self._action("Åbne &aftaler", "Ctrl+Shift+A")
        self.questions = self._action("&Egne spørgsmål …")
        self.invite = self._action("In&viter til samtaler …")
        self.remind = self._action("Send p&åmindelser …")
        self.blank_documents = self._action("&Tomme skemaer …")
        self.many_plans = self._action("Lav alle &planer i Word …")
        self.figures = self._action("&Opsamling på runden …")
        self.settings = self._action("&Indstillinger …", "Ctrl+,")
        self.safety = self._action("Si&kkerhed og backup …")
        self.lock = self._action("&Lås nu", "Ctrl+L")
        self.lock.setVisible(False)
        self.quit = self._action("Luk MUS &Desktop", "Ctrl+Q")
        self.turn = self._action("&Samtale – vendt mod medarbejderen", "F11")
        self.turn.setCheckable(True)
        self.larger = self._action("Stø&rre tekst", "Ctrl++", "Ctrl+=")
        self.smaller = self._action("&Mindre tekst", "Ctrl+-")
        self.normal = self._action("&Normal tekst", "Ctrl+0")
        self.help = self._action("&Hjælp til det, du er i gang med", "F1")
        self.manual = self._action("Gem &vejledningen i Word …")
        self.keys = self._action("&Genveje", "Ctrl+F1")
        self.protection = self._action("&Sådan er dine data beskyttet")
        self.sample = self._action("Prøv med &eksempeldata")
        self.own = self._action("&Tilbage til dine egne data")
        self.about = self._action("&Om MUS Desktop")
        self.schemes = self._scheme_actions(look)
        self._fill_menu_bar()
        self._connect_look(look)

    def turn_to_employee(self, turned: bool) -> None:
        """Disable all commands but those of the view and of leaving while the employee sees the screen."""
        self._window.menuBar().setVisible(not turned)
        for action in self._all:
            if action not in self._shown_to_employee():
                action.setEnabled(not turned)

    def show_data_command(self, *, sample: bool) -> None:
        """Offer the way to the sample data, or the one back."""
        self.sample.setVisible(not sample)
        self.own.setVisible(sample)

    def commands(self) -> Iterator[tuple[str, QAction]]:
        """Yield each command that can be used now, with the title of its menu, in the order of the menus."""
        for menu in self._menus:
            for action in menu.actions():
                usable = action.isEnabled() and action.isVisible() and not action.isSeparator()
                if usable and action is not self.palette:
                    yield menu.title().replace("&", ""), action

    def _shown_to_employee(self) -> tuple[QAction, ...]:
        view = (self.turn, self.larger, self.smaller, self.normal, *self.schemes.values())
        return (*view, self.palette, self.lock, self.quit)

    def _action(self, text: str, *keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        # A hidden menu bar disables its shortcuts unless the window itself holds the actions.
        self._window.addAction(action)
        self._all.append(action)
        return action

    def _scheme_actions(self, look: Look) -> dict[Scheme, QAction]:
        group = QActionGroup(self._window)
        actions = {}
        for scheme, text in _SCHEMES.items():
            actions[scheme] = group.addAction(self._action(text))
            actions[scheme].setCheckable(True)
            actions[scheme].setChecked(scheme is look.scheme)
        return actions

    def _fill_menu_bar(self) -> None:
        bar = self._window.menuBar()
        files = bar.addMenu("&Filer")
        files.addActions(
            [self.new_employee, self.new_conversation, self.new_group, self.new_observation, self.import_staff]
        )
        files.addSeparator()
        files.addActions([self.invite, self.remind])
        files.addSeparator()
        files.addActions([self.blank_documents, self.many_plans, self.figures])
        files.addSeparator()
        files.addActions([self.questions, self.settings, self.safety])
        files.addSeparator()
        files.addActions([self.lock, self.quit])
        view = bar.addMenu("&Vis")
        view.addActions([self.palette, self.start, self.agreements, self.search])
        view.addSeparator()
        view.addAction(self.turn)
        view.addSeparator()
        view.addActions(list(self.schemes.values()))
        view.addSeparator()
        view.addActions([self.larger, self.smaller, self.normal])
        helping = bar.addMenu("&Hjælp")
        helping.addActions([self.help, self.manual, self.keys, self.protection])
        helping.addActions([self.sample, self.own, self.about])
        self._menus = (files, view, helping)

    def _connect_look(self, look: Look) -> None:
        self.larger.triggered.connect(lambda: look.zoom(1))
        self.smaller.triggered.connect(lambda: look.zoom(-1))
        self.normal.triggered.connect(lambda: look.zoom(0))
        for scheme, action in self.schemes.items():
            action.triggered.connect(lambda _checked=False, s=scheme: look.use_scheme(s))
        look.changed.connect(self._mark_scheme)

    def _mark_scheme(self) -> None:
        self.schemes[self._look.scheme].setChecked(True)
