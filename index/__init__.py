"""From files to hits: reads releases, splits them into passages, ranks passages for a query.

Knows nothing of Discord, of chat, or of the operator's configuration.
"""
