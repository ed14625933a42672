"""States of a charge, matching, arithmetic of what is still due. Pure."""
