# ruff: noqa: E501 - a step stands on one line, as its translation does
"""How is each kind of channel connected, step by step? Texts for `t`; pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guide:
    """`path` is where the vendor delivers; `{token}` in it is the account's own. `secrets` are labels by name."""

    label: str
    says: str
    icon: str
    address: str
    example: str
    steps: tuple[str, ...]
    secrets: dict[str, str]
    path: str
    last: str


_TWILIO = {"account_sid": "Account SID", "auth_token": "Auth token"}

GUIDES: dict[str, Guide] = {
    "twilio_sms": Guide(
        "SMS by Twilio",
        "Texts to a number of yours become conversations, and replies leave from the same number.",
        "smartphone",
        "Your number",
        "+15005550006",
        (
            "Sign in to Twilio and open Account info on its first page: there are the account SID and the auth token.",
            "Buy a number that can send texts, or choose one of yours, and type it below as +15005550006.",
            "Save here. Then open the number at Twilio, Messaging configuration, and paste the address below where it says that a message comes in, as a webhook with HTTP POST.",
        ),
        _TWILIO,
        "/webhooks/sms/inbound",
        "Now send a text to the number: it stands in the inbox within seconds.",
    ),
    "twilio_whatsapp": Guide(
        "WhatsApp by Twilio",
        "For a WhatsApp number that Twilio hosts for you.",
        "message-circle",
        "Your WhatsApp number",
        "+15005550006",
        (
            "Sign in to Twilio and open Account info on its first page: there are the account SID and the auth token.",
            "Register a WhatsApp sender under Messaging, Senders, and type its number below.",
            "Save here. Then open the sender at Twilio and paste the address below as the webhook for incoming messages, with HTTP POST.",
        ),
        _TWILIO,
        "/webhooks/whatsapp/inbound",
        "Now write to the number from your own WhatsApp: the message stands in the inbox within seconds.",
    ),
    "meta_whatsapp": Guide(
        "WhatsApp by Meta",
        "The Cloud API, straight from Meta.",
        "message-circle",
        "Phone number ID",
        "106540352242922",
        (
            "Open your app at Meta for Developers, WhatsApp, API setup: there is the phone number ID (not the number itself).",
            "The app secret stands under App settings, Basic. Make a permanent access token for a system user with the rights whatsapp_business_messaging and whatsapp_business_management.",
            "Make up a verify token: any long word that nobody guesses.",
            "Save here. Then open WhatsApp, Configuration at Meta, paste the address below as the callback URL with your verify token, and subscribe to the field messages.",
        ),
        {"app_secret": "App secret", "verify_token": "Verify token", "access_token": "Access token"},
        "/webhooks/whatsapp",
        "Now write to the number from your own WhatsApp: the message stands in the inbox within seconds.",
    ),
    "telegram": Guide(
        "Telegram bot",
        "People write to your bot, and read the answers in the same chat.",
        "send",
        "Name of the bot",
        "harbour_homes_bot",
        (
            "Write /newbot to @BotFather in Telegram, give the bot a name, and copy the token that it tells you.",
            "Make up a webhook secret of letters and digits: Telegram shows it to us with every message.",
            "Save here. Then press Tell Telegram: it learns where to deliver, and the bot is live.",
        ),
        {"bot_token": "Bot token", "webhook_secret": "Webhook secret"},
        "/webhooks/telegram/{token}",
        "Now write to the bot: the message stands in the inbox within seconds.",
    ),
    "twilio_voice": Guide(
        "Missed calls by Twilio",
        "Who calls and is not answered gets a text within a minute, once.",
        "phone-missed",
        "Your number",
        "+15005550006",
        (
            "Sign in to Twilio and open Account info on its first page: there are the account SID and the auth token.",
            "Type the number that people call. Texts leave from it when SMS is connected for it, too.",
            "Save here. Then open the number at Twilio, Voice configuration, and paste the address below as the call status callback. Where you forward calls with Dial, use it as the action of Dial.",
        ),
        _TWILIO,
        "/webhooks/missed-call",
        "Now call the number and hang up: a text follows within a minute.",
    ),
    "shopify": Guide(
        "Shopify",
        "Orders and customers of your shop stand beside every conversation.",
        "shopping-bag",
        "Your shop",
        "my-shop.myshopify.com",
        (
            "Open your shop's admin, Settings, Notifications, Webhooks. Its last line shows the signing secret.",
            "Save here. Then create webhooks there for order creation, order update, fulfillment and customer update, in JSON, with the address below.",
        ),
        {"webhook_secret": "Signing secret", "older_webhook_secret": "Signing secret before the last rotation"},
        "/webhooks/shopify",
        "Now change an order in the shop: it shows beside the customer's conversations.",
    ),
    "tracking": Guide(
        "Parcel tracking",
        "Carriers' scans, brought by EasyPost, stand with each order.",
        "package",
        "Name for your team",
        "easypost",
        (
            "Open EasyPost, Account settings, Webhooks, and choose a webhook secret.",
            "Save here. Then add a webhook there with the address below and the same secret.",
        ),
        {"webhook_secret": "Webhook secret"},
        "/webhooks/tracking/{token}",
        "Now wait for the next scan of a parcel that an order names.",
    ),
    "vapi": Guide(
        "Telephone assistant by VAPI",
        "Every call that an assistant has held becomes a conversation: what the customer said, with transcript and recording.",
        "phone-call",
        "Name for your team",
        "vapi",
        (
            "Make up a webhook secret: a long word that nobody guesses. Under Custom credentials at VAPI, store it as the secret or the bearer token of a server.",
            "Save here. Then paste the address below as the server URL of the assistant or the number, with that credential, and tick end-of-call-report among its server messages.",
        ),
        {"webhook_secret": "Webhook secret"},
        "/webhooks/vapi/{token}",
        "Now call the assistant and hang up: the call stands in the inbox within seconds.",
    ),
    "calcom": Guide(
        "Appointments by Cal.com",
        "Who books, moves or cancels an appointment: a note in the conversation tells of it, and the lead moves on.",
        "calendar-check",
        "Name for your team",
        "cal.com",
        (
            "Make up a webhook secret: a long word that nobody guesses.",
            "Save here. Then open Cal.com, Settings, Developer, Webhooks, paste the address below with that secret, and choose booking created, rescheduled and cancelled. Leave the payload template empty.",
        ),
        {"webhook_secret": "Webhook secret"},
        "/webhooks/calcom/{token}",
        "Now book an appointment: a note tells of it within seconds.",
    ),
    "hubspot": Guide(
        "HubSpot",
        "What your team changes about a contact there changes here, too: name, e-mail and phone.",
        "contact",
        "Portal ID",
        "62515",
        (
            "Open your app in HubSpot, Auth: there is the client secret.",
            "Contacts are found by HubSpot's id: give them the outside id hubspot:101 when they are imported or sent by your programs.",
            "Save here. Then open Webhooks of the app, paste the address below as the target URL, and subscribe to changes of the contact properties firstname, lastname, email and phone.",
        ),
        {"client_secret": "Client secret"},
        "/webhooks/hubspot/{token}",
        "Now change a contact at HubSpot: it changes under People within a minute.",
    ),
    "inbound": Guide(
        "Another program",
        "Any program that signs as Standard Webhooks says delivers people, and what they wrote.",
        "webhook",
        "Name for your team",
        "my-program",
        (
            "The program gives you a signing secret that begins with whsec_. Copy it.",
            "Save here. Then let the program post to the address below: JSON whose data holds name, email or phone, and message where there is one.",
        ),
        {"webhook_secret": "Signing secret"},
        "/webhooks/inbound/{token}",
        "Now let the program deliver once: a message stands in the inbox within seconds, a person without one under People.",
    ),
}
