"""Keeping a search cluster up with what changes here: pushes, when they are made, and how the cluster stands."""
