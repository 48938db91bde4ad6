# ruff: noqa: E501 - cases stand side by side
"""What sounds like an end and is none goes on; what is one stays one, however it is dressed."""

import pytest

from crm_app.language.limited_ends import without_limited
from crm_app.language.traced import fold
from crm_app.language.wishes import heard, read, wishes


def ended(text: str) -> bool:
    """Whether the writer is not to be written to, or not to be asked, any more."""
    return heard(read(text), wishes(text, fold(text))).kind in ("stop", "lost")


@pytest.mark.parametrize(
    "text",
    [
        "Please do not contact me, phone or email, ever again.", "Don't call me, text me or email me any more", "remove me from the list",
        "Take me off your mailing list please", "Don't call me after 3 attempts, enough", "do not message me again", "Never call me before asking, and never text me again",
        "I want to opt out of your messages", "Remove me from the course emails", "Not interested, thanks.", "No longer looking, we bought a flat in the Marina for 900k.",
        "I'm not interested in your offer any more", "I changed my mind, I don't need a flat now", "Wrong number, I never asked for a villa",
        "I am not interested in buying anything", "already found a two-bedroom flat elsewhere", "not interested, I only wanted the price",
        "Thanks but I'm not interested, it was just a question", "I'm no longer interested, I just need my deposit back", "I'm not interested in villas, please leave me alone",
        "I changed my mind, I prefer to stay where I am", "don't call me, don't text me", "Not interested in the villa any more, thanks",
        "Please don't write to me before or after anything, just stop writing to me", "No me llamen más, por favor", "no me escriban ni me llamen",
        "No me contacten, ni por correo ni por teléfono", "dejen de llamarme por la mañana, por la tarde y por la noche", "Quiero darme de baja de la lista",
        "no quiero más mensajes, ni por WhatsApp", "No me llamen nunca más después de esto", "No me manden mensajes", "borren mi número", "no me molesten más",
        "No me interesa, gracias", "ya no busco piso, compramos uno en Chamberí", "No estoy interesado en comprar nada", "ya encontré un piso de 2 habitaciones en otra agencia",
        "ya no me interesa, solo quería el precio", "número equivocado, yo no pedí un chalé", "no me interesa su oferta", "Ya no lo necesito, quiero que me devuelvan la señal",
        "no me interesa el piso, gracias", "لا تتصلوا بي بعد الآن", "لا تراسلوني بعد اليوم", "لا ترسلوا لي رسائل", "لا تتصل علي مرة ثانية", "أوقفوا الرسائل، توقفوا عن الإرسال",
        "إلغاء الاشتراك من فضلكم", "لا تتواصلوا معي لا واتساب ولا ايميل", "احذفوا رقمي", "لا تزعجوني", "اتركوني لو سمحتم", "غير مهتم، شكرا", "غير مهتم بالعرض",
        "لم أعد مهتما، اشترينا شقة في الملقا", "مو مهتم بالشراء", "لقيت غيره الحمد لله", "الرقم غلط، ما طلبت فيلا", "مش مهتم، كنت أسأل عن السعر فقط",
        "وجدت غيره شقة غرفتين في جدة", "غير مهتمة بالفيلا", "لست مهتما بأي عقار", "Please don't contact me before you delete my data, remove me",
        "don't text me. call center spam!", "never contact me, by WhatsApp or otherwise", "Stop calling me before I call the police",
        "Don't email me, text me, call me, nothing", "stop messaging me after today", "don't call me after this", "Do not call me ever", "opt out", "opt out of all this",
        "remove me from the tour emails", "remove me from the viewing list", "unsubscribe, email me a confirmation", "don't call me, WhatsApp me or text me",
        "Don't call me, please", "don't call me please, I only want to be left alone", "Don't message me, message somebody else", "do not text me only spam",
        "I'm not interested in villas or flats or anything", "not interested in this, I want nothing", "I'm not interested in your villas, I just want you to stop",
        "not interested in Dubai any more, we need to stay in London", "No longer interested in the flat, we bought only yesterday", "not interested in the house, but thanks",
        "I changed my mind, only sorry for your time", "wrong number", "wrong number, sorry", "already found on another site, thanks",
        "no me llamen por la mañana ni por la tarde ni nunca", "No me llamen después de 3 llamadas ya está bien", "no me llamen, no me escriban por whatsapp",
        "no me escriban por correo, ni WhatsApp ni sms", "No me llamen a partir de ahora", "no me escriban después de hoy",
        "no me interesa el piso, quiero que me dejen tranquilo", "ya encontré en otra web", "no me manden correos, mensajes ni nada", "no estoy interesado en mudarme, gracias",
        "لا تتصلوا صباحا ولا مساء", "لا تتصلوا بعد هذا", "لا تراسلوني، لا واتساب ولا ايميل", "لا تتصلوا بي، لا ترسلوا لي", "لا تتصلوا بعد 3 مرات", "غير مهتم بالفيلا، شكرا لكم",
        "مو مهتم بالشقة، لقيت غيره", "لا تكلموني بعد اليوم ابدا", "غير مهتم بالعقار، أريد إلغاء الاشتراك", "لا ترسل لي ايميل ولا واتساب", "مو مهتم بأي شي، ابي ترتاحوا",
        "I'm not interested in this project, I need time to think", "Not interested in paying that much, I want out",
        "no longer interested in the unit; I'd like my deposit refunded", "Don't call me before I've unsubscribed, remove me", "don't message me after work or ever",
        "Never call after 9pm or before 9pm, just never call", "don't email me, call off the viewing", "Do not text me, message received",
        "do not write to me, write to my lawyer", "I'm not interested in flats or villas, I prefer not to be contacted", "Changed my mind, I want to stay in my house",
        "changed my mind, don't want anything", "please opt out of gym emails", "remove me from the appointment reminders", "remove me from your viewing lists",
        "Don't call me at 10 or at 11 or ever", "not interested in your villas, show me the exit lol", "I am not interested in being called, only emails from my bank matter",
        "Stop contacting me before I block you", "don't contact me on WhatsApp, email or phone", "no me llames más por la mañana, ni nunca",
        "no me interesa el piso, prefiero no seguir", "No me interesa comprar, solo miraba", "No me interesan los pisos, ya no busco nada, gracias",
        "no me llamen, prefiero que no me llamen", "no me escriban por WhatsApp, correo ni SMS", "no me manden más, mejor por favor paren",
        "no estoy interesado en el ático, quiero que borren mis datos", "ya no busco piso, quiero dar las gracias", "No me contacten después de las 10 llamadas de ayer",
        "no quiero más llamadas después de las 9, ni antes", "cambio de opinión: no me interesa el chalé, prefiero quedarme", "غير مهتم بالشقة، اريد ان توقفوا الرسائل",
        "لا تتصلوا بي قبل او بعد", "لا تراسلوني واتساب ولا اتصال", "غير مهتم بالفيلا، افضل البقاء في بيتي", "مو مهتم بالدورة، ما ابي شي", "لا تتصلوا الصبح ولا المسا ولا اي وقت",
        "لا ترسلوا لي على الواتساب او الايميل", "غير مهتم بعروضكم، ابي راحتي", "لست مهتما بمشروعكم، افضل غيره", "غير مهتم بالموضوع بل منزعج",
        "We're no longer interested in the villa. We only wanted to compare prices.", "not interested in the apartment we saw, we want our deposit back",
        "I'm not interested in seeing flats, I want silence", "I am not interested in Marina, I'd like you to close my file", "Changed my mind, would like to cancel",
        "I changed my mind and I need my documents back", "Please never text me after 8, actually never text me", "Don't message me before speaking to my lawyer",
        "don't call me, call a doctor", "do not email me, use of my address is illegal", "Don't write to me, please, write in your records that I opted out",
        "take me off the tour list", "opting out of the warranty messages", "no longer interested in moving, we prefer our current house",
        "no me llamen a las 9, ni a ninguna hora", "No me escriban, escriban a otro", "no me llame por las noches ni de día",
        "no me envíen correos de publicidad, solo basura mandan", "No me interesa Valencia, me quedo donde estoy", "ya no busco curso, necesito descansar",
        "no estoy interesado en el máster, quiero la devolución", "No me llamen, por favor, llamen a mi abogado", "no me molesten por la tarde, ni mañana",
        "لا تتصلوا قبل ما تحذفوا رقمي", "لا تراسلوني، كلموا المحامي", "لا تتصل بي بعد الساعة 5 ولا قبلها", "غير مهتم بالكورس، اريد استرجاع فلوسي",
        "مو مهتم بالشقق، ابي احد يحذف رقمي", "لا ترسلوا رسائل الصبح والمسا", "لست مهتما بالبيت، نبي هدوء", "لا تكلموني بعد الدوام ولا في العطلة",
        "غير مهتم بالحجز، افضل الالغاء", "لا تتصلوا، واتساب او غيره ممنوع",
        "I'm not interested in the course, I want to focus on my family", "No longer interested in the flat, I need surgery first",
        "not interested in your flats, I prefer Emaar", "changed my mind, I would like to be taken off", "Don't text me after today", "never email me, phone me, or visit me",
        "don't call me before checking with my wife, better not at all, unsubscribe", "no me interesa el curso, quiero dedicarme a mi familia",
        "No estoy interesado en el piso, necesito operarme", "no me llames por la noche, ni escribas", "no me manden sms, correos ni whatsapp",
        "no me interesa esa casa, prefiero olvidarlo", "غير مهتم بالدورة، اريد التفرغ لعائلتي", "مو مهتم بالشقة، محتاج علاج اول", "لا تتصلوا بالليل ولا بالنهار",
        "لا تراسلني على الواتساب ولا الايميل", "غير مهتم بالفيلا، نبي نسافر",
        "I am not interested in the villa, I need a break from house hunting", "not interested in flats, we want to sleep in our own house",
        "please don't call after 5, don't call at all", "remove me from viewing notifications please", "don't message me, call the police if you must",
        "no me llamen después de las 8 de la tarde nunca, no me llamen", "ya no busco piso, necesito volver a mi país", "No me escriban por correo, mejor por nada",
        "غير مهتم بالشقة، اريد العودة الى بلدي", "لا تتصل بي بعد الساعة 9 ولا اي ساعة", "مو مهتم بالبيت، ابي ارجع لبيتي القديم", "لا تراسلني ايميل او واتساب",
        "Not interested in the studio; looking for work instead",
    ],
)  # fmt: skip
def test_an_end_stays_an_end(text: str) -> None:
    assert ended(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am not interested in villas, only flats with two bedrooms", "Please don't email me, WhatsApp is better", "Please don't call me before 10",
        "don't call me after 6 pm, I'm at work", "wrong number of bedrooms, I need 3", "remove me from the viewing at 5, I'd rather come at 6", "I want to opt out of parking",
        "I'm not interested in Downtown, I prefer the Marina", "I changed my mind, I want a villa with a garden", "Don't call, just text me please",
        "We're not interested in renting, we want to buy", "Not interested in studios. Looking for a three-bedroom flat.", "Please do not call before 9am tomorrow",
        "take me off the tour on Friday and put me on Saturday's", "never call me before noon please, text me",
        "I'm no longer interested in the studio but in the two-bedroom one", "Changed my mind about the location, I need something near the metro",
        "please don't text me, call me instead", "I'm not interested in off-plan, show me ready flats", "stop by at 5?", "no me llamen antes de las 10",
        "No me llames por la mañana", "no me interesa Madrid, prefiero Valencia", "ya encontré el piso que quiero en su web", "No me llamen, mejor escríbanme por WhatsApp",
        "no me escriban por correo, mejor por WhatsApp", "No me interesan los chalés, busco un piso", "No me interesa alquilar, quiero comprar",
        "ya no busco estudio, ahora busco un piso de dos habitaciones", "no estoy interesado en obra nueva, solo en segunda mano",
        "cambié de opinión, quiero un ático con terraza", "No me llame después de las 20:00, por favor", "no me llamen por la tarde, trabajo",
        "Por favor no llamen antes de las nueve", "No estoy interesada en el centro, prefiero Chamberí", "no me interesa el piso de 90 m2, sino el de 120",
        "Ya no me interesa el ático, ahora quiero el bajo con jardín", "no me manden correos, prefiero WhatsApp", "baja el precio?",
        "no me llames a partir de las 9 de la noche", "غير مهتم بالفلل، أريد شقة", "لا تتصلوا قبل العاشرة", "لا تتصل بي بعد الساعة ٩ مساء", "لا تتصلوا، راسلوني واتساب",
        "مو مهتم بالإيجار، أبغى أشتري", "غير مهتمة بالرياض، أفضل جدة", "لست مهتما بالاستوديو بل بشقة غرفتين", "لا تتصلوا علي الصبح", "لا ترسل لي ايميل، الواتساب أفضل",
        "غيرت رأيي، أريد فيلا", "مش مهتم بشقة مفروشة، عايز شقة فاضية", "لا تتصل قبل الظهر لو سمحت", "لا تتصلوا بعد العصر", "ما عدت مهتم بالدوبلكس، ابي شقة",
        "لا تراسلوني على الايميل، ارسلوا واتساب", "غير مهتم بالدور الأرضي، فقط الأدوار العليا", "لا تكلمني بعد الساعة 10 بالليل", "غير مهتم بالأرض، أبحث عن بيت جاهز",
        "لا تتصلوا بي قبل الساعة 8", "لا تتصل، اكتب لي هنا", "Please never call before 11 in the morning", "don't call me after 18:30, I work",
        "Don't call me before 10am please", "Don't message me after 22:00", "I'm not interested in furnished ones, I prefer unfurnished",
        "not looking for a studio, we need two bedrooms", "don't email me, just WhatsApp me", "no me llamen antes de las 9:30",
        "Por favor, no me escriban después de las 10 de la noche", "No me interesa el centro, quiero algo cerca de la playa", "ya no busco alquilar, ahora quiero comprar",
        "لا تتصلوا قبل الساعة التاسعة", "لا تتصل بي بعد المغرب", "غير مهتم بالشقق، أبحث عن فيلا",
        "Please do not phone, text me", "don't call me before 11am, I sleep late", "not interested in the penthouse, we want the two-bedroom",
        "I'm not interested in buying, I want to rent", "I changed my mind, we prefer Al Barsha", "no me llamen antes de las 12", "no me interesa ese piso, prefiero el otro",
        "no estoy interesado en alquilar, busco comprar casa", "cambié de opinión, prefiero el turno de tarde", "لا تتصلوا قبل الساعة 11", "غير مهتم بالايجار، ابي تمليك",
        "لا تتصل الصبح، انا نايم", "مش مهتم بالكورس الصباحي، عايز المسائي", "لست مهتما بالشراء، أريد الإيجار",
    ],
)  # fmt: skip
def test_an_hour_another_way_or_another_thing_goes_on(text: str) -> None:
    assert not ended(text)


def test_what_is_let_go_is_blank_and_the_rest_stands_where_it_stood() -> None:
    text = "Hi. Don’t call me before 10. Stop texting me!"
    plain = without_limited(text)
    assert len(plain) == len(text) and plain.index("before") == text.index("before")
    assert "call" not in plain and read(text).stop == "Stop texting me!"
