"""The bench of the ordered inbox runs on today's tables, and finds the order exact."""

import json
import os
import subprocess
import sys

import pytest

from launch.steps import ROOT
from tests.places import migrated_place


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_measures_an_exact_order(kind, request, tmp_path):
    server = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        url = place.url or f"sqlite:///{place.folder}/tacit.db"
        environment = {**os.environ, **place.environment, "DATABASE_URL": url}
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.order", "60"],
            cwd=ROOT, env=environment, capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    remarks = [json.loads(line).get("remark") or "" for line in done.stdout.splitlines()]
    assert sum(remark.endswith("exact") for remark in remarks) == 4 and "NOT" not in "".join(remarks)
