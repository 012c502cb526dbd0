// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let which_door = Files(
name: "which-door", text: #"""
---
id: which-door
number: 3
title: Doors and hours
unit: A
goal: Know which door a letter comes in by, which it leaves by, and who says when.
minutes: 10
needs: [push-and-pull]
rfc: [5321#2.1, 5321#3.1, 1939#1, 1939#3, 1939#4, 2449#6.5, 6409#3.1, 8314#3.1, 8314#3.3]
draw:
  rest: [10m, 15m]
runs:
  main: {scenario: one-letter}
  closed: {scenario: one-letter, stop: [pop.north.example]}
events:
  taken: {server: receiver MTA, kind: content, reply: true}
  smtp-greeting: {connection: 2, kind: reply, nth: 1}
  pop-greeting: {connection: 3, kind: reply, nth: 1}
---
# Doors and hours

## The POP3 server is ill

Today nobody listens at pop.north.example. Alice writes to bob as always.

```predict
id: closed
claims: [M04]
run: closed
parts:
  - ask: How many letters lie in bob's maildrop in the end?
    answer: {store: bob@north.example}
  - ask: What does mx.north.example answer to the letter?
    options: ["250", "450", "550"]
    answer: {code: {event: taken}}
hints:
  - Which server puts letters into maildrops?
  - SMTP brings a letter up to the maildrop. POP3 only reads from it.
  - The letter is taken with 250 and lies there, until the door is open again.
why: >
  The receiver MTA took the letter and laid it into the maildrop. No POP3 was needed for that: POP3 stores nothing,
  it gives access to what is stored. (RFC 1939 section 1)
reveal: {run: closed, state: 2}
```

## How a server receives

Some say that SMTP is for receiving, others that it is for sending only. Look at the second connection.

```find
id: receives
claims: [M06]
show: {connection: 2, explain: false}
ask: In which step does a server receive a letter, by SMTP?
find: {server: receiver MTA, kind: content}
hints:
  - The server is S. A letter that it receives comes from C.
  - It is the step with many lines, between 354 and 250.
  - It is the letter behind DATA.
why: >
  A server receives by SMTP, and answers with 250 at @taken. A person's program does not: bob's program
  fetches by POP3, and speaks SMTP only when bob writes. So both sayings are half of the truth. (RFC 5321 section 2.1)
```

## Incoming and outgoing

A mail program's settings often say "outgoing server: SMTP" and "incoming server: POP". Is SMTP a server that sends, and
POP a server that takes mail in? Take your evidence from this run.

```argue
id: in-and-out
claims: [M07]
say: SMTP is the outgoing server, POP the incoming server.
show: [{connection: 2, explain: false}, {connection: 3, explain: false}]
verdict: false
evidence:
  - {ask: A step in which a letter comes into a server by SMTP, find: {server: receiver MTA, kind: content}}
  - {ask: A step in which a letter leaves a server by POP3, find: {protocol: pop3, verb: RETR, kind: content}}
hints:
  - Look from the server's side, not from bob's.
  - In connection 2 a letter goes from C to S, in connection 3 from S to C.
  - "False. The letter behind DATA in connection 2, the letter behind RETR in connection 3."
why: >
  Into the server by SMTP, out of it by POP3. "Incoming" and "outgoing" are words seen from a person's desk.
  SMTP and POP3 are protocols, and the programs of one computer may speak both.
```

## What is behind a port?

People say: 25 is SMTP, 110 is POP3, 995 is POP3 with TLS. These are the usual ports (RFC 1939 section 3, RFC 8314
section 3.1). But a server may be told to listen at any port.
What a server speaks is seen in the first octets that it sends. Here are two greetings.

```find
id: greeting
claims: [C07]
show: [{bytes: {event: smtp-greeting}}, {bytes: {event: pop-greeting}}]
ask: Which step is the greeting of a POP3 server?
find: {event: pop-greeting}
hints:
  - One begins with three digits, the other one with a plus sign.
  - SMTP counts, POP3 says OK or ERR.
  - "+OK is POP3, and 2b 4f 4b are its octets."
why: >
  SMTP greets with 220 (RFC 5321 section 3.1), POP3 with +OK (RFC 1939 section 4). The list of ports was not complete either:
  25 is for mail between servers, 587 (RFC 6409 section 3.1) and 465 with TLS (RFC 8314 section 3.3) are for people's
  programs that hand letters in.
```

## Every ten minutes?

"POP3 looks for new mail every ten to fifteen minutes." Bob's program is set to call $rest after it was started.
You are bob now. Choose when to call, so that the letter waits for more than an hour.

```fix
id: hours
claims: [C30]
run: {scenario: one-letter, set: {readers/1/at: $when}}
settings:
  - {name: when, say: When does bob's program call?, options: [$rest, 30m, 2h], now: $rest}
goals:
  - say: The letter waits for more than an hour before it is fetched
    check: {seconds: [{connection: 2, kind: content}, {protocol: pop3, verb: RETR}], more-than: 3600}
  - say: Nobody called bob, and nobody called for him before that
    check: {connections: {protocol: pop3}, equals: 1}
model: {when: 2h}
hints:
  - Does the server do anything of its own accord?
  - The client opens the connection when it likes.
  - Choose two hours.
why: >
  POP3 has no timetable. The client calls when it likes: every minute, once a year, or when bob clicks. A server may ask for
  a pause between two logins, and says so with LOGIN-DELAY. (RFC 2449 section 6.5)
```

In by SMTP, out by POP3, at whatever port, and at the hour that the reader chooses.

"""#, companions: [
:
], translations: [
"de": #"""
---
language: de
title: Türen und Zeiten
goal: Wissen, durch welche Tür ein Brief hereinkommt, durch welche er hinausgeht und wer sagt, wann.
source: c4392f1b
---
# Türen und Zeiten

## Der POP3-Server ist krank

Heute hört an pop.north.example niemand zu. Alice schreibt bob wie immer.

```predict
id: closed
source: 2694e274
parts:
  - Wie viele Briefe liegen am Ende in bobs Postfach?
  - Was antwortet mx.north.example auf den Brief?
hints:
  - Welcher Server legt Briefe in Postfächer?
  - SMTP bringt einen Brief bis zum Postfach. POP3 liest nur daraus.
  - Der Brief wird mit 250 angenommen und liegt da, bis die Tür wieder offen ist.
why: >
  Der receiver MTA nahm den Brief an und legte ihn ins Postfach. Dafür brauchte es kein POP3: POP3 speichert nichts,
  es gibt Zugang zu dem, was gespeichert ist. (RFC 1939 Abschnitt 1)
```

## Wie ein Server empfängt

Die einen sagen, SMTP sei zum Empfangen da, die anderen, nur zum Senden. Sieh dir die zweite Verbindung an.

```find
id: receives
source: eb409819
ask: In welchem Schritt empfängt ein Server einen Brief mit SMTP?
hints:
  - Der Server ist S. Ein Brief, den er empfängt, kommt von C.
  - Es ist der Schritt mit vielen Zeilen, zwischen 354 und 250.
  - Es ist der Brief hinter DATA.
why: >
  Ein Server empfängt mit SMTP und antwortet mit 250, in @taken. Das Programm eines Menschen tut das nicht: bobs Programm
  holt mit POP3 und spricht SMTP nur, wenn bob schreibt. Beide Sätze sind also halb wahr. (RFC 5321 Abschnitt 2.1)
```

## Eingang und Ausgang

In den Einstellungen eines Mailprogramms steht oft „Postausgangsserver: SMTP“ und „Posteingangsserver: POP“. Ist SMTP ein
Server, der sendet, und POP ein Server, der Post annimmt? Nimm deine Beweise aus diesem Lauf.

```argue
id: in-and-out
source: 67f0c245
say: SMTP ist der Postausgangsserver, POP der Posteingangsserver.
evidence:
  - Ein Schritt, in dem ein Brief mit SMTP in einen Server hineinkommt
  - Ein Schritt, in dem ein Brief mit POP3 aus einem Server hinausgeht
hints:
  - Sieh es von der Seite des Servers, nicht von der bobs.
  - In Verbindung 2 geht ein Brief von C nach S, in Verbindung 3 von S nach C.
  - "Falsch. Der Brief hinter DATA in Verbindung 2, der Brief hinter RETR in Verbindung 3."
why: >
  In den Server hinein mit SMTP, aus ihm heraus mit POP3. „Eingang“ und „Ausgang“ sind Wörter, wie man sie vom
  Schreibtisch eines Menschen aus sagt. SMTP und POP3 sind Protokolle, und die Programme eines Rechners können beide
  sprechen.
```

## Was steckt hinter einem Port?

Man sagt: 25 ist SMTP, 110 ist POP3, 995 ist POP3 mit TLS. Das sind die üblichen Ports (RFC 1939 Abschnitt 3, RFC 8314
Abschnitt 3.1). Aber man kann einen Server an jedem Port zuhören lassen.
Was ein Server spricht, sieht man an den ersten Oktetten, die er sendet. Hier sind zwei Begrüßungen.

```find
id: greeting
source: f7c37736
ask: Welcher Schritt ist die Begrüßung eines POP3-Servers?
hints:
  - Die eine beginnt mit drei Ziffern, die andere mit einem Pluszeichen.
  - SMTP zählt, POP3 sagt OK oder ERR.
  - "+OK ist POP3, und 2b 4f 4b sind seine Oktette."
why: >
  SMTP grüßt mit 220 (RFC 5321 Abschnitt 3.1), POP3 mit +OK (RFC 1939 Abschnitt 4). Die Liste der Ports war auch nicht
  vollständig: 25 ist für Post zwischen Servern, 587 (RFC 6409 Abschnitt 3.1) und 465 mit TLS (RFC 8314 Abschnitt 3.3)
  sind für die Programme von Leuten, die Briefe abgeben.
```

## Alle zehn Minuten?

„POP3 sieht alle zehn bis fünfzehn Minuten nach neuer Post.“ Bobs Programm ist so eingestellt, dass es $rest nach seinem
Start anruft. Jetzt bist du bob. Wähl, wann es anruft, so dass der Brief länger als eine Stunde wartet.

```fix
id: hours
source: 0841fab5
settings:
  - {name: when, say: Wann ruft bobs Programm an?}
goals:
  - Der Brief wartet länger als eine Stunde, bevor er geholt wird
  - Niemand rief bob an, und niemand rief vorher für ihn an
hints:
  - Tut der Server irgendetwas von sich aus?
  - Der Client öffnet die Verbindung, wann er will.
  - Wähl zwei Stunden.
why: >
  POP3 hat keinen Fahrplan. Der Client ruft an, wann er will: jede Minute, einmal im Jahr oder wenn bob klickt. Ein Server
  darf um eine Pause zwischen zwei Anmeldungen bitten und sagt das mit LOGIN-DELAY. (RFC 2449 Abschnitt 6.5)
```

Hinein mit SMTP, hinaus mit POP3, an welchem Port auch immer, und zu der Stunde, die der Leser wählt.

"""#,
])
}
