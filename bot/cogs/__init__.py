"""What Discord sends, answered: each cog asks, renders and sends."""
