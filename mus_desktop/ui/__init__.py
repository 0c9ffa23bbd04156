"""The only Qt."""

from mus_desktop.ui.overrides import guard_overrides

guard_overrides()
