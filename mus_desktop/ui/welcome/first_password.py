"""The third page of the first start: a password, or none."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.password_dialogs import SetPasswordDialog
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.step_page import StepPage, button_row, card_of

_ADVICE = (
    "Her kommer fortrolige samtaler til at ligge. Vi anbefaler en adgangskode: så er dine data krypteret, og den, der "
    "får fat i pc'en, kan ikke læse dem."
)


class FirstPasswordPage(StepPage):
    """The third step; no is a valid answer, too, and is recorded, so that nobody is asked twice."""

    def __init__(self, safety: Safety, parent: QWidget | None = None) -> None:
        super().__init__(3, parent)
        self._safety = safety
        self.password = QPushButton("Vælg a&dgangskode …")
        set_style_kind(self.password, "primary")
        self.password.clicked.connect(self._on_password)
        self.without = QPushButton("Fortsæt &uden adgangskode")
        self.without.clicked.connect(self.go_on)
        self.setFocusProxy(self.password)
        self._add_content()

    def store(self) -> None:
        """Record that the leader wants no password. :raises KnownError: it could not be stored."""
        self._safety.encryption.decline()

    def _add_content(self) -> None:
        self.add_title("Beskyt samtalerne")
        self.add(text_label("Du kan altid ændre det under Filer › Sikkerhed og backup.", "muted", wrap=True))
        self.add_space(8)
        buttons = button_row(self.password, self.without)
        self.add(card_of(self.problem, buttons, title="Adgangskode", text=_ADVICE))
        self.add_space(4)
        self.skip.hide()  # to go on without a password is to skip it
        self.add(self.back, wide=False)

    def _on_password(self) -> None:
        dialog = SetPasswordDialog(self._safety.encryption, self.window(), has_data=False)
        dialog.code_shown.connect(lambda code: code.finished.connect(self.done))
        dialog.open()
