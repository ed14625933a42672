"""Trade items, lots, serials and recalls, and the pages where a party keeps them."""
