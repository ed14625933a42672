"""The newer Viettel gateway's signatures, written apart from the shop's."""
