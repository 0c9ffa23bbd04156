"""Layouts that are independent of MUS: columns, rows that wrap, and buttons beside or below a text."""
