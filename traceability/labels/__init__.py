"""QR labels for packs: sheets to print, and the page that makes and opens them."""
