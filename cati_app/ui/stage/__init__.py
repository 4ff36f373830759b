"""What the presenters of all rooms share: window, words, commands, panels."""
