"""Claude by Anthropic's messages API."""

from anthropic import AsyncAnthropic
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider

from crm_app.adapters.llm.drive import DrivenModel
from crm_app.kit.settings import Settings


def connect(settings: Settings) -> DrivenModel:
    """The provider for ANTHROPIC_API_KEY and ANTHROPIC_MODEL."""
    client = AsyncAnthropic(
        api_key=settings.anthropic_api_key.get_secret_value(), base_url=settings.anthropic_base_url, max_retries=0
    )
    model = AnthropicModel(settings.anthropic_model, provider=AnthropicProvider(anthropic_client=client))
    return DrivenModel("anthropic", model, "anthropic", settings.ai_timeout_seconds, client.close)
