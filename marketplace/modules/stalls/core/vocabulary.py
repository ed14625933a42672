"""The recorded clips: which words each one says. Pure.

A clip's name is the name of its file. Words that belong together ("năm mươi", "nghìn đồng") are
one clip, because two words spoken in one breath are easier to understand than two clips in a row.
`sound` is what the synthesiser reads where the written words would mislead it: Khmer has no voice
there, so its words are given as sounds.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording.

    Args:
        name: of its file, in ASCII.
        words: what it says, one numeral word each; a fixed phrase is one word.
        sound: phonemes for the synthesiser, empty where it can read the words.
    """

    name: str
    words: tuple[str, ...]
    sound: str = ""


_DIGITS: Final = {
    "khong": "không",
    "mot": "một",
    "hai": "hai",
    "ba": "ba",
    "bon": "bốn",
    "nam": "năm",
    "sau": "sáu",
    "bay": "bảy",
    "tam": "tám",
    "chin": "chín",
}
_VI_WORDS: Final = {
    **_DIGITS,
    "muoi": "mười",
    "mots": "mốt",
    "tu": "tư",
    "lam": "lăm",
    "linh": "linh",
    "nghin": "nghìn",
    "trieu": "triệu",
    "ty": "tỷ",
    "dong": "đồng",
    "da-nhan": "đã nhận",
    "con-thieu": "còn thiếu",
    "moi-nhan": "mới nhận",
    "du": "dư",
    "co-tien-vao": "có tiền vào",
    "xem-man-hinh": "xem lại màn hình",
    "da-ghi-tien-mat": "đã ghi tiền mặt",
}
_VI: Final = (
    *(Clip(name, (word,)) for name, word in _VI_WORDS.items()),
    *(Clip(f"{name}-tram", (word, "trăm")) for name, word in _DIGITS.items()),
    *(Clip(f"{name}-muoi", (word, "mươi")) for name, word in list(_DIGITS.items())[2:]),
    Clip("nghin-dong", ("nghìn", "đồng")),
    Clip("trieu-dong", ("triệu", "đồng")),
)
_KM: Final = (
    Clip("0", ("សូន្យ",), "s'o:n"),
    Clip("1", ("មួយ",), "m'u@j"),
    Clip("2", ("ពីរ",), "p'i:"),
    Clip("3", ("បី",), "_b'@I"),
    Clip("4", ("បួន",), "_b'u@n"),
    Clip("5", ("ប្រាំ",), "pr'am"),
    Clip("6", ("ប្រាំមួយ",), "pram m'u@j"),
    Clip("7", ("ប្រាំពីរ",), "pram p'i:"),
    Clip("8", ("ប្រាំបី",), "pram _b'@I"),
    Clip("9", ("ប្រាំបួន",), "pram _b'u@n"),
    Clip("10", ("ដប់",), "_d'Op"),
    Clip("20", ("ម្ភៃ",), "m@ph'ej"),
    Clip("30", ("សាមសិប",), "sa:m s'@p"),
    Clip("40", ("សែសិប",), "saE s'@p"),
    Clip("50", ("ហាសិប",), "ha: s'@p"),
    Clip("60", ("ហុកសិប",), "hok s'@p"),
    Clip("70", ("ចិតសិប",), "c@t s'@p"),
    Clip("80", ("ប៉ែតសិប",), "paEt s'@p"),
    Clip("90", ("កៅសិប",), "kaw s'@p"),
    Clip("100", ("រយ",), "r'O:j"),
    Clip("1000", ("ពាន់",), "p'o@n"),
    Clip("10000", ("ម៉ឺន",), "m'y@n"),
    Clip("100000", ("សែន",), "s'aEn"),
    Clip("1000000", ("លាន",), "l'i@n"),
    Clip("dong", ("ដុង",), "_d'oN"),
    Clip("da-nhan", ("បានទទួល",), "_ba:n tOt'u@l"),
    Clip("con-thieu", ("នៅខ្វះ",), "n@w khv'ah"),
    Clip("moi-nhan", ("ទើបទទួល",), "t@:p tOt'u@l"),
    Clip("du", ("លើស",), "l'@:h"),
    Clip("co-tien-vao", ("មានលុយចូល",), "mi@n luj c'o:l"),
    Clip("xem-man-hinh", ("សូមមើលអេក្រង់",), "so:m m@:l ?e:kr'ON"),
    Clip("da-ghi-tien-mat", ("បានកត់លុយសុទ្ធ",), "_ba:n kOt luj s'ot"),
)
CLIPS: Final = {"vi": _VI, "km": _KM}
"""Every clip there is, by language."""
