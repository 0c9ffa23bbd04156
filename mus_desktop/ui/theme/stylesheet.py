"""The stylesheet: what the palette alone cannot express. Lengths scale with the text size."""

from __future__ import annotations

from mus_desktop.paths import resources
from mus_desktop.ui.theme.tokens import DARK, Tokens

_SHEET = """
QToolTip {{ color: {surface}; background: {text}; border: none; padding: {px4}px {px8}px; }}
QMainWindow, QDialog, QWidget[kind="window"] {{ background: {window}; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] {{ background: transparent; border: none; }}
QWidget[kind="side"] {{ background: {side}; border: none; }}
QFrame[kind="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {px8}px; }}
QFrame[kind="inset"] {{ background: {raised}; border: 1px solid {line}; border-radius: {px8}px; }}
QFrame[kind="line"], QFrame[kind="chosen-line"] {{ background: {surface}; border: 1px solid {line};
  border-radius: {px6}px; }}
QFrame[kind="chosen-line"] {{ background: {accent_soft}; border-color: {accent}; }}
QFrame[kind="line"]:focus, QFrame[kind="chosen-line"]:focus {{ border: 2px solid {accent}; }}
QFrame[kind="notice"] {{ background: {raised}; border: none; border-top: 1px solid {border}; }}
QFrame[kind="rule"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="drop"] {{ background: {accent}; border: none; }}
QFrame[kind="area"] {{ background: {raised}; border: 1px solid {line}; border-radius: {px8}px; }}
QFrame[kind="area_aimed"] {{ background: {accent_soft}; border: 2px solid {accent}; border-radius: {px8}px; }}
QFrame[kind="popup"] {{ background: {surface}; border: 1px solid {border}; }}
QFrame[kind="alarm"] {{ background: {danger_soft}; border: 1px solid {danger}; border-radius: {px6}px; }}
QFrame[kind="sample"] {{ background: {warn_soft}; border: none; border-bottom: 1px solid {warn}; }}
QFrame[kind="advice"] {{ background: {warn_soft}; border: 1px solid {warn}; border-radius: {px6}px; }}

QMessageBox QLabel#qt_msgbox_label {{ font-weight: 600; }}

QLabel {{ background: transparent; }}
QLabel:focus {{ text-decoration: underline; }}
QLabel[kind="title"] {{ font-size: {pt17}pt; font-weight: 600; }}
QLabel[kind="subtitle"] {{ font-size: {pt11}pt; color: {muted}; }}
QLabel[kind="heading"] {{ font-size: {pt12}pt; font-weight: 600; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="muted"], QLabel[kind="caption"] {{ color: {muted}; }}
QLabel[kind="caption"] {{ font-size: {pt9}pt; }}
QLabel[kind="column"] {{ font-weight: 600; color: {muted}; }}
QLabel[kind="good"] {{ color: {good}; }}
QLabel[kind="warn"] {{ color: {warn}; }}
QLabel[kind="danger"] {{ color: {danger}; font-weight: 600; }}

QLineEdit, QTextEdit, QPlainTextEdit, QDateEdit, QTimeEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
  background: {surface}; color: {text}; border: 1px solid {border}; border-radius: {px6}px;
  selection-background-color: {fill}; selection-color: {fill_text}; placeholder-text-color: {muted}; }}
QLineEdit, QDateEdit, QTimeEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ padding: {px5}px {px8}px;
  min-height: {px18}px; }}
QTextEdit {{ padding: {px4}px {px6}px; }}
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QTimeEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: {px4}px {px7}px; }}
QTextEdit:focus {{ padding: {px3}px {px5}px; }}
QLineEdit[kind="compact"] {{ padding: {px2}px {px6}px; min-height: {px18}px; }}
QLineEdit[kind="compact"]:focus {{ padding: {px2}px {px5}px; }}
QLineEdit[readOnly="true"], QTextEdit[readOnly="true"] {{ background: transparent; border-color: transparent;
  padding: {px2}px 1px; }}
QLineEdit[readOnly="true"]:focus, QTextEdit[readOnly="true"]:focus {{ border-color: {accent}; padding: {px2}px 0px; }}
QTextEdit[kind="quiet"], QTextEdit[kind="copy"] {{ background: {raised}; border-color: {line};
  padding: {px4}px {px6}px; }}
QTextEdit[kind="quiet"]:focus, QTextEdit[kind="copy"]:focus {{ border-color: {accent}; padding: {px3}px {px5}px; }}
QTextEdit[kind="reading"] {{ background: {surface}; border: 1px solid {line}; border-radius: {px8}px; padding: 0px; }}
QTextEdit[kind="reading"]:focus {{ border: 2px solid {accent}; padding: 0px; }}
QTextEdit[kind="quiet"] {{ font-size: {pt9}pt; }}
QLineEdit:disabled, QTextEdit:disabled, QDateEdit:disabled, QTimeEdit:disabled, QSpinBox:disabled,
QComboBox:disabled {{ color: {muted}; background: {raised}; border-color: {line}; }}
QComboBox[kind="locked"]:disabled {{ color: {text}; background: transparent; border-color: transparent;
  padding: {px2}px 1px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {px22}px; }}
QComboBox {{ combobox-popup: 0; }}

QPushButton {{ background: {surface}; border: 1px solid {border}; border-radius: {px6}px; padding: {px6}px {px14}px;
  min-height: {px18}px; }}
QPushButton:hover {{ background: {raised}; }}
QPushButton:pressed, QPushButton:checked {{ background: {accent_soft}; border-color: {accent}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: {px5}px {px13}px; }}
QPushButton:disabled {{ color: {muted}; background: {window}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {fill}; color: {fill_text}; border-color: {fill}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {fill}; border-color: {text}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {fill_focus}; }}
QPushButton[kind="primary"]:disabled {{ background: {line}; border-color: {line}; color: {muted}; }}
QPushButton[kind="link"], QToolButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
  color: {accent}; padding: {px3}px {px4}px; text-align: left; }}
QPushButton[kind="link"]:hover, QToolButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus, QToolButton[kind="link"]:focus {{ border: 2px solid {accent}; border-radius: {px4}px;
  padding: {px2}px {px3}px; }}
QPushButton[kind="inline"] {{ background: transparent; border: 1px solid transparent; color: {accent}; padding: 0px;
  min-height: 0px; text-align: left; }}
QPushButton[kind="inline"]:hover {{ text-decoration: underline; }}
QPushButton[kind="inline"]:focus {{ border: 1px solid {accent}; border-radius: {px4}px; padding: 0px; }}
QPushButton[kind="inline"]:disabled {{ color: {muted}; }}
QPushButton[kind="danger"] {{ color: {danger}; border-color: {danger}; }}
QToolButton[kind="inside"], QToolButton[kind="inside"]:focus {{ border: none; padding: 0px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {px4}px; padding: {px3}px; }}
QToolButton:hover {{ background: {accent_soft}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: {px2}px; }}
QToolButton:disabled {{ color: {line}; }}
QCheckBox, QRadioButton {{ spacing: {px8}px; padding: {px2}px; border: 2px solid transparent; border-radius: {px4}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {accent}; }}

QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTreeView::indicator {{
  width: {px14}px; height: {px14}px;
  background: {surface}; border: 1px solid {border}; border-radius: {px3}px; }}
QRadioButton::indicator {{ border-radius: {half_tick}px; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked {{
  background: {accent}; border-color: {accent};
  image: url("{tick}"); }}
QRadioButton::indicator:checked {{ border: {px4}px solid {accent}; width: {px8}px; height: {px8}px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; }}
QCheckBox::indicator:checked:disabled {{ background: {border}; }}
QPushButton[kind="chip"] {{ border-radius: {px12}px; padding: {px3}px {px13}px; }}
QPushButton[kind="chip"]:focus {{ padding: {px2}px {px13}px; }}
QPushButton[kind="chip"]:checked {{ background: {fill}; border-color: {fill}; color: {fill_text}; }}
QPushButton[kind="chip"]:checked:focus {{ border-color: {fill_focus}; }}
QFrame[kind="segments"] {{ background: {window}; border: 1px solid {line}; border-radius: {px8}px;
  padding: {px2}px; }}
QPushButton[kind="segment"] {{ background: transparent; border: 1px solid transparent; color: {muted};
  padding: {px3}px {px10}px; }}
QPushButton[kind="segment"]:hover {{ background: {accent_soft}; }}
QPushButton[kind="segment"]:checked {{ background: {surface}; border-color: {accent}; color: {text}; }}
QPushButton[kind="segment"][tone="good"]:checked {{ background: {good_soft}; border-color: {good}; color: {good}; }}
QPushButton[kind="segment"][tone="active"]:checked {{ background: {accent_soft}; border-color: {accent};
  color: {accent}; }}
QPushButton[kind="segment"][tone="warn"]:checked {{ background: {warn_soft}; border-color: {warn}; color: {warn}; }}
QPushButton[kind="segment"]:focus {{ border: 2px solid {accent}; padding: {px2}px {px9}px; }}

QListView, QTreeView, QTableView {{ background: {surface}; color: {text}; border: 1px solid {border}; outline: none;
  selection-background-color: {fill}; selection-color: {fill_text}; }}
QListView::item {{ padding: {px3}px {px6}px; }}
QListView::item:selected {{ background: {fill}; color: {fill_text}; }}
QListView[kind="boxed"], QTreeView, QTableView {{ border-radius: {px8}px; }}
QListView[kind="boxed"]:focus {{ border: 2px solid {accent}; }}
QListView[kind="boxed"]::item {{ border: 1px solid transparent; }}
QListView[kind="boxed"]::item:selected {{ background: {accent_soft}; color: {text}; border: 1px solid {accent}; }}
QTreeView:focus {{ border: 2px solid {accent}; }}
QTreeView::item {{ padding: {px3}px {px2}px; }}
QTreeView::item:selected {{ background: {accent_soft}; color: {text}; }}
QTreeView::indicator:indeterminate {{ background: {accent_soft}; border-color: {accent}; }}
QTableView:focus {{ border: 2px solid {accent}; }}
QTableView::item {{ padding: 0px {px4}px; }}
QTableView QHeaderView {{ background: transparent; border: none; }}
QTableView QHeaderView::section {{ background: {surface}; color: {muted}; border: none;
  border-bottom: 1px solid {line}; padding: {px4}px {px6}px; }}
QTableView QHeaderView::section:first {{ border-top-left-radius: {px7}px; }}
QTableView QHeaderView::section:hover {{ color: {accent}; }}
QListView[kind="bare"] {{ background: transparent; border: none; }}
QListView[kind="bare"]::item {{ padding: 0px; border-radius: {px6}px; }}

QMenuBar {{ background: {window}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: {px5}px {px10}px; background: transparent; }}
QMenuBar::item:selected {{ background: {fill}; color: {fill_text}; }}
QMenu {{ background: {surface}; border: 1px solid {border}; padding: {px4}px; }}
QMenu::item {{ padding: {px6}px {px28}px {px6}px {px16}px; border-radius: {px4}px; }}
QMenu::item:selected {{ background: {fill}; color: {fill_text}; }}
QMenu::item:disabled {{ color: {muted}; background: {surface}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {px4}px {px8}px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {surface}; }}
QCalendarWidget QToolButton {{ color: {text}; font-weight: 600; padding: {px3}px {px10}px; }}
QProgressBar {{ background: {line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {border}; border-radius: 4px; min-height: 32px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {border}; border-radius: 4px; min-width: 32px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  border: none; width: 0; height: 0; }}
QSplitter::handle {{ background: {side}; }}
QSplitter::handle:hover {{ background: {line}; }}
QStatusBar {{ background: {window}; border-top: 1px solid {line}; }}
"""


def stylesheet(tokens: Tokens, point_size: int) -> str:
    """Return the stylesheet in the colours of ``tokens``, sized for text of ``point_size`` points."""
    scale = point_size / 10
    lengths = {f"px{n}": max(1, round(n * scale)) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 16, 18, 22, 28)}
    lengths["half_tick"] = (lengths["px14"] + 2) // 2  # Qt draws a square if the radius exceeds half the size
    sizes = {f"pt{n}": round(n * scale, 1) for n in (9, 11, 12, 17)}
    tick = resources() / "icons" / ("tick_dark.svg" if tokens is DARK else "tick_light.svg")
    return _SHEET.format(**tokens._asdict(), **lengths, **sizes, tick=tick.as_posix())
