"""What stands below the headings? The first rows of a file, for guessing and for showing."""

from itertools import islice
from typing import BinaryIO

from crm_app.imports.reading import SAMPLED, Layout, rows
from crm_app.language.clean import storable

LONGEST = 60


def sample(file: BinaryIO, layout: Layout) -> list[list[str]]:
    """The first rows, their cells cut; none of an mbox."""
    if layout.form == "mbox":
        return []
    found = islice((record for record in rows(file, layout) if not record.problem), SAMPLED)
    return [[storable(cell[:LONGEST]).strip() for cell in record.cells] for record in found]
