"""Phù sa, the default look: colours, letters, motifs and pictures over themes.base."""
