"""The neutral table in the formats of the trade."""
