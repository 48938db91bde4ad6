"""How well are duplicates found? Prints precision, recall and F1. Run: python -m tests.benchmarks.measure_matching

Counted are pairs: every two records of one true person or organisation that the rules also join is a hit, whether or
not the keys brought them together; nothing is closed transitively. The weights were set while looking at the records
of one half of the clusters ("seen"); the other half ("aside") is what counts. Names, addresses, dates of birth, phones
and e-mails are compared; numbers that stand for the person (social security) are not. Sets: er_febrl (people, made up,
with typing errors; BSD-3), er_dedupe_orgs (organisations, real, from nine lists; MIT), er_historical50k (people of
past centuries of whom a copy may lack nearly all; MIT)."""

import hashlib
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as parquet

from crm_app.contacts.blocking import candidates
from crm_app.contacts.matching import Known, judge

DATA = Path(__file__).resolve().parents[3] / "shared/data"
Truth = dict[int, str]


def _line(row: dict, *columns: str, between: str = ", ") -> str:
    return between.join(row[column] for column in columns if row[column])


def febrl() -> tuple[list[Known], Truth]:
    """People; febrl4's two files are one list."""
    where = ("street_number", "address_1", "address_2", "suburb", "state", "postcode")
    rows = parquet.read_table(DATA / "er_febrl/dev.parquet").to_pylist()
    people = [
        Known(
            n, _line(row, "given_name", "surname", between=" "),
            address=_line(row, *where), born=row["date_of_birth"] or "",
        )
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return people, {n: row["cluster"] for n, row in enumerate(rows)}


def organisations() -> tuple[list[Known], Truth]:
    """Child-care centres and schools of one city, as nine lists have them."""
    rows = parquet.read_table(DATA / "er_dedupe_orgs/dev.parquet").to_pylist()
    everybody = [
        Known(
            n, row["Site name"] or "", tuple(filter(None, [row["Email Address"]])),
            tuple(filter(None, [row["Phone"], row["Fax"]])), _line(row, "Address", "Zip"),
        )
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return everybody, {n: row["True Id"] for n, row in enumerate(rows)}


def historical() -> tuple[list[Known], Truth]:
    rows = parquet.read_table(DATA / "er_historical50k/dev.parquet").to_pylist()
    people = [
        Known(n, row["full_name"] or "", address=_line(row, "birth_place", "postcode_fake"), born=row["dob"] or "")
        for n, row in enumerate(rows)
    ]
    return people, {n: row["cluster"] for n, row in enumerate(rows)}


def measure(everybody: list[Known], truth: Truth) -> dict[str, float]:
    """Figures of one list."""
    clusters = defaultdict(list)
    for known in everybody:
        clusters[truth[known.id]].append(known.id)
    true = {pair for ids in clusters.values() for pair in combinations(sorted(ids), 2)}
    began = time.perf_counter()
    met = [(a, b) for a, b in candidates(everybody)]
    found = {(a.id, b.id) for a, b in met if judge(a, b).same}
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    reached = len({(a.id, b.id) for a, b in met} & true) / max(1, len(true))
    return {
        "records": len(everybody), "true pairs": len(true), "compared": len(met), "reached": reached,
        "precision": precision, "recall": recall, "F1": 2 * precision * recall / max(1e-9, precision + recall),
        "seconds": time.perf_counter() - began,
    }  # fmt: skip


def is_aside(cluster: str) -> bool:
    """Which half a cluster belongs to; a hash decides, so that it never moves."""
    return hashlib.md5(cluster.encode()).digest()[-1] % 2 == 0


def main() -> None:
    for name, read in (("people", febrl), ("organisations", organisations), ("people, historical", historical)):
        everybody, truth = read()
        aside = {known.id for known in everybody if is_aside(truth[known.id])}
        halves = {"seen": [k for k in everybody if k.id not in aside], "aside": [k for k in everybody if k.id in aside]}
        for half, part in {**halves, "all": everybody}.items():
            figures = measure(part, truth)
            told = "  ".join(f"{n} {v:.4f}" if isinstance(v, float) else f"{n} {v}" for n, v in figures.items())
            print(f"{name:20}{half:6} {told}", flush=True)


if __name__ == "__main__":
    main()
