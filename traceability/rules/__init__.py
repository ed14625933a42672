"""What must hold of origin records, each rule with its source."""
