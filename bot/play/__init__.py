"""The bot tried without an account: a page on this machine that looks like Discord, with the real bot behind it.

What shows the page is an optional extra; only ``extra`` may be imported without it.
"""
