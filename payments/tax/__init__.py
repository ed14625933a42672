"""Tax withheld of what households and individuals sell."""
