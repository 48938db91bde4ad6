"""What vendors of models were recorded to answer is understood: their streams, and every error of theirs."""

import json

import pytest

from crm_app.adapters.llm.chain import configured
from crm_app.ai.port import ProviderDown, ProviderFailed, ProviderRefused
from launch.steps import ROOT
from tests.ports.llm_stand_in import StandIn, stand_in
from tests.ports.test_llm_providers import settings_for, written

SHARED = ROOT.parent / "shared" / "wire"
STREAMS = {"oai_chat": "openai", "ant": "anthropic"}
MEANS: dict[str, tuple[type[ProviderFailed], str]] = {
    "openai_400": (ProviderRefused, "rejected"),
    "openai_401": (ProviderDown, "wrong key"),
    "openai_429_rate": (ProviderDown, "rate limit"),
    "openai_429_quota": (ProviderDown, "out of credit"),
    "openai_500": (ProviderDown, "server error"),
    "anthropic_400": (ProviderRefused, "rejected"),
    "anthropic_401": (ProviderDown, "wrong key"),
    "anthropic_402": (ProviderDown, "out of credit"),
    "anthropic_403": (ProviderDown, "wrong key"),
    "anthropic_404": (ProviderDown, "unknown model"),
    "anthropic_413": (ProviderRefused, "question too long"),
    "anthropic_429": (ProviderDown, "rate limit"),
    "anthropic_500": (ProviderDown, "server error"),
    "anthropic_504": (ProviderDown, "server error"),
    "anthropic_529": (ProviderDown, "overloaded"),
}


async def answered(server: StandIn, vendor: str, name: str) -> str:
    """What our provider makes of a recorded answer."""
    if not SHARED.exists():
        pytest.skip("The recorded answers of vendors are not here.")
    case = next(c for c in json.loads((SHARED / "index.json").read_text())["cases"] if c["name"] == f"ai/{name}")
    kind = "application/json" if name.startswith("error") else "text/event-stream"
    server.recorded = (case["status"], kind, (SHARED / case["file"]).read_text())
    server.behave(vendor, "recorded")
    (provider,) = configured(settings_for(server, ai_providers=vendor))
    try:
        return (await written(provider))[0]
    finally:
        await provider.close()


@pytest.mark.parametrize(("name", "vendor"), [*STREAMS.items(), ("oai_chat", "gemini")])
async def test_a_stream_is_read_to_its_end(name, vendor):
    with stand_in() as server:
        assert await answered(server, vendor, name) == "Hello"


@pytest.mark.parametrize("name", MEANS)
async def test_an_error_says_what_it_is_and_is_asked_once(name):
    vendor, (kind, reason) = name.partition("_")[0], MEANS[name]
    with stand_in() as server:
        with pytest.raises(kind) as failed:
            await answered(server, vendor, f"error_{name}")
        assert failed.value.reason == reason
        assert len(server.asked[vendor]) == 1
