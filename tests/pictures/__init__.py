"""The pictures in docs/: scenes played on the page of `communique play`, and photographed.

They stand beside the tests because they are made like them: typed, pressed, checked with mypy and ruff, never shipped.
"""
