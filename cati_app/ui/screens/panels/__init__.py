"""The panels that lie over a screen. All are in the window, none is modal, Esc closes each."""
