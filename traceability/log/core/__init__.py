"""Trees, notes, proofs and signatures of the log. Pure: no Django, no database, no clock."""
