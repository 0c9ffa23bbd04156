"""Counts over many employees that reveal no single answer; pure rules."""
