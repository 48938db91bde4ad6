"""Days and periods counted from Monday, 2 March 2026, ten in the morning."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_app.language.amounts import amounts
from crm_app.language.dates import MOST, Period, dates
from crm_app.language.traced import fold

NOW = datetime(2026, 3, 2, 10)


def _read(text: str, **options: object) -> tuple[Period, ...]:
    return dates(text, fold(text), NOW, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-03-02", "2026-03-02"),
        ("the day after tomorrow", "2026-03-04", "2026-03-04"),
        ("next week", "2026-03-09", "2026-03-15"),
        ("next Friday", "2026-03-13", "2026-03-13"),
        ("on Friday", "2026-03-06", "2026-03-06"),
        ("Wednesday next week", "2026-03-11", "2026-03-11"),
        ("by the end of March", None, "2026-03-31"),
        ("before the end of the year", None, "2026-12-31"),
        ("before summer", None, "2026-05-31"),
        ("after Ramadan", "2026-03-20", None),
        ("in two weeks", "2026-03-16", "2026-03-16"),
        ("within 3 months", "2026-03-02", "2026-06-02"),
        ("the next 3 months", "2026-03-03", "2026-06-02"),
        ("3 weeks after May 1st", "2026-05-22", "2026-05-22"),
        ("June 1-15", "2026-06-01", "2026-06-15"),
        ("from November to February", "2026-11-01", "2027-02-28"),
        ("from Monday to Wednesday", "2026-03-02", "2026-03-04"),
        ("the week of March 18", "2026-03-16", "2026-03-22"),
        ("the first week of January", "2027-01-04", "2027-01-10"),
        ("the 5th of next month", "2026-04-05", "2026-04-05"),
        ("Q3", "2026-07-01", "2026-09-30"),
        ("second half of 2027", "2027-07-01", "2027-12-31"),
        ("we move in second half of 2027", "2027-07-01", "2027-12-31"),
        ("en la segunda mitad de 2027", "2027-07-01", "2027-12-31"),
        ("early next year", "2027-01-01", "2027-04-30"),
        ("2026-05-04", "2026-05-04", "2026-05-04"),
        ("between now and June 1", "2026-03-02", "2026-06-01"),
        ("next Easter", "2026-04-05", "2026-04-05"),
        ("el 31 de marzo de 2027", "2027-03-31", "2027-03-31"),
        ("el veintidós de mayo", "2026-05-22", "2026-05-22"),
        ("a finales de enero", "2027-01-16", "2027-01-31"),
        ("del 10 al 15 de mayo", "2026-05-10", "2026-05-15"),
        ("la semana que viene", "2026-03-09", "2026-03-15"),
        ("el próximo lunes", "2026-03-09", "2026-03-09"),
        ("a partir de junio", "2026-06-01", None),
        ("dentro de dos meses", "2026-05-02", "2026-05-02"),
        ("pasado mañana", "2026-03-04", "2026-03-04"),
        ("antes del año 2028", None, "2027-12-31"),
        ("١٥ نيسان ٢٠٢٦", "2026-04-15", "2026-04-15"),
        ("15 أبريل", "2026-04-15", "2026-04-15"),
        ("الثاني والعشرين من يونيو", "2026-06-22", "2026-06-22"),
        ("نهاية الشهر القادم", "2026-04-16", "2026-04-30"),
        ("خلال أسبوع", "2026-03-02", "2026-03-09"),
        ("بعد شهرين", "2026-05-02", "2026-05-02"),
        ("يوم الخميس القادم", "2026-03-05", "2026-03-05"),
        ("قبل العيد", None, "2026-03-19"),
        ("من 10 الى 15 ابريل", "2026-04-10", "2026-04-15"),
        ("I want to start in May", "2026-05-01", "2026-05-31"),
        ("we can start next month", "2026-04-01", "2026-04-30"),
        ("end of Q2", "2026-05-31", "2026-06-30"),
        ("later this month", "2026-03-16", "2026-03-31"),
        ("March next year", "2027-03-01", "2027-03-31"),
        ("next year's summer", "2027-06-01", "2027-08-31"),
        ("Nov-Feb 2027", "2026-11-01", "2027-02-28"),
        ("02-02-2027 - 03-03-2027", "2027-02-02", "2027-03-03"),
        ("within 10 business days", "2026-03-02", "2026-03-16"),
        ("the next 2 quarters", "2026-04-01", "2026-09-30"),
        ("in a month and a half", "2026-04-17", "2026-04-17"),
        ("within a year or two", "2026-03-02", "2028-03-02"),
        ("a vacation day from 2/5 to 3/5", "2026-05-02", "2026-05-03"),
        ("within 24 hours", "2026-03-02", "2026-03-03"),
        ("over the coming weeks", "2026-03-03", "2026-03-23"),
        ("since January", "2026-01-01", None),
        ("the day after Christmas", "2026-12-26", "2026-12-26"),
        ("from the 28th to the 3rd", "2026-03-28", "2026-04-03"),
        ("Friday  the  13th", "2026-03-13", "2026-03-13"),
        ("del 28 al 3 de mayo", "2026-04-28", "2026-05-03"),
        ("entre el 3 y el 5", "2026-03-03", "2026-03-05"),
        ("2027 April", "2027-04-01", "2027-04-30"),
        ("Jan 1st, 2029 Monday", "2029-01-01", "2029-01-01"),
        ("next month 20th", "2026-04-20", "2026-04-20"),
        ("el mes que viene, día 20", "2026-04-20", "2026-04-20"),
        ("in 1.5 years", "2027-09-02", "2027-09-02"),
        ("hace dos años y medio", "2023-09-02", "2023-09-02"),
        ("el 17 del 11", "2026-11-17", "2026-11-17"),
        ("hace 3 horas", "2026-03-02", "2026-03-02"),
        ("los últimos meses", "2025-12-02", "2026-03-02"),
        ("el fin de semana", "2026-03-07", "2026-03-08"),
        ("fin de semana pasado", "2026-02-28", "2026-03-01"),
        ("viernes de la semana pasada", "2026-02-27", "2026-02-27"),
        ("dentro de tres semanas a partir de mañana", "2026-03-24", "2026-03-24"),
        ("en dos mil veintisiete", "2027-01-01", "2027-12-31"),
        ("خلال ١٠ أيام عمل", "2026-03-02", "2026-03-16"),
        ("من ٤ إلى ٢٣ في الشهر القادم", "2026-04-04", "2026-04-23"),
        ("الربع الأول من السنة القادمة", "2027-01-01", "2027-03-31"),
    ],
)
def test_days(text: str, first: str | None, last: str | None) -> None:
    (found,) = _read(text)
    assert (str(found.first) if found.first else None, str(found.last) if found.last else None) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "I may go", "march forward", "two months", "room 12", "every Tuesday", "32/13/2026", "somos 13", "on Fridays",
        "في يوم", "los lunes", "كل جمعة", "apartment 5/12", "3/4 bedrooms", "24/7 support", "2000 sq ft", "calle 12/5",
        "شقة ٥/١٢", "order 20260304", "del 3 al 5 por ciento", "twenty thousand a year", "the third floor",
        "it is on the 14th floor",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert _read(text) == ()


@pytest.mark.parametrize(
    ("text", "at", "until"),
    [
        ("tomorrow at 5pm", time(17), None),
        ("mañana de 5 a 7 pm", time(17), time(19)),
        ("el viernes a las 17:30", time(17, 30), None),
        ("بكرا الساعة ٥ مساء", time(17), None),
        ("at 10:30 on Monday", time(10, 30), None),
        ("tomorrow 12", None, None),
        ("Thursday before 5pm", None, time(17)),
        ("tomorrow afternoon between 2 and 4", time(14), time(16)),
        ("Monday evening at 7", time(19), None),
        ("el lunes por la tarde a las 5", time(17), None),
        ("el viernes antes de las 17:30", None, time(17, 30)),
        ("3 pm or later on Monday", time(15), None),
    ],
)
def test_times_of_day(text: str, at: time | None, until: time | None) -> None:
    (found,) = _read(text)
    assert (found.at, found.until) == (at, until)


def test_two_days_joined_by_and_are_two() -> None:
    assert [str(found.first) for found in _read("18 and 19 June")] == ["2026-06-18", "2026-06-19"]
    assert [found.first.day for found in _read("el 5, 6 y 7 de mayo") if found.first] == [5, 6, 7]
    assert [str(found.last) for found in _read("between 18 and 19 June")] == ["2026-06-19"]


def test_day_first_is_told_by_an_argument() -> None:
    assert _read("3/4/2026")[0].first == date(2026, 4, 3)
    assert _read("3/4/2026", day_first=False)[0].first == date(2026, 3, 4)
    assert _read("25/4/2026", day_first=False)[0].first == date(2026, 4, 25)


def test_what_lies_behind_is_told() -> None:
    assert [_read(text)[0].is_past for text in ("last month", "yesterday", "today", "since 2020")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_length_of_time_answers_the_question_when() -> None:
    assert _read("2 months") == ()
    (found,) = _read("2 months", asked="timeline")
    assert (found.first, found.last, found.text) == (date(2026, 3, 2), date(2026, 5, 2), "2 months")


@given(
    st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y"])
)
def test_a_date_is_read_back_however_it_is_written_and_is_no_sum(day: date, style: str) -> None:
    text = f"let us meet on {day.strftime(style)} please"
    (found,) = _read(text)
    assert (found.first, found.last) == (day, day)
    assert amounts(text, fold(text), "USD", taken=[(found.start, found.end)]) == ()


@given(
    st.text(max_size=40), st.sampled_from(["next week", "el 5 de mayo", "بعد شهرين", "by June"]), st.text(max_size=40)
)
def test_offsets_give_the_words(before: str, said: str, behind: str) -> None:
    text = f"{before} {said} {behind}"
    for found in _read(text):
        assert text[found.start : found.end] == found.text


@settings(max_examples=20)
@given(st.sampled_from(["in ", "the ", "1/", "next week ", "12 de ", "من "]), st.integers(500, 4_000))
def test_hostile_repetition_is_bounded_work(piece: str, times: int) -> None:
    assert len(_read((piece * times)[:4_000])) <= MOST
