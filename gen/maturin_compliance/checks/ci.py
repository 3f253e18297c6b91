"""Workflows and what they run on."""
