"""How much of what leads say is read rightly? Run: python -m tests.benchmarks.measure_extraction [--misses]

Reads ../shared/data (their licences forbid copying some of them) and tests/samples/leads. A case counts as right when
  sums      exactly the listed sums are found, each with its value (duckling: both bounds), and no other.
            recognizers: cents count as hundredths. duckling: cases without any unit of money ("five") are left out.
            price_parser: the first sum found is the price; plain: the string alone; asked: as the answer to "budget?".
            bogota: the price of a listing written with its size and rooms. icasas: the listed price where the text
            holds it beside a dollar sign. sgd: every "$..." of a turn is found, and no house number before a street is.
  dates     "start": a period of the case begins on the first listed day, or ends on it where only an end is listed;
            "both": it ends rightly too (their ends are the day after the last, ours the last). Past and coming
            years count alike, as in the set. Only what names days: no bare times, durations or "every Monday".
            "cases": everything listed is found so, and nothing else.
            "both, as meant": the same, but two customs of the set give way to what a customer means by the words:
            "from May to October" ends there with the first of October, here with its last day ("2014 to 2018" alike);
            "Thursday before 5 pm" has no first day there, here both are that Thursday.
  phones    phone_matcher examples: that E.164 number and no other; its other kinds: what phonenumbers makes of the
            whole text where it is valid, and nothing where it is impossible. recognizers: the same digits, no other;
            that set holds numbers of no country and mixes regions, so its figure is a floor.
  e-mails   exactly the listed addresses.
  own       tests/samples/leads: everything that a message lists; these were fitted (first reading: 147 of 151).
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import phonenumbers
from pyarrow import parquet  # type: ignore[import-untyped]

from crm_app.language.calendar_names import MONTHS
from crm_app.language.day_sums import period_at
from crm_app.language.extraction import Extraction, extract
from crm_app.language.traced import fold

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SAMPLES = Path(__file__).parents[1] / "samples" / "leads" / "said.jsonl"
NOW = datetime(2026, 3, 2, 10)
HOMES = {"en": ("AE", "AED"), "es": ("ES", "EUR"), "ar": ("SA", "SAR")}
CENTS = ("Cent", "Centavo", "Penique", "Pence", "Penny")
HOUSE = re.compile(r"\d+ (?:\w+ ){1,3}(?:street|avenue|road|lane|drive|boulevard|way)\b", re.IGNORECASE)
# Two months or years joined: nothing else stands behind the word between them.
JOINED = re.compile(
    r"(?:[-~]|\b(?:to|and|through|till|until|hasta|hacia|a|y|الي|حتي|و)\b) ?"
    rf"(?:(?P<month>{'|'.join(map(re.escape, MONTHS))})\.?(?: (?:of|in|de|en)?)? ?)?(?:\d{{4}})?$"
)
Case = tuple[str, bool, str]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a set; raises FileNotFoundError where the data folder is absent."""
    return parquet.read_table(DATA / name / "dev.parquet").to_pylist()  # type: ignore[no-any-return]


def read(text: str, **options: Any) -> Extraction:
    """A text read from one fixed standpoint, unless told otherwise."""
    return extract(text, **{"now": NOW, "region": "US", "currency": "USD", **options})


def _values(found: Extraction) -> list[Decimal]:
    return sorted(value for each in found.amounts if (value := each.low or each.high) is not None)


def recognizers_sums() -> Iterator[Case]:
    """Sums in English and Spanish sentences."""
    for row in rows("recognizers_specs"):
        if not row["grp"].endswith("CurrencyModel"):
            continue
        wanted = []
        for result in json.loads(row["results_json"]):
            value = (result.get("Resolution") or {}).get("value")
            if value is not None:
                cents = result["Resolution"].get("unit") in CENTS
                wanted.append(Decimal(str(value).replace(",", ".")) / (100 if cents else 1))
        yield row["lang"], _values(read(row["input"])) == sorted(wanted), row["input"]


def duckling_sums() -> Iterator[Case]:
    """Short phrases with bounds and ranges."""
    for row in rows("duckling_corpora"):
        expected = row["expected_haskell"]
        if row["dimension"] != "AmountOfMoney" or ("Unnamed" in expected and "bucks" not in row["text"]):
            continue
        kind, unit = expected.split()[:2]
        sums = [Decimal(said) for said in re.findall(r"(?<![A-Za-z])\d+(?:\.\d+)?(?:e\d+)?", expected)]
        sums = [value / 100 for value in sums] if unit == "Cent" else sums
        wanted = {"simple": (sums[0], sums[0]), "between": tuple(sums[:2]), "under": (None, sums[0])}
        found = [(each.low, each.high) for each in read(row["text"]).amounts]
        yield row["lang"], found == [wanted.get(kind, (sums[0], None))], row["text"]


def price_strings() -> Iterator[Case]:
    """Prices as shops print them."""
    for row in rows("price_parser"):
        if row["price_raw"] is None:
            continue
        wanted = None if row["amount"] is None else Decimal(row["amount"])
        for mode, asked in (("asked", "budget"), ("plain", None)):
            found = read(row["price_raw"], asked=asked).amounts
            right = wanted in (found[0].low, found[0].high) if found else wanted is None
            yield mode, right, row["price_raw"]


def listings() -> Iterator[Case]:
    """Prices in Spanish property listings."""
    for row in rows("realestate_es_bogota"):
        text = f"{row['type']}, {row['location']}. {row['price']} {row['area'] or ''} {row['bedrooms'] or ''}"
        yield "bogota", _values(read(text, currency="COP")) == [Decimal(re.sub(r"\D", "", row["price"]))], text
    for row in rows("realestate_es_icasas"):
        price, text = re.sub(r"\D", "", row["PRECIO"] or ""), row["DESCRIPCION"] or ""
        grouped = f"{int(price or 0):,}".replace(",", "[.,]")
        if price and re.search(rf"(?:\$|USD) ?\.?(?:{price}|{grouped})(?!\d)", text):
            yield "icasas", Decimal(price) in _values(read(text)), text


def dialogues() -> Iterator[Case]:
    """Rents and house numbers in turns of apartment search."""
    for row in rows("sgd_homes"):
        for turn in json.loads(row["turns_json"]):
            text = turn["text"]
            wanted = {Decimal(said.replace(",", "")) for said in re.findall(r"\$ ?(\d[\d,]*(?:\.\d+)?)", text)}
            found = read(text)
            houses = [match.span() for match in HOUSE.finditer(text)]
            house = any(start <= each.start < each.end <= end for each in found.amounts for start, end in houses)
            yield "sgd", wanted <= set(_values(found)) and not house, text


def dates() -> Iterator[Case]:
    """Days and periods of the specs that name days."""
    for row in rows("recognizers_specs"):
        context = json.loads(row["context_json"] or "null")
        if not row["grp"].endswith("DateTimeModel") or not context:
            continue
        now = datetime.fromisoformat(context["ReferenceDateTime"][:19])
        found = [
            (each.first, each.last) for each in read(row["input"], now=now, day_first=row["lang"] != "English").dates
        ]
        listed = json.loads(row["results_json"])
        wanted = [days for result in listed if (days := _days(result))]
        both = [any(pair in found for pair in days) for days in wanted]
        for right, days in zip(both, wanted, strict=True):
            begins = any(a == b if b else y == z for a, y in found for b, z in days)
            yield f"{row['lang']} start", begins, row["input"]
            yield f"{row['lang']} both", right, row["input"]
        for result in listed:
            if days := _days(result):
                meant = any(pair in found for pair in [*days, *_meant(result)])
                yield f"{row['lang']} both, as meant", meant, row["input"]
        if wanted or not listed:
            yield f"{row['lang']} cases", all(both) and len(found) == len(wanted), row["input"]


def _days(result: dict[str, Any]) -> list[tuple[date | None, date | None]]:
    """Every reading of a result as first and last day, in both customs of what an end is."""
    made: list[tuple[date | None, date | None]] = []
    resolved = result.get("Resolution")
    for value in resolved.get("values", []) if isinstance(resolved, dict) else []:
        if isinstance(value, dict) and result["TypeName"].split(".")[-1].startswith("date"):
            try:
                first, last = (
                    date.fromisoformat(value[key][:10]) if key in value else None for key in ("start", "end")
                )
                if "value" in value:
                    first = last = date.fromisoformat(value["value"][:10])
                    made.append((first, last))
                    continue
            except ValueError:
                continue
            made += [(first, last), (first, last - timedelta(days=1))] if last else [(first, None)]
    return [pair for pair in made if pair != (None, None)]


def _meant(result: dict[str, Any]) -> Iterator[tuple[date, date]]:
    """What a customer means where the set's custom differs: see the head of this file."""
    for value in result["Resolution"]["values"]:
        days = [date.fromisoformat(value[key][:10]) for key in ("start", "end") if key in value]
        if len(days) == 1 and result["TypeName"].endswith(".datetimerange"):
            yield days[0], days[0]
        named = JOINED.search(fold(result["Text"]).text)
        if len(days) == 2 and days[1].day == 1 and named and value["timex"].startswith("("):
            yield days[0], period_at(days[1], "month" if named["month"] else "year", 0)[1]


def phone_numbers() -> Iterator[Case]:
    """Numbers alone and in context."""
    for row in rows("phone_matcher"):
        found = [each.e164 for each in read(row["text"], region=row["region"]).phones]
        if row["kind"].startswith("EXAMPLE"):
            yield "examples", found == [row["set"].split("|")[1]], row["text"]
        elif row["kind"] == "IMPOSSIBLE_CASES":
            yield "impossible", found == [], row["text"]
        elif whole := _whole(row["text"], row["region"]):
            yield "in context", whole in found, row["text"]
    for row in rows("recognizers_specs"):
        if row["grp"].endswith("PhoneNumberModel"):
            wanted = [re.sub(r"\D", "", result["Text"]) for result in json.loads(row["results_json"])]
            found = [re.sub(r"\D", "", each.text) for each in read(row["input"]).phones]
            yield "recognizers digits", found == wanted, row["input"]


def _whole(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


def addresses() -> Iterator[Case]:
    """E-mail addresses, written and spoken."""
    for row in rows("recognizers_specs"):
        if row["grp"].endswith("EmailModel"):
            wanted = [result["Text"].lower() for result in json.loads(row["results_json"])]
            yield "recognizers", [each.address.lower() for each in read(row["input"]).emails] == wanted, row["input"]
    for row in rows("duckling_corpora"):
        if row["dimension"] == "Email":
            wanted = [row["expected_haskell"].split('"')[1].lower()]
            yield "duckling", [each.address.lower() for each in read(row["text"]).emails] == wanted, row["text"]


def own() -> Iterator[Case]:
    """The messages written for the tests: sums, dates, phones, e-mails."""
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        region, currency = HOMES[case["l"]]
        found = read(case["t"], region=region, currency=currency)
        wanted = [tuple(bounds) for bounds in case.get("amounts", [])]
        sums = [(each.low and float(each.low), each.high and float(each.high), each.currency) for each in found.amounts]
        days = [[str(each.first or "") or None, str(each.last or "") or None] for each in found.dates]
        numbers = [each.e164 for each in found.phones] == case.get("phones", [])
        yield case["l"], sums == wanted and days == case.get("dates", []) and numbers, case["t"]


def main() -> None:
    """Prints the share of right cases by set and kind; with --misses the wrong ones too."""
    for title, measure in (
        ("sums, recognizers", recognizers_sums), ("sums, duckling", duckling_sums),
        ("sums, price_parser", price_strings), ("sums, listings", listings),
        ("sums, dialogues", dialogues), ("dates, recognizers", dates),
        ("phones", phone_numbers), ("e-mails", addresses), ("own", own),
    ):  # fmt: skip
        counts: dict[str, list[bool]] = defaultdict(list)
        try:
            for kind, right, text in measure():
                counts[kind].append(right)
                if not right and "--misses" in sys.argv:
                    print(f"   {title} {kind}: {text[:200]!r}")
        except FileNotFoundError as error:
            print(f"{title}: skipped, {error.filename} is not here")
        for kind, right_ones in sorted(counts.items()):
            share = sum(right_ones) / len(right_ones)
            print(f"{title}, {kind}: {share:.3f} ({sum(right_ones)} of {len(right_ones)})", flush=True)


if __name__ == "__main__":
    main()
