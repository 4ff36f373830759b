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
      <source>Cases</source>
      <translation>Fälle</translation>
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
      <source>Sample</source>
      <translation>Stichprobe</translation>
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
    <name>Cases</name>
    <message>
      <source>Attempts, the latest first</source>
      <translation>Versuche, der letzte zuerst</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Fälle</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Number of a case</source>
      <translation>Nummer eines Falls</translation>
    </message>
    <message>
      <source>Story of the case</source>
      <translation>Verlauf des Falls</translation>
    </message>
    <message>
      <source>Where the case stands</source>
      <translation>Stand des Falls</translation>
    </message>
    <message>
      <source>Why (not) now?</source>
      <translation>Warum (nicht) jetzt?</translation>
    </message>
  </context>
  <context>
    <name>Commands</name>
    <message>
      <source>another number of the case</source>
      <translation>andere Nummer des Falls</translation>
    </message>
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
      <source>block</source>
      <translation>sperren</translation>
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
      <source>correct a result</source>
      <translation>Ergebnis korrigieren</translation>
    </message>
    <message>
      <source>correct the result of an attempt</source>
      <translation>Ergebnis eines Versuchs korrigieren</translation>
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
      <source>find</source>
      <translation>suchen</translation>
    </message>
    <message>
      <source>find a case by its number</source>
      <translation>einen Fall nach seiner Nummer suchen</translation>
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
      <source>import</source>
      <translation>einlesen</translation>
    </message>
    <message>
      <source>import a sample file</source>
      <translation>eine Stichprobendatei einlesen</translation>
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
      <source>list cases of one state</source>
      <translation>Fälle eines Stands auflisten</translation>
    </message>
    <message>
      <source>list cases with one result</source>
      <translation>Fälle mit einem Ergebnis auflisten</translation>
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
      <source>next tab</source>
      <translation>nächste Seite</translation>
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
      <source>open</source>
      <translation>öffnen</translation>
    </message>
    <message>
      <source>open notes and reasons of the case; is logged</source>
      <translation>Notizen und Gründe des Falls öffnen; wird protokolliert</translation>
    </message>
    <message>
      <source>order</source>
      <translation>Reihenfolge</translation>
    </message>
    <message>
      <source>order the cases by number or by next time</source>
      <translation>Fälle nach Nummer oder nach nächster Zeit ordnen</translation>
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
      <source>previous tab</source>
      <translation>vorige Seite</translation>
    </message>
    <message>
      <source>put a number on the block list</source>
      <translation>eine Nummer auf die Sperrliste setzen</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>verweigert</translation>
    </message>
    <message>
      <source>release</source>
      <translation>freigeben</translation>
    </message>
    <message>
      <source>release the next portion of the sample</source>
      <translation>die nächste Portion der Stichprobe freigeben</translation>
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
      <source>save</source>
      <translation>speichern</translation>
    </message>
    <message>
      <source>save the report of an import</source>
      <translation>den Bericht zum Einlesen speichern</translation>
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
      <source>show its case</source>
      <translation>Fall zeigen</translation>
    </message>
    <message>
      <source>show the case of the appointment</source>
      <translation>den Fall des Termins zeigen</translation>
    </message>
    <message>
      <source>smaller text</source>
      <translation>kleinere Schrift</translation>
    </message>
    <message>
      <source>state</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>take a number off the block list</source>
      <translation>eine Nummer von der Sperrliste nehmen</translation>
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
      <source>why this case is (not) called now</source>
      <translation>warum dieser Fall jetzt (nicht) angerufen wird</translation>
    </message>
    <message>
      <source>why this case, why nothing to call</source>
      <translation>warum dieser Fall, warum nichts anzurufen ist</translation>
    </message>
    <message>
      <source>why this case?</source>
      <translation>warum dieser Fall?</translation>
    </message>
    <message>
      <source>why?</source>
      <translation>warum?</translation>
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
      <source>{key} takes it back ({seconds} s)</source>
      <translation>{key} nimmt es zurück ({seconds} s)</translation>
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
      <source>(row {row})</source>
      <translation>(Zeile {row})</translation>
    </message>
    <message>
      <source>1 case</source>
      <translation>1 Fall</translation>
    </message>
    <message>
      <source>A cell is longer than 10,000 characters.</source>
      <translation>Eine Zelle ist länger als 10.000 Zeichen.</translation>
    </message>
    <message>
      <source>A column has values but no header.</source>
      <translation>Eine Spalte hat Werte, aber keine Überschrift.</translation>
    </message>
    <message>
      <source>A quotation mark in the row stands where none may stand.</source>
      <translation>In der Zeile steht ein Anführungszeichen, wo keines stehen darf.</translation>
    </message>
    <message>
      <source>A quotation mark opened in this row is never closed, so nothing after it can be read.</source>
      <translation>Ein Anführungszeichen, das in dieser Zeile beginnt, wird nie geschlossen; danach ist nichts mehr lesbar.</translation>
    </message>
    <message>
      <source>A result needs a call: dial first (F5).</source>
      <translation>Ein Ergebnis braucht einen Anruf: bitte zuerst wählen (F5).</translation>
    </message>
    <message>
      <source>A sample file has changed the numbers of this case: look at the number, then dial.</source>
      <translation>Eine Stichprobendatei hat die Rufnummern dieses Falls geändert: Nummer ansehen, dann wählen.</translation>
    </message>
    <message>
      <source>Add a number, or leave the row out.</source>
      <translation>Eine Nummer ergänzen oder die Zeile weglassen.</translation>
    </message>
    <message>
      <source>Add the area code.</source>
      <translation>Die Vorwahl ergänzen.</translation>
    </message>
    <message>
      <source>After dialling, a result is needed.</source>
      <translation>Nach dem Wählen ist ein Ergebnis nötig.</translation>
    </message>
    <message>
      <source>Agreed</source>
      <translation>Zusage</translation>
    </message>
    <message>
      <source>All contact attempts are used up: no call is left. Choose another number, or a result without a time.</source>
      <translation>Alle Kontaktversuche sind verbraucht: kein Anruf ist mehr übrig. Bitte eine andere Nummer wählen oder ein Ergebnis ohne Termin.</translation>
    </message>
    <message>
      <source>All contact attempts are used up: not called, the case is given back.</source>
      <translation>Alle Kontaktversuche sind verbraucht: nicht angerufen, der Fall ist zurückgegeben.</translation>
    </message>
    <message>
      <source>An appointment is late; the team keeps it.</source>
      <translation>Ein Termin ist überfällig; das Team hält ihn ein.</translation>
    </message>
    <message>
      <source>An appointment needs a time: make it during the next call (F9).</source>
      <translation>Ein Termin braucht eine Zeit: beim nächsten Anruf vereinbaren (F9).</translation>
    </message>
    <message>
      <source>An interview needs a call: dial first (F5).</source>
      <translation>Ein Interview braucht einen Anruf: zuerst wählen (F5).</translation>
    </message>
    <message>
      <source>Another application is writing to this database just now.</source>
      <translation>Ein anderes Programm schreibt gerade in diese Datenbank.</translation>
    </message>
    <message>
      <source>Another case has the same number; both keep it and share its limits.</source>
      <translation>Ein anderer Fall hat dieselbe Nummer; beide behalten sie und teilen sich ihre Grenzen.</translation>
    </message>
    <message>
      <source>Another case of the study has the same number, and keeps it.</source>
      <translation>Ein anderer Fall der Studie hat dieselbe Nummer und behält sie.</translation>
    </message>
    <message>
      <source>Another row has the same case.</source>
      <translation>Eine andere Zeile hat denselben Fall.</translation>
    </message>
    <message>
      <source>Another row has the same number, and keeps it.</source>
      <translation>Eine andere Zeile hat dieselbe Nummer und behält sie.</translation>
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
      <source>Appointments</source>
      <translation>Termine</translation>
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
      <source>Attempts</source>
      <translation>Versuche</translation>
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
      <source>Block list</source>
      <translation>Sperrliste</translation>
    </message>
    <message>
      <source>Called</source>
      <translation>Angerufen</translation>
    </message>
    <message>
      <source>Calls</source>
      <translation>Anrufe</translation>
    </message>
    <message>
      <source>Calls are not allowed at this time. The case can be given back.</source>
      <translation>Um diese Zeit sind keine Anrufe erlaubt. Der Fall kann zurückgegeben werden.</translation>
    </message>
    <message>
      <source>Can be called now.</source>
      <translation>Kann jetzt angerufen werden.</translation>
    </message>
    <message>
      <source>Cannot be called now: {reasons}.</source>
      <translation>Kann jetzt nicht angerufen werden: {reasons}.</translation>
    </message>
    <message>
      <source>Case</source>
      <translation>Fall</translation>
    </message>
    <message>
      <source>Case {number}</source>
      <translation>Fall {number}</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Fälle</translation>
    </message>
    <message>
      <source>Cases have numbers from {first} to {last}.</source>
      <translation>Fälle haben Nummern von {first} bis {last}.</translation>
    </message>
    <message>
      <source>Cells left out</source>
      <translation>Ausgelassene Zellen</translation>
    </message>
    <message>
      <source>Chance of reaching somebody</source>
      <translation>Aussicht, jemanden zu erreichen</translation>
    </message>
    <message>
      <source>Check path and rights.</source>
      <translation>Pfad und Rechte prüfen.</translation>
    </message>
    <message>
      <source>Choose another folder.</source>
      <translation>Bitte einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Close it, or remove it.</source>
      <translation>Schließen oder entfernen.</translation>
    </message>
    <message>
      <source>Close it, then go on.</source>
      <translation>Bitte schließen und weitermachen.</translation>
    </message>
    <message>
      <source>Closed</source>
      <translation>Abgeschlossen</translation>
    </message>
    <message>
      <source>Closed as “{code}”; nobody calls any more.</source>
      <translation>Abgeschlossen als „{code}“; niemand ruft mehr an.</translation>
    </message>
    <message>
      <source>Column</source>
      <translation>Spalte</translation>
    </message>
    <message>
      <source>Compare it with its source.</source>
      <translation>Mit der Quelle vergleichen.</translation>
    </message>
    <message>
      <source>Contact attempts</source>
      <translation>Kontaktversuche</translation>
    </message>
    <message>
      <source>Copy the column and paste it as values.</source>
      <translation>Die Spalte kopieren und als Werte einfügen.</translation>
    </message>
    <message>
      <source>Correct attempt {number}: why?</source>
      <translation>Versuch {number} korrigieren: warum?</translation>
    </message>
    <message>
      <source>Correct sample.columns in study.yaml or --map. The file has: {has}.</source>
      <translation>sample.columns in study.yaml oder --map berichtigen. Die Datei hat: {has}.</translation>
    </message>
    <message>
      <source>Correct the result</source>
      <translation>Ergebnis korrigieren</translation>
    </message>
    <message>
      <source>Corrected {at} by {who}: was “{was}”.</source>
      <translation>Korrigiert {at} von {who}: war „{was}“.</translation>
    </message>
    <message>
      <source>Corrected: {case}, attempt {number} is now “{result}”.</source>
      <translation>Korrigiert: {case}, Versuch {number} ist jetzt „{result}“.</translation>
    </message>
    <message>
      <source>Cure</source>
      <translation>Abhilfe</translation>
    </message>
    <message>
      <source>Data set</source>
      <translation>Datensatz</translation>
    </message>
    <message>
      <source>Decided by</source>
      <translation>Entschieden</translation>
    </message>
    <message>
      <source>Double quotation marks inside a cell, and put the cell into quotation marks.</source>
      <translation>Anführungszeichen in einer Zelle verdoppeln und die Zelle in Anführungszeichen setzen.</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Fällig</translation>
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
      <source>Eligibility</source>
      <translation>Zielgruppe</translation>
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
      <source>Enter opens notes, reasons and endings of numbers; that is logged.</source>
      <translation>Enter öffnet Notizen, Gründe und Endziffern der Nummern; das wird protokolliert.</translation>
    </message>
    <message>
      <source>Every row is taken as it is.</source>
      <translation>Jede Zeile wird genommen, wie sie ist.</translation>
    </message>
    <message>
      <source>Every row is written to {path}.</source>
      <translation>Jede Zeile steht in {path}.</translation>
    </message>
    <message>
      <source>Everybody who could call then has promised somebody else.</source>
      <translation>Alle, die dann anrufen könnten, sind schon jemand anderem versprochen.</translation>
    </message>
    <message>
      <source>Fill it in.</source>
      <translation>Die Datei füllen.</translation>
    </message>
    <message>
      <source>Fill the column of the case, or leave it out of the mapping.</source>
      <translation>Die Spalte des Falls füllen oder nicht zuordnen.</translation>
    </message>
    <message>
      <source>Filled in as at the last import of these columns.</source>
      <translation>Ausgefüllt wie beim letzten Einlesen dieser Spalten.</translation>
    </message>
    <message>
      <source>Filled in as study.yaml says.</source>
      <translation>Ausgefüllt, wie study.yaml es sagt.</translation>
    </message>
    <message>
      <source>Filled in as the headers suggest; please check.</source>
      <translation>Ausgefüllt nach den Überschriften; bitte prüfen.</translation>
    </message>
    <message>
      <source>Final code</source>
      <translation>Endcode</translation>
    </message>
    <message>
      <source>Final code: {code}. The case is {state}.</source>
      <translation>Endcode: {code}. Der Fall ist {state}.</translation>
    </message>
    <message>
      <source>Firm appointment {at}</source>
      <translation>Fester Termin {at}</translation>
    </message>
    <message>
      <source>Format the column as text and fill it again, or import with --restore-zeros.</source>
      <translation>Die Spalte als Text formatieren und neu füllen, oder die Nullen beim Einlesen zurückgeben lassen.</translation>
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
      <source>Give each case one row.</source>
      <translation>Jedem Fall eine Zeile geben.</translation>
    </message>
    <message>
      <source>Give each column a name of its own.</source>
      <translation>Jeder Spalte einen eigenen Namen geben.</translation>
    </message>
    <message>
      <source>Go on with the interview</source>
      <translation>Interview fortsetzen</translation>
    </message>
    <message>
      <source>Hands</source>
      <translation>Bearbeitung</translation>
    </message>
    <message>
      <source>Has a note.</source>
      <translation>Hat eine Notiz.</translation>
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
      <source>In the hands of</source>
      <translation>In Bearbeitung bei</translation>
    </message>
    <message>
      <source>In this window no interview fits into the calling hours of the study.</source>
      <translation>In diesem Zeitfenster passt kein Interview in die Anrufzeiten der Studie.</translation>
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
      <source>It was on the list already.</source>
      <translation>Sie stand schon auf der Liste.</translation>
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
      <source>Leave it out, correct the number of the case, or let both have it: sample.shared_numbers: keep.</source>
      <translation>Weglassen, die Nummer des Falls berichtigen, oder beiden lassen: sample.shared_numbers: keep.</translation>
    </message>
    <message>
      <source>Leave it out.</source>
      <translation>Weglassen.</translation>
    </message>
    <message>
      <source>Leave it with one of them, or let both have it: sample.shared_numbers: keep.</source>
      <translation>Einem von beiden lassen, oder beiden: sample.shared_numbers: keep.</translation>
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
      <source>Looking what will come of it …</source>
      <translation>Es wird angesehen, was daraus wird …</translation>
    </message>
    <message>
      <source>Mend the formula, then paste the column as values.</source>
      <translation>Die Formel berichtigen, dann die Spalte als Werte einfügen.</translation>
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
      <source>Name it with --map number=HEADER or in sample.columns. The file has: {has}.</source>
      <translation>Mit --map number=ÜBERSCHRIFT oder in sample.columns benennen. Die Datei hat: {has}.</translation>
    </message>
    <message>
      <source>Name one with sample.sheet or --sheet: {names}.</source>
      <translation>Eines mit sample.sheet oder --sheet nennen: {names}.</translation>
    </message>
    <message>
      <source>Name or password is wrong.</source>
      <translation>Name oder Passwort stimmt nicht.</translation>
    </message>
    <message>
      <source>Name or password of the second person is wrong.</source>
      <translation>Name oder Passwort der zweiten Person stimmt nicht.</translation>
    </message>
    <message>
      <source>Name the column, or remove it.</source>
      <translation>Die Spalte benennen oder entfernen.</translation>
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
      <source>New cases</source>
      <translation>Neue Fälle</translation>
    </message>
    <message>
      <source>Next case: {at}. Enter looks again.</source>
      <translation>Nächster Fall: {at}. Enter sieht noch einmal nach.</translation>
    </message>
    <message>
      <source>Next time</source>
      <translation>Nächste Zeit</translation>
    </message>
    <message>
      <source>No appointment is open. Interviewers make them with F9 during a call.</source>
      <translation>Kein Termin ist offen. Interviewende vereinbaren Termine im Anruf mit F9.</translation>
    </message>
    <message>
      <source>No attempt of this case has a result yet, so there is nothing to correct.</source>
      <translation>Noch hat kein Versuch dieses Falls ein Ergebnis; es gibt nichts zu korrigieren.</translation>
    </message>
    <message>
      <source>No attempt yet. Each call of an interviewer appears here with its result.</source>
      <translation>Noch kein Versuch. Jeder Anruf erscheint hier mit seinem Ergebnis.</translation>
    </message>
    <message>
      <source>No calls are allowed at this time.</source>
      <translation>Um diese Zeit sind keine Anrufe erlaubt.</translation>
    </message>
    <message>
      <source>No case has this state and this result just now. Other filters show more.</source>
      <translation>Kein Fall hat gerade diesen Stand und dieses Ergebnis. Andere Filter zeigen mehr.</translation>
    </message>
    <message>
      <source>No case in your hands</source>
      <translation>Kein Fall in Ihren Händen</translation>
    </message>
    <message>
      <source>No case is closed yet. Results of calls and interviews close cases.</source>
      <translation>Noch ist kein Fall abgeschlossen. Ergebnisse von Anrufen und Interviews schließen Fälle ab.</translation>
    </message>
    <message>
      <source>No case is held back. Import with a size of portions, and cases wait here until they are released.</source>
      <translation>Kein Fall wird zurückgehalten. Wird mit einer Portionsgröße eingelesen, warten die Fälle hier auf ihre Freigabe.</translation>
    </message>
    <message>
      <source>No case is open: all are closed, or wait to be released.</source>
      <translation>Kein Fall ist offen: alle sind abgeschlossen oder warten auf Freigabe.</translation>
    </message>
    <message>
      <source>No column holds telephone numbers. Say which one does.</source>
      <translation>Keine Spalte enthält Telefonnummern. Bitte sagen, welche es ist.</translation>
    </message>
    <message>
      <source>No column looks like telephone numbers.</source>
      <translation>Keine Spalte sieht nach Telefonnummern aus.</translation>
    </message>
    <message>
      <source>No contact attempt is left for this case.</source>
      <translation>Für diesen Fall ist kein Kontaktversuch übrig.</translation>
    </message>
    <message>
      <source>No portion waits for its release.</source>
      <translation>Keine Portion wartet auf ihre Freigabe.</translation>
    </message>
    <message>
      <source>No shift is planned then.</source>
      <translation>Dann ist keine Schicht geplant.</translation>
    </message>
    <message>
      <source>No such number can exist in the numbering plan.</source>
      <translation>Eine solche Nummer kann es im Nummernplan nicht geben.</translation>
    </message>
    <message>
      <source>Nobody calls this number any more, in no study. One person alone cannot undo that.</source>
      <translation>Niemand ruft diese Nummer mehr an, in keiner Studie. Eine Person allein kann das nicht rückgängig machen.</translation>
    </message>
    <message>
      <source>Nobody has a case in hand. It appears here as soon as somebody gets one.</source>
      <translation>Niemand bearbeitet einen Fall. Er erscheint hier, sobald jemand einen bekommt.</translation>
    </message>
    <message>
      <source>Nobody who speaks the language works here.</source>
      <translation>Niemand hier spricht die Sprache.</translation>
    </message>
    <message>
      <source>Not before {at}: {reasons}.</source>
      <translation>Nicht vor {at}: {reasons}.</translation>
    </message>
    <message>
      <source>Not called yet</source>
      <translation>Noch nicht angerufen</translation>
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
      <source>Note: {text}</source>
      <translation>Notiz: {text}</translation>
    </message>
    <message>
      <source>Nothing needs to be done.</source>
      <translation>Es ist nichts zu tun.</translation>
    </message>
    <message>
      <source>Nothing to call just now</source>
      <translation>Im Augenblick ist nichts anzurufen</translation>
    </message>
    <message>
      <source>Nothing was changed.</source>
      <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
      <source>Number {place}</source>
      <translation>Nummer {place}</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>Nummern</translation>
    </message>
    <message>
      <source>Only supervisors do that.</source>
      <translation>Das tut nur die Supervision.</translation>
    </message>
    <message>
      <source>Open cases by their last result, closed ones by their final code.</source>
      <translation>Offene Fälle nach dem letzten Ergebnis, abgeschlossene nach dem Endcode.</translation>
    </message>
    <message>
      <source>Open it in a spreadsheet program and save it again as .xlsx.</source>
      <translation>In einer Tabellenkalkulation öffnen und neu als .xlsx speichern.</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Reihenfolge</translation>
    </message>
    <message>
      <source>Order: appointments due, cells that lag, then what was tried least at this time of the day.</source>
      <translation>Reihenfolge: fällige Termine, zurückliegende Zellen, dann was zu dieser Tageszeit am seltensten versucht wurde.</translation>
    </message>
    <message>
      <source>Order: next time</source>
      <translation>Reihenfolge: nächste Zeit</translation>
    </message>
    <message>
      <source>Order: number</source>
      <translation>Reihenfolge: Nummer</translation>
    </message>
    <message>
      <source>Other person</source>
      <translation>Andere Person</translation>
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
      <source>Please say why: without a reason nothing is changed.</source>
      <translation>Bitte sagen Sie, warum: ohne Grund wird nichts geändert.</translation>
    </message>
    <message>
      <source>Please type the number of a case in digits, for instance 217.</source>
      <translation>Bitte die Nummer eines Falls in Ziffern eingeben, zum Beispiel 217.</translation>
    </message>
    <message>
      <source>Portion</source>
      <translation>Portion</translation>
    </message>
    <message>
      <source>Portion {number} was released in part: its other {count} cases come into the queue.</source>
      <translation>Portion {number} ist zum Teil freigegeben: Ihre übrigen {count} Fälle kommen in die Warteschlange.</translation>
    </message>
    <message>
      <source>Portion {number}: {count} cases come into the queue.</source>
      <translation>Portion {number}: {count} Fälle kommen in die Warteschlange.</translation>
    </message>
    <message>
      <source>Put a row with the names of the columns above them.</source>
      <translation>Eine Zeile mit den Namen der Spalten darübersetzen.</translation>
    </message>
    <message>
      <source>Put cells that hold the delimiter into quotation marks.</source>
      <translation>Zellen, die das Trennzeichen enthalten, in Anführungszeichen setzen.</translation>
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
      <source>Random portions</source>
      <translation>Zufallsportionen</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Reason: {text}</source>
      <translation>Grund: {text}</translation>
    </message>
    <message>
      <source>Remark to this question</source>
      <translation>Anmerkung zu dieser Frage</translation>
    </message>
    <message>
      <source>Renewed</source>
      <translation>Erneuert</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Folge</translation>
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
      <source>Result: {result}</source>
      <translation>Ergebnis: {result}</translation>
    </message>
    <message>
      <source>Row</source>
      <translation>Zeile</translation>
    </message>
    <message>
      <source>Rows left out</source>
      <translation>Ausgelassene Zeilen</translation>
    </message>
    <message>
      <source>Rows with remarks</source>
      <translation>Zeilen mit Anmerkungen</translation>
    </message>
    <message>
      <source>Sat</source>
      <translation>Sa</translation>
    </message>
    <message>
      <source>Save it as .xlsx without password, or as CSV UTF-8.</source>
      <translation>Als .xlsx ohne Passwort oder als CSV UTF-8 speichern.</translation>
    </message>
    <message>
      <source>Save it as CSV UTF-8, or name its encoding with --encoding.</source>
      <translation>Als CSV UTF-8 speichern oder die Kodierung mit --encoding nennen.</translation>
    </message>
    <message>
      <source>Save it as CSV UTF-8, or split it.</source>
      <translation>Als CSV UTF-8 speichern oder aufteilen.</translation>
    </message>
    <message>
      <source>Save the sheet as CSV UTF-8, or split it.</source>
      <translation>Das Blatt als CSV UTF-8 speichern oder aufteilen.</translation>
    </message>
    <message>
      <source>Screened out: {count}</source>
      <translation>Ausgestiegen oder abgelehnt: {count}</translation>
    </message>
    <message>
      <source>Service, premium, emergency and special numbers are never dialled.</source>
      <translation>Service-, Mehrwert-, Notruf- und Sondernummern werden nie gewählt.</translation>
    </message>
    <message>
      <source>Shorten it.</source>
      <translation>Kürzen.</translation>
    </message>
    <message>
      <source>Shorten it; a quotation mark that is not closed looks the same.</source>
      <translation>Kürzen; ein nicht geschlossenes Anführungszeichen sieht ebenso aus.</translation>
    </message>
    <message>
      <source>So far: {result}</source>
      <translation>Bisher: {result}</translation>
    </message>
    <message>
      <source>Soft refusal some time ago: one more try by you.</source>
      <translation>Vor einiger Zeit weich verweigert: ein weiterer Versuch durch Sie.</translation>
    </message>
    <message>
      <source>Some rows are written in UTF-8 and this one is not, so letters would arrive wrong.</source>
      <translation>Einige Zeilen sind in UTF-8 geschrieben, diese nicht; Buchstaben kämen falsch an.</translation>
    </message>
    <message>
      <source>Somebody else has the case by now: the result stands.</source>
      <translation>Den Fall hat inzwischen jemand anders: Das Ergebnis bleibt stehen.</translation>
    </message>
    <message>
      <source>Somebody has got this case by now; nothing was corrected.</source>
      <translation>Inzwischen bearbeitet jemand diesen Fall; nichts wurde korrigiert.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>State: {state}</source>
      <translation>Stand: {state}</translation>
    </message>
    <message>
      <source>Stop working on this machine and tell the supervisor: the last backup is needed.</source>
      <translation>Bitte an diesem Rechner nicht weiterarbeiten und der Supervision melden: Die letzte Sicherung wird gebraucht.</translation>
    </message>
    <message>
      <source>Stopped. Nothing was changed.</source>
      <translation>Angehalten. Es wurde nichts geändert.</translation>
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
      <source>Take the column again from its source, formatted as text before it is filled.</source>
      <translation>Die Spalte neu aus der Quelle nehmen und vor dem Füllen als Text formatieren.</translation>
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
      <source>That is for an interview to give and to take: its result stays.</source>
      <translation>Das entscheidet allein ein Interview: sein Ergebnis bleibt.</translation>
    </message>
    <message>
      <source>That is no telephone number that could be called. Type it with its area code.</source>
      <translation>Das ist keine Telefonnummer, die man anrufen könnte. Bitte mit Vorwahl tippen.</translation>
    </message>
    <message>
      <source>That is not allowed now ({code}).</source>
      <translation>Das ist jetzt nicht erlaubt ({code}).</translation>
    </message>
    <message>
      <source>That is the number of a service; nobody calls it anyway.</source>
      <translation>Das ist die Nummer eines Dienstes; sie wird ohnehin nicht angerufen.</translation>
    </message>
    <message>
      <source>That number is not on the block list.</source>
      <translation>Diese Nummer steht nicht auf der Sperrliste.</translation>
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
      <source>The calling window ends before it begins.</source>
      <translation>Das Anruffenster endet, bevor es beginnt.</translation>
    </message>
    <message>
      <source>The case is given back. Enter fetches the next one.</source>
      <translation>Der Fall ist zurückgegeben. Enter holt den nächsten.</translation>
    </message>
    <message>
      <source>The case was closed because all its numbers were dead; with its new number it is called again.</source>
      <translation>Der Fall war geschlossen, weil alle seine Nummern tot waren; mit der neuen Nummer wird er wieder angerufen.</translation>
    </message>
    <message>
      <source>The cell holds a formula.</source>
      <translation>Die Zelle enthält eine Formel.</translation>
    </message>
    <message>
      <source>The cell holds an error of the spreadsheet (#N/A, #REF!).</source>
      <translation>Die Zelle enthält einen Fehler der Tabellenkalkulation (#NV, #BEZUG!).</translation>
    </message>
    <message>
      <source>The cell is merged with another one, so it holds nothing itself.</source>
      <translation>Die Zelle ist mit einer anderen verbunden und enthält selbst nichts.</translation>
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
      <source>The digit “{digits}” stands for no result here. The digits stand before the results.</source>
      <translation>Die Ziffer „{digits}“ steht hier für kein Ergebnis. Die Ziffern stehen vor den Ergebnissen.</translation>
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
      <source>The file cannot be read.</source>
      <translation>Die Datei ist nicht lesbar.</translation>
    </message>
    <message>
      <source>The file does not have the columns {names}.</source>
      <translation>Der Datei fehlen die Spalten {names}.</translation>
    </message>
    <message>
      <source>The file holds no row below its headers.</source>
      <translation>Unter den Überschriften der Datei steht keine Zeile.</translation>
    </message>
    <message>
      <source>The first row holds values instead of headers.</source>
      <translation>In der ersten Zeile stehen Werte statt Überschriften.</translation>
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
      <source>The headers are merged cells.</source>
      <translation>Die Überschriften sind verbundene Zellen.</translation>
    </message>
    <message>
      <source>The hour of the calling window cannot be read.</source>
      <translation>Die Stunde des Anruffensters ist nicht lesbar.</translation>
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
      <source>The line does not play along.</source>
      <translation>Die Leitung spielt nicht mit.</translation>
    </message>
    <message>
      <source>The name of the case is longer than 64 characters.</source>
      <translation>Der Name des Falls ist länger als 64 Zeichen.</translation>
    </message>
    <message>
      <source>The number begins with neither 0 nor +: the spreadsheet took its zeros away.</source>
      <translation>Die Nummer beginnt weder mit 0 noch mit +: Die Tabellenkalkulation hat die Nullen entfernt.</translation>
    </message>
    <message>
      <source>The number cannot be read.</source>
      <translation>Die Nummer ist nicht lesbar.</translation>
    </message>
    <message>
      <source>The number is on the block list by now: not called, the case is closed.</source>
      <translation>Die Nummer steht inzwischen auf der Sperrliste: nicht angerufen, der Fall ist geschlossen.</translation>
    </message>
    <message>
      <source>The number is on the block list: this person must not be called.</source>
      <translation>Die Nummer steht auf der Sperrliste: Diese Person darf nicht angerufen werden.</translation>
    </message>
    <message>
      <source>The number is on the list.</source>
      <translation>Die Nummer steht auf der Liste.</translation>
    </message>
    <message>
      <source>The number is too short for a subscriber's line.</source>
      <translation>Die Nummer ist zu kurz für einen Anschluss.</translation>
    </message>
    <message>
      <source>The number lost its 0 or +, and both would make a possible number.</source>
      <translation>Die Nummer hat ihre 0 oder ihr + verloren, und beides ergäbe eine mögliche Nummer.</translation>
    </message>
    <message>
      <source>The number stands twice in this row; it is kept once.</source>
      <translation>Die Nummer steht zweimal in dieser Zeile; sie wird einmal behalten.</translation>
    </message>
    <message>
      <source>The number was taken off. Cases that were closed stay closed.</source>
      <translation>Die Nummer ist heruntergenommen. Geschlossene Fälle bleiben geschlossen.</translation>
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
      <source>The reason must not hold a telephone number.</source>
      <translation>Der Grund darf keine Telefonnummer enthalten.</translation>
    </message>
    <message>
      <source>The results of this case come from an interview; they stay as they are.</source>
      <translation>Die Ergebnisse dieses Falls kommen aus einem Interview; sie bleiben, wie sie sind.</translation>
    </message>
    <message>
      <source>The row does not say which case it is.</source>
      <translation>Die Zeile sagt nicht, welcher Fall sie ist.</translation>
    </message>
    <message>
      <source>The row has more cells than there are headers, so its values may stand in wrong columns.</source>
      <translation>Die Zeile hat mehr Zellen als Überschriften; ihre Werte stehen vielleicht in falschen Spalten.</translation>
    </message>
    <message>
      <source>The row has no number that may be called.</source>
      <translation>Die Zeile hat keine Nummer, die angerufen werden darf.</translation>
    </message>
    <message>
      <source>The row holds bytes that are no text (NUL).</source>
      <translation>Die Zeile enthält Bytes, die kein Text sind (NUL).</translation>
    </message>
    <message>
      <source>The row is empty.</source>
      <translation>Die Zeile ist leer.</translation>
    </message>
    <message>
      <source>The sample comes in …</source>
      <translation>Die Stichprobe kommt herein …</translation>
    </message>
    <message>
      <source>The second person must be somebody else.</source>
      <translation>Die zweite Person muss jemand anderes sein.</translation>
    </message>
    <message>
      <source>The size of portions is a whole number above 0, or blank.</source>
      <translation>Die Portionsgröße ist eine ganze Zahl über 0 oder bleibt leer.</translation>
    </message>
    <message>
      <source>The spreadsheet rounded the number (as in 4.94E+11); digits are lost for ever.</source>
      <translation>Die Tabellenkalkulation hat die Nummer gerundet (wie 4,94E+11); Ziffern sind für immer verloren.</translation>
    </message>
    <message>
      <source>The study does not have this language.</source>
      <translation>Die Studie hat diese Sprache nicht.</translation>
    </message>
    <message>
      <source>The text is not in the encoding {encoding}.</source>
      <translation>Der Text ist nicht in {encoding} kodiert.</translation>
    </message>
    <message>
      <source>The whole sample is released; no case waits for it.</source>
      <translation>Die ganze Stichprobe ist freigegeben; kein Fall wartet darauf.</translation>
    </message>
    <message>
      <source>The work waits. Enter goes on.</source>
      <translation>Die Arbeit wartet. Enter macht weiter.</translation>
    </message>
    <message>
      <source>The workbook holds more than can be read at once.</source>
      <translation>Die Arbeitsmappe enthält mehr, als auf einmal gelesen werden kann.</translation>
    </message>
    <message>
      <source>The workbook is damaged, or no workbook.</source>
      <translation>Die Arbeitsmappe ist beschädigt oder keine.</translation>
    </message>
    <message>
      <source>The workbook unpacks to more than 1,000 MB.</source>
      <translation>Die Arbeitsmappe ist entpackt größer als 1.000 MB.</translation>
    </message>
    <message>
      <source>There are no cases yet. They come with the sample: cati sample import or generate.</source>
      <translation>Noch gibt es keine Fälle. Sie kommen mit der Stichprobe: cati sample import oder generate.</translation>
    </message>
    <message>
      <source>There is no case {number}.</source>
      <translation>Einen Fall {number} gibt es nicht.</translation>
    </message>
    <message>
      <source>There is no such encoding.</source>
      <translation>Diese Kodierung gibt es nicht.</translation>
    </message>
    <message>
      <source>There is no such federal state.</source>
      <translation>Dieses Bundesland gibt es nicht.</translation>
    </message>
    <message>
      <source>There is no such sheet in the workbook.</source>
      <translation>Dieses Blatt gibt es in der Arbeitsmappe nicht.</translation>
    </message>
    <message>
      <source>There is no such time zone.</source>
      <translation>Diese Zeitzone gibt es nicht.</translation>
    </message>
    <message>
      <source>This attempt has no result that could be corrected.</source>
      <translation>Dieser Versuch hat kein Ergebnis, das korrigiert werden könnte.</translation>
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
      <source>This case went to others, for nothing was heard from here for too long. The numbers are on the block list.</source>
      <translation>Dieser Fall ging an andere, weil von hier zu lange nichts zu hören war. Die Nummern stehen auf der Sperrliste.</translation>
    </message>
    <message>
      <source>This case went to others, for nothing was heard from here for too long. The supervisor can add its result.</source>
      <translation>Dieser Fall ging an andere, weil von hier zu lange nichts zu hören war. Die Leitung kann das Ergebnis nachtragen.</translation>
    </message>
    <message>
      <source>This household was called often enough that day.</source>
      <translation>An diesem Tag wurde dieser Haushalt oft genug angerufen.</translation>
    </message>
    <message>
      <source>This household was called often enough today. Choose another number, or another day for the next call.</source>
      <translation>Dieser Haushalt wurde heute oft genug angerufen. Bitte eine andere Nummer wählen oder einen anderen Tag für den nächsten Anruf.</translation>
    </message>
    <message>
      <source>This household was called often enough today: it waits until tomorrow.</source>
      <translation>Dieser Haushalt wurde heute oft genug angerufen: er wartet bis morgen.</translation>
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
      <source>This is an old or password-protected Excel workbook.</source>
      <translation>Das ist eine alte oder mit Passwort geschützte Excel-Mappe.</translation>
    </message>
    <message>
      <source>This number is on the block list by now and must not be called: give the result.</source>
      <translation>Diese Nummer steht inzwischen auf der Sperrliste und darf nicht angerufen werden: bitte das Ergebnis geben.</translation>
    </message>
    <message>
      <source>This result needs a note.</source>
      <translation>Dieses Ergebnis braucht eine Notiz.</translation>
    </message>
    <message>
      <source>This result needs a note: what was it?</source>
      <translation>Dieses Ergebnis braucht eine Notiz: Was war?</translation>
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
      <source>Two columns are “{role}”. Only one can be.</source>
      <translation>Zwei Spalten sind „{role}“. Es kann nur eine sein.</translation>
    </message>
    <message>
      <source>Two columns have the same header.</source>
      <translation>Zwei Spalten haben dieselbe Überschrift.</translation>
    </message>
    <message>
      <source>Two people and a written reason are needed. The reason is kept for ever.</source>
      <translation>Nötig sind zwei Personen und ein schriftlicher Grund. Der Grund wird für immer aufbewahrt.</translation>
    </message>
    <message>
      <source>Unchanged</source>
      <translation>Unverändert</translation>
    </message>
    <message>
      <source>Undo the merging and fill every cell.</source>
      <translation>Die Verbindung aufheben und jede Zelle füllen.</translation>
    </message>
    <message>
      <source>Undo the merging, and give each column one header in the first row.</source>
      <translation>Die Verbindung aufheben und jeder Spalte eine Überschrift in der ersten Zeile geben.</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartend</translation>
    </message>
    <message>
      <source>Wed</source>
      <translation>Mi</translation>
    </message>
    <message>
      <source>What did attempt {number} come to?</source>
      <translation>Was ergab Versuch {number}?</translation>
    </message>
    <message>
      <source>What is wrong</source>
      <translation>Was nicht stimmt</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Which cases?</source>
      <translation>Welche Fälle?</translation>
    </message>
    <message>
      <source>Which result?</source>
      <translation>Welches Ergebnis?</translation>
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
      <source>Widen it: calls start at the latest its end less the expected length.</source>
      <translation>Weiter fassen: Anrufe beginnen spätestens an seinem Ende, abzüglich der erwarteten Dauer.</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Bei</translation>
    </message>
    <message>
      <source>Write a code of the study's languages, such as de.</source>
      <translation>Ein Kürzel einer Sprache der Studie schreiben, etwa de.</translation>
    </message>
    <message>
      <source>Write an IANA name, such as Europe/Berlin.</source>
      <translation>Einen IANA-Namen schreiben, etwa Europe/Berlin.</translation>
    </message>
    <message>
      <source>Write call_from earlier than call_until.</source>
      <translation>Den Beginn (call_from) vor das Ende (call_until) legen.</translation>
    </message>
    <message>
      <source>Write digits only, with a leading 0 or +49, one number a cell.</source>
      <translation>Nur Ziffern schreiben, mit 0 oder +49 am Anfang, eine Nummer je Zelle.</translation>
    </message>
    <message>
      <source>Write it again from its source as CSV UTF-8, or name one encoding with --encoding.</source>
      <translation>Neu aus der Quelle als CSV UTF-8 schreiben oder eine Kodierung mit --encoding nennen.</translation>
    </message>
    <message>
      <source>Write it as 09:00.</source>
      <translation>Als 09:00 schreiben.</translation>
    </message>
    <message>
      <source>Write it with 0 or with +49.</source>
      <translation>Mit 0 oder mit +49 schreiben.</translation>
    </message>
    <message>
      <source>Write the file again from its source.</source>
      <translation>Die Datei neu aus der Quelle schreiben.</translation>
    </message>
    <message>
      <source>Write the reason in at least ten letters.</source>
      <translation>Den Grund mit mindestens zehn Zeichen aufschreiben.</translation>
    </message>
    <message>
      <source>Write two letters, such as NI.</source>
      <translation>Zwei Buchstaben schreiben, etwa NI.</translation>
    </message>
    <message>
      <source>Write utf-8, utf-16, cp1252 or another name that Python knows.</source>
      <translation>utf-8, utf-16, cp1252 oder einen anderen Namen schreiben, den Python kennt.</translation>
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
      <source>a number of it is on the block list</source>
      <translation>eine seiner Nummern steht auf der Sperrliste</translation>
    </message>
    <message>
      <source>a number of it: nobody calls</source>
      <translation>eine Nummer von ihm: niemand ruft an</translation>
    </message>
    <message>
      <source>a second language beside it …</source>
      <translation>eine zweite Sprache daneben …</translation>
    </message>
    <message>
      <source>after a call</source>
      <translation>nach einem Anruf</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>all contact attempts are used up</source>
      <translation>alle Kontaktversuche sind verbraucht</translation>
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
      <source>another reason …</source>
      <translation>anderer Grund …</translation>
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
      <source>answering machine, unclear whose</source>
      <translation>Anrufbeantworter, unklar wessen</translation>
    </message>
    <message>
      <source>anybody but {person}, who was refused</source>
      <translation>alle außer {person}, wo verweigert wurde</translation>
    </message>
    <message>
      <source>anybody may call</source>
      <translation>alle dürfen anrufen</translation>
    </message>
    <message>
      <source>appointment</source>
      <translation>Termin</translation>
    </message>
    <message>
      <source>appointment with a time …</source>
      <translation>Termin mit Uhrzeit …</translation>
    </message>
    <message>
      <source>appointment {at}</source>
      <translation>Termin {at}</translation>
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
      <source>attempt {number}, {at}</source>
      <translation>Versuch {number}, {at}</translation>
    </message>
    <message>
      <source>attempt {number}, {at}: the most informative one</source>
      <translation>durch Versuch {number}, {at}: den aussagekräftigsten</translation>
    </message>
    <message>
      <source>begun anew</source>
      <translation>neu begonnen</translation>
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
      <source>call back …</source>
      <translation>Rückruf …</translation>
    </message>
    <message>
      <source>called enough today</source>
      <translation>heute genug angerufen</translation>
    </message>
    <message>
      <source>calls are blocked</source>
      <translation>Anrufe sind gesperrt</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>abgeschlossen</translation>
    </message>
    <message>
      <source>closed: {result}</source>
      <translation>abgeschlossen: {result}</translation>
    </message>
    <message>
      <source>code {number}</source>
      <translation>Code {number}</translation>
    </message>
    <message>
      <source>connection not understandable</source>
      <translation>Verbindung unverständlich</translation>
    </message>
    <message>
      <source>contact, to be called again …</source>
      <translation>Kontakt, wieder anrufen …</translation>
    </message>
    <message>
      <source>deceased</source>
      <translation>verstorben</translation>
    </message>
    <message>
      <source>decides</source>
      <translation>entscheidet</translation>
    </message>
    <message>
      <source>dialled by hand</source>
      <translation>von Hand gewählt</translation>
    </message>
    <message>
      <source>dialled once</source>
      <translation>einmal gewählt</translation>
    </message>
    <message>
      <source>dialled {count} times</source>
      <translation>{count}-mal gewählt</translation>
    </message>
    <message>
      <source>does not live in the area</source>
      <translation>wohnt nicht im Gebiet</translation>
    </message>
    <message>
      <source>due</source>
      <translation>fällig</translation>
    </message>
    <message>
      <source>due again by the rules</source>
      <translation>nach den Regeln wieder fällig</translation>
    </message>
    <message>
      <source>due now</source>
      <translation>jetzt fällig</translation>
    </message>
    <message>
      <source>each named below</source>
      <translation>jede unten genannt</translation>
    </message>
    <message>
      <source>eligible, by the screening {at}</source>
      <translation>gehört dazu, laut Screening {at}</translation>
    </message>
    <message>
      <source>eligible, no interview for other reasons …</source>
      <translation>Zielgruppe, aus anderen Gründen kein Interview …</translation>
    </message>
    <message>
      <source>ends in {digits}</source>
      <translation>endet auf {digits}</translation>
    </message>
    <message>
      <source>fax or data line</source>
      <translation>Fax oder Datenleitung</translation>
    </message>
    <message>
      <source>federal state</source>
      <translation>Bundesland</translation>
    </message>
    <message>
      <source>firm</source>
      <translation>fest</translation>
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
      <source>firm, {at}</source>
      <translation>fest, {at}</translation>
    </message>
    <message>
      <source>frame</source>
      <translation>Auswahlrahmen</translation>
    </message>
    <message>
      <source>given back without a call</source>
      <translation>ohne Anruf zurückgegeben</translation>
    </message>
    <message>
      <source>goes on at the same question</source>
      <translation>geht bei derselben Frage weiter</translation>
    </message>
    <message>
      <source>group quarters</source>
      <translation>Gemeinschaftsunterkunft</translation>
    </message>
    <message>
      <source>hand over to a colleague …</source>
      <translation>an Kollegin oder Kollegen übergeben …</translation>
    </message>
    <message>
      <source>held back until their portion is released</source>
      <translation>zurückgehalten bis zur Freigabe ihrer Portion</translation>
    </message>
    <message>
      <source>household refuses</source>
      <translation>Haushalt verweigert</translation>
    </message>
    <message>
      <source>household stands twice in the sample</source>
      <translation>Haushalt doppelt in der Stichprobe</translation>
    </message>
    <message>
      <source>household, eligibility unclear …</source>
      <translation>Haushalt, Zielgruppe unklar …</translation>
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
      <source>in hands</source>
      <translation>in Bearbeitung</translation>
    </message>
    <message>
      <source>in hands: {who}</source>
      <translation>in Bearbeitung: {who}</translation>
    </message>
    <message>
      <source>in nobody's hands</source>
      <translation>bei niemandem in Bearbeitung</translation>
    </message>
    <message>
      <source>in portions of {size}</source>
      <translation>in Portionen zu {size}</translation>
    </message>
    <message>
      <source>in somebody's hands</source>
      <translation>in Bearbeitung</translation>
    </message>
    <message>
      <source>in somebody's hands; it comes back by itself when that machine falls silent</source>
      <translation>bei jemandem in Bearbeitung; kommt von selbst zurück, wenn jener Platz verstummt</translation>
    </message>
    <message>
      <source>in the call</source>
      <translation>im Gespräch</translation>
    </message>
    <message>
      <source>institution</source>
      <translation>Einrichtung</translation>
    </message>
    <message>
      <source>interim</source>
      <translation>vorläufig</translation>
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
      <source>is its result already</source>
      <translation>ist schon sein Ergebnis</translation>
    </message>
    <message>
      <source>it rings</source>
      <translation>es läutet</translation>
    </message>
    <message>
      <source>its appointment is gone</source>
      <translation>sein Termin entfällt</translation>
    </message>
    <message>
      <source>its numbers go there</source>
      <translation>seine Nummern kommen darauf</translation>
    </message>
    <message>
      <source>known already</source>
      <translation>schon bekannt</translation>
    </message>
    <message>
      <source>known, and changed</source>
      <translation>bekannt und geändert</translation>
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
      <source>landline number in the mobile sample</source>
      <translation>Festnetznummer in der Mobilfunkstichprobe</translation>
    </message>
    <message>
      <source>language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>language …</source>
      <translation>Sprache …</translation>
    </message>
    <message>
      <source>late: anybody may keep it</source>
      <translation>spät: jede Person darf ihn halten</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>weggelassen</translation>
    </message>
    <message>
      <source>line problem</source>
      <translation>Störung der Leitung</translation>
    </message>
    <message>
      <source>listed now</source>
      <translation>jetzt aufgelistet</translation>
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
      <source>missed: due like other cases</source>
      <translation>verpasst: fällig wie andere Fälle</translation>
    </message>
    <message>
      <source>mobile</source>
      <translation>Mobilfunk</translation>
    </message>
    <message>
      <source>mobile number in the landline sample</source>
      <translation>Mobilnummer in der Festnetzstichprobe</translation>
    </message>
    <message>
      <source>name of the case</source>
      <translation>Name des Falls</translation>
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
      <source>no attempt said anything about the household</source>
      <translation>kein Versuch sagte etwas über den Haushalt</translation>
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
      <source>no private household, call back …</source>
      <translation>kein Privathaushalt, Rückruf …</translation>
    </message>
    <message>
      <source>no rule of today explains it</source>
      <translation>keine der heutigen Regeln erklärt es</translation>
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
      <source>nobody here speaks the language</source>
      <translation>niemand hier spricht die Sprache</translation>
    </message>
    <message>
      <source>nobody lives there</source>
      <translation>dort wohnt niemand</translation>
    </message>
    <message>
      <source>nobody of the household is reached at any of its numbers</source>
      <translation>unter keiner seiner Nummern ist jemand aus dem Haushalt zu erreichen</translation>
    </message>
    <message>
      <source>nobody reached …</source>
      <translation>niemand erreicht …</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>none is wished</source>
      <translation>keine gewünscht</translation>
    </message>
    <message>
      <source>none of its numbers</source>
      <translation>keine seiner Nummern</translation>
    </message>
    <message>
      <source>none so far</source>
      <translation>bisher keine</translation>
    </message>
    <message>
      <source>not a private household, fault …</source>
      <translation>kein Privathaushalt, Störung …</translation>
    </message>
    <message>
      <source>not asked: that needs access to contact data</source>
      <translation>nicht gefragt: dazu braucht es Zugang zu Kontaktdaten</translation>
    </message>
    <message>
      <source>not called after</source>
      <translation>kein Anruf nach</translation>
    </message>
    <message>
      <source>not called before</source>
      <translation>kein Anruf vor</translation>
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
      <source>not eligible</source>
      <translation>nicht Zielgruppe</translation>
    </message>
    <message>
      <source>not eligible …</source>
      <translation>nicht Zielgruppe …</translation>
    </message>
    <message>
      <source>not known: nobody was screened</source>
      <translation>nicht bekannt: niemand wurde gescreent</translation>
    </message>
    <message>
      <source>not released yet</source>
      <translation>noch nicht freigegeben</translation>
    </message>
    <message>
      <source>not released yet; the tab Sample opens portions</source>
      <translation>noch nicht freigegeben; Teile öffnet die Seite „Stichprobe“</translation>
    </message>
    <message>
      <source>note</source>
      <translation>Hinweis</translation>
    </message>
    <message>
      <source>nothing is known yet of this time of the week</source>
      <translation>über diese Zeit der Woche ist noch nichts bekannt</translation>
    </message>
    <message>
      <source>now</source>
      <translation>jetzt</translation>
    </message>
    <message>
      <source>number changed</source>
      <translation>Nummer geändert</translation>
    </message>
    <message>
      <source>number disconnected</source>
      <translation>Anschluss abgeschaltet</translation>
    </message>
    <message>
      <source>number forwarded elsewhere</source>
      <translation>Nummer weitergeleitet</translation>
    </message>
    <message>
      <source>number left out</source>
      <translation>Nummer ausgelassen</translation>
    </message>
    <message>
      <source>number not in service</source>
      <translation>kein Anschluss unter dieser Nummer</translation>
    </message>
    <message>
      <source>number out of order for now</source>
      <translation>Anschluss vorübergehend gestört</translation>
    </message>
    <message>
      <source>number out of service or elsewhere …</source>
      <translation>Nummer tot oder woanders …</translation>
    </message>
    <message>
      <source>number {place}</source>
      <translation>Nummer {place}</translation>
    </message>
    <message>
      <source>numbers and other values</source>
      <translation>Nummern und andere Werte</translation>
    </message>
    <message>
      <source>numbers nobody may call, in all studies</source>
      <translation>Nummern, die niemand anrufen darf, in allen Studien</translation>
    </message>
    <message>
      <source>on the list</source>
      <translation>daraufgesetzt</translation>
    </message>
    <message>
      <source>one language only</source>
      <translation>nur eine Sprache</translation>
    </message>
    <message>
      <source>only for people who speak: {language}</source>
      <translation>nur für Personen, die das sprechen: {language}</translation>
    </message>
    <message>
      <source>open</source>
      <translation>offen</translation>
    </message>
    <message>
      <source>open, due now</source>
      <translation>offen, jetzt fällig</translation>
    </message>
    <message>
      <source>open, due {at}</source>
      <translation>offen, fällig {at}</translation>
    </message>
    <message>
      <source>open, last result: {result}</source>
      <translation>offen, letztes Ergebnis: {result}</translation>
    </message>
    <message>
      <source>opens the calendar</source>
      <translation>fragt nach Tag und Uhrzeit</translation>
    </message>
    <message>
      <source>other lines</source>
      <translation>andere Anschlüsse</translation>
    </message>
    <message>
      <source>other reason, belongs to the population</source>
      <translation>sonstiger Grund, gehört zur Zielgruppe</translation>
    </message>
    <message>
      <source>other reason, not the population</source>
      <translation>sonstiger Grund, nicht Zielgruppe</translation>
    </message>
    <message>
      <source>other reason, population unclear</source>
      <translation>sonstiger Grund, Zielgruppe unklar</translation>
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
      <source>rank {level} now (lower comes first, at best {best}), tried {count} times at this time of the week</source>
      <translation>jetzt Rang {level} (kleiner kommt zuerst, bestenfalls {best}), {count}-mal zu dieser Zeit der Woche versucht</translation>
    </message>
    <message>
      <source>recording: no</source>
      <translation>Aufnahme: nein</translation>
    </message>
    <message>
      <source>recording: not on this line</source>
      <translation>Aufnahme: auf dieser Leitung nicht möglich</translation>
    </message>
    <message>
      <source>recording: only after consent</source>
      <translation>Aufnahme: erst nach Einwilligung</translation>
    </message>
    <message>
      <source>refused twice</source>
      <translation>zweimal verweigert</translation>
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
      <source>released</source>
      <translation>freigegeben</translation>
    </message>
    <message>
      <source>released in part</source>
      <translation>zum Teil freigegeben</translation>
    </message>
    <message>
      <source>rest after a soft refusal</source>
      <translation>ruhen nach einer weichen Verweigerung</translation>
    </message>
    <message>
      <source>rests after a soft refusal</source>
      <translation>ruht nach weicher Verweigerung</translation>
    </message>
    <message>
      <source>rests, was refused</source>
      <translation>ruht (verweigert)</translation>
    </message>
    <message>
      <source>roughly</source>
      <translation>ungefähr</translation>
    </message>
    <message>
      <source>roughly, {at}</source>
      <translation>ungefähr, {at}</translation>
    </message>
    <message>
      <source>row left out</source>
      <translation>Zeile ausgelassen</translation>
    </message>
    <message>
      <source>row {row}</source>
      <translation>Zeile {row}</translation>
    </message>
    <message>
      <source>row {row} of about {rows}</source>
      <translation>Zeile {row} von etwa {rows}</translation>
    </message>
    <message>
      <source>sample field, kept</source>
      <translation>Stichprobenfeld, behalten</translation>
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
      <source>somebody of the household</source>
      <translation>jemand im Haushalt</translation>
    </message>
    <message>
      <source>spoken now</source>
      <translation>wird gesprochen</translation>
    </message>
    <message>
      <source>stays as it is</source>
      <translation>bleibt, wie sie ist</translation>
    </message>
    <message>
      <source>stored · block list</source>
      <translation>gespeichert · Sperrliste</translation>
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
      <source>taken off</source>
      <translation>heruntergenommen</translation>
    </message>
    <message>
      <source>telephone number</source>
      <translation>Telefonnummer</translation>
    </message>
    <message>
      <source>the block list, before the first call</source>
      <translation>durch die Sperrliste, vor dem ersten Anruf</translation>
    </message>
    <message>
      <source>the pause after the last result is not over</source>
      <translation>die Pause nach dem letzten Ergebnis läuft noch</translation>
    </message>
    <message>
      <source>the person to be asked</source>
      <translation>die Zielperson</translation>
    </message>
    <message>
      <source>the sample does not tell it</source>
      <translation>sagt die Stichprobe nicht</translation>
    </message>
    <message>
      <source>the screening: somebody eligible lives there and was not reached since</source>
      <translation>durch das Screening: dort wohnt eine Zielperson, die seither nicht erreicht wurde</translation>
    </message>
    <message>
      <source>the situation allows no interview</source>
      <translation>Situation lässt kein Interview zu</translation>
    </message>
    <message>
      <source>this household only {hours}</source>
      <translation>dieser Haushalt nur {hours}</translation>
    </message>
    <message>
      <source>this study does not try soft refusals again</source>
      <translation>diese Studie versucht weiche Verweigerungen nicht noch einmal</translation>
    </message>
    <message>
      <source>time zone</source>
      <translation>Zeitzone</translation>
    </message>
    <message>
      <source>times and visits by question, no answers</source>
      <translation>Zeiten und Besuche je Frage, keine Antworten</translation>
    </message>
    <message>
      <source>to come</source>
      <translation>steht bevor</translation>
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
      <source>unclear announcement</source>
      <translation>unklare Ansage</translation>
    </message>
    <message>
      <source>unclear whether a household</source>
      <translation>unklar, ob dort jemand wohnt</translation>
    </message>
    <message>
      <source>under way</source>
      <translation>läuft gerade</translation>
    </message>
    <message>
      <source>usable partial interview</source>
      <translation>brauchbares Teilinterview</translation>
    </message>
    <message>
      <source>value left out</source>
      <translation>Wert ausgelassen</translation>
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
      <source>waits</source>
      <translation>wartet</translation>
    </message>
    <message>
      <source>was called often enough that day</source>
      <translation>wurde an dem Tag oft genug angerufen</translation>
    </message>
    <message>
      <source>were called often enough today</source>
      <translation>wurden heute oft genug angerufen</translation>
    </message>
    <message>
      <source>what the call came to without an interview</source>
      <translation>was der Anruf ohne Interview ergab</translation>
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
      <source>with an appointment</source>
      <translation>mit Termin</translation>
    </message>
    <message>
      <source>with codebook</source>
      <translation>mit Codebuch</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>ja</translation>
    </message>
    <message>
      <source>{called} called · {closed} closed</source>
      <translation>{called} angerufen · {closed} abgeschlossen</translation>
    </message>
    <message>
      <source>{case}: which attempt?</source>
      <translation>{case}: welcher Versuch?</translation>
    </message>
    <message>
      <source>{cell}, full</source>
      <translation>{cell}, voll</translation>
    </message>
    <message>
      <source>{cell}, lags behind</source>
      <translation>{cell}, liegt zurück</translation>
    </message>
    <message>
      <source>{code}, as before</source>
      <translation>{code}, wie bisher</translation>
    </message>
    <message>
      <source>{code}, if fieldwork ended now</source>
      <translation>{code}, endete die Feldzeit jetzt</translation>
    </message>
    <message>
      <source>{count} cases</source>
      <translation>{count} Fälle</translation>
    </message>
    <message>
      <source>{count} cases and more</source>
      <translation>{count} Fälle und mehr</translation>
    </message>
    <message>
      <source>{count} cases are in the queue now.</source>
      <translation>{count} Fälle sind jetzt in der Warteschlange.</translation>
    </message>
    <message>
      <source>{count} cases go on waiting. This cannot be taken back.</source>
      <translation>{count} Fälle warten weiter. Das lässt sich nicht zurücknehmen.</translation>
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
      <source>{count} of at most {limit} contact attempts</source>
      <translation>{count} von höchstens {limit} Kontaktversuchen</translation>
    </message>
    <message>
      <source>{count} × all reasons</source>
      <translation>{count} × alle Gründe</translation>
    </message>
    <message>
      <source>{day} {month_day} {time}</source>
      <translation>{day} {month_day} {time}</translation>
    </message>
    <message>
      <source>{file}: nothing new would come of it. Nothing was changed.</source>
      <translation>{file}: Daraus käme nichts Neues. Es wurde nichts geändert.</translation>
    </message>
    <message>
      <source>{file}: the sample is in.</source>
      <translation>{file}: Die Stichprobe ist eingelesen.</translation>
    </message>
    <message>
      <source>{file}: this would come of it. Nothing was changed so far.</source>
      <translation>{file}: Das würde daraus. Bisher wurde nichts geändert.</translation>
    </message>
    <message>
      <source>{file}: what do the columns hold?</source>
      <translation>{file}: Was steht in den Spalten?</translation>
    </message>
    <message>
      <source>{final} (last: {last})</source>
      <translation>{final} (zuletzt: {last})</translation>
    </message>
    <message>
      <source>{kind}; the one who made it comes first</source>
      <translation>{kind}; zuerst ist dran, wer ihn vereinbart hat</translation>
    </message>
    <message>
      <source>{message} Nothing was changed. {cure}</source>
      <translation>{message} Es wurde nichts geändert. {cure}</translation>
    </message>
    <message>
      <source>{number} · out of service</source>
      <translation>{number} · kein Anschluss</translation>
    </message>
    <message>
      <source>{number}, {seconds} s</source>
      <translation>{number}, {seconds} s</translation>
    </message>
    <message>
      <source>{result} ({seconds} s)</source>
      <translation>{result} ({seconds} s)</translation>
    </message>
    <message>
      <source>{result}, and never call again</source>
      <translation>{result}, und nie wieder anrufen</translation>
    </message>
    <message>
      <source>{result}: comes from an interview and stays</source>
      <translation>{result}: kommt aus einem Interview und bleibt</translation>
    </message>
    <message>
      <source>{share} % · today {today}</source>
      <translation>{share} % · heute {today}</translation>
    </message>
    <message>
      <source>{shown} of {count} remarks are shown; the saved report holds all.</source>
      <translation>{shown} von {count} Anmerkungen sind zu sehen; der gespeicherte Bericht enthält alle.</translation>
    </message>
    <message>
      <source>{state}, as before</source>
      <translation>{state}, wie bisher</translation>
    </message>
    <message>
      <source>{taken} of {target}</source>
      <translation>{taken} von {target}</translation>
    </message>
    <message>
      <source>{text} – until {at}</source>
      <translation>{text} – bis {at}</translation>
    </message>
    <message>
      <source>{then} · with a note</source>
      <translation>{then} · mit Notiz</translation>
    </message>
    <message>
      <source>{who} has this case just now. Correct it once the case is free again.</source>
      <translation>{who} bearbeitet diesen Fall gerade. Korrigieren Sie ihn, sobald er frei ist.</translation>
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
    <name>Sample</name>
    <message>
      <source>All files (*)</source>
      <translation>Alle Dateien (*)</translation>
    </message>
    <message>
      <source>All of it comes in, or nothing. Other windows of this station wait meanwhile.</source>
      <translation>Entweder kommt alles herein oder nichts. Andere Fenster dieses Platzes warten so lange.</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Block list of all studies</source>
      <translation>Sperrliste aller Studien</translation>
    </message>
    <message>
      <source>CSV or Excel, one case a row. First you see what would come of it; nothing is changed before.</source>
      <translation>CSV oder Excel, ein Fall je Zeile. Zuerst sehen Sie, was daraus würde; vorher wird nichts geändert.</translation>
    </message>
    <message>
      <source>Cases a random portion (blank: all may be called at once)</source>
      <translation>Fälle je Zufallsportion (leer: alle dürfen sofort angerufen werden)</translation>
    </message>
    <message>
      <source>Column of the file</source>
      <translation>Spalte der Datei</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Done last</source>
      <translation>Zuletzt geschehen</translation>
    </message>
    <message>
      <source>Give numbers that lost their 0 or + theirs back</source>
      <translation>Nummern, die ihre 0 oder ihr + verloren haben, diese zurückgeben</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Einlesen</translation>
    </message>
    <message>
      <source>Import a file …</source>
      <translation>Datei einlesen …</translation>
    </message>
    <message>
      <source>Import now</source>
      <translation>Jetzt einlesen</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Lassen</translation>
    </message>
    <message>
      <source>Look what will come of it</source>
      <translation>Ansehen, was daraus wird</translation>
    </message>
    <message>
      <source>Nothing so far.</source>
      <translation>Bisher nichts.</translation>
    </message>
    <message>
      <source>One person puts a number on. Taking one off needs two people and a written reason.</source>
      <translation>Eine Person setzt eine Nummer darauf. Herunternehmen können sie nur zwei Personen mit schriftlichem Grund.</translation>
    </message>
    <message>
      <source>Password of the second person</source>
      <translation>Passwort der zweiten Person</translation>
    </message>
    <message>
      <source>Put a number on the block list</source>
      <translation>Nummer auf die Sperrliste setzen</translation>
    </message>
    <message>
      <source>Put a number on …</source>
      <translation>Nummer daraufsetzen …</translation>
    </message>
    <message>
      <source>Put it on</source>
      <translation>Daraufsetzen</translation>
    </message>
    <message>
      <source>Random portions</source>
      <translation>Zufallsportionen</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Reason, without names and numbers</source>
      <translation>Grund, ohne Namen und Nummern</translation>
    </message>
    <message>
      <source>Release it</source>
      <translation>Freigeben</translation>
    </message>
    <message>
      <source>Release the next portion</source>
      <translation>Nächste Portion freigeben</translation>
    </message>
    <message>
      <source>Release the next portion …</source>
      <translation>Nächste Portion freigeben …</translation>
    </message>
    <message>
      <source>Rows with remarks</source>
      <translation>Zeilen mit Anmerkungen</translation>
    </message>
    <message>
      <source>Samples (*.csv *.txt *.tsv *.xlsx *.xlsm)</source>
      <translation>Stichproben (*.csv *.txt *.tsv *.xlsx *.xlsm)</translation>
    </message>
    <message>
      <source>Save the report …</source>
      <translation>Bericht speichern …</translation>
    </message>
    <message>
      <source>Second person</source>
      <translation>Zweite Person</translation>
    </message>
    <message>
      <source>Sheet</source>
      <translation>Blatt</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Take a number off the block list</source>
      <translation>Nummer von der Sperrliste nehmen</translation>
    </message>
    <message>
      <source>Take it off</source>
      <translation>Herunternehmen</translation>
    </message>
    <message>
      <source>Take one off …</source>
      <translation>Nummer herunternehmen …</translation>
    </message>
    <message>
      <source>Telephone number</source>
      <translation>Telefonnummer</translation>
    </message>
    <message>
      <source>Used as</source>
      <translation>Wird verwendet als</translation>
    </message>
    <message>
      <source>Values, long numbers hidden</source>
      <translation>Werte, lange Nummern verdeckt</translation>
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
