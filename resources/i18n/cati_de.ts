<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
  <context>
    <name>Board</name>
    <message>
      <source>Bottlenecks</source>
      <translation>Engpässe</translation>
    </message>
    <message>
      <source>In interview now</source>
      <translation>Jetzt im Gespräch</translation>
    </message>
    <message>
      <source>Nobody. Interviews appear here as soon as one begins.</source>
      <translation>Niemand. Gespräche erscheinen hier, sobald eines beginnt.</translation>
    </message>
    <message>
      <source>Quotas</source>
      <translation>Quoten</translation>
    </message>
    <message>
      <source>This study has no quota cells yet. They come from the quota section of the study.</source>
      <translation>Diese Studie hat noch keine Quotenzellen. Sie entstehen aus dem Abschnitt „Quoten“ der Studie.</translation>
    </message>
    <message>
      <source>all reserved</source>
      <translation>alles reserviert</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>geschlossen</translation>
    </message>
    <message>
      <source>forecast: late</source>
      <translation>Prognose: spät</translation>
    </message>
    <message>
      <source>full</source>
      <translation>voll</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>angehalten</translation>
    </message>
    <message>
      <source>{count} in interview</source>
      <translation>{count} im Gespräch</translation>
    </message>
    <message>
      <source>{count} reserved away</source>
      <translation>{count} auswärts</translation>
    </message>
    <message>
      <source>{count} to go</source>
      <translation>noch {count}</translation>
    </message>
  </context>
  <context>
    <name>Commands</name>
    <message>
      <source>another window, for instance for the supervisor</source>
      <translation>weiteres Fenster, zum Beispiel für die Supervision</translation>
    </message>
    <message>
      <source>answer</source>
      <translation>Antwort</translation>
    </message>
    <message>
      <source>appointment</source>
      <translation>Termin</translation>
    </message>
    <message>
      <source>back</source>
      <translation>zurück</translation>
    </message>
    <message>
      <source>back; later answers stay</source>
      <translation>zurück; spätere Antworten bleiben erhalten</translation>
    </message>
    <message>
      <source>change the user</source>
      <translation>Benutzer wechseln</translation>
    </message>
    <message>
      <source>close the panel</source>
      <translation>eingeblendetes Feld schließen</translation>
    </message>
    <message>
      <source>confirm and go on</source>
      <translation>bestätigen und weiter</translation>
    </message>
    <message>
      <source>confirm it</source>
      <translation>bestätigen</translation>
    </message>
    <message>
      <source>confirm the result; never dials</source>
      <translation>Ergebnis bestätigen; wählt nie eine Nummer</translation>
    </message>
    <message>
      <source>dial / hang up</source>
      <translation>wählen / auflegen</translation>
    </message>
    <message>
      <source>don't know</source>
      <translation>weiß nicht</translation>
    </message>
    <message>
      <source>fold or unfold the side columns</source>
      <translation>Seitenspalten ein- und ausklappen</translation>
    </message>
    <message>
      <source>give the case back</source>
      <translation>Fall zurückgeben</translation>
    </message>
    <message>
      <source>help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <source>help: objections, probes, keys</source>
      <translation>Hilfe: Einwände, Nachfragen, Tasten</translation>
    </message>
    <message>
      <source>language of the script</source>
      <translation>Sprache des Fragebogens</translation>
    </message>
    <message>
      <source>larger text</source>
      <translation>größere Schrift</translation>
    </message>
    <message>
      <source>mute</source>
      <translation>stumm schalten</translation>
    </message>
    <message>
      <source>next</source>
      <translation>weiter</translation>
    </message>
    <message>
      <source>normal text size</source>
      <translation>normale Schriftgröße</translation>
    </message>
    <message>
      <source>not applicable</source>
      <translation>trifft nicht zu</translation>
    </message>
    <message>
      <source>note to the case</source>
      <translation>Notiz zum Fall</translation>
    </message>
    <message>
      <source>outline: jump to a question already reached</source>
      <translation>Gliederung: zu einer schon erreichten Frage springen</translation>
    </message>
    <message>
      <source>pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>pick the answer with this code</source>
      <translation>Antwort mit dieser Ziffer wählen</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>verweigert</translation>
    </message>
    <message>
      <source>remark to this question</source>
      <translation>Anmerkung zu dieser Frage</translation>
    </message>
    <message>
      <source>result</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>result of the call, other person, break off</source>
      <translation>Ergebnis des Anrufs, andere Person, Abbruch</translation>
    </message>
    <message>
      <source>scroll down</source>
      <translation>nach unten blättern</translation>
    </message>
    <message>
      <source>scroll up</source>
      <translation>nach oben blättern</translation>
    </message>
    <message>
      <source>select a result</source>
      <translation>Ergebnis wählen</translation>
    </message>
    <message>
      <source>select the result with this number</source>
      <translation>Ergebnis mit dieser Ziffer auswählen</translation>
    </message>
    <message>
      <source>smaller text</source>
      <translation>kleinere Schrift</translation>
    </message>
    <message>
      <source>take back</source>
      <translation>zurücknehmen</translation>
    </message>
    <message>
      <source>take back the last result (10 s)</source>
      <translation>letztes Ergebnis zurücknehmen (10 s)</translation>
    </message>
    <message>
      <source>why this case, why nothing to call</source>
      <translation>warum dieser Fall, warum nichts anzurufen ist</translation>
    </message>
    <message>
      <source>why this case?</source>
      <translation>warum dieser Fall?</translation>
    </message>
  </context>
  <context>
    <name>Console</name>
    <message>
      <source>Appointment</source>
      <translation>Termin</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Clock of the call</source>
      <translation>Uhr des Anrufs</translation>
    </message>
    <message>
      <source>Dial again</source>
      <translation>Erneut wählen</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>Auflegen</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Make an appointment</source>
      <translation>Termin vereinbaren</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>Stumm</translation>
    </message>
    <message>
      <source>Muted</source>
      <translation>Stumm geschaltet</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Note to the case</source>
      <translation>Notiz zum Fall</translation>
    </message>
    <message>
      <source>Objections</source>
      <translation>Einwände</translation>
    </message>
    <message>
      <source>Outline</source>
      <translation>Gliederung</translation>
    </message>
    <message>
      <source>Quota and history</source>
      <translation>Quote und Verlauf</translation>
    </message>
    <message>
      <source>Quota of this person</source>
      <translation>Quote dieser Person</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Result / break off</source>
      <translation>Ergebnis / Abbruch</translation>
    </message>
    <message>
      <source>about {minutes} min left</source>
      <translation>noch etwa {minutes} min</translation>
    </message>
  </context>
  <context>
    <name>Dial</name>
    <message>
      <source>Begin the interview</source>
      <translation>Interview beginnen</translation>
    </message>
    <message>
      <source>Dial</source>
      <translation>Wählen</translation>
    </message>
    <message>
      <source>Give back …</source>
      <translation>Zurückgeben …</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>Auflegen</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Result without a conversation · after dialling</source>
      <translation>Ergebnis ohne Gespräch · nach dem Wählen</translation>
    </message>
    <message>
      <source>The next case appears here by itself as soon as it is due.</source>
      <translation>Der nächste Fall erscheint hier von selbst, sobald er fällig ist.</translation>
    </message>
    <message>
      <source>What waits, and why</source>
      <translation>Was wartet, und warum</translation>
    </message>
    <message>
      <source>Why this case?</source>
      <translation>Warum dieser Fall?</translation>
    </message>
    <message>
      <source>{name} – Esc goes back</source>
      <translation>{name} – mit Esc zurück</translation>
    </message>
    <message>
      <source>{question} Enter confirms, Esc goes back.</source>
      <translation>{question} Enter bestätigt, Esc bricht ab.</translation>
    </message>
    <message>
      <source>{result} – {key} takes it back ({seconds} s)</source>
      <translation>{result} – {key} nimmt es zurück ({seconds} s)</translation>
    </message>
  </context>
  <context>
    <name>Export</name>
    <message>
      <source>Choose a folder …</source>
      <translation>Ordner wählen …</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Formats</source>
      <translation>Formate</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Write the data set</source>
      <translation>Datensatz schreiben</translation>
    </message>
  </context>
  <context>
    <name>Keys</name>
    <message>
      <source>Ctrl</source>
      <translation>Strg</translation>
    </message>
    <message>
      <source>Enter</source>
      <translation>Enter</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>PgDn</source>
      <translation>Bild ↓</translation>
    </message>
    <message>
      <source>PgUp</source>
      <translation>Bild ↑</translation>
    </message>
    <message>
      <source>Shift</source>
      <translation>Umschalt</translation>
    </message>
    <message>
      <source>Space</source>
      <translation>Leertaste</translation>
    </message>
  </context>
  <context>
    <name>Login</name>
    <message>
      <source>Passphrase of this station</source>
      <translation>Kennsatz dieses Platzes</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Kennwort</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Anmelden</translation>
    </message>
    <message>
      <source>User</source>
      <translation>Benutzer</translation>
    </message>
  </context>
  <context>
    <name>Panels</name>
    <message>
      <source>Back to work</source>
      <translation>Weiterarbeiten</translation>
    </message>
    <message>
      <source>Choose</source>
      <translation>Wählen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Confirm the result</source>
      <translation>Ergebnis bestätigen</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <source>Jump there</source>
      <translation>Dorthin springen</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Length of the pause</source>
      <translation>Dauer der Pause</translation>
    </message>
    <message>
      <source>Make the appointment</source>
      <translation>Termin eintragen</translation>
    </message>
    <message>
      <source>No names or numbers, please. Shift+Enter begins a new line</source>
      <translation>Bitte keine Namen oder Nummern. Umschalt+Enter beginnt eine neue Zeile</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Note to the case</source>
      <translation>Notiz zum Fall</translation>
    </message>
    <message>
      <source>Note to the case, if there is anything to add</source>
      <translation>Notiz zum Fall, falls es etwas zu ergänzen gibt</translation>
    </message>
    <message>
      <source>Objections and answers</source>
      <translation>Einwände und Antworten</translation>
    </message>
    <message>
      <source>Outline</source>
      <translation>Gliederung</translation>
    </message>
    <message>
      <source>Probes for this question</source>
      <translation>Nachfragen zu dieser Frage</translation>
    </message>
    <message>
      <source>Questions already reached</source>
      <translation>Schon erreichte Fragen</translation>
    </message>
    <message>
      <source>Result – a digit selects another one</source>
      <translation>Ergebnis – eine Ziffer wählt ein anderes</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>The date is not understood. Please type it like 24.12.</source>
      <translation>Das Datum ist nicht lesbar. Bitte so eingeben: 24.12.</translation>
    </message>
    <message>
      <source>The time is not understood. Please type it like 18:45.</source>
      <translation>Die Uhrzeit ist nicht lesbar. Bitte so eingeben: 18:45.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Uhrzeit</translation>
    </message>
    <message>
      <source>Type to search among the questions already reached</source>
      <translation>Tippen, um unter den schon erreichten Fragen zu suchen</translation>
    </message>
    <message>
      <source>firm: the person expects the call at this time</source>
      <translation>fest: Die Person erwartet den Anruf zu dieser Zeit</translation>
    </message>
    <message>
      <source>for instance 18:45 or 1845</source>
      <translation>zum Beispiel 18:45 oder 1845</translation>
    </message>
    <message>
      <source>for instance 24.12. or 2412</source>
      <translation>zum Beispiel 24.12. oder 2412</translation>
    </message>
    <message>
      <source>whom to ask for, what was promised</source>
      <translation>nach wem fragen, was zugesagt wurde</translation>
    </message>
    <message>
      <source>{field} not readable yet, {example}</source>
      <translation>{field} noch nicht lesbar, {example}</translation>
    </message>
  </context>
  <context>
    <name>Presenters</name>
    <message>
      <source>A result needs a call: dial first (F5).</source>
      <translation>Ein Ergebnis braucht einen Anruf: bitte zuerst wählen (F5).</translation>
    </message>
    <message>
      <source>After dialling, a result is needed.</source>
      <translation>Nach dem Wählen ist ein Ergebnis nötig.</translation>
    </message>
    <message>
      <source>An appointment is late; the team keeps it.</source>
      <translation>Ein Termin ist überfällig; das Team hält ihn ein.</translation>
    </message>
    <message>
      <source>Another application is writing to this database just now.</source>
      <translation>Ein anderes Programm schreibt gerade in diese Datenbank.</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>Termin</translation>
    </message>
    <message>
      <source>Appointment, time roughly agreed: {at}</source>
      <translation>Termin, ungefähr vereinbart: {at}</translation>
    </message>
    <message>
      <source>Appointments due</source>
      <translation>Termine fällig</translation>
    </message>
    <message>
      <source>At that time no calls are allowed.</source>
      <translation>Zu dieser Zeit sind keine Anrufe erlaubt.</translation>
    </message>
    <message>
      <source>At that time no calls are allowed. Please agree on another time.</source>
      <translation>Zu dieser Zeit sind keine Anrufe erlaubt. Bitte eine andere Zeit vereinbaren.</translation>
    </message>
    <message>
      <source>Attempts so far</source>
      <translation>Bisherige Versuche</translation>
    </message>
    <message>
      <source>Begin the interview</source>
      <translation>Interview beginnen</translation>
    </message>
    <message>
      <source>Calls are not allowed at this time. The case can be given back.</source>
      <translation>Um diese Zeit sind keine Anrufe erlaubt. Der Fall kann zurückgegeben werden.</translation>
    </message>
    <message>
      <source>Case {number}</source>
      <translation>Fall {number}</translation>
    </message>
    <message>
      <source>Chance of reaching somebody</source>
      <translation>Aussicht, jemanden zu erreichen</translation>
    </message>
    <message>
      <source>Choose another folder.</source>
      <translation>Bitte einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Close it, then go on.</source>
      <translation>Bitte schließen und weitermachen.</translation>
    </message>
    <message>
      <source>Contact attempts</source>
      <translation>Kontaktversuche</translation>
    </message>
    <message>
      <source>Data set</source>
      <translation>Datensatz</translation>
    </message>
    <message>
      <source>Due again; fewest attempts so far ({count}).</source>
      <translation>Wieder fällig; bisher die wenigsten Versuche ({count}).</translation>
    </message>
    <message>
      <source>Due again; tried least at this time of the day ({count} attempts).</source>
      <translation>Wieder fällig; zu dieser Tageszeit am seltensten versucht ({count} Versuche).</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>End or suspend the interview first (F8).</source>
      <translation>Bitte erst das Interview beenden oder unterbrechen (F8).</translation>
    </message>
    <message>
      <source>End this interview for good?</source>
      <translation>Dieses Interview endgültig beenden?</translation>
    </message>
    <message>
      <source>Enter fetches the next case.</source>
      <translation>Enter holt den nächsten Fall.</translation>
    </message>
    <message>
      <source>Firm appointment {at}</source>
      <translation>Fester Termin {at}</translation>
    </message>
    <message>
      <source>Free some space, then go on: the last step is repeated by the next key.</source>
      <translation>Bitte Platz schaffen und weitermachen: Die nächste Taste wiederholt den letzten Schritt.</translation>
    </message>
    <message>
      <source>Fri</source>
      <translation>Fr</translation>
    </message>
    <message>
      <source>Go on with the interview</source>
      <translation>Interview fortsetzen</translation>
    </message>
    <message>
      <source>Hours</source>
      <translation>Zeiten</translation>
    </message>
    <message>
      <source>In interview</source>
      <translation>Im Interview</translation>
    </message>
    <message>
      <source>Int. {number}</source>
      <translation>Int. {number}</translation>
    </message>
    <message>
      <source>Interviews</source>
      <translation>Interviews</translation>
    </message>
    <message>
      <source>Its answers are kept apart for the supervisor. A new interview begins.</source>
      <translation>Seine Antworten sind für die Supervision beiseitegelegt. Ein neues Interview beginnt.</translation>
    </message>
    <message>
      <source>Its quota cell is full.</source>
      <translation>Die Quotenzelle ist voll.</translation>
    </message>
    <message>
      <source>Its quota cell lags behind.</source>
      <translation>Ihre Quotenzelle liegt zurück.</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Language of the script</source>
      <translation>Sprache des Fragebogens</translation>
    </message>
    <message>
      <source>Last result</source>
      <translation>Letztes Ergebnis</translation>
    </message>
    <message>
      <source>Length (median)</source>
      <translation>Dauer (Median)</translation>
    </message>
    <message>
      <source>Local time of the respondent, now {time}</source>
      <translation>Ortszeit der Zielperson, jetzt {time}</translation>
    </message>
    <message>
      <source>Looking for the next case …</source>
      <translation>Der nächste Fall wird gesucht …</translation>
    </message>
    <message>
      <source>Mon</source>
      <translation>Mo</translation>
    </message>
    <message>
      <source>Mon–Fri</source>
      <translation>Mo–Fr</translation>
    </message>
    <message>
      <source>Name or password is wrong.</source>
      <translation>Name oder Passwort stimmt nicht.</translation>
    </message>
    <message>
      <source>Nearest good times: {times}</source>
      <translation>Nächste gute Zeiten: {times}</translation>
    </message>
    <message>
      <source>Never call this household again, in no study?</source>
      <translation>Diesen Haushalt nie wieder anrufen, in keiner Studie?</translation>
    </message>
    <message>
      <source>Never called so far; no appointment is due.</source>
      <translation>Noch nie angerufen; kein Termin ist fällig.</translation>
    </message>
    <message>
      <source>Next case: {at}. Enter looks again.</source>
      <translation>Nächster Fall: {at}. Enter sieht noch einmal nach.</translation>
    </message>
    <message>
      <source>No calls are allowed at this time.</source>
      <translation>Um diese Zeit sind keine Anrufe erlaubt.</translation>
    </message>
    <message>
      <source>No case in your hands</source>
      <translation>Kein Fall in Ihren Händen</translation>
    </message>
    <message>
      <source>No contact attempt is left for this case.</source>
      <translation>Für diesen Fall ist kein Kontaktversuch übrig.</translation>
    </message>
    <message>
      <source>No shift is planned then.</source>
      <translation>Dann ist keine Schicht geplant.</translation>
    </message>
    <message>
      <source>Nobody who speaks the language works here.</source>
      <translation>Niemand hier spricht die Sprache.</translation>
    </message>
    <message>
      <source>Not classified (don't know, refused): {count} of at most {limit}</source>
      <translation>Nicht einzuordnen (weiß nicht, verweigert): {count} von höchstens {limit}</translation>
    </message>
    <message>
      <source>Note to the case</source>
      <translation>Notiz zum Fall</translation>
    </message>
    <message>
      <source>Nothing to call just now</source>
      <translation>Im Augenblick ist nichts anzurufen</translation>
    </message>
    <message>
      <source>Order: appointments due, cells that lag, then what was tried least at this time of the day.</source>
      <translation>Reihenfolge: fällige Termine, zurückliegende Zellen, dann was zu dieser Tageszeit am seltensten versucht wurde.</translation>
    </message>
    <message>
      <source>Paradata (CSV)</source>
      <translation>Paradaten (CSV)</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Quota cell</source>
      <translation>Quotenzelle</translation>
    </message>
    <message>
      <source>Quota cell of the sample</source>
      <translation>Quotenzelle der Stichprobe</translation>
    </message>
    <message>
      <source>Quotas: {dimensions}</source>
      <translation>Quoten: {dimensions}</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Remark to this question</source>
      <translation>Anmerkung zu dieser Frage</translation>
    </message>
    <message>
      <source>Result / break off</source>
      <translation>Ergebnis / Abbruch</translation>
    </message>
    <message>
      <source>Result without interview · after dialling</source>
      <translation>Ergebnis ohne Interview · nach dem Wählen</translation>
    </message>
    <message>
      <source>Sat</source>
      <translation>Sa</translation>
    </message>
    <message>
      <source>Screened out: {count}</source>
      <translation>Ausgestiegen oder abgelehnt: {count}</translation>
    </message>
    <message>
      <source>Soft refusal some time ago: one more try by you.</source>
      <translation>Vor einiger Zeit weich verweigert: ein weiterer Versuch durch Sie.</translation>
    </message>
    <message>
      <source>Somebody else has the case by now: the result stands.</source>
      <translation>Den Fall hat inzwischen jemand anders: Das Ergebnis bleibt stehen.</translation>
    </message>
    <message>
      <source>Stop working on this machine and tell the supervisor: the last backup is needed.</source>
      <translation>Bitte an diesem Rechner nicht weiterarbeiten und der Supervision melden: Die letzte Sicherung wird gebraucht.</translation>
    </message>
    <message>
      <source>Stored as “{result}”: the case is closed, nobody calls again.</source>
      <translation>Gespeichert als „{result}“: Der Fall ist abgeschlossen, niemand ruft mehr an.</translation>
    </message>
    <message>
      <source>Stored as “{result}”: the case is closed, nobody calls again; the reserved place becomes free.</source>
      <translation>Gespeichert als „{result}“: Der Fall ist abgeschlossen, niemand ruft mehr an; der reservierte Platz wird frei.</translation>
    </message>
    <message>
      <source>Sum of targets: {sum}</source>
      <translation>Summe der Ziele {sum}</translation>
    </message>
    <message>
      <source>Sun</source>
      <translation>So</translation>
    </message>
    <message>
      <source>Sundays and holidays</source>
      <translation>Sonn- und Feiertage</translation>
    </message>
    <message>
      <source>Tell the supervisor: the database of this study is needed.</source>
      <translation>Bitte der Supervision melden: Die Datenbank dieser Studie wird gebraucht.</translation>
    </message>
    <message>
      <source>Tell the supervisor: the folder needs the right to write.</source>
      <translation>Bitte der Supervision melden: Der Ordner braucht das Recht zu schreiben.</translation>
    </message>
    <message>
      <source>Tell the supervisor; go on by the next key once the disk works again.</source>
      <translation>Bitte der Supervision melden; sobald er wieder arbeitet, geht es mit der nächsten Taste weiter.</translation>
    </message>
    <message>
      <source>Ten seconds are over: the result stands.</source>
      <translation>Die zehn Sekunden sind vorbei: Das Ergebnis bleibt stehen.</translation>
    </message>
    <message>
      <source>That is not allowed now ({code}).</source>
      <translation>Das ist jetzt nicht erlaubt ({code}).</translation>
    </message>
    <message>
      <source>That time is over already.</source>
      <translation>Diese Zeit ist schon vorbei.</translation>
    </message>
    <message>
      <source>That time is over already. Please agree on another time.</source>
      <translation>Diese Zeit ist schon vorbei. Bitte eine andere Zeit vereinbaren.</translation>
    </message>
    <message>
      <source>The case is given back. Enter fetches the next one.</source>
      <translation>Der Fall ist zurückgegeben. Enter holt den nächsten.</translation>
    </message>
    <message>
      <source>The contact data were encrypted with another key.</source>
      <translation>Die Kontaktdaten wurden mit einem anderen Schlüssel verschlüsselt.</translation>
    </message>
    <message>
      <source>The database is damaged.</source>
      <translation>Die Datenbank ist beschädigt.</translation>
    </message>
    <message>
      <source>The disk is full. What was acknowledged is stored; the last step was not.</source>
      <translation>Der Datenträger ist voll. Was bestätigt war, ist gespeichert; der letzte Schritt nicht.</translation>
    </message>
    <message>
      <source>The disk reported an error. What was acknowledged is stored.</source>
      <translation>Der Datenträger meldet einen Fehler. Was bestätigt war, ist gespeichert.</translation>
    </message>
    <message>
      <source>The earlier interview does not fit the questionnaire any more.</source>
      <translation>Das frühere Interview passt nicht mehr zum Fragebogen.</translation>
    </message>
    <message>
      <source>The folder cannot be used; older files are untouched.</source>
      <translation>Dieser Ordner ist nicht brauchbar; ältere Dateien sind unberührt.</translation>
    </message>
    <message>
      <source>The folder cannot be written to; older files are untouched.</source>
      <translation>In diesen Ordner kann nicht geschrieben werden; ältere Dateien sind unberührt.</translation>
    </message>
    <message>
      <source>The interview is over</source>
      <translation>Das Interview ist zu Ende</translation>
    </message>
    <message>
      <source>The last result can be taken back.</source>
      <translation>Das letzte Ergebnis kann zurückgenommen werden.</translation>
    </message>
    <message>
      <source>The limit of contact attempts for this number is reached.</source>
      <translation>Die Grenze der Kontaktversuche für diese Nummer ist erreicht.</translation>
    </message>
    <message>
      <source>The line does not play along.</source>
      <translation>Die Leitung spielt nicht mit.</translation>
    </message>
    <message>
      <source>The place of the data cannot be written to; nothing was changed.</source>
      <translation>Am Ort der Daten kann nicht geschrieben werden; nichts wurde geändert.</translation>
    </message>
    <message>
      <source>The quota cell of this interview is decided already.</source>
      <translation>Die Quotenzelle dieses Interviews ist schon entschieden.</translation>
    </message>
    <message>
      <source>The work waits. Enter goes on.</source>
      <translation>Die Arbeit wartet. Enter macht weiter.</translation>
    </message>
    <message>
      <source>This call has its result already.</source>
      <translation>Dieser Anruf hat sein Ergebnis schon.</translation>
    </message>
    <message>
      <source>This case has an interview that waits to be resumed.</source>
      <translation>Dieser Fall hat ein Interview, das auf seine Fortsetzung wartet.</translation>
    </message>
    <message>
      <source>This case is in your hands; it was interrupted.</source>
      <translation>Dieser Fall liegt in Ihren Händen; er wurde unterbrochen.</translation>
    </message>
    <message>
      <source>This household was called often enough that day.</source>
      <translation>An diesem Tag wurde dieser Haushalt oft genug angerufen.</translation>
    </message>
    <message>
      <source>This household was called often enough today.</source>
      <translation>Dieser Haushalt wurde heute oft genug angerufen.</translation>
    </message>
    <message>
      <source>This interview has no place in the quota and cannot count as complete.</source>
      <translation>Dieses Interview hat keinen Platz in der Quote und kann nicht als vollständig zählen.</translation>
    </message>
    <message>
      <source>This interview was finished already.</source>
      <translation>Dieses Interview ist schon abgeschlossen.</translation>
    </message>
    <message>
      <source>This result needs a note.</source>
      <translation>Dieses Ergebnis braucht eine Notiz.</translation>
    </message>
    <message>
      <source>This result needs a note: what was said?</source>
      <translation>Dieses Ergebnis braucht eine Notiz: Was wurde gesagt?</translation>
    </message>
    <message>
      <source>This role does not see telephone numbers.</source>
      <translation>Diese Rolle sieht keine Telefonnummern.</translation>
    </message>
    <message>
      <source>This role has no access to contact data.</source>
      <translation>Diese Rolle hat keinen Zugang zu Kontaktdaten.</translation>
    </message>
    <message>
      <source>This study does not know that result.</source>
      <translation>Dieses Ergebnis kennt die Studie nicht.</translation>
    </message>
    <message>
      <source>This study has no quota.</source>
      <translation>Diese Studie hat keine Quote.</translation>
    </message>
    <message>
      <source>This time can be kept.</source>
      <translation>Diese Zeit lässt sich einhalten.</translation>
    </message>
    <message>
      <source>Thu</source>
      <translation>Do</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Heute</translation>
    </message>
    <message>
      <source>Training needed</source>
      <translation>Nötige Schulung</translation>
    </message>
    <message>
      <source>Tried at this time of the day</source>
      <translation>Zu dieser Tageszeit versucht</translation>
    </message>
    <message>
      <source>Tue</source>
      <translation>Di</translation>
    </message>
    <message>
      <source>Wed</source>
      <translation>Mi</translation>
    </message>
    <message>
      <source>Why nothing to call?</source>
      <translation>Warum ist nichts anzurufen?</translation>
    </message>
    <message>
      <source>Why this case?</source>
      <translation>Warum dieser Fall?</translation>
    </message>
    <message>
      <source>You are at work in another window of this application already.</source>
      <translation>Sie arbeiten schon in einem anderen Fenster dieses Programms.</translation>
    </message>
    <message>
      <source>a colleague who speaks it calls back</source>
      <translation>jemand mit dieser Sprache ruft zurück</translation>
    </message>
    <message>
      <source>a second language beside it …</source>
      <translation>eine zweite Sprache daneben …</translation>
    </message>
    <message>
      <source>allowed until {time}</source>
      <translation>erlaubt bis {time}</translation>
    </message>
    <message>
      <source>another person on the line</source>
      <translation>andere Person am Apparat</translation>
    </message>
    <message>
      <source>answering machine</source>
      <translation>Anrufbeantworter</translation>
    </message>
    <message>
      <source>answering machine of a household</source>
      <translation>Anrufbeantworter, sicher Privathaushalt</translation>
    </message>
    <message>
      <source>answering machine …</source>
      <translation>Anrufbeantworter …</translation>
    </message>
    <message>
      <source>appointment with a time …</source>
      <translation>Termin mit Uhrzeit …</translation>
    </message>
    <message>
      <source>appointment, call back …</source>
      <translation>Termin, Rückruf …</translation>
    </message>
    <message>
      <source>appointment, roughly</source>
      <translation>Termin, ungefähr</translation>
    </message>
    <message>
      <source>are in the hands of somebody</source>
      <translation>hat gerade jemand in der Hand</translation>
    </message>
    <message>
      <source>asks again · block list</source>
      <translation>fragt nach · Sperrliste</translation>
    </message>
    <message>
      <source>attempt {number} of at most {limit}</source>
      <translation>Versuch {number} von höchstens {limit}</translation>
    </message>
    <message>
      <source>belong to a quota cell that is full</source>
      <translation>gehören zu einer vollen Quotenzelle</translation>
    </message>
    <message>
      <source>best at the weekend: {count}</source>
      <translation>am besten am Wochenende: {count}</translation>
    </message>
    <message>
      <source>best in the afternoon: {count}</source>
      <translation>am besten nachmittags: {count}</translation>
    </message>
    <message>
      <source>best in the evening: {count}</source>
      <translation>am besten abends: {count}</translation>
    </message>
    <message>
      <source>best in the morning: {count}</source>
      <translation>am besten vormittags: {count}</translation>
    </message>
    <message>
      <source>break off</source>
      <translation>abbrechen</translation>
    </message>
    <message>
      <source>broken off</source>
      <translation>abgebrochen</translation>
    </message>
    <message>
      <source>business</source>
      <translation>Geschäft</translation>
    </message>
    <message>
      <source>business, fax, institution, line problem</source>
      <translation>Geschäft, Fax, Einrichtung, Störung</translation>
    </message>
    <message>
      <source>busy</source>
      <translation>besetzt</translation>
    </message>
    <message>
      <source>call back later</source>
      <translation>später zurückrufen</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>abgeschlossen</translation>
    </message>
    <message>
      <source>connection not understandable</source>
      <translation>Verbindung unverständlich</translation>
    </message>
    <message>
      <source>deceased</source>
      <translation>verstorben</translation>
    </message>
    <message>
      <source>dialled by hand · recording: no</source>
      <translation>von Hand gewählt · Aufnahme: nein</translation>
    </message>
    <message>
      <source>does not live in the area</source>
      <translation>wohnt nicht im Gebiet</translation>
    </message>
    <message>
      <source>due again by the rules</source>
      <translation>nach den Regeln wieder fällig</translation>
    </message>
    <message>
      <source>fax or data line</source>
      <translation>Fax oder Datenleitung</translation>
    </message>
    <message>
      <source>firm and rough</source>
      <translation>feste und ungefähre</translation>
    </message>
    <message>
      <source>firm appointment</source>
      <translation>fester Termin</translation>
    </message>
    <message>
      <source>goes on at the same question</source>
      <translation>geht bei derselben Frage weiter</translation>
    </message>
    <message>
      <source>hand over to a colleague …</source>
      <translation>an Kollegin oder Kollegen übergeben …</translation>
    </message>
    <message>
      <source>household refuses</source>
      <translation>Haushalt verweigert</translation>
    </message>
    <message>
      <source>household, not screened</source>
      <translation>Haushalt, Zielgruppe nicht geklärt</translation>
    </message>
    <message>
      <source>hung up</source>
      <translation>aufgelegt</translation>
    </message>
    <message>
      <source>in the call · recording: no</source>
      <translation>im Gespräch · Aufnahme: nein</translation>
    </message>
    <message>
      <source>institution</source>
      <translation>Einrichtung</translation>
    </message>
    <message>
      <source>interview complete</source>
      <translation>vollständiges Interview</translation>
    </message>
    <message>
      <source>interview suspended</source>
      <translation>Interview unterbrochen</translation>
    </message>
    <message>
      <source>introduction again</source>
      <translation>Einleitung noch einmal</translation>
    </message>
    <message>
      <source>labels, missing values, levels, sets</source>
      <translation>Beschriftungen, fehlende Werte, Messniveaus, Sets</translation>
    </message>
    <message>
      <source>landline</source>
      <translation>Festnetz</translation>
    </message>
    <message>
      <source>language …</source>
      <translation>Sprache …</translation>
    </message>
    <message>
      <source>line problem</source>
      <translation>Störung der Leitung</translation>
    </message>
    <message>
      <source>local time {time}</source>
      <translation>Ortszeit {time}</translation>
    </message>
    <message>
      <source>local time {time}, calls start until {last}</source>
      <translation>Ortszeit {time}, Anrufe beginnen bis {last}</translation>
    </message>
    <message>
      <source>mobile</source>
      <translation>Mobilfunk</translation>
    </message>
    <message>
      <source>never call again …</source>
      <translation>nie wieder anrufen …</translation>
    </message>
    <message>
      <source>next call: {at}</source>
      <translation>nächster Anruf: {at}</translation>
    </message>
    <message>
      <source>no access to contact data</source>
      <translation>kein Zugang zu Kontaktdaten</translation>
    </message>
    <message>
      <source>no answer</source>
      <translation>nicht abgehoben</translation>
    </message>
    <message>
      <source>no calls at this hour, local time {time}</source>
      <translation>zu dieser Stunde keine Anrufe, Ortszeit {time}</translation>
    </message>
    <message>
      <source>no calls today</source>
      <translation>heute keine Anrufe</translation>
    </message>
    <message>
      <source>no common language</source>
      <translation>keine gemeinsame Sprache</translation>
    </message>
    <message>
      <source>no common language with the person</source>
      <translation>keine gemeinsame Sprache mit der Zielperson</translation>
    </message>
    <message>
      <source>no place left</source>
      <translation>kein Platz frei</translation>
    </message>
    <message>
      <source>no time, no interest now</source>
      <translation>keine Zeit, gerade kein Interesse</translation>
    </message>
    <message>
      <source>no time, no interest now: somebody of the household</source>
      <translation>jetzt keine Zeit, kein Interesse: jemand aus dem Haushalt</translation>
    </message>
    <message>
      <source>no time, no interest now: the person to be asked</source>
      <translation>jetzt keine Zeit, kein Interesse: die Zielperson</translation>
    </message>
    <message>
      <source>nobody eligible</source>
      <translation>niemand gehört zur Zielgruppe</translation>
    </message>
    <message>
      <source>not a private household, fault …</source>
      <translation>kein Privathaushalt, Störung …</translation>
    </message>
    <message>
      <source>not called yet</source>
      <translation>noch nicht angerufen</translation>
    </message>
    <message>
      <source>not classified</source>
      <translation>nicht einzuordnen</translation>
    </message>
    <message>
      <source>number not in service</source>
      <translation>kein Anschluss unter dieser Nummer</translation>
    </message>
    <message>
      <source>one language only</source>
      <translation>nur eine Sprache</translation>
    </message>
    <message>
      <source>opens the calendar</source>
      <translation>fragt nach Tag und Uhrzeit</translation>
    </message>
    <message>
      <source>pass on or close: {languages}</source>
      <translation>weitergeben oder abschließen: {languages}</translation>
    </message>
    <message>
      <source>person not reachable during fieldwork</source>
      <translation>Zielperson in der Feldzeit nicht erreichbar</translation>
    </message>
    <message>
      <source>person refuses</source>
      <translation>Zielperson verweigert</translation>
    </message>
    <message>
      <source>place reserved</source>
      <translation>Platz reserviert</translation>
    </message>
    <message>
      <source>quota filled</source>
      <translation>Quote erfüllt</translation>
    </message>
    <message>
      <source>refused …</source>
      <translation>verweigert …</translation>
    </message>
    <message>
      <source>refused, never call again</source>
      <translation>verweigert, nie wieder anrufen</translation>
    </message>
    <message>
      <source>rest after a soft refusal</source>
      <translation>ruhen nach einer weichen Verweigerung</translation>
    </message>
    <message>
      <source>screened out or refused a place: {count}</source>
      <translation>ausgestiegen oder abgelehnt: {count}</translation>
    </message>
    <message>
      <source>screener {time}</source>
      <translation>Auswahlfragen {time}</translation>
    </message>
    <message>
      <source>soft: once more in {days} days · firm: closed</source>
      <translation>weich: in {days} Tagen noch einmal · hart: abgeschlossen</translation>
    </message>
    <message>
      <source>somebody else, person not at home</source>
      <translation>andere Person, Zielperson nicht da</translation>
    </message>
    <message>
      <source>spoken now</source>
      <translation>wird gesprochen</translation>
    </message>
    <message>
      <source>stored, then the next case</source>
      <translation>gespeichert, dann der nächste Fall</translation>
    </message>
    <message>
      <source>suspend without appointment</source>
      <translation>unterbrechen ohne Termin</translation>
    </message>
    <message>
      <source>suspend, with appointment …</source>
      <translation>unterbrechen, mit Termin …</translation>
    </message>
    <message>
      <source>times and visits by question, no answers</source>
      <translation>Zeiten und Besuche je Frage, keine Antworten</translation>
    </message>
    <message>
      <source>today {time}</source>
      <translation>heute {time}</translation>
    </message>
    <message>
      <source>unable for reasons of health</source>
      <translation>gesundheitlich nicht in der Lage</translation>
    </message>
    <message>
      <source>usable partial interview</source>
      <translation>brauchbares Teilinterview</translation>
    </message>
    <message>
      <source>wait for a colleague trained for them</source>
      <translation>warten auf jemanden mit der nötigen Schulung</translation>
    </message>
    <message>
      <source>wait for a colleague who speaks their language</source>
      <translation>warten auf jemanden, der ihre Sprache spricht</translation>
    </message>
    <message>
      <source>wait for a colleague, because you were refused</source>
      <translation>warten auf jemand anderen, weil Sie eine Absage bekamen</translation>
    </message>
    <message>
      <source>wait for the next allowed calling time</source>
      <translation>warten auf die nächste erlaubte Anrufzeit</translation>
    </message>
    <message>
      <source>wait for their appointment</source>
      <translation>warten auf ihren Termin</translation>
    </message>
    <message>
      <source>wait until they are due again</source>
      <translation>warten, bis sie wieder fällig sind</translation>
    </message>
    <message>
      <source>were called often enough today</source>
      <translation>wurden heute oft genug angerufen</translation>
    </message>
    <message>
      <source>who speaks the language</source>
      <translation>mit der passenden Sprache</translation>
    </message>
    <message>
      <source>whose it is, if it says so</source>
      <translation>wessen, wenn er es sagt</translation>
    </message>
    <message>
      <source>with a time, or by the rules</source>
      <translation>mit Uhrzeit oder nach den Regeln</translation>
    </message>
    <message>
      <source>with codebook</source>
      <translation>mit Codebuch</translation>
    </message>
    <message>
      <source>{cell}, lags behind</source>
      <translation>{cell}, liegt zurück</translation>
    </message>
    <message>
      <source>{count} completed interviews, without any contact data</source>
      <translation>{count} vollständige Interviews, ohne jede Kontaktangabe</translation>
    </message>
    <message>
      <source>{count} interviews written.</source>
      <translation>{count} Interviews geschrieben.</translation>
    </message>
    <message>
      <source>{count} of 100 calls now</source>
      <translation>jetzt {count} von 100 Anrufen</translation>
    </message>
    <message>
      <source>{count} of at most {limit}</source>
      <translation>{count} von höchstens {limit}</translation>
    </message>
    <message>
      <source>{day} {month_day} {time}</source>
      <translation>{day} {month_day} {time}</translation>
    </message>
    <message>
      <source>{result} ({seconds} s)</source>
      <translation>{result} ({seconds} s)</translation>
    </message>
    <message>
      <source>{share} % · today {today}</source>
      <translation>{share} % · heute {today}</translation>
    </message>
    <message>
      <source>{taken} of {target}</source>
      <translation>{taken} von {target}</translation>
    </message>
    <message>
      <source>{then} · with a note</source>
      <translation>{then} · mit Notiz</translation>
    </message>
  </context>
  <context>
    <name>Question</name>
    <message>
      <source>12.1960 or 121960</source>
      <translation>12.1960 oder 121960</translation>
    </message>
    <message>
      <source>18:45 or 1845</source>
      <translation>18:45 oder 1845</translation>
    </message>
    <message>
      <source>24.12.1960 18:45</source>
      <translation>24.12.1960 18:45</translation>
    </message>
    <message>
      <source>24.12.1960 or 24121960</source>
      <translation>24.12.1960 oder 24121960</translation>
    </message>
    <message>
      <source>Answer: {label}</source>
      <translation>Antwort: {label}</translation>
    </message>
    <message>
      <source>Change it, or press Enter and give a reason.</source>
      <translation>Ändern Sie die Antwort, oder drücken Sie Enter und nennen Sie den Grund.</translation>
    </message>
    <message>
      <source>Earlier answer: please confirm</source>
      <translation>Frühere Antwort: bitte bestätigen</translation>
    </message>
    <message>
      <source>Kept</source>
      <translation>Beibehalten</translation>
    </message>
    <message>
      <source>Matches</source>
      <translation>Treffer</translation>
    </message>
    <message>
      <source>No entry matches “{text}”.</source>
      <translation>Kein Eintrag passt zu „{text}“.</translation>
    </message>
    <message>
      <source>Not understood. Please type {example}.</source>
      <translation>Nicht lesbar. Bitte so eingeben: {example}.</translation>
    </message>
    <message>
      <source>Please correct</source>
      <translation>Bitte korrigieren</translation>
    </message>
    <message>
      <source>Reason for keeping the answer</source>
      <translation>Grund, die Antwort beizubehalten</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>Anmerkung</translation>
    </message>
    <message>
      <source>Remark: {text}</source>
      <translation>Anmerkung: {text}</translation>
    </message>
    <message>
      <source>Sure?</source>
      <translation>Sicher?</translation>
    </message>
    <message>
      <source>The code “{code}” is not offered here. The codes stand before the answers.</source>
      <translation>Der Code „{code}“ steht hier nicht zur Wahl. Die Codes stehen vor den Antworten.</translation>
    </message>
    <message>
      <source>This answer is not possible here.</source>
      <translation>Diese Antwort ist hier nicht möglich.</translation>
    </message>
    <message>
      <source>Type the code, then Space or Enter</source>
      <translation>Ziffern tippen, dann Leertaste oder Enter</translation>
    </message>
    <message>
      <source>Type to search …</source>
      <translation>Tippen, um zu suchen …</translation>
    </message>
    <message>
      <source>Why is it right all the same? Enter keeps the answer</source>
      <translation>Warum stimmt es trotzdem? Enter behält die Antwort bei</translation>
    </message>
    <message>
      <source>Word for word. Shift+Enter begins a new line</source>
      <translation>Wörtlich mitschreiben. Umschalt+Enter beginnt eine neue Zeile</translation>
    </message>
    <message>
      <source>a number, for instance 12.5</source>
      <translation>eine Zahl, zum Beispiel 12,5</translation>
    </message>
    <message>
      <source>a whole number</source>
      <translation>eine ganze Zahl</translation>
    </message>
    <message>
      <source>a year, for instance 1960</source>
      <translation>ein Jahr, zum Beispiel 1960</translation>
    </message>
    <message>
      <source>at least {low}</source>
      <translation>mindestens {low}</translation>
    </message>
    <message>
      <source>at most {high}</source>
      <translation>höchstens {high}</translation>
    </message>
    <message>
      <source>don't know</source>
      <translation>weiß nicht</translation>
    </message>
    <message>
      <source>for information only</source>
      <translation>nur zur Ansicht</translation>
    </message>
    <message>
      <source>no, go on</source>
      <translation>nein, weiter</translation>
    </message>
    <message>
      <source>not applicable</source>
      <translation>trifft nicht zu</translation>
    </message>
    <message>
      <source>read out and understood</source>
      <translation>vorgelesen und verstanden</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>verweigert</translation>
    </message>
    <message>
      <source>row {row} of {rows}</source>
      <translation>Zeile {row} von {rows}</translation>
    </message>
    <message>
      <source>yes, one more</source>
      <translation>ja, noch eine Angabe</translation>
    </message>
    <message>
      <source>{count} entries</source>
      <translation>{count} Einträge</translation>
    </message>
    <message>
      <source>{digits} … Space or Enter applies</source>
      <translation>{digits} … Leertaste oder Enter übernimmt</translation>
    </message>
    <message>
      <source>{low} to {high}</source>
      <translation>{low} bis {high}</translation>
    </message>
  </context>
  <context>
    <name>Shell</name>
    <message>
      <source>Answers that were stored are safe. Go on; if it happens again, tell the supervisor: {place}</source>
      <translation>Gespeicherte Antworten sind sicher. Machen Sie weiter; wenn es wieder vorkommt, sagen Sie der Supervision: {place}</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Every answer is stored · {time}</source>
      <translation>Jede Antwort ist gespeichert · {time}</translation>
    </message>
    <message>
      <source>Everything is stored</source>
      <translation>Alles gespeichert</translation>
    </message>
    <message>
      <source>Not stored</source>
      <translation>Nicht gespeichert</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Something went wrong in the program.</source>
      <translation>Im Programm ist etwas schiefgegangen.</translation>
    </message>
    <message>
      <source>storing …</source>
      <translation>speichert …</translation>
    </message>
  </context>
</TS>
