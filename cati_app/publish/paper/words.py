"""The fixed words of documents for people: routing pictures and paper questionnaires."""

# ruff: noqa: E501 - a table, one term a line

from __future__ import annotations

LANGUAGES = ("en", "de", "tr", "ru", "ar")
_TERMS: dict[str, tuple[str, str, str, str, str]] = {
    "version": ("Version", "Version", "Sürüm", "Версия", "الإصدار"),
    "saved_on": ("Last changed", "Zuletzt geändert", "Son değişiklik", "Последнее изменение", "آخر تعديل"),
    "language": ("Language", "Sprache", "Dil", "Язык", "اللغة"),
    "languages": ("Languages", "Sprachen", "Diller", "Языки", "اللغات"),
    "draft": ("Draft: not yet read by a native speaker", "Entwurf: noch von keiner Person mit dieser Muttersprache gelesen", "Taslak: henüz ana dili konuşan biri tarafından okunmadı", "Черновик: ещё не проверен носителем языка", "مسودة: لم يراجعها بعد ناطق باللغة"),
    "draft_short": ("draft", "Entwurf", "taslak", "черновик", "مسودة"),
    "questions": ("Questions: {n}", "Fragen: {n}", "Soru sayısı: {n}", "Вопросов: {n}", "عدد الأسئلة: {n}"),
    "questions_label": ("Questions", "Fragen", "Soru sayısı", "Вопросов", "عدد الأسئلة"),
    "questionnaire": ("Questionnaire", "Fragebogen", "Soru formu", "Анкета", "استمارة الأسئلة"),
    "routing": ("Routing of the questionnaire", "Filterführung des Fragebogens", "Soru formunun akışı", "Маршрут анкеты", "مسار الاستمارة"),
    "telephone": ("Telephone interview, read aloud by an interviewer", "Telefonisches Interview, von einer Person vorgelesen", "Telefonla görüşme; sorular yüksek sesle okunur", "Телефонное интервью; вопросы зачитывает интервьюер", "مقابلة هاتفية تُقرأ فيها الأسئلة بصوت مسموع"),
    "kind_single": ("one answer", "eine Antwort", "tek cevap", "один ответ", "إجابة واحدة"),
    "kind_multiple": ("several answers", "mehrere Antworten", "birden çok cevap", "несколько ответов", "إجابات متعددة"),
    "kind_rank": ("ranking", "Reihenfolge", "sıralama", "ранжирование", "ترتيب"),
    "kind_scale": ("scale", "Skala", "ölçek", "шкала", "مقياس"),
    "kind_integer": ("whole number", "ganze Zahl", "tam sayı", "целое число", "عدد صحيح"),
    "kind_decimal": ("number", "Zahl", "sayı", "число", "عدد"),
    "kind_date": ("date", "Datum", "tarih", "дата", "تاريخ"),
    "kind_time": ("time", "Uhrzeit", "saat", "время", "وقت"),
    "kind_datetime": ("date and time", "Datum und Uhrzeit", "tarih ve saat", "дата и время", "تاريخ ووقت"),
    "kind_text": ("text", "Text", "metin", "текст", "نص"),
    "kind_long_text": ("open text", "offener Text", "açık metin", "открытый ответ", "نص مفتوح"),
    "kind_note": ("read aloud", "vorlesen", "okunur", "зачитать", "يُقرأ"),
    "kind_acknowledge": ("confirm", "bestätigen", "onay", "подтвердить", "تأكيد"),
    "kind_repeat": ("repeat", "Wiederholung", "tekrar", "повтор", "تكرار"),
    "calculation": ("calculated", "berechnet", "hesaplanır", "вычисляется", "محسوب"),
    "hidden": ("handed in", "vorgegeben", "hazır gelir", "задано заранее", "قيمة مُعطاة"),
    "quota": ("quota", "Quote", "kota", "квота", "حصة"),
    "quota_place": ("Quota cell decided, place taken", "Quotenzelle bestimmt, Platz vergeben", "Kota hücresi belirlenir, yer ayrılır", "Ячейка квоты определена, место занято", "تُحدَّد خلية الحصة ويُحجز المكان"),
    "grid": ("grid", "Tabelle", "tablo", "таблица", "جدول"),
    "list": ("one screen", "ein Bildschirm", "tek ekran", "один экран", "شاشة واحدة"),
    "random": ("The answers are read in random order.", "Die Antworten werden in zufälliger Reihenfolge vorgelesen.", "Cevaplar rastgele sırayla okunur.", "Ответы зачитываются в случайном порядке.", "تُقرأ الإجابات بترتيب عشوائي."),
    "repeat_times": ("Repeat as often as: {what}", "So oft wiederholen: {what}", "Tekrar sayısı: {what}", "Повторить столько раз: {what}", "عدد مرات التكرار: {what}"),
    "repeat_end": ("End of the repetition", "Ende der Wiederholung", "Tekrarın sonu", "Конец повтора", "نهاية التكرار"),
    "repeat_open": ("Repeat until there is no further one", "Wiederholen, bis es keine weitere Angabe gibt", "Başka kalmayana kadar tekrarlanır", "Повторять, пока есть о чём спрашивать", "يُكرَّر حتى لا يبقى شيء آخر"),
    "only_if": ("Only if {what}", "Nur wenn {what}", "Yalnızca şu durumda: {what}", "Только если {what}", "فقط إذا {what}"),
    "asked_if": ("asked only if", "nur wenn", "yalnızca", "только если", "فقط إذا"),
    "skip": ("not met: goes on below", "nicht erfüllt: weiter darunter", "sağlanmazsa: aşağıdan devam", "не выполнено: дальше ниже", "إن لم يتحقق: يُتابَع أدناه"),
    "decides": ("decides", "entscheidet über", "belirler", "определяет", "يحدد"),
    "required": ("answer required", "Antwort nötig", "cevap gerekli", "ответ обязателен", "الإجابة مطلوبة"),
    "condition": ("condition", "Bedingung", "koşul", "условие", "شرط"),
    "interviewer": ("Interviewer", "Interviewer", "Görüşmeci", "Интервьюеру", "للباحث"),
    "help": ("If asked", "Bei Nachfragen", "Sorulursa", "При вопросах", "عند السؤال"),
    "dont_know": ("don’t know", "weiß nicht", "bilmiyor", "затрудняюсь ответить", "لا أعرف"),
    "refused": ("refused", "keine Angabe", "cevap vermek istemiyor", "отказ от ответа", "رفض الإجابة"),
    "between": ("{low} to {high}", "{low} bis {high}", "{low} – {high}", "от {low} до {high}", "من {low} إلى {high}"),
    "month": ("month, year", "Monat, Jahr", "ay, yıl", "месяц, год", "الشهر، السنة"),
    "year": ("year", "Jahr", "yıl", "год", "السنة"),
    "day": ("day, month, year", "Tag, Monat, Jahr", "gün, ay, yıl", "день, месяц, год", "اليوم، الشهر، السنة"),
    "only_this": ("only this", "nur diese", "yalnızca bu", "только этот", "هذه فقط"),
    "some_offered": ("Only the answers that fit are read: {what}", "Nur passende Antworten werden vorgelesen: {what}", "Yalnızca uyan cevaplar okunur: {what}", "Зачитываются только подходящие ответы: {what}", "تُقرأ الإجابات المناسبة فقط: {what}"),
    "from_list": ("List of {n} answers, see appendix: {name}", "Liste mit {n} Antworten, siehe Anhang: {name}", "{n} cevaplık liste, bkz. ek: {name}", "Список из {n} ответов, см. приложение: {name}", "قائمة من {n} إجابة، انظر الملحق: {name}"),
    "rank_how": ("Write the place, 1 for the first.", "Platz eintragen, 1 für den ersten.", "Sırayı yazın, birinci için 1.", "Впишите место, 1 – первое.", "يُكتب الترتيب، 1 للأول."),
    "hard": ("Not accepted unless {what}", "Wird nur angenommen, wenn {what}", "Kabul koşulu: {what}", "Принимается, только если {what}", "لا تُقبل الإجابة إلا إذا {what}"),
    "soft": ("Asked again unless {what}", "Wird nachgefragt, außer wenn {what}", "Şu durum dışında tekrar sorulur: {what}", "Переспросить, кроме случая: {what}", "يُعاد السؤال إلا إذا {what}"),
    "appendix_calculated": ("Appendix: values given or calculated", "Anhang: vorgegebene und berechnete Werte", "Ek: hazır gelen ve hesaplanan değerler", "Приложение: заданные и вычисляемые значения", "ملحق: القيم المُعطاة والمحسوبة"),
    "appendix_lists": ("Appendix: long lists", "Anhang: lange Listen", "Ek: uzun listeler", "Приложение: длинные списки", "ملحق: القوائم الطويلة"),
    "page": ("Page {page} of {pages}", "Seite {page} von {pages}", "Sayfa {page} / {pages}", "Страница {page} из {pages}", "صفحة {page} من {pages}"),
    "left_out": ("Not printed, because no font at hand has the letters: {names}", "Nicht gedruckt, weil keine vorhandene Schrift die Zeichen enthält: {names}", "Yazdırılamadı, uygun yazı tipi yok: {names}", "Не напечатано: нет шрифта с этими знаками: {names}", "لم يُطبع لعدم توفر خط مناسب: {names}"),
    "question_n": ("question {n}", "Frage {n}", "soru {n}", "вопрос {n}", "السؤال {n}"),
    "answer_to": ("answer to {n}", "Antwort auf {n}", "{n}. sorunun cevabı", "ответ на вопрос {n}", "إجابة السؤال {n}"),
    "the_answer": ("the answer", "die Antwort", "cevap", "ответ", "الإجابة"),
    "is": ("{a} is {b}", "{a} {b} ist", "{a} = {b}", "{a} – {b}", "{a} هو {b}"),
    "is_not": ("{a} is not {b}", "{a} nicht {b} ist", "{a} ≠ {b}", "{a} – не {b}", "{a} ليس {b}"),
    "lt": ("{a} is below {b}", "{a} kleiner als {b} ist", "{a} < {b}", "{a} меньше {b}", "{a} أقل من {b}"),
    "le": ("{a} is at most {b}", "{a} höchstens {b} ist", "{a} ≤ {b}", "{a} не больше {b}", "{a} لا يزيد على {b}"),
    "gt": ("{a} is above {b}", "{a} größer als {b} ist", "{a} > {b}", "{a} больше {b}", "{a} أكثر من {b}"),
    "ge": ("{a} is at least {b}", "{a} mindestens {b} ist", "{a} ≥ {b}", "{a} не меньше {b}", "{a} لا يقل عن {b}"),
    "includes": ("{a} includes {b}", "{a} {b} enthält", "{a} içinde {b} var", "{a} включает {b}", "{a} يشمل {b}"),
    "within": ("{a} is between {low} and {high}", "{a} zwischen {low} und {high} liegt", "{a} {low} ile {high} arasında", "{a} от {low} до {high}", "{a} بين {low} و{high}"),
    "quoted": ("“{a}”", "„{a}“", "“{a}”", "«{a}»", "«{a}»"),
    "answered": ("{a} has an answer", "{a} beantwortet ist", "{a} cevaplanmış", "на {a} есть ответ", "{a} له إجابة"),
    "unanswered": ("{a} has no answer", "{a} nicht beantwortet ist", "{a} cevaplanmamış", "на {a} нет ответа", "{a} ليس له إجابة"),
    "known": ("{a} is known", "{a} bekannt ist", "{a} biliniyor", "{a} известно", "{a} معروف"),
    "unknown": ("{a} is blank", "{a} leer ist", "{a} boş", "{a} не заполнено", "{a} فارغ"),
    "not": ("not: {a}", "nicht gilt, dass {a}", "değil: {a}", "не: {a}", "ليس: {a}"),
    "and": ("and", "und", "ve", "и", "و"),
    "or": ("or", "oder", "veya", "или", "أو"),
    "never": ("never", "nie", "hiçbir zaman", "никогда", "أبدًا"),
    "today": ("the day of the interview", "der Tag des Interviews", "görüşme günü", "день интервью", "يوم المقابلة"),
}  # fmt: skip


class Words:
    """The terms in one language; in English where a language has none of its own."""

    def __init__(self, language: str) -> None:
        self._place = LANGUAGES.index(language) if language in LANGUAGES else 0

    def __call__(self, term: str, /, **fields: object) -> str:
        """A term with its blanks filled in."""
        return _TERMS[term][self._place].format(**fields)
