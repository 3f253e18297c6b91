"""Distances on a grid."""

from many_wheels._native import steps

__all__ = ["steps"]
