"""From files to releases: sources find files, readers open them, the parser reads what a page says."""
