"""Hints that make a plan better: pure rules on the state of an open conversation, each of which can be switched off.

A hint never prevents anything, is never printed and is never shown while the employee sees the screen. Nothing about
hints is stored but which of them are switched off.
"""
