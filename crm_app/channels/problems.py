"""What went wrong on a channel, as a person reads it? Every problem by its code; the screen translates the sentence."""

from crm_app.kit.coded import coded, filled, told
from crm_app.kit.errors import AppError

_PEOPLE = {
    "not_a_number": "This number cannot receive text messages. Ask for another one.",
    "not_in_use": "This number is not in use. Ask for another one.",
    "landline": "This is a landline, which receives no text messages. Call it.",
    "not_on_whatsapp": "This number is not on WhatsApp.",
    "out_of_reach": "The phone is switched off, out of reach, or cannot receive this.",
    "same_number": "Sender and recipient are the same number.",
    "wants_number": "WhatsApp wants this person's phone number for such a message. Ask for it.",
    "whatsapp_cannot": "WhatsApp cannot deliver to this person. Use another channel.",
    "whatsapp_not_now": "WhatsApp does not deliver to this person at present. Use another channel.",
    "unknown_chat": "Telegram does not know this chat.",
    "unknown_person": "Telegram does not know this person.",
    "blocked_bot": "This person has blocked the bot, so nothing reaches them here.",
    "wrote_stop": "This person wrote STOP and receives nothing until they write START.",
    "no_advertising": "This person wants no more advertising on WhatsApp.",
    "asked_no_more": "This person asked for no more messages here. They write START when they want some again.",
    "blocked_us": "This person has blocked us here, so nothing reaches them. Use another channel.",
    "no_handle": "This contact has no address on this channel, so the reply cannot leave.",
    "no_writing": "Nobody can be written to by telephone, and this contact has no e-mail address: add one, or call "
    "them back.",
    "no_email": "This contact has no e-mail address, so the reply cannot leave. Add one, or call them.",
}
_MESSAGES = {
    "too_long": "The message is longer than this channel takes. Shorten it and send it again.",
    "empty": "The message is empty.",
    "too_late": "The customer last wrote too long ago for a free text on WhatsApp. Send a template instead.",
    "window_closed": "The customer last wrote more than a day ago: WhatsApp takes only a template now. Choose one, or "
    "wait for them.",
    "never_wrote": "This customer has not written on WhatsApp yet: WhatsApp takes only a template for a first message.",
    "bad_template": "WhatsApp refuses this template: its name, language or values do not fit an approved one.",
    "bad_file": "WhatsApp cannot use the attached file. Send it in another form.",
    "bad_value": "WhatsApp refuses this message: a value in it does not fit.",
    "missing_value": "WhatsApp refuses this message: a value is missing in it.",
    "unknown_kind": "WhatsApp does not know this kind of message.",
    "country_closed": "The Twilio account may not write to this country. An admin allows it at Twilio.",
    "taken_for_spam": "The carrier held this back as unwanted. Change the wording, or call.",
    "carrier_lost": "The carrier lost this for a reason it does not tell; it is tried once more.",
    "marked_as_spam": "WhatsApp limits this number, because people marked its messages as spam.",
    "too_many_people": "WhatsApp limits how many people this number may write to first. Try again tomorrow.",
    "too_many_like_it": "WhatsApp held this back, since the person gets many such messages. Try tomorrow.",
    "refused": "{vendor} refuses this message.",
    "refused_as": "{vendor} refuses this message ({number}).",
    "answered": "{vendor} answered: {said}",
    "not_now": "The provider could not deliver this at present. Send it again.",
}
_WAITS = {
    "slow_down": "{vendor} asks to slow down; this is tried again.",
    "trouble": "{vendor} has trouble at the moment; this is tried again.",
    "queue_full": "Twilio's queue for this number is full; this is tried again.",
    "daily_limit": "The Twilio account has reached its daily limit; this waits.",
    "too_many_at_once": "Too many messages to this person at once; this is tried again.",
    "no_line": "{vendor} cannot be reached right now; this is tried again.",
    "no_line_now": "{vendor} cannot be reached right now. Try again.",
    "no_account": "This channel is not set up: an admin adds the number or bot under Settings, Channels. This waits.",
    "account_down": "The provider refuses this number or bot at present. An admin looks at Settings, Channels. This "
    "waits.",
    "no_mailbox": "E-mail is not set up yet: an admin adds the account under Settings, E-mail. This reply waits until "
    "then.",
    "paused": "This workspace is paused: nothing leaves until it is active again. This reply waits until then.",
    "practice_outbox": "The practice outbox cannot be written: {said}.",
}
_ACCOUNTS = {
    "ask_admin": "{why} An admin looks at Settings, Channels.",
    "credentials": "{vendor} refuses the account's credentials.",
    "not_active": "Twilio says that the account is not active.",
    "not_known": "Twilio does not know this account or number.",
    "sender_not_valid": "Twilio says that the sending number is not valid.",
    "sender_not_ours": "The sending number is not one of the Twilio account's, or sends no messages.",
    "suspended": "The Twilio account is suspended.",
    "not_registered": "The sending number is not registered with the carriers (A2P 10DLC).",
    "sender_credentials": "WhatsApp refuses the sender's credentials at Twilio.",
    "no_whatsapp_sender": "The sending number is no WhatsApp sender of this Twilio account.",
    "token_refused": "WhatsApp refuses the access token.",
    "token_expired": "The access token for WhatsApp has expired.",
    "token_may_not": "The access token may not send on WhatsApp.",
    "number_unknown": "WhatsApp does not know the sending number.",
    "policies": "WhatsApp has blocked this account for its policies.",
    "locked": "WhatsApp has locked this account.",
    "unpaid": "WhatsApp wants a payment for this account to be settled.",
    "bot_token": "Telegram refuses the bot's token.",
    "app_removed": "The app was taken out of the shop: connect it again at Shopify.",
}
_DOUBTS = {
    "line_broke": "The line to {vendor} broke while this was being sent: it may have arrived.",
    "unreadable": "{vendor}'s answer could not be read: this may have arrived.",
    "checking": "The connection broke while this was being sent. Tacit is finding out whether it arrived.",
    "doubtful": "The connection broke while this was being sent: it may have arrived. Ask, or send it again.",
    "not_there": "The connection broke while this was being sent, and the provider has no trace of it. Send it again.",
    "never_left": "Tacit could not put this on its way, and gave up after several tries. It has not left: send it "
    "again.",
}
_MAIL = {
    "mail_no_line": "The outgoing mail server cannot be reached right now; this is tried again.",
    "mail_login": "The outgoing mail server refused the login. An admin checks user and password under Settings, "
    "E-mail.",
    "mail_no_tls": "The outgoing mail server does not offer the encryption that is set. An admin checks Settings, "
    "E-mail.",
    "mail_certificate": "The outgoing mail server's certificate is not valid. An admin checks its name under Settings, "
    "E-mail.",
    "mail_broke": "The connection broke while this was being handed over: it may have arrived.",
    "mail_later": "The mail server asks to try again later ({number}).",
    "mail_unusable": "This mail cannot be sent: {said}.",
    "mail_alphabet": "The mail server cannot write to addresses in this alphabet.",
    "mail_too_large": "The message is too large for the mail server.",
    "mail_full": "The recipient's mailbox is full.",
    "mail_rules": "The mail server refused this for its rules: {said}",
    "mail_unknown": "The mail server does not know this address: {said}",
    "mail_refused": "The mail server refused this ({number}): {said}",
    "bounced": "{whom} could not be reached: {said}",
    "bounced_somewhere": "The recipient could not be reached: {said}",
    "mailbox_login": "{host} refused the login of {user}. Check user and password; some providers want an app "
    "password.",
    "mailbox_certificate": "{host} cannot be reached: its certificate or encryption was refused. It is tried again by "
    "itself.",
    "mailbox_silent": "{host} cannot be reached: it does not answer. It is tried again by itself.",
    "mailbox_busy": "{host} cannot be reached: it is busy. It is tried again by itself.",
    "mailbox_slow": "The mail server did not answer in time. Check its name and port.",
    "mailbox_none": "This account has no server to fetch from, so there is nothing to test.",
}
_FILES = {
    "file_gone": "The provider no longer has this file.",
    "file_gone_or_large": "Telegram no longer has this file, or it is larger than 20 MB.",
    "file_elsewhere": "The file lies at an address that is not the provider's, so it was not fetched.",
    "file_too_large": "The file is larger than {number} MB, so it was not fetched.",
    "file_trouble": "The provider does not hand out the file at the moment.",
    "file_changed": "The file changed on its way, so it was not kept.",
    "file_kind": "This kind of file is not kept: pictures, sound, video, PDF, office files and plain text are.",
    "file_given_up": "The file could not be fetched. Ask for it again.",
    "file_no_account": "The number or bot that this came by is no longer connected, so the file cannot be fetched.",
    "file_of_demo": "This is an example of the demo: there is no file behind it.",
}
SENTENCES = _PEOPLE | _MESSAGES | _WAITS | _ACCOUNTS | _DOUBTS | _MAIL | _FILES


def sentence(problem: str) -> str:
    """The sentence in English, for programs; "" for no problem."""
    return told(problem, SENTENCES, filled)


def ask_admin(code: str, **values: object) -> str:
    """A problem of the account itself."""
    return coded("ask_admin", why=coded(code, **values))


class MailboxTrouble(AppError):
    """A mailbox refuses us (`mailbox_login`), or cannot be reached (`mailbox_unreachable`)."""

    def __init__(self, code: str, problem: str, *, status: int) -> None:
        super().__init__(code, sentence(problem), status=status)
        self.problem = problem
