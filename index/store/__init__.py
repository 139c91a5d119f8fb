"""The truth: releases, versions, passages and generations in SQLite. All SQL of the index stands here."""
