"""Everything a GS1 identifier can be refused for.

Every class has a stable ``code``: tests, API clients and translations key on it, the message is
for logs and developers. :mod:`traceability.gs1.reading` prints both.
"""

from __future__ import annotations

from typing import ClassVar


class Gs1Error(ValueError):
    """A GS1 identifier breaks a rule of its standard.

    Attributes:
        code: stable snake_case name of the rule.
        ai: the application identifier whose value is wrong, where there is one.
    """

    code: ClassVar[str] = "gs1_error"

    def __init__(self, message: str, *, ai: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.ai = ai

    def __str__(self) -> str:
        return f"AI ({self.ai}): {self.message}" if self.ai else self.message


# --- A URI that is not a Digital Link -------------------------------------------------------


class UriCharacterError(Gs1Error):
    """A character that RFC 3986 does not allow in a URI."""

    code = "illegal_uri_character"


class UriSchemeError(Gs1Error):
    """The scheme is not http or https, all lower or all upper case."""

    code = "illegal_scheme"


class UriDomainMissingError(Gs1Error):
    """There is no domain, or nothing behind it."""

    code = "missing_domain_or_path"


class UriDomainCharacterError(Gs1Error):
    """The domain holds a character that domains do not have."""

    code = "illegal_domain_character"


class NoPrimaryKeyError(Gs1Error):
    """No pair of the path is a GS1 primary key and its value."""

    code = "no_primary_key"


class TrailingSlashError(Gs1Error):
    """The path ends in a slash. A resolver forgives one, the syntax does not."""

    code = "trailing_slash"


class EmptyValueError(Gs1Error):
    """An application identifier without a value."""

    code = "empty_value"


class NulCharacterError(Gs1Error):
    """A percent-encoded NUL."""

    code = "nul_character"


class QualifierSequenceError(Gs1Error):
    """The path's qualifiers do not belong to the key, or stand in the wrong order."""

    code = "invalid_qualifier_sequence"


class DuplicateAiError(Gs1Error):
    """An application identifier stands twice in a URI."""

    code = "duplicate_ai"


class UnknownAiError(Gs1Error):
    """All digits, but no application identifier."""

    code = "unknown_ai"


class NotAnAttributeError(Gs1Error):
    """The application identifier may not stand in the query of a Digital Link."""

    code = "not_a_data_attribute"


class QualifierInQueryError(Gs1Error):
    """The query carries what belongs in the path as a qualifier of the key."""

    code = "qualifier_in_query"


class StemError(Gs1Error):
    """What a URI is to be built on is not an http(s) origin with an optional path."""

    code = "invalid_stem"


class CompressionError(Gs1Error):
    """The text is not what compressing a Digital Link gives, or the link cannot be compressed."""

    code = "invalid_compression"


# --- A value that is not what its application identifier asks for -----------------------------


class TooShortError(Gs1Error):
    """Fewer characters than the format asks for."""

    code = "value_too_short"


class TooLongError(Gs1Error):
    """More characters than the format allows."""

    code = "value_too_long"


class NonDigitError(Gs1Error):
    """Something else than 0-9 where digits are asked for."""

    code = "non_digit_character"


class Charset82Error(Gs1Error):
    """A character outside GS1 character set 82 (no space, no accents)."""

    code = "non_charset_82_character"


class Charset39Error(Gs1Error):
    """A character outside GS1 character set 39."""

    code = "non_charset_39_character"


class Charset64Error(Gs1Error):
    """A character outside GS1 character set 64 (base64url), or wrong padding."""

    code = "non_charset_64_character"


class CheckDigitError(Gs1Error):
    """The check digit is wrong."""

    code = "wrong_check_digit"


class CheckPairError(Gs1Error):
    """The two check characters of an alphanumeric key are wrong or missing."""

    code = "wrong_check_characters"


class CompanyPrefixError(Gs1Error):
    """The key does not begin with a GS1 Company Prefix (at least four digits)."""

    code = "invalid_company_prefix"


class KeyLengthError(Gs1Error):
    """A GTIN, GLN or SSCC of a length that none has."""

    code = "wrong_key_length"


class MonthError(Gs1Error):
    """A month outside 01-12."""

    code = "illegal_month"


class DayError(Gs1Error):
    """A day that its month does not have."""

    code = "illegal_day"


class HourError(Gs1Error):
    """An hour outside 00-23."""

    code = "illegal_hour"


class MinuteError(Gs1Error):
    """A minute outside 00-59."""

    code = "illegal_minute"


class SecondError(Gs1Error):
    """A second outside 00-59."""

    code = "illegal_second"


class CountryCodeError(Gs1Error):
    """Not a country code of ISO 3166."""

    code = "unknown_country_code"


class CurrencyCodeError(Gs1Error):
    """Not a currency code of ISO 4217."""

    code = "unknown_currency_code"


class PercentEncodingError(Gs1Error):
    """A per cent sign without two hexadecimal digits behind it."""

    code = "invalid_percent_encoding"


class PieceOfTotalError(Gs1Error):
    """A piece number of zero or beyond the number of pieces."""

    code = "invalid_piece_of_total"


class SequencePositionError(Gs1Error):
    """Not "position/total" with the position within the total."""

    code = "invalid_position_in_sequence"


class ZeroError(Gs1Error):
    """Zero where zero is not allowed, or something else where only zero is."""

    code = "illegal_zero"


class LeadingZeroError(Gs1Error):
    """A leading zero where none is allowed."""

    code = "leading_zero"


class OnlyDigitsError(Gs1Error):
    """Only digits where at least one other character is needed."""

    code = "only_digits"


class CodeListError(Gs1Error):
    """A code that is not in the short list the standard gives."""

    code = "not_in_code_list"


class CoordinateError(Gs1Error):
    """A latitude or longitude beyond its range."""

    code = "coordinate_out_of_range"


class IbanError(Gs1Error):
    """Not an IBAN, or its check digits are wrong."""

    code = "invalid_iban"


class CouponError(Gs1Error):
    """A North American coupon code that does not follow its format."""

    code = "invalid_coupon"


# --- Values that do not go together ----------------------------------------------------------


class RequiredAiMissingError(Gs1Error):
    """An application identifier stands without the ones it needs."""

    code = "required_ai_missing"


class ExcludedAiError(Gs1Error):
    """Two application identifiers that exclude each other."""

    code = "excluded_ai_pair"


class RepeatedAiError(Gs1Error):
    """The same application identifier with two different values."""

    code = "repeated_ai_differs"


# --- A text that is not an element string ------------------------------------------------------


class ElementStringSyntaxError(Gs1Error):
    """Not "(AI)value(AI)value", or not FNC1-separated data."""

    code = "element_string_syntax"


# --- A line that cannot even be read ----------------------------------------------------------


class EmptyLineError(Gs1Error):
    """Nothing to read."""

    code = "empty_line"


class UndecodableLineError(Gs1Error):
    """Bytes that are not UTF-8."""

    code = "undecodable_line"
