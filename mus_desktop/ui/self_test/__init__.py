"""The self-test of Qt: its plugins, its Danish texts, the icons, and the window. Needs no screen."""
