"""Questions become answers. No Discord here: the terminal and Discord ask in the same way."""
