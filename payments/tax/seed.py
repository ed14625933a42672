"""Rates known today, each with its basis and how sure we are. Pure data; officers add later ones.

O: official text seen; S: secondary source; M: from memory, to be confirmed with a tax adviser.
"""

from datetime import date

DECREE_117 = (
    date(2025, 7, 1),
    date(2026, 6, 30),
    "Decree 117/2025 art 5",
    "S",
    (
        # class, VAT, income tax of residents, of non-residents; all in basis points
        ("distribution", 100, 50, 100),
        ("production", 100, 50, 100),
        ("service", 500, 200, 500),
        ("transport", 300, 150, 200),
    ),
)
DECREE_252 = (
    date(2026, 7, 1),
    None,
    "Decree 252/2026 arts 43-46; percentages from VAT and PIT law",
    "O (mechanism) / S+M (percentages)",
    (
        ("distribution", 100, 50, None),
        ("production", 300, 150, None),
        ("service", 500, 200, None),
        ("other", 200, 100, None),
    ),
)
OWN_PRODUCE = (
    date(2025, 7, 1),
    None,
    "VAT law art 5.1; PIT law, exempt income of farm households",
    "S (VAT) / S+M (PIT)",
    (("own_produce", 0, 0, None),),
)

RULES = (DECREE_117, DECREE_252, OWN_PRODUCE)
