"""Uploads: files that people give are read in a child process, which may fail without harm."""
