"""The live chat's way out: the visitor's open sockets hear of the reply; who is away reads it when they return."""

from crm_app.channels.port import Outbound, Sent
from crm_app.kit.bus import Bus

TOPIC = "visitors"


class LiveChatSender:
    """Sends by the bus. The message is stored already, so nothing depends on somebody listening."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def send(self, outbound: Outbound) -> Sent:
        await self._bus.publish(TOPIC, {"visitor": outbound.to, "message_id": outbound.message_id})
        return Sent("sent", outbound.message_id)
