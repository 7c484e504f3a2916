"""The language of mathematics: typed terms, the makers that check them, and how they are shown."""
