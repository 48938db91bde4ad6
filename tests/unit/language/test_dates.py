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
    ],
)
def test_days(text: str, first: str | None, last: str | None) -> None:
    (found,) = _read(text)
    assert (str(found.first) if found.first else None, str(found.last) if found.last else None) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["I may go", "march forward", "two months", "room 12", "every Tuesday", "32/13/2026", "somos 13"],
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
    ],
)
def test_times_of_day(text: str, at: time | None, until: time | None) -> None:
    (found,) = _read(text)
    assert (found.at, found.until) == (at, until)


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


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(["in ", "the ", "1/", "next week ", "12 de ", "من "]), st.integers(500, 4_000))
def test_hostile_repetition_is_bounded_work(piece: str, times: int) -> None:
    assert len(_read((piece * times)[:4_000])) <= MOST
