"""Wheels for macOS."""
