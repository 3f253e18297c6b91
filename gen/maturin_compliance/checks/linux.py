"""Wheels for Linux."""
