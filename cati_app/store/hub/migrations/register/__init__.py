"""Steps of what belongs to a hub as a whole."""
