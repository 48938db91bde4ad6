"""Which words announce older messages, in the languages that mail programs speak.

Sources: the interface texts of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and common telephones.
"""

import re

# "wrote" as mail programs put it before a quotation. Matched as whole words, in lower case.
WROTE = (
    "wrote|writes|escribió|escribio|ha escrit|va escriure|escribiu|escreveu|idatzi du|"
    "a écrit|à écrit|schrieb|geschrieben|schreef|geschreven|ha scritto|scritto|skrev|følgende|"
    "napisał|napisała|napisał\\(a\\)|napisał/a|napsal|napsal\\(a\\)|napsala|napísal|napísal\\(a\\)|napísala|"
    "napisao|napisala|napisao/la|napisal|kirjoitti|kirjutas|rakstīja|rašė|parašė|skrifaði|"
    "írta|a scris|ha scrisu|yazdı|yazmış|shkroi|έγραψε|"
    "написал|написала|написал\\(а\\)|написав|пише|пишет|pisze|писал|писал\\(а\\)|написа|написао|"
    "viết|đã viết|menulis|เขียนว่า|เขียน|ने लिखा|लिखा|geskryf|aliandika|"
    "כתב|כתבה|כתב/ה|מאת|كتب|كتبت|تمت كتابة|نوشت|نوشته|نوشته است|"
    "写道|寫道|写到|写于|寫於|書きました|のメッセージ|のメール|作成|작성|님이 작성|님이 쓴 글|写"
).split("|")

# How such a line begins when it does not begin with a date, a weekday or an address.
STARTERS = (
    "on|at|in data|in|le|el|em|no dia|a|il|op|am|um|den|dne|dňa|dana|dnia|w dniu|w|v|la|pe|în data|în|"
    "tarihinde|στις|vào|lúc|pada|ngày|på|kl|em seg|а|на|у|в|"
    "o dia|el dia|ke|ma|ti|to|su|"
    "في|يوم|بتاريخ|در|در تاریخ|ב|בתאריך|ביום|在|于|於|เมื่อ|ใน|दिनांक"
).split("|")

# Names of header lines in a copied header block, by what they say.
HEADERS = {
    "from": "from|de|von|van|da|från|fra|od|od kogo|lähettäjä|kimden|gönderen|expéditeur|desde|remitente|mittente|"
    "отправитель|от|от кого|від|от кого|из|από|de la|feladó|dari|từ|จาก|من|מאת|از|差出人|送信者|发件人|"
    "發件人|寄件者|寄件人|"
    "보낸 사람|보낸사람|saatja|no|nuo|frá|pošiljatelj|šalje|absender|afzender|avsändare|afsender|nadawca|"
    "odesílatel|odosielateľ",
    "sent": "sent|date|enviado|enviado el|enviado em|enviada|enviada em|enviado a|fecha|data|envoyé|"
    "envoyé le|date d'envoi|"
    "gesendet|gesendet am|datum|verzonden|inviato|inviato il|skickat|skickades|sendt|dato|wysłano|wysłane|"
    "data wysłania|"
    "odesláno|odoslané|dátum|elküldve|küldve|lähetetty|päivämäärä|gönderildi|gönderme tarihi|tarih|trimis|dată|"
    "отправлено|дата|надіслано|изпратено|ημερομηνία|στάλθηκε|απεστάλη|dikirim|tanggal|đã gửi|ngày|วันที่|ส่ง|"
    "تاريخ|التاريخ|تاريخ الإرسال|أرسلت|تم الإرسال|נשלח|תאריך|ارسال شده|تاریخ|送信日時|日時|日付|发送时间|"
    "发送日期|日期|時間|寄件日期|傳送時間|"
    "보낸 날짜|날짜|saadetud|kuupäev|nosūtīts|išsiųsta|dagsetning|poslano|message du|envoyé par",
    "to": "to|para|à|a|an|aan|till|til|do|komu|dla|címzett|vastaanottaja|kime|alıcı|către|кому|до|προς|"
    "kepada|đến|tới|ถึง|"
    "إلى|الى|אל|به|宛先|收件人|收件者|받는 사람|받는사람|saaja|kam|kam|za|prima|per|destinataire|destinatario|pour",
    "subject": "subject|asunto|assunto|objet|sujet|betreff|onderwerp|oggetto|ämne|emne|aihe|temat|předmět|"
    "predmet|tárgy|"
    "konu|subiect|тема|относно|θέμα|perihal|subyek|subjek|chủ đề|tiêu đề|เรื่อง|หัวเรื่อง|الموضوع|موضوع|נושא|"
    "件名|主题|主題|主旨|"
    "제목|teema|temats|tema|efni|assumpte|zadeva",
    "other": "cc|copie|copie à|copia|kopie|kopia|kopi|cópia|dw|bcc|reply-to|répondre à|antwort an|"
    "responder a|копия|نسخة|抄送|副本|참조|"
    "attachments|importance|priority|organization|x-mailer|kopija|másolatot kap|bilgi|cci|cco|message-id|"
    "expédié par",
}

# What stands between dashes or before a colon where a mail is attached below: "Original Message", "Forwarded message".
MESSAGE = (
    "message|messages|mensaje|mensagem|missatge|messaggio|nachricht|nachrichten|bericht|mail|e-mail|email|"
    "meddelande|brev|besked|meddelelse|melding|viesti|wiadomość|wiadomości|zpráva|zpráv|správa|üzenet|"
    "üzenete|ileti|mesaj|mesajul|"
    "сообщение|сообщения|письмо|повідомлення|съобщение|poruka|sporočilo|μήνυμα|pesan|thư|tin nhắn|ข้อความ|"
    "الرسالة|رسالة|ההודעה|הודעה|پیام|メッセージ|メール|邮件|郵件|訊息|메시지|메일|kiri|ziņojums|laiškas|skilaboð"
).split("|")

BEGIN_FORWARD = (
    "begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié|"
    "début du message transféré|"
    "inicio del mensaje reenviado|inici del missatge reenviat|inizio messaggio inoltrato|"
    "inizio del messaggio inoltrato|"
    "início da mensagem reencaminhada|início da mensagem encaminhada|begin doorgestuurd bericht|"
    "vidarebefordrat brev|"
    "start på vidarebefordrat|start på videresendt besked|videresendt melding|videresendt meddelelse|"
    "välitetty viesti alkaa|początek przekazywanej wiadomości|začátek přeposílané zprávy|"
    "začiatok preposlanej správy|"
    "továbbított üzenet kezdete|začetek posredovanega sporočila|početak proslijeđene poruke|"
    "iletilen ileti başlangıcı|"
    "başlangıç iletilen ileti|începutul mesajului redirecționat|начало переадресованного сообщения|"
    "пересылаемое сообщение|початок переадресованого повідомлення|αρχή προωθημένου μηνύματος|"
    "bắt đầu thư được chuyển tiếp|mulai pesan yang diteruskan|بدء الرسالة المعاد توجيهها|תחילת ההודעה שהועברה|"
    "転送されたメッセージ|下面是被转发的邮件|以下是轉寄的郵件|开始转发的邮件|전달된 메시지 시작"
).split("|")

# Helpdesks put this above everything they sent before.
REPLY_ABOVE = (
    "reply above this line|type your reply above|write above this line|responda por encima de esta línea|"
    "escriba su respuesta por encima|répondez au-dessus de cette ligne|antworten sie oberhalb dieser|"
    "responda acima desta linha|rispondi sopra questa riga|antwoord boven deze regel|الرد فوق هذا السطر"
).split("|")

# A line that a telephone or program adds by itself. Matched at the start of a line.
SENT_FROM = (
    r"sent (?:from|via|with|using|by|on) \S|(?:sent|written) from my|from my \S+|"
    r"(?:this )?(?:message|e-?mail) (?:was )?sent from my|"
    r"get outlook for|get bluemail|\S+ from mobile$|sent on the go|typed on my|on the go with|"
    r"envoyé (?:depuis|de|à partir de|avec|par)\b|obtenir? outlook|obtenez outlook|télécharge[rz] outlook|"
    r"provenance :|"
    r"envoyé d[’']|enviado (?:desde|do|de|a partir|com|con|via|pelo|por)\b|enviada do|obtener outlook|"
    r"obter o outlook|baixar? o outlook|enviat (?:des|amb)\b|"
    r"gesendet (?:von|mit|aus|über|via)\b|von meinem|von unterwegs|diese (?:nachricht|e-?mail) wurde von|"
    r"holen sie sich outlook|outlook für (?:ios|android) (?:herunterladen|beziehen)|"
    r"am (?:handy|smartphone) (?:geschrieben|getippt)|"
    r"verzonden (?:vanaf|met|via|van)\b|verstuurd (?:vanaf|met|via|van)\b|outlook voor|download outlook|"
    r"verzend vanuit|"
    r"inviato (?:da|dal|dall[’']|con|tramite|via)|scarica outlook|ottieni outlook|"
    r"skickat (?:från|via|med)\b|skickades från|hämta outlook|sendt (?:fra|med|via)\b|hent outlook|"
    r"skaff deg outlook|sent frå|"
    r"lähetetty\b|hanki outlook|wysłan[eoy] (?:z|za|przy|ze)\b|pobierz outlook|odesláno z|získat outlook|"
    r"odoslan[ée] z|poslan[oae] (?:z|s|sa|iz|sa mog)\b|küldve |elküldve |az? iphone|trimis (?:de|din|cu)\b|"
    r"iphone['’]?\w* gönder|.{0,40}(?:telefonumdan|cihazımdan|ımdan|umdan) gönderildi|.{0,30} için outlook|"
    r"отправлено (?:с|из|от|через)\b|отправлен[оа]? (?:с|из)\b|надіслано (?:з|із|від)\b|"
    r"изпратено (?:от|чрез)\b|послато са|"
    r"στάλθηκε (?:από|με)|εστάλη από|απεστάλη από|dikirim (?:dari|dengan)|dihantar|được gửi từ|đã gửi từ|gửi từ|"
    r"ส่งจาก|ส่งมาจาก|(?:تم )?(?:ال)?[إا]رسال(?:ها|ه)? من|أ?ُ?رسلت من|مرسل[ة]? من|تم الإرسال|نشلח|נשלח מ|ارسال شده از|"
    r"发自|來自我的|从我的|從我的|由我的|使用.{0,20}发送|.{0,40}から送信|.{0,40}에서 보냄|.{0,30}에서 전송|"
    r"saadetud minu|sūtīts no|"
    r"virus-?free\b|libre de virus|sans virus|virenfrei|senza virus|livre de vírus|"
    r"išsiųsta iš|sent frá|sent úr"
)


def words(alternatives: list[str]) -> str:
    """A regular expression for any of the alternatives, longest first so that none hides a longer one."""
    return "|".join(sorted(dict.fromkeys(alternatives), key=len, reverse=True))


def header_kinds() -> dict[str, str]:
    """Header name in lower case -> what it says: from, sent, to, subject or other."""
    kinds: dict[str, str] = {}
    for kind, names in HEADERS.items():
        for name in names.split("|"):
            kinds.setdefault(name, kind)
    return kinds


WROTE_PATTERN = re.compile(
    rf"(?<!\w)(?:{words(WROTE)})(?!\w)|写道|寫道|写到|写于|書きました|님이 작성|のメール|のメッセージ|เขียน",
    re.IGNORECASE,
)
STARTER_PATTERN = re.compile(rf"(?:{words(STARTERS)})(?!\w)|[-*_\s]{{0,8}}\d|\w{{2,12}}[.,]|ב-|ב[־-]", re.IGNORECASE)
SENT_FROM_PATTERN = re.compile(rf"[\s*_(\[<-]{{0,4}}(?:{SENT_FROM})", re.IGNORECASE)
_DASHES = "[-_=—–‐]{2,60}"
MARKER_PATTERN = re.compile(
    rf"[*_>\s]{{0,4}}{_DASHES}\s{{0,3}}(?=[^-]{{0,60}}(?:{words(MESSAGE)}))[^-_=]{{2,60}}{_DASHES}[*_\s]{{0,4}}$"
    rf"|[*_\s]{{0,4}}(?:{words(BEGIN_FORWARD)})[*_\s]{{0,3}}[:：]?[*_\s]{{0,4}}$"
    rf"|.{{0,30}}(?:{words(REPLY_ABOVE)}).{{0,60}}$",
    re.IGNORECASE,
)
HEADER_KINDS = header_kinds()
