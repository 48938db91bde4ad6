"""Words to row ids, by the database's own index: FTS5 on SQLite, tsvector on PostgreSQL.

An index holds folded words (`language.fold.words`) under the row's id. Facets are words of their own (whose row it
is, its state), so that the index intersects them instead of a join. Texts of one row are parted by a word that
nobody types, so that no phrase reaches from one message into the next.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from crm_app.kit.transaction import Transaction
from crm_app.kit.walls import UNSCOPED

GAP = "0gap0"
WORD_LIMIT, BODY_LIMIT, BYTES_LIMIT = 60, 16_000, 500_000
"""PostgreSQL tells no places apart beyond the 16,383rd word, and refuses to index a megabyte of different words."""


@dataclass(frozen=True)
class Search:
    """All of `facets`, one of each group of `prefixes`, and any of `phrases` (runs of folded words), if there are."""

    facets: tuple[str, ...] = ()
    prefixes: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()


def workspace_facet(workspace_id: int) -> str:
    return f"0w{workspace_id}"


def body(facets: Iterable[str], texts: Iterable[list[str]]) -> str:
    """What to index for one row; words and length are capped, so that no message can burst the index."""
    found, size = list(facets), 0
    for words in texts:
        found.append(GAP)
        for word in words:
            size += len(word[:WORD_LIMIT].encode()) + 1
            if size > BYTES_LIMIT or len(found) >= BODY_LIMIT:
                return " ".join(found)
            found.append(word[:WORD_LIMIT])
    return " ".join(found)


async def matching_ids(
    tx: Transaction, table: str, search: Search, limit: int, *, below: int | None = None
) -> list[int]:
    """Ids of rows that match, newest first, at most `limit`, and under `below`. `table` is the indexed table."""
    under = f" AND {{id}} < {below:d}" if below is not None else ""
    return [*(await _run(tx, _select(tx, table, under + " ORDER BY {id} DESC LIMIT :limit"), search, limit)).scalars()]


async def count_matching(tx: Transaction, table: str, search: Search) -> int:
    """How many rows match."""
    return (await _run(tx, _select(tx, table, "", "count(*)"), search, 0)).scalar_one()


async def best_ids(tx: Transaction, table: str, search: Search, limit: int) -> list[int]:
    """Ids by how well they match (BM25 on SQLite, cover density on PostgreSQL)."""
    cover = f"ts_rank_cd(words, {_TSQUERY}) DESC"
    order = f"bm25({table}_index)" if _is_sqlite(tx) else cover
    return [*(await _run(tx, _select(tx, table, f" ORDER BY {order} LIMIT :limit"), search, limit)).scalars()]


def one_of(tx: Transaction, column: sa.ColumnElement, ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """The condition that a column holds one of many ids, which are bound as one value."""
    if _is_sqlite(tx):
        return column.in_(sa.select(sa.func.json_each(json.dumps([*ids])).table_valued("value").c.value))
    return column == sa.any_(sa.literal([*ids], ARRAY(sa.BigInteger)))


_TSQUERY = "to_tsquery('simple', :query)"


def _select(tx: Transaction, table: str, tail: str, what: str = "{id}") -> str:
    """SQL text over the index; `{id}` in it stands for the row's id."""
    id_, fits = ("rowid", f"{table}_index MATCH :query") if _is_sqlite(tx) else ("id", f"words @@ {_TSQUERY}")
    return f"SELECT {what} FROM {table}_index WHERE {fits}{tail}".format(id=id_)


async def _run(tx: Transaction, sql: str, search: Search, limit: int) -> sa.Result:
    options = {UNSCOPED: "the index is not mapped; the workspace is a facet of the query"}
    values = {"query": _query(tx, search), "limit": limit}
    return await tx.session.execute(sa.text(sql), values, execution_options=options)


def _query(tx: Transaction, search: Search) -> str:
    mine = Search((workspace_facet(tx.workspace_id), *search.facets), search.prefixes, search.phrases)
    return _fts5(mine) if _is_sqlite(tx) else _tsquery(mine)


def _is_sqlite(tx: Transaction) -> bool:
    return tx.session.bind.dialect.name == "sqlite"


def _fts5(search: Search) -> str:
    parts = [f'"{f}"' for f in search.facets]
    parts += ["(" + " OR ".join(f'"{p}"*' for p in group) + ")" for group in search.prefixes]
    if search.phrases:
        parts.append("(" + " OR ".join(f'"{" ".join(p)}"' for p in search.phrases) + ")")
    return " AND ".join(parts)


def _tsquery(search: Search) -> str:
    parts = [f"'{f}'" for f in search.facets]
    parts += ["(" + " | ".join(f"'{p}':*" for p in group) + ")" for group in search.prefixes]
    if search.phrases:
        parts.append("(" + " | ".join("(" + " <-> ".join(f"'{w}'" for w in p) + ")" for p in search.phrases) + ")")
    return " & ".join(parts)
