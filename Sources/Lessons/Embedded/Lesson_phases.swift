// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let phases = Files(
name: "phases", text: #"""
---
id: phases
number: 4
title: Hello, letter, goodbye
unit: A
goal: Tell at any line of a talk how far it has come.
minutes: 15
needs: [push-and-pull]
rfc: [5321#3.2, 5321#3.3, 5321#3.8, 5321#4.1.1.10, 5321#4.1.4, 1939#3, 1939#4, 1939#5, 1939#6, 1939#7]
draw:
  friend: name
  secret: password
  house: word
runs:
  main: {scenario: one-letter}
  door: {scenario: one-letter, rename: {bob: $friend, builder: $secret}}
events:
  greeting: {protocol: pop3, kind: reply, nth: 1}
  let-in: {protocol: pop3, verb: PASS, code: +OK, reply: true}
---
# Hello, letter, goodbye

## Three parts of a talk

A talk in SMTP has three parts:

- connection establishment: the two sides greet each other
- mail transfer: a letter is handed over
- connection termination: they part

Here are the commands of one talk. You have not seen the run yet.

```predict
id: parts
claims: [C03]
options: [connection establishment, mail transfer, connection termination]
parts:
  - ask: "EHLO mx.south.example: which part?"
    answer: {phase: {connection: 2, verb: EHLO}}
  - ask: "MAIL FROM:<alice@south.example>: which part?"
    answer: {phase: {connection: 2, verb: MAIL}}
  - ask: "RCPT TO:<bob@north.example>: which part?"
    answer: {phase: {connection: 2, verb: RCPT}}
  - ask: "DATA: which part?"
    answer: {phase: {connection: 2, verb: DATA}}
  - ask: "QUIT: which part?"
    answer: {phase: {connection: 2, verb: QUIT}}
hints:
  - Which of these lines speak of a letter?
  - Sender, recipient and the letter itself belong together.
  - EHLO is the hello, QUIT the goodbye. The other three hand over the letter.
why: >
  EHLO opens the session (RFC 5321 section 3.2), MAIL, RCPT and DATA are the mail transaction (section 3.3), and QUIT
  ends the session (section 3.8).
```

## See the seams

The program draws a line above each part. Go through the talk, one line after the other.

```watch
id: talk
show: {connection: 2, explain: false}
```

## A talk about nothing

Must there be a letter in the middle? Try it: introduce yourself to the mail server of north.example
as a host named $house.example, then say goodbye at once.

```type
id: nothing
claims: [C03]
to: mx.north.example
goals:
  - say: Introduce yourself with EHLO, as $house.example
    check: {argument: {verb: EHLO}, equals: $house.example}
  - say: Part with QUIT, and be answered with 221
    check: {exists: {verb: QUIT, code: 221}}
  - say: No letter was begun
    check: {none: {verb: MAIL}}
    stays: true
model: [EHLO $house.example, QUIT]
hints:
  - The first command says who you are, the last one that you leave.
  - "EHLO is followed by the name: EHLO $house.example"
  - Type EHLO $house.example, then QUIT.
why: >
  A session may hold no transaction at all, or one, or many. (RFC 5321 section 4.1.4)
  So the middle part may be missing, and it may be repeated.
```

## Without a goodbye

A cable may break anywhere. It shall break in the talk between the two servers, before the client says one of its
words. The client will try again later if the letter was not taken.

Place the break so that the two servers never say goodbye, and bob has his letter all the same.

```fix
id: no-goodbye
claims: [C03]
run: {scenario: one-letter, faults: [{station: mx.south.example, side: client, before: $word, do: cut}]}
settings:
  - {name: word, say: Before which word of the client does the cable break?, options: [EHLO, MAIL, DATA, QUIT], now: EHLO}
goals:
  - say: The two servers had only one connection
    check: {connections: {client: sender MTA}, equals: 1}
  - say: In it nobody said goodbye
    check: {none: {client: sender MTA, phase: connection termination}}
  - say: Bob has the letter
    check: {store: bob@north.example, kind: reader, equals: 1}
model: {word: QUIT}
hints:
  - If the letter was not taken yet, there will be a second connection, with a goodbye.
  - Which part must be over before the cable may break?
  - The last part has one command. Break the cable just before it.
why: >
  The letter changes hands with 250 at the end of the mail transfer. What comes later cannot undo it: a server
  that loses the connection drops only what was not complete. (RFC 5321 section 4.1.1.10)
```

## POP3 counts differently

A POP3 server is always in one of three states:

- AUTHORIZATION: it does not know you yet
- TRANSACTION: you may look at letters, fetch them, mark them for deletion
- UPDATE: it deletes what was marked, and parts

A command changes the state only by its answer.

```predict
id: states
claims: [C03]
options: [AUTHORIZATION, TRANSACTION, UPDATE]
parts:
  - ask: In which state does bob's program say USER?
    answer: {state: {protocol: pop3, verb: USER}}
  - ask: In which state does it say PASS?
    answer: {state: {protocol: pop3, verb: PASS}}
  - ask: In which state does it say RETR?
    answer: {state: {protocol: pop3, verb: RETR}}
  - ask: And QUIT, the moment it is said?
    answer: {state: {protocol: pop3, verb: QUIT}}
  - ask: In which state does the server answer this QUIT?
    answer: {state: {protocol: pop3, verb: QUIT, reply: true}}
hints:
  - While you say your password, does the server know you?
  - A state lasts until the server's answer. The command is still said in the old one.
  - The answer to PASS begins TRANSACTION, and QUIT begins UPDATE.
why: >
  USER and PASS belong to AUTHORIZATION (RFC 1939 sections 4 and 7), RETR to TRANSACTION (section 5). QUIT is said
  in TRANSACTION and takes the session to UPDATE (section 6). SMTP's parts are a way to look at a talk; these
  states are rules for what a server may do.
reveal: {connection: 3, explain: false}
```

## Too early

Now you stand at that door. The maildrop is $friend's, and the password is $secret.
Ask once too early, and once at the right time. STAT asks how many letters there are.

```type
id: too-early
claims: [C15]
run: door
to: pop.north.example
goals:
  - say: Say STAT before any login, and be refused with -ERR
    check: {exists: {verb: STAT, code: -ERR, state: AUTHORIZATION}}
  - say: Log in with USER $friend and PASS $secret
    check: {exists: {verb: PASS, code: +OK}}
  - say: Say STAT again, and be answered with +OK
    check: {exists: {verb: STAT, code: +OK, state: TRANSACTION}}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model: [STAT, USER $friend, PASS $secret, STAT, QUIT]
hints:
  - The connection stands as soon as the server has greeted you. Just say STAT.
  - Then USER and PASS, each on a line of its own. Each is answered with +OK.
  - Type STAT, USER $friend, PASS $secret, STAT and QUIT.
why: >
  The server heard you before it knew you, and said no. STAT is allowed in TRANSACTION only (RFC 1939 section 5).
  A command in the wrong state is answered with -ERR (section 3).
```

## What makes a connection?

Some texts say that user name and password establish the connection to a POP3 server.
This is how connection 3 of the first run began.

```argue
id: password-first
claims: [C15]
say: User name and password establish the connection.
show: {connection: 3, explain: false, to: {protocol: pop3, verb: STAT, reply: true}}
verdict: false
evidence:
  - {ask: A step that needed the connection and came before any user name, find: {protocol: pop3, before: {protocol: pop3, verb: USER}}}
  - {ask: The step in which the server lets the user in, find: {event: let-in}}
same-connection: true
hints:
  - Could the server have greeted anybody without a connection?
  - First the connection, then the greeting, then the login, which opens the maildrop.
  - "False. The greeting is the first step of connection 3, and the server's answer to PASS lets bob in."
why: >
  TCP made the connection, and the server greeted at @greeting, before any name was said. Name and password let bob
  into his maildrop at @let-in; they end AUTHORIZATION, no more. (RFC 1939 section 4)
```

SMTP: hello, letters, goodbye. POP3: who are you, what do you want, then it is done.
The letter of an SMTP talk is settled in the middle; in POP3 what you delete is settled at the very end.

"""#, companions: [
:
], translations: [
"de": #"""
---
language: de
title: Guten Tag, Brief, auf Wiedersehen
goal: An jeder Zeile eines Gesprächs sagen, wie weit es gekommen ist.
source: dbf22f86
---
# Guten Tag, Brief, auf Wiedersehen

## Drei Teile eines Gesprächs

Ein Gespräch in SMTP hat drei Teile:

- connection establishment, die Eröffnung: Die beiden Seiten begrüßen einander
- mail transfer, die Übergabe: Ein Brief wird übergeben
- connection termination, der Abschied: Sie gehen auseinander

Hier sind die Befehle eines Gesprächs. Gesehen hast du es noch nicht.

```predict
id: parts
source: 553ca9fc
options:
  - connection establishment: connection establishment, die Eröffnung
  - mail transfer: mail transfer, die Übergabe
  - connection termination: connection termination, der Abschied
parts:
  - "EHLO mx.south.example: welcher Teil?"
  - "MAIL FROM:<alice@south.example>: welcher Teil?"
  - "RCPT TO:<bob@north.example>: welcher Teil?"
  - "DATA: welcher Teil?"
  - "QUIT: welcher Teil?"
hints:
  - Welche dieser Zeilen sprechen von einem Brief?
  - Absender, Empfänger und der Brief selbst gehören zusammen.
  - EHLO ist der Gruß, QUIT der Abschied. Die anderen drei übergeben den Brief.
why: >
  EHLO eröffnet die Sitzung (RFC 5321 Abschnitt 3.2), MAIL, RCPT und DATA sind die Übergabe (Abschnitt 3.3), und QUIT
  beendet die Sitzung (Abschnitt 3.8).
```

## Sieh die Nähte

Über jeden Teil zieht das Programm eine Linie. Geh das Gespräch durch, eine Zeile nach der anderen.

```watch
id: talk
source: 87a6fadb
```

## Ein Gespräch über nichts

Muss in der Mitte ein Brief sein? Probier es: Stell dich dem Mailserver von north.example als Rechner namens
$house.example vor und verabschiede dich gleich wieder.

```type
id: nothing
source: b74816b0
goals:
  - Stell dich mit EHLO vor, als $house.example
  - Verabschiede dich mit QUIT und bekomm 221 zur Antwort
  - Kein Brief wurde begonnen
hints:
  - Der erste Befehl sagt, wer du bist, der letzte, dass du gehst.
  - "Hinter EHLO steht der Name: EHLO $house.example"
  - Tippe EHLO $house.example, dann QUIT.
why: >
  Eine Sitzung kann gar keine Übergabe enthalten, eine oder viele. (RFC 5321 Abschnitt 4.1.4)
  Der mittlere Teil darf also fehlen, und er darf sich wiederholen.
```

## Ohne Abschied

Ein Kabel kann überall reißen. Hier soll es im Gespräch der beiden Server reißen, bevor der Client eines seiner Worte
sagt. Wurde der Brief nicht angenommen, versucht es der Client später noch einmal.

Setz den Riss so, dass sich die beiden Server nie verabschieden und bob seinen Brief trotzdem hat.

```fix
id: no-goodbye
source: 9738d8a7
settings:
  - {name: word, say: Vor welchem Wort des Clients reißt das Kabel?}
goals:
  - Die beiden Server hatten nur eine Verbindung
  - Darin hat sich niemand verabschiedet
  - Bob hat den Brief
hints:
  - Wurde der Brief noch nicht angenommen, gibt es eine zweite Verbindung, mit Abschied.
  - Welcher Teil muss vorbei sein, bevor das Kabel reißen darf?
  - Der letzte Teil hat einen Befehl. Lass das Kabel direkt davor reißen.
why: >
  Der Brief wechselt den Besitzer mit der 250 am Ende der Übergabe. Was später kommt, kann das nicht rückgängig machen: Ein
  Server, der die Verbindung verliert, verwirft nur, was nicht fertig war. (RFC 5321 Abschnitt 4.1.1.10)
```

## POP3 zählt anders

Ein POP3-Server ist immer in einem von drei Zuständen:

- AUTHORIZATION: Er kennt dich noch nicht
- TRANSACTION: Du darfst Briefe ansehen, holen und zum Löschen vormerken
- UPDATE: Er löscht, was vorgemerkt ist, und verabschiedet sich

Ein Befehl ändert den Zustand erst durch seine Antwort.

```predict
id: states
source: 6c512c85
parts:
  - In welchem Zustand sagt bobs Programm USER?
  - In welchem Zustand sagt es PASS?
  - In welchem Zustand sagt es RETR?
  - Und QUIT, in dem Augenblick, in dem es gesagt wird?
  - In welchem Zustand beantwortet der Server dieses QUIT?
hints:
  - Während du dein Passwort sagst, kennt dich der Server da?
  - Ein Zustand dauert bis zur Antwort des Servers. Der Befehl wird noch im alten gesagt.
  - Mit der Antwort auf PASS beginnt TRANSACTION, mit QUIT beginnt UPDATE.
why: >
  USER und PASS gehören zu AUTHORIZATION (RFC 1939 Abschnitte 4 und 7), RETR zu TRANSACTION (Abschnitt 5). QUIT wird in
  TRANSACTION gesagt und bringt die Sitzung nach UPDATE (Abschnitt 6). Die Teile von SMTP sind eine Art, ein Gespräch
  anzusehen; diese Zustände sind Regeln dafür, was ein Server tun darf.
```

## Zu früh

Jetzt stehst du an dieser Tür. Das Postfach gehört $friend, und das Passwort ist $secret.
Frag einmal zu früh und einmal zur rechten Zeit. STAT fragt, wie viele Briefe da sind.

```type
id: too-early
source: e4d335f6
goals:
  - Sag STAT vor jeder Anmeldung und werde mit -ERR abgewiesen
  - Melde dich mit USER $friend und PASS $secret an
  - Sag noch einmal STAT und bekomm +OK zur Antwort
  - Geh mit QUIT
hints:
  - Die Verbindung steht, sobald dich der Server begrüßt hat. Sag einfach STAT.
  - Dann USER und PASS, jedes in einer eigenen Zeile. Beide werden mit +OK beantwortet.
  - Tippe STAT, USER $friend, PASS $secret, STAT und QUIT.
why: >
  Der Server hörte dich, bevor er dich kannte, und sagte nein. STAT ist nur in TRANSACTION erlaubt (RFC 1939 Abschnitt 5).
  Ein Befehl im falschen Zustand wird mit -ERR beantwortet (Abschnitt 3).
```

## Was macht eine Verbindung aus?

Mancher Text sagt, Benutzername und Passwort stellten die Verbindung zu einem POP3-Server her.
So begann Verbindung 3 des ersten Laufs.

```argue
id: password-first
source: 039512af
say: Benutzername und Passwort stellen die Verbindung her.
evidence:
  - Ein Schritt, der die Verbindung brauchte und vor jedem Benutzernamen kam
  - Der Schritt, in dem der Server den Benutzer einlässt
hints:
  - Hätte der Server ohne Verbindung jemanden begrüßen können?
  - Erst die Verbindung, dann die Begrüßung, dann die Anmeldung, die das Postfach öffnet.
  - "Falsch. Die Begrüßung ist der erste Schritt von Verbindung 3, und die Antwort des Servers auf PASS lässt bob ein."
why: >
  TCP stellte die Verbindung her, und der Server grüßte in @greeting, bevor irgendein Name gesagt war. Name und Passwort
  lassen bob in @let-in in sein Postfach; sie beenden AUTHORIZATION, mehr nicht. (RFC 1939 Abschnitt 4)
```

SMTP: Guten Tag, Briefe, auf Wiedersehen. POP3: Wer bist du, was willst du, dann wird es getan.
Über den Brief eines SMTP-Gesprächs wird in der Mitte entschieden; was du in POP3 löschst, entscheidet sich ganz am Ende.

"""#,
])
}
