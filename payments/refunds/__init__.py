"""Money that goes back to buyers: asked for once, sent once, written down with its proof."""
