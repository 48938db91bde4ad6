"""Post the recorded samples of vendors at a running server: `python -m tests.ports.wire_post http://127.0.0.1:8000`.

The server is started with PUBLIC_URL and the secrets of the samples' index (`--environment` prints them); with
CHANNELS_WORKSPACE, the workspace named there gets what they say.
"""

import argparse
import json
import re
import sys
from typing import Any

import httpx

from launch.steps import ROOT

SHARED = ROOT.parent / "shared" / "wire"
FOLDERS = ("twilio", "meta", "telegram", "shopify", "tracking", "vapi", "calcom")
FROZEN = "clock frozen"
"""Samples whose signature covers the time are too old for a running server; the tests of the doors set the clock."""
NAMES = {
    "twilio": "TWILIO_AUTH_TOKEN",
    "meta": "META_APP_SECRET",
    "meta_verify": "META_VERIFY_TOKEN",
    "telegram": "TELEGRAM_WEBHOOK_SECRET",
    "shopify": "SHOPIFY_WEBHOOK_SECRET",
    "easypost": "EASYPOST_WEBHOOK_SECRET",
    "vapi": "VAPI_WEBHOOK_SECRET",
    "calcom": "CALCOM_WEBHOOK_SECRET",
    "hubspot": "HUBSPOT_CLIENT_SECRET",
    "standard": "INBOUND_WEBHOOK_SECRET",
}


def main() -> int:
    """Print one line a sample; 1 when any was not answered as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("server", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--environment", action="store_true", help="print the settings that the samples need")
    wanted = parser.parse_args()
    index = json.loads((SHARED / "index.json").read_text())
    if wanted.environment:
        print(f"PUBLIC_URL={index['public_url']}")
        print("\n".join(f"{setting}={index['secrets'][name]}" for name, setting in NAMES.items()))
        return 0
    posted = [case for case in index["cases"] if case["name"].startswith(FOLDERS) and "url" in case]
    cases = [case for case in posted if FROZEN not in case["shows"]]
    with httpx.Client(base_url=wanted.server, timeout=15) as http:
        wrong = sum(not _posted(http, case, index["public_url"]) for case in cases)
    print(f"{len(cases)} samples, {wrong} answered otherwise than 2xx, or taken in with a wrong signature")
    return 1 if wrong else 0


def _posted(http: httpx.Client, case: dict[str, Any], public_url: str) -> bool:
    """The sample twice, and once forged."""
    body, path = (SHARED / case["file"]).read_bytes(), case["url"].removeprefix(public_url)
    forged = {name: value[:-4] + "AAAA" if re.search("ignature|mac|oken|ecret", name) else value
              for name, value in case["headers"].items()}  # fmt: skip
    answers = [http.request(case["method"], path, content=body, headers=headers)
               for headers in (forged, case["headers"], case["headers"])]  # fmt: skip
    told = " ".join(str(answer.status_code) for answer in answers)
    slowest = max(answer.elapsed.total_seconds() for answer in answers) * 1000
    print(f"{told}  {slowest:5.0f} ms  {case['name']}: {case['expected']}")
    return answers[0].status_code == 401 and all(answer.status_code in (200, 204) for answer in answers[1:])


if __name__ == "__main__":
    sys.exit(main())
