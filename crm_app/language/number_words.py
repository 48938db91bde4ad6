"""Which words are numbers in English, Spanish and Arabic, as they are written after folding (see `traced`)?"""

from decimal import Decimal


def _listed(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * n for n, names in enumerate(words.split()) for word in names.split("/")}


UNITS = {
    **_listed("one two three four five six seven eight nine", 1),
    **_listed("uno/un/una dos tres cuatro cinco seis siete ocho nueve", 1),
    **_listed(
        "واحد/واحده اثنين/اثنان/اثنتين/تنين/اتنين ثلاثه/ثلاث/تلاته/تلات/ثلاثة اربعه/اربع خمسه/خمس سته/ست سبعه/سبع "
        "ثمانيه/ثمان/ثماني/تمانيه/تمن تسعه/تسع",
        1,
    ),
}
TEENS = {
    **_listed(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "veinte veintiuno/veintiún/veintiun/veintiuna veintidós/veintidos veintitrés/veintitres veinticuatro "
        "veinticinco veintiséis/veintiseis veintisiete veintiocho veintinueve",
        10,
    ),
    **_listed(
        "diez once doce trece catorce quince dieciséis/dieciseis diecisiete dieciocho diecinueve "
        "veinte veintiuno/veintiún/veintiun/veintiuna",
        10,
    ),
    **_listed(
        "عشره/عشر احدعشر/حداشر/احدعش اثناعشر/اتناشر/اطنعش/اثنعش ثلاثطعش/تلتاشر/ثلطعش اربعطعش/اربعتاشر "
        "خمسطعش/خمستاشر/خمسطاشر "
        "ستطعش/ستاشر سبعطعش/سبعتاشر ثمنطعش/تمنتاشر تسعطعش/تسعتاشر",
        10,
    ),
}
TENS = {
    **_listed("twenty thirty forty/fourty fifty sixty seventy eighty ninety", 20, 10),
    **_listed("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
    **_listed(
        "عشرين/عشرون ثلاثين/ثلاثون/تلاتين اربعين/اربعون خمسين/خمسون ستين/ستون سبعين/سبعون "
        "ثمانين/ثمانون/تمانين تسعين/تسعون",
        20,
        10,
    ),
}
HUNDREDS = {
    **_listed(
        "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas "
        "seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas",
        100,
        100,
    ),
    **dict.fromkeys("مئتين مئتان ميتين مائتين مائتان متين".split(), 200),
    **{
        stem + hundred: 100 * n
        for n, stems in enumerate(
            "ثلاث/تلت/ثلث/تلات اربع/ربع خمس/خمسم ست/ستم/ستت سبع ثمان/ثمن/تمن/ثمانم/تمان تسع".split(), 3
        )
        for stem in stems.split("/")
        for hundred in ("مائه", "مئه", "ميه", "مايه", "ماءه", "ميت", "مئة")
    },
}
HUNDRED = dict.fromkeys("hundred hundreds مئه مائه ميه مايه ماءه".split(), 100)
SCALES = {
    **dict.fromkeys("thousand thousands grand k mil الف الاف الفا ك alf alaf aalaf".split(), 1_000),
    **dict.fromkeys(
        "million millions mn mio mln m mm millón millon millones مليون ملايين مليونا milyon malyon melyon".split(),
        10**6,
    ),
    **dict.fromkeys("billion billions bn b مليار مليارات بليون".split(), 10**9),
    **dict.fromkeys("lakh lakhs lac lacs".split(), 10**5),
    **dict.fromkeys("crore crores".split(), 10**7),
}
TWICE = {"الفين": 1_000, "الفان": 1_000, "مليونين": 10**6, "مليونان": 10**6, "مليارين": 10**9}
PARTS = {
    **dict.fromkeys("half medio media نص نصف".split(), Decimal("0.5")),
    **dict.fromkeys("quarter cuarto ربع".split(), Decimal("0.25")),
}
LATIN_ARABIC = frozenset("alf alaf aalaf milyon malyon melyon".split())
"""Names too ("Alf"), so that they count only after a number."""
ONE = frozenset("a an".split())
LESS = frozenset(("الا ربع", "الا نص", "الا نصف"))
POINT = frozenset("point punto coma فاصله".split())
