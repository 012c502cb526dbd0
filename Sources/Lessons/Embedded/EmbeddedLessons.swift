// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

/// The shipped lessons: their files, as text.
package enum EmbeddedLessons {
    package struct Files: Sendable {
        /// The name of its folder.
        package let name: String
        package let text: String
        /// Scenarios beside it, and the cases of an exam, by file name.
        package let companions: [String: String]
        /// Its words in other languages, by language tag.
        package let translations: [String: String]
    }

    /// By name.
    package static let all: [Files] = [
        bounce,
        codes,
        content,
        dots,
        ehlo,
        envelope,
        gate_a,
        gate_b,
        gate_e,
        gate_pop3,
        gate_trouble,
        hand_pop3,
        hand_smtp,
        keep_or_delete,
        later_or_never,
        mail_detective,
        many,
        myth_court,
        offline,
        password,
        permission,
        phases,
        push_and_pull,
        queue,
        smuggling,
        tls,
        twice,
        two_devices,
        two_hops,
        which_door,
    ]

    package static let claims = #"""
# What people read about SMTP and POP3 every day, and what is to be said of it. Lessons decide them by octets; the table of
# coverage is made from this file and from the lessons' steps.
# Verdicts: true, incomplete, muddled, false, dated; words for mistaken vocabulary.
C01: {verdict: incomplete, say: "A letter uses SMTP twice and POP once."}
C02: {verdict: "true", say: "SMTP pushes, POP pulls."}
C03: {verdict: "true", say: "SMTP has three phases: establishment, transfer, termination."}
C04: {verdict: muddled, say: "One letter is sent, then the connection ends."}
C05: {verdict: "true", say: "One sender may write to several recipients."}
C06: {verdict: "true", say: "The client sends commands, the server sends replies."}
C07: {verdict: incomplete, say: "The ports are 25, 110 and 995."}
C08: {verdict: incomplete, say: "POP3 is the latest POP, made in the eighties."}
C09: {verdict: muddled, say: "POP has a keep mode and a delete mode."}
C10: {verdict: muddled, say: "The server deletes a letter once it was fetched, unless it is configured otherwise."}
C11: {verdict: "true", say: "Fetched letters can be read offline."}
C12: {verdict: muddled, say: "All mail is downloaded."}
C13: {verdict: muddled, say: "Letters are moved to the disk, so make backups."}
C14: {verdict: muddled, say: "Letters are fetched one after the other."}
C15: {verdict: muddled, say: "User name and password establish the connection."}
C16: {verdict: muddled, say: "POP3 keeps passwords in plain text, POP3S does not."}
C17: {verdict: "true", say: "POP3 has no folders and synchronises nothing."}
C18: {verdict: "true", say: "Nobody verifies the sender."}
C19: {verdict: "true", say: "Spam floods mailboxes."}
C20: {verdict: "true", say: "Viruses travel by mail."}
C21: {verdict: dated, say: "Attempts at security have helped little."}
C22: {verdict: muddled, say: "Mail that cannot be delivered goes back to the sender."}
C23: {verdict: muddled, say: "SMTP verifies the configuration and grants permission."}
C24: {verdict: "true", say: "Sending depends on the network's and the provider's settings."}
C25: {verdict: muddled, say: "SMTP is for marketing and for transactional mail."}
C26: {verdict: "false", say: "Codes identify the server, such as the name of a mail host."}
C27: {verdict: muddled, say: "SMTP keeps a copy until the letter is delivered."}
C28: {verdict: muddled, say: "SMTP is reliable and ensures delivery."}
C29: {verdict: muddled, say: "SMTP tracks delivery."}
C30: {verdict: incomplete, say: "POP3 polls every ten to fifteen minutes."}
C31: {verdict: muddled, say: "IMAP, Lotus Notes and MAPI are peers of POP."}
C32: {verdict: "true", say: "SMTP and POP are used together."}
C33: {verdict: "true", say: "Both ends must be linked to their servers."}
C34: {verdict: incomplete, say: "There are client and server MTAs, and client and server MAAs."}
M01: {verdict: "false", say: "SMTP is an MTA."}
M02: {verdict: "false", say: "The A in the name stands for Agent: Simple Mail Transfer Agent."}
M03: {verdict: "false", say: "SMTP's second use is between the sender and the receiver's server."}
M04: {verdict: "false", say: "POP receives and stores mail."}
M05: {verdict: "false", say: "POP lets you organise mail on the server."}
M06: {verdict: muddled, say: "SMTP is used when receiving; or never when receiving."}
M07: {verdict: "false", say: "SMTP is the outgoing server, POP the incoming server."}
M08: {verdict: "false", say: "The destination server forwards the letter to the client."}
M09: {verdict: "false", say: "POP3 is one-way, SMTP is two-way."}
M10: {verdict: "false", say: "The client connects to the destination's server."}
M11: {verdict: muddled, say: "The sending server authenticates the client."}
M12: {verdict: "false", say: "SMTP requires authentication and encryption."}
M13: {verdict: "false", say: "SMTP is more secure than POP3."}
M14: {verdict: "false", say: "SMTP lets you synchronise devices."}
M15: {verdict: "false", say: "SMTP is the one that stores mail on the server."}
M16: {verdict: muddled, say: "Spam filters and virus scans are features of SMTP."}
M17: {verdict: muddled, say: "When the user comes online, the letters are delivered to him."}
M18: {verdict: muddled, say: "POP is the postman who brings the letter home."}
M19: {verdict: muddled, say: "Deleting saves space on the web server."}
M20: {verdict: "false", say: "One mailbox and one password serve for sending and receiving."}
M21: {verdict: "false", say: "The wrong choice of protocol loses mail."}
M22: {verdict: "false", say: "Base64 and APOP encrypt."}
M23: {verdict: muddled, say: "A mail protocol connects providers with clients."}
M24: {verdict: words, say: "Shopper, message switch agent, message entry agent, Publish Workplace Protocol."}

"""#
    package static let units = #"""
# The units of the course, in order: what they are called, how long they take, and what is said at their end.
A:
  title: The map
  minutes: 75
  summary: >
    You know the programs that a letter passes, who calls whom, and which protocol each of them speaks.
    You tell push from pull by octets, and read a reply by its digits.
B:
  title: Speak SMTP
  minutes: 105
  summary: >
    You can hand a letter to a server with your own hands. You know the envelope from the letter, one recipient's fate from
    another's, why a line's first dot is doubled, and what a server may offer beyond the basics.
C:
  title: Speak POP3
  minutes: 80
  summary: >
    You can fetch letters by hand. You know the three states, why nothing is gone before QUIT, how two devices share one
    maildrop, and what still works when the cable is out.
D:
  title: When it goes wrong
  minutes: 110
  summary: >
    You can say where a letter is at any moment, who answers for it, who learns of a failure, why a letter may come twice,
    and who may send what through which server.
E:
  title: Security
  minutes: 80
  summary: >
    You can read a capture as an eavesdropper would: which passwords it gives away, what TLS hides and what it does not,
    and how two programs that disagree about a line's end make two letters of one.
F:
  title: Judgement
  minutes: 60
  summary: >
    You judge what is said of mail by evidence from the wire.

"""#

    /// What the course itself says in other languages, by language tag.
    package static let words: [String: String] = [
"de": #"""
# Was der Kurs selbst sagt, auf Deutsch. Links stehen die Namen der Sätze, in geschweiften Klammern das, was eingesetzt wird.
phrases:
  kindRead: lesen
  kindWatch: zusehen
  kindPredict: vorhersagen
  kindChoose: wählen
  kindOrder: ordnen
  kindFind: finden
  kindType: tippen
  kindFix: einstellen
  kindArgue: urteilen
  markDone: fertig
  markOpen: offen
  markHelped: mit Hilfe
  markNew: neu
  markBegun: begonnen
  markProven: übersprungen, bewiesen
  markDoneWithHelp: "fertig, {count} mit Hilfe"

  place: "Schritt {step}/{steps}: {kind}"
  placeDone: "Schritt {step}/{steps}: {kind} (fertig)"
  spokenPlace: "{lesson}, Schritt {step} von {steps}: {kind}"
  bar: "{done}/{steps} Schritte"
  hintsTaken: "Hinweise {taken}/{count}"
  moreBelow: "weiter unten: Bild ab"
  moreAbove: "weiter oben: Bild auf"
  virtualClock: "virtuell {time}"

  answerPrompt: "Antwort: "
  sessionPrompt: "C: "
  letterPrompt: "Brief: "
  settingPrompt: "Einstellung: "
  readOn: "Lies weiter und antworte unten:"
  severalApply: "Mehrere können stimmen: Tippe ihre Buchstaben, mit Leerzeichen dazwischen."
  orderAll: "Tippe alle Buchstaben, den ersten zuerst, mit Leerzeichen dazwischen."
  settingNow: "{ask} Jetzt: {value}. Mit Enter bleibt es so."
  right: "Ja."
  notYet: "Noch nicht."
  tryAgain: "Versuch es noch einmal oder tippe :hint."
  tryOnceMore: "Versuch es noch einmal."
  theAnswerIs: "Die Antwort ist: {answer}"
  theseLines: "Diese Zeilen tun es:"
  stepWasDone: "(Diesen Schritt hast du schon getan; :next geht weiter.)"
  wayOut: "Ein Befehl beginnt mit einem Doppelpunkt, solange getippt wird: {command}"
  doneWithAnswer: "(fertig, die Antwort wurde verraten)"
  stillOpen: "Dieser Schritt ist noch offen. Beantworte ihn oder übergeh ihn mit :skip."

  typeNumber: "Tippe eine Zahl in Ziffern."
  typeLetter: "Tippe einen der Buchstaben a bis {last} oder die Worte dahinter."
  typeLetters: "Tippe die Buchstaben von allem, was stimmt, mit Leerzeichen; nichts, wenn nichts stimmt."
  typeOrder: "Tippe alle {count} Buchstaben in der richtigen Folge, jeden einmal, mit Leerzeichen."
  typeRange: "Tippe eine Zahl von {low} bis {high}."
  typeWord: "Tippe Buchstaben und Ziffern."
  typeStep: "Tippe Verbindung und Schritt mit einem Punkt dazwischen, etwa 12.34."
  typeFrame: "Tippe die Nummer eines Rahmens in Ziffern."
  typeFrames: "Tippe die Nummern der Rahmen, etwa 1004, 1006-1009."
  typeOctets: "Tippe das erste Oktett und das hinter dem letzten, von 0 an gezählt, etwa 9027-9060."
  noSuchStep: "Es gibt keinen Schritt {step}."
  stepIs: "Schritt {step} ist {words}."
  moreSteps: "Es gibt noch mehr, vor oder hinter Schritt {step}."
  strayFrame: "Rahmen {frame} gehört nicht dazu."
  moreFrames: "Es gibt noch mehr."
  otherConnection: "Deine Schritte gehören zu verschiedenen Verbindungen, {first} und {second}."

  hintLead: "Hinweis {number} von {count}:"
  lastHint: "Das war der letzte; :hint verrät jetzt die Antwort."
  noHint: "Für diesen Schritt gibt es keinen Hinweis."

  sessionOver: "Die Verbindung ist zu Ende, und das ist noch zu tun:"
  freshServer: "Ein frischer Server wartet auf dich; er weiß nichts von vorher."
  tooManyLines: "Das waren {count} Zeilen: Der Server legt auf."
  playedSo: "So wurde gespielt, und das kam dabei heraus. Ändere die Einstellungen."

  progressOf: "{done} von {count} Schritten sind getan."
  progressKept: "Dein Fortschritt ist gespeichert."
  allDone: "Alle {count} Schritte sind getan."
  allDoneWithHelp: "Alle {count} Schritte sind getan, bei {helped} wurde die Antwort verraten."
  openSteps: "Noch offen: Schritt {steps}."
  gatePassed: "Du bist durch das Tor der Einheit {unit}, {title}: Ihre Lektionen gelten als gekonnt."
  gateClosed: "Eine Antwort wurde verraten, darum bleibt das Tor zu. Setze seine Schritte zurück und versuch es noch einmal."
  unitEnd: "Das war Einheit {unit}, {title}."
  noteLead: "Bemerkung:"

  noted: "Vermerkt."
  caseSolved: "{title}: gelöst"
  caseUnsolved: "{title}: nicht gelöst"
  saidRight: "Richtig:"
  saidWrong: "Deine Antwort:"
  saidNothing: "(keine)"
  itWas: "Richtig wäre:"
  proofLead: "Beleg:"
  proofFrame: "{say}: Schritt {step}, Frame {first}"
  proofFrames: "{say}: Schritt {step}, Frames {first}-{last}"
  casesSolved: "{right} von {count} Fällen sind gelöst."
  examPassed: "Du hast bestanden."
  examNeeds: "Zum Bestehen sind {count} nötig."
  examTook: "Du hast {minutes} Minuten gebraucht."
  examLate: "Die Zeit ist um; dieser Fall zählt als nicht gelöst."
  examOver: "Die Prüfung ist vorbei. „mailscope learn {lesson} --again“ beginnt eine neue."

  unknownCommand: "Einen Befehl „{word}“ gibt es nicht. Tippe :help, dann siehst du alle."
  plainUnknownCommand: "Einen Befehl „{word}“ gibt es nicht."
  plainBegin: "(:help nennt die Befehle.)"
  plainNext: "„mailscope learn“ geht weiter mit: {title}."
  plainPause: "[Enter geht weiter; back, list, help, quit] "
  goToStep: "Zu welchem Schritt (eine Zahl; Enter bleibt hier): "
  helpText: |-
    Solange du eine Antwort tippst, ist jede Taste Text.
    Eine Zeile, die mit einem Doppelpunkt beginnt, ist ein Befehl:

      :hint   :h   ein Hinweis; nach dreien die Antwort
      :next   :n   der nächste Schritt, sobald dieser getan ist
      :skip   :s   der nächste Schritt, auch wenn dieser offen ist
      :back   :b   der Schritt davor
      :list   :l   alle Schritte, und der Weg zu einem davon
      :check  :c   noch einmal beurteilen, was du in dieser Lektion geantwortet hast
      :reset  :x   vergessen, dass dieser Schritt getan ist
      :explain 1.6   was ein Schritt des Gesprächs bedeutet
      :bytes 1.6     seine Oktette, und was jedes davon ist
      :help   :?   dieser Text
      :quit   :q   gehen; dein Fortschritt bleibt gespeichert

    Wo nichts gefragt ist, genügt der Buchstabe allein.
    Soll eine Zeile mit einem Doppelpunkt beginnen, tippe zwei.
    Auf dem ganzen Bildschirm verlässt Esc die Antwort, und Tab kehrt zu ihr zurück.

  placeShort: "{step}/{steps} {kind}"
  commandKeys: "n weiter  b zurück  h Hinweis  l Liste  s übergehen  c prüfen  x neu  q Ende  ? Tasten"
  stageKeys: "n weiter  b zurück  ←→ Gespräch  h Hinweis  e erklären  o Oktette  p abspielen  t teilen  l Liste  q Ende  ? Tasten"
  smallKeys: "n weiter  t Gespräch  e erklären  o Oktette  h Hinweis  q Ende  ? Tasten"
  watchKeys: "n weiter  ← zurück  Ende alles  e erklären  o Oktette  p abspielen  l Liste  s übergehen  q Ende  ? Tasten"
  typingKeys: "Enter senden  Bild auf/ab blättern  :hint  :list  :skip  :quit  Esc Befehle"
  answerKeys: "Enter senden  ↑↓ Gespräch  Bild auf/ab Text  :hint  :skip  :quit  Esc Befehle"
  smallAnswerKeys: "Enter senden  ↑↓ Gespräch  Esc Befehle"
  liveKeys: "Enter senden  ↑↓ Zeilen davor  Bild auf/ab Text  :hint  :skip  :quit  Esc Befehle"
  viewKeys: "Esc zurück  ←→ Schritte  ↑↓ blättern  e erklären  o Oktette"
  helpKeys: "Esc zurück  ↑↓ blättern"
  listKeys: "Enter weiter  ↑↓ gehen  → Schritte  / suchen  d fertig  p offen  r neu  q zurück"
  searchKeys: "Tippe, was du suchst. Enter behält es, Esc vergisst es."
  keysHelp: |-
    Solange eine Antwort oder eine Zeile für einen Server getippt wird, ist jede
    Taste Text. Esc verlässt die Zeile: Dann ist eine Taste ein Befehl. Tab, Enter
    oder : kehren zurück.

    n, Leertaste   weiter: mehr Text, der nächste Schritt, die nächste Seite
    b          die Seite davor
    s          diese Seite übergehen, auch wenn sie offen ist
    h          ein Hinweis; nach dreien die Antwort
    x          vergessen, dass diese Seite getan ist
    c          prüfen, was du in dieser Lektion geantwortet hast
    l          alle Lektionen und Seiten; suchen und hingehen
    q          gehen; dein Fortschritt bleibt gespeichert

    ← → ↑ ↓    der Schritt des Gesprächs, vorwärts und zurück
    g G        der erste, der letzte Schritt
    [ ]        die Verbindung davor, die nächste
    p          das Gespräch von selbst abspielen; jede Taste hält es an
    e          den Schritt erklären
    o          seine Oktette, und was jedes davon ist
    t          dem Text oder dem Gespräch den ganzen Bildschirm geben
    j k, Bild auf/ab, Pos1, Ende   im Text blättern
    Strg-Z     eine Weile anhalten; fg geht weiter

    In einer Zeile sind auch :hint, :skip und so weiter Befehle.
    Soll eine Zeile mit einem Doppelpunkt beginnen, tippe zwei.
  unknownKey: "Die Taste {key} ist kein Befehl; ? zeigt alle."
  unknownKeyTab: "Die Taste {key} ist kein Befehl. Tab kehrt zur Zeile zurück, ? zeigt die Befehle."
  noDialogue: "Auf dieser Seite ist kein Gespräch."
  resetAsk: "Vergessen, was hier getan ist? y: ja, jede andere Taste: nein."
  working: "Die Stationen spielen diesen Lauf ..."
  playing: "{number} von {count}. Jede Taste hält an."
  listAll: "Alle Lektionen"
  listDone: "Fertige Lektionen (d: alle)"
  listPending: "Offene Lektionen (p: alle)"
  gate: "Tor"
  whichStep: "Sag, welcher Schritt, etwa :explain 1.6 oder :bytes 1.6."
  checkedAll: "Geprüft: Alle {count} Schritte sind getan, und was du geantwortet hast, stimmt."
  checkedOpen: "Geprüft: {done} von {count} Schritten sind getan; der erste offene ist Schritt {step}."
  checkFallen: "Das stimmt nicht mehr und ist wieder offen: Schritt {steps}."
  stepTitle: "Schritt {step}: {from} an {to}, Oktette {octets}, Rahmen {frames}"
  stepState: ", {state}"
  decidedHead: "Was die Stationen dann entschieden:"
  spansHead: "Seine Oktette, eines nach dem anderen:"

  spaceShowsMore: "Die Leertaste zeigt mehr."
  doneGoOn: "Fertig. Leertaste oder n geht weiter."
  goOn: "Leertaste oder n geht weiter."
  watchEnd: "Das ist alles. Leertaste oder n geht weiter."
  watchNext: "{number} von {count}. Leertaste oder n: weiter."
  readNext: "{number} von {count}. Leertaste: der nächste; n: die nächste Seite."
  keysAreCommands: "Jetzt ist eine Taste ein Befehl. Tab kehrt zur Zeile zurück."
  leaveAgain: "Noch einmal Strg-C geht hinaus. Tab kehrt zur Zeile zurück."
  doneBefore: "Das ist schon getan. n weiter, b zurück, Tab: noch einmal antworten."

  unitHead: "Einheit {unit}, {title}"
  betterAfter: "besser nach {lessons}"
  noLesson: "So eine Lektion gibt es nicht."
  listEnd: "„mailscope learn NAME“ spielt eine."

  notTranslated: "(Noch nicht übersetzt.)"
  isThatSo: "„{claim}“ Stimmt das?"
  proveIt: "Nun belege es. {ask}:"
  verdictTrue: "wahr"
  verdictHalf: "halb wahr"
  verdictFalse: "falsch"
  stepNamed: "Schritt {step}"
  noStepNamed: "ein Schritt, den es nicht gibt"

  handoutUnit: "Einheit {unit}"
  handoutPlace: "Einheit {unit}, Lektion {number}"
  handoutMinutes: "{count} Minuten"
  handoutOwner: "Für {learner}"
  handoutKey: "Mit den Antworten"
  handoutName: "Name"
  handoutDate: "Datum"
  handoutSteps: "Schritte"
  handoutHints: "Hinweise"
  handoutHint: "Hinweis {number} von {count}"
  handoutAnswer: "Antwort"
  handoutShowAnswer: "Die Antwort"
  handoutCheck: "Prüfen"
  handoutSeveral: "Mehrere können stimmen."
  handoutNone: "nichts davon"
  handoutAnyOf: "eines von {answers}"
  handoutTypeTo: "Sprich in mailscope mit {host}, bis all das so ist:"
  handoutNext: "Weiter"
  handoutBack: "Zurück"
  handoutKeys: "Tasten"
  handoutPlaceOf: "{step} von {steps}"
  handoutKeyNext: "weiter: die nächste Zeile eines Gesprächs, dem du zusiehst, oder der nächste Schritt"
  handoutKeyBack: "zurück"
  handoutKeyTalk: "von Zeile zu Zeile eines Gesprächs"
  handoutKeyOctets: "die Oktette einer Zeile; dann mit Tab von Stück zu Stück"
  handoutKeyHint: "der nächste Hinweis"
  handoutKeyAnswer: "die Antwort"
  handoutKeyHelp: "diese Tasten"
  handoutAtStart: "Wo die Briefe am Anfang sind"
  handoutAfter: "Wo die Briefe nach Verbindung {connection} sind"
  handoutJourney: "Die Reise von „{letter}“"
  handoutInside: im selben Haus
  handoutPush: "bringen (push)"
  handoutPull: "holen (pull)"
  handoutOctet: "{count} Oktett"
  handoutOctets: "{count} Oktette"
  handoutOctetsOf: "Oktette {from} bis {to} im Strom dieser Seite, Rahmen {frame}"
  handoutConnection: "Verbindung {number}, {protocol}"
  handoutClient: "C, der Client"
  handoutServer: "S, der Server"
  handoutOpens: "öffnet"
  handoutCarries: "trägt den Brief"
  handoutTLS: "TLS, {octets}"
  handoutSums: "Der Client sandte {client}, der Server {server}."
  handoutEndFin: "Von beiden Seiten geschlossen."
  handoutEndReset: "Abgebrochen."
  handoutEndRefused: "Nie begonnen: Niemand nahm den Anruf an."
  handoutEndOpen: "Am Ende noch offen."

units:
  A:
    title: Die Landkarte
    summary: >
      Du kennst die Programme, durch die ein Brief geht. Du weißt, wer wen anruft und welches Protokoll jedes von ihnen spricht.
      Du unterscheidest Bringen und Holen an den Oktetten und liest eine Antwort an ihren Ziffern.
  B:
    title: SMTP sprechen
    summary: >
      Du kannst einem Server mit eigenen Händen einen Brief übergeben. Du unterscheidest den Umschlag vom Brief und das
      Schicksal eines Empfängers von dem eines anderen. Du weißt, warum der erste Punkt einer Zeile verdoppelt wird und was
      ein Server über das Nötigste hinaus anbieten darf.
  C:
    title: POP3 sprechen
    summary: >
      Du kannst Briefe von Hand holen. Du kennst die drei Zustände, weißt, warum vor QUIT nichts verloren ist, wie sich zwei
      Geräte ein Postfach teilen und was noch geht, wenn das Kabel gezogen ist.
  D:
    title: Wenn etwas schiefgeht
    summary: >
      Du kannst jederzeit sagen, wo ein Brief ist, wer für ihn einsteht, wer von einem Fehlschlag erfährt, warum ein Brief
      zweimal kommen kann und wer durch welchen Server was senden darf.
  E:
    title: Sicherheit
    summary: >
      Du kannst einen Mitschnitt lesen, wie es ein Lauscher täte: welche Passwörter er verrät, was TLS verbirgt und was nicht,
      und wie zwei Programme, die sich über das Ende einer Zeile uneinig sind, aus einem Brief zwei machen.
  F:
    title: Urteilen
    summary: >
      Du beurteilst, was über E-Mail gesagt wird, an dem, was über die Leitung ging.

"""#,
    ]
}
