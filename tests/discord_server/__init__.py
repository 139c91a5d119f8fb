"""A small Discord on 127.0.0.1 for what a model in process can't show: real sockets, real discord.py, real failures."""
