"""From message to answer: on Discord and in the terminal."""
