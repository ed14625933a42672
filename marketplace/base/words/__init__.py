"""How things are written here: text without accents, numbers, money, dates, phones."""
