"""Who speaks: from a release and its passages to a speaker for each, and from a question to the speaker asked for."""
