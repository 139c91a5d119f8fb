"""What the bot remembers about Discord, in the same database as the index."""
