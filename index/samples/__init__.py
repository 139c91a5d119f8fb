"""Releases that ship with the project, each folder with its source and licence."""
