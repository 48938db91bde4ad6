"""The commands beside the server, run as processes: what they print, and how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from launch.steps import ROOT
from tests.places import migrated_place


@pytest.fixture(scope="module")
def cli(tmp_path_factory):
    """Runs a command on a migrated database of the module's own."""
    folder = tmp_path_factory.mktemp("cli")
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}

    def run(*arguments: object, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "crm_app.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environment, input=typed, capture_output=True, text=True)

    with migrated_place(folder):
        yield run


def test_the_demo_prints_json_alone_and_twice_the_same(cli) -> None:
    first, second = cli("demo", "--json"), cli("demo", "--json")
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)
    assert json.loads(second.stdout) == said
    assert {one["slug"] for one in said["workspaces"]} == {"northwind-home", "dar-al-bahr", "academia-sol"}
    assert len(said["logins"]) == 9 and len(said["api_keys"]) == 3
    assert all(set(login) == {"workspace", "role", "email", "password"} for login in said["logins"])


def test_load_tells_what_became_of_every_line(cli, tmp_path: Path) -> None:
    made = cli("create-admin", "boss@load.example", "--workspace", "load", typed="lantern-harbour-58\n")
    assert made.returncode == 0, made.stderr
    row = {"id": "1", "customer": "c", "messages": [{"from": "customer", "at": "2026-01-01", "body": "Hello"}]}
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps(row) + "\nrubbish\n")
    done = cli("load", file, "--workspace", "load")
    assert done.stdout == "1 stored, 0 there already, 1 refused\n"
    assert "line 2: not JSON" in done.stderr
    assert done.returncode == 1
    assert cli("load", file, "--workspace", "load").stdout == "0 stored, 1 there already, 1 refused\n"


def test_a_weak_password_makes_no_workspace(cli) -> None:
    refused = cli("create-admin", "boss@weak.example", "--workspace", "weak", typed="short\n")
    assert refused.returncode == 1 and "12 to 256" in refused.stderr
    file = ROOT / "README.md"
    assert "no workspace 'weak'" in cli("load", file, "--workspace", "weak").stderr


def test_connect_adds_an_account_and_says_where_its_vendor_posts(cli) -> None:
    cli("create-admin", "boss@wired.example", "--workspace", "wired", typed="lantern-harbour-58\n")
    line = ("connect", "telegram", "--workspace", "wired", "--address", "@Wired_Bot", "--secret", "webhook_secret=-")
    first, again = cli(*line, typed="tg-1\n"), cli(*line, typed="tg-2\n")
    assert first.returncode == 0, first.stderr
    assert "/webhooks/telegram/" in first.stdout and "tg-1" not in first.stdout
    assert again.stdout == first.stdout
    refused = cli("connect", "telegram", "--workspace", "wired", "--address", "b", "--secret", "nonsense=1")
    assert refused.returncode == 1 and "webhook_secret" in refused.stderr
    assert "workspace does not exist" in cli("connect", "telegram", "--workspace", "gone", "--address", "b").stderr


def test_understand_judges_a_column(cli, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text('text\n"Where is my order? I am very angry."\n')
    judged = json.loads(cli("understand", file, "--text", "text", "--json").stdout)
    assert judged["language"] == "en" and judged["sentiment_label"] == "negative"


def test_the_doctor_finds_a_well_installation_well_and_names_what_is_not(cli) -> None:
    well = cli("doctor")
    assert well.returncode == 0, well.stdout
    assert "Schema: at the newest schema" in well.stdout


def test_unknown_arguments_are_refused(cli) -> None:
    refused = cli("demo", "--frobnicate")
    assert refused.returncode == 2 and "--frobnicate" in refused.stderr


def test_help_says_what_the_priorities_mean(cli) -> None:
    assert "Priority 5 is urgent" in " ".join(cli("load", "--help").stdout.split())
