"""One suite for every vendor of models, against a stand-in that speaks their wire forms."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from decimal import Decimal

import pytest
from pydantic import BaseModel, SecretStr

from crm_app.adapters.llm.chain import configured
from crm_app.ai.port import Provider, ProviderDown, ProviderRefused, Question, Spent
from crm_app.kit.settings import Settings, WrongSettings
from tests.ports.llm_stand_in import ANSWER, PATHS, TOKENS_IN, TOKENS_OUT, StandIn, stand_in

SHORT_S = 0.4
"""The time-out where one is wanted; elsewhere the product's own, which a busy machine does not reach."""


class Draft(BaseModel):
    content: str
    tone: str
    reasoning: str


QUESTION = Question("draft", "Write a reply.", "Where is my parcel?", Draft, max_tokens=700)


def settings_for(server: StandIn, **more: object) -> Settings:
    known = {
        "anthropic_api_key": SecretStr("a-key"),
        "anthropic_base_url": f"{server.url}/anthropic",
        "openai_api_key": SecretStr("o-key"),
        "openai_base_url": f"{server.url}/openai/v1",
        "gemini_api_key": SecretStr("g-key"),
        "gemini_base_url": f"{server.url}/gemini/v1beta/openai/",
    }
    return Settings(_env_file=None, **(known | more))


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as server:
        yield server


@pytest.fixture(params=list(PATHS.values()))
async def provider(request: pytest.FixtureRequest, server: StandIn) -> AsyncIterator[Provider]:
    (provider,) = configured(settings_for(server, ai_providers=request.param))
    yield provider
    await provider.close()


async def written(provider: Provider) -> tuple[str, list[str], list[Spent]]:
    items = [item async for item in provider.write(QUESTION)]
    texts = [item for item in items if isinstance(item, str)]
    return "".join(texts), texts, [item for item in items if isinstance(item, Spent)]


async def test_an_answer_comes_in_pieces_in_the_asked_form_with_its_price(server, provider):
    whole, pieces, spent = await written(provider)
    assert Draft.model_validate_json(whole).model_dump() == ANSWER
    assert len(pieces) > 5
    assert [(s.tokens_in, s.tokens_out) for s in spent] == [(TOKENS_IN, TOKENS_OUT)]
    assert Decimal(0) < spent[0].cost < 1


async def test_the_question_goes_out_whole_and_once(server, provider):
    await written(provider)
    (body,) = server.asked[provider.name]
    assert body["model"] == provider.model
    assert "Write a reply." in str(body) and "Where is my parcel?" in str(body)
    assert 700 in (body.get("max_tokens"), body.get("max_completion_tokens"))
    assert set(Draft.model_fields) <= set(str(body).replace("'", " ").split())


DOWN = {
    "401": "wrong key",
    "404": "unknown model",
    "429": "rate limit",
    "500": "server error",
    "529": "overloaded",
    "torn": "unreachable",
    "nonsense": "nonsense",
    "gemini key": "wrong key",
}


@pytest.mark.parametrize(("mode", "reason"), DOWN.items())
async def test_a_vendor_in_trouble_is_down_and_asked_once(server, provider, mode, reason):
    server.behave(provider.name, mode)
    with pytest.raises(ProviderDown) as failed:
        await written(provider)
    assert failed.value.reason == reason
    assert len(server.asked[provider.name]) == 1


@pytest.mark.parametrize("vendor", PATHS.values())
@pytest.mark.parametrize("mode", ["hang", "stall"])
async def test_a_vendor_that_hangs_is_given_up(server, vendor, mode):
    (provider,) = configured(settings_for(server, ai_providers=vendor, ai_timeout_seconds=SHORT_S))
    server.behave(vendor, mode)
    with pytest.raises(ProviderDown, match="timeout"):
        await written(provider)
    await provider.close()


@pytest.mark.parametrize("mode", ["cut", "broken events"])
async def test_a_stream_that_just_ends_is_no_answer(server, provider, mode):
    server.behave(provider.name, mode)
    with pytest.raises(ProviderDown):
        await written(provider)


@pytest.mark.parametrize(
    ("mode", "reason"), [("400", "rejected"), ("long", "answer too long"), ("filtered", "filtered")]
)
async def test_a_question_that_is_not_taken_says_nothing_about_the_vendor(server, provider, mode, reason):
    server.behave(provider.name, mode)
    with pytest.raises(ProviderRefused) as failed:
        await written(provider)
    assert failed.value.reason == reason


async def test_openai_without_credit(server):
    (provider,) = configured(settings_for(server, ai_providers="openai"))
    server.behave("openai", "quota")
    with pytest.raises(ProviderDown, match="out of credit"):
        await written(provider)
    await provider.close()


async def test_nobody_listens(server):
    (provider,) = configured(settings_for(server, ai_providers="openai", openai_base_url="http://127.0.0.1:9/v1"))
    with pytest.raises(ProviderDown, match="unreachable"):
        await written(provider)
    await provider.close()


async def test_a_reader_may_walk_away_in_the_middle(server, provider):
    async with aclosing(provider.write(QUESTION)) as pieces:
        assert isinstance(await anext(pieces), str)
    assert (await written(provider))[0]


async def test_many_first_questions_at_once_connect_once(server, provider):
    answers = await asyncio.gather(*(written(provider) for _ in range(8)))
    assert {whole for whole, _, _ in answers} == {answers[0][0]}
    assert len(server.asked[provider.name]) == 8


def test_order_and_keys_decide_who_is_asked(server):
    settings = settings_for(server, ai_providers=" Gemini, openai,gemini ", openai_api_key=SecretStr(""))
    assert [p.name for p in configured(settings)] == ["gemini"]
    assert [p.name for p in configured(settings_for(server))] == ["anthropic", "openai", "gemini"]


def test_an_unknown_vendor_stops_the_start(server):
    with pytest.raises(WrongSettings, match="claudia"):
        configured(settings_for(server, ai_providers="claudia,openai"))


def test_no_sdk_is_imported_before_a_question_is_asked():
    code = """
import sys
from pydantic import SecretStr
from crm_app.adapters.llm.chain import configured
from crm_app.ai.gateway import Gateway
from crm_app.kit.settings import Settings
Gateway(configured(Settings(_env_file=None, openai_api_key=SecretStr("k"), anthropic_api_key=SecretStr("k"))))
print(sorted({"openai", "anthropic", "pydantic_ai", "genai_prices"} & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
