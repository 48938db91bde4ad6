"""GPT by OpenAI's chat completions API."""

from openai import AsyncOpenAI
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai import OpenAIProvider

from crm_app.adapters.llm.drive import DrivenModel
from crm_app.kit.settings import Settings


def connect(settings: Settings) -> DrivenModel:
    """The provider for OPENAI_API_KEY and OPENAI_MODEL."""
    client = AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value(), base_url=settings.openai_base_url, max_retries=0
    )
    model = OpenAIChatModel(
        settings.openai_model,
        provider=OpenAIProvider(openai_client=client),
        # A stream of this form that is cut off just ends; only a missing reason tells.
        profile=OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True),
    )
    return DrivenModel("openai", model, "openai", settings.ai_timeout_seconds, client.close)
