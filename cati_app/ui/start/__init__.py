"""The page the program begins with: studies of this machine, and how further ones come to it."""
