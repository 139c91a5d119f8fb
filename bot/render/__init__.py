"""Answers as cards, text and JSON: what is shown, and that no text of a release is taken for markup."""
