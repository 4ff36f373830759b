"""The page of the dossier: experts and residents beside each other, theme by theme, and how they relate."""
