"""How languages write numbers, and the short names of months and days (CLDR)."""

from __future__ import annotations

from decimal import Decimal

NAMES = {
    "en": ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Mon Tue Wed Thu Fri Sat Sun"),
    "de": ("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "Mo Di Mi Do Fr Sa So"),
    "fr": ("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "lun. mar. mer. jeu. ven. sam. dim."),
    "es": ("ene feb mar abr may jun jul ago sept oct nov dic", "lun mar mié jue vie sáb dom"),
    "pt": ("jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.", "seg. ter. qua. qui. sex. sáb. dom."),
    "it": ("gen feb mar apr mag giu lug ago set ott nov dic", "lun mar mer gio ven sab dom"),
    "nl": ("jan feb mrt apr mei jun jul aug sep okt nov dec", "ma di wo do vr za zo"),
    "sw": (
        "Jan Feb Mac Apr Mei Jun Jul Ago Sep Okt Nov Des",
        "Jumatatu Jumanne Jumatano Alhamisi Ijumaa Jumamosi Jumapili",
    ),
    "id": ("Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des", "Sen Sel Rab Kam Jum Sab Min"),
    "tr": ("Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara", "Pzt Sal Çar Per Cum Cmt Paz"),
    "ru": ("янв февр март апр май июнь июль авг сент окт нояб дек", "пн вт ср чт пт сб вс"),
    "uk": ("січ лют бер квіт трав черв лип серп вер жовт лист груд", "пн вт ср чт пт сб нд"),
    "pl": ("sty lut mar kwi maj cze lip sie wrz paź lis gru", "pon wto śro czw pią sob nie"),
    "ar": (
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    ),
}

_NARROW = "\u202f"
_SPACE = "\u00a0"
_MARKS = {  # between thousands, before decimals
    "de": (".", ","),
    "es": (".", ","),
    "pt": (".", ","),
    "it": (".", ","),
    "nl": (".", ","),
    "id": (".", ","),
    "tr": (".", ","),
    "fr": (_NARROW, ","),
    "ru": (_SPACE, ","),
    "uk": (_SPACE, ","),
    "pl": (_SPACE, ","),
}


def words_of(language: str) -> tuple[list[str], list[str]]:
    """Months and days (from Monday) in a language, in English where they are not known."""
    months, days = NAMES.get(_base(language), NAMES["en"])
    return months.split(), days.split()


def grouped(text: str, language: str) -> str:
    """A number in its own text form, with marks between thousands; what is no plain number stays as it is."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.partition(".")
    if not whole.isdecimal():
        return text
    thousands, point = _MARKS.get(_base(language), (",", "."))
    written = f"{Decimal(whole):,}".replace(",", thousands)
    return sign + written + (point + rest if rest else "")


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
