"""Gemini by its OpenAI-compatible endpoint, which refuses parameters that it does not know."""

from openai import AsyncOpenAI
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIChatModelSettings
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai import OpenAIProvider

from crm_app.adapters.llm.drive import DrivenModel
from crm_app.kit.settings import Settings


def connect(settings: Settings) -> DrivenModel:
    """The provider for GEMINI_API_KEY and GEMINI_MODEL."""
    client = AsyncOpenAI(
        api_key=settings.gemini_api_key.get_secret_value(), base_url=settings.gemini_base_url, max_retries=0
    )
    model = OpenAIChatModel(
        settings.gemini_model,
        provider=OpenAIProvider(openai_client=client),
        profile=OpenAIModelProfile(
            openai_chat_supports_max_completion_tokens=False, openai_chat_streaming_requires_finish_reason=True
        ),
        # Thinking counts as tokens of the answer; "low" is the least that every Gemini takes.
        settings=OpenAIChatModelSettings(openai_reasoning_effort="low"),
    )
    return DrivenModel("gemini", model, "google", settings.ai_timeout_seconds, client.close)
