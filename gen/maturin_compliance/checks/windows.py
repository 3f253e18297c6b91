"""Wheels for Windows."""
