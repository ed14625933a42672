"""Origin of goods: parties, lots, EPCIS events, labels and the page behind a scanned pack."""
