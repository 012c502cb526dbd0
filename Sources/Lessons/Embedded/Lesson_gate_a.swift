// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let gate_a = Files(
name: "gate-a", text: #"""
---
id: gate-a
title: "The gate of unit A: the map"
number: 91
unit: A
kind: gate
goal: Show that you know the map, and skip its lessons.
minutes: 5
rfc: [5321#2.1, 5321#4.2.1, 5598#4.4]
draw:
  when: [451, 450, 421]
runs:
  main: {scenario: one-letter}
  refused:
    scenario: one-letter
    faults: [{station: mx.north.example, before: RCPT, do: say, text: "$when 4.3.0 Never ever"}]
---
# The gate of unit A: the map

## Who calls, who carries?

Alice writes to bob, who lives in another domain. Her letter crosses three connections.

```predict
id: map
parts:
  - ask: How many of the connections speak SMTP?
    answer: {connections: {protocol: smtp}}
  - ask: Who opens the connection between bob's maildrop and his program?
    options: [receiver MAA, receiver client]
    answer: {opener: 3}
  - ask: Who sends more octets over it?
    options: [receiver MAA, receiver client]
    answer: {carrier: 3}
  - ask: And who sends more octets between the two mail servers?
    options: [sender MTA, receiver MTA]
    answer: {carrier: 2}
why: >
  Two pushes by SMTP, one pull by POP3. (RFC 5598 section 4.4)
```

## Who answers for it?

```find
id: seams
show: {connection: 2, explain: false}
find: {connection: 2, kind: content, reply: true}
ask: In which step does the receiver MTA begin to answer for the letter?
why: >
  With the 250 behind the letter. Everything before it can still fail. (RFC 5321 section 2.1)
```

## Digits

The first RCPT of the day is answered by the receiver MTA with "$when 4.3.0 Never ever".

```predict
id: digits
run: refused
parts:
  - ask: Where is the letter one minute later?
    options:
      - outbox alice@south.example: with alice
      - queue mx.south.example: in the queue of her server
      - maildrop bob@north.example: in bob's maildrop
      - nowhere: nowhere
    answer: {where: 1, at: 1m}
  - ask: How many times does the sender MTA put it off?
    answer: {decisions: {station: mx.south.example, kind: deferred}}
why: >
  4yz means later, whatever the words. The letter waits in the queue, and goes through the next time.
  (RFC 5321 section 4.2.1)
```

You know the map. The lessons of unit A may be skipped.

"""#, companions: [
:
], translations: [
"de": #"""
---
language: de
title: "Das Tor der Einheit A: die Landkarte"
goal: Zeigen, dass du die Landkarte kennst, und ihre Lektionen überspringen.
source: 589a63e5
---
# Das Tor der Einheit A: die Landkarte

## Wer ruft an, wer trägt?

Alice schreibt bob, der in einer anderen Domain wohnt. Ihr Brief geht über drei Verbindungen.

```predict
id: map
source: ce8847b7
parts:
  - Wie viele der Verbindungen sprechen SMTP?
  - Wer öffnet die Verbindung zwischen bobs Postfach und seinem Programm?
  - Wer sendet darüber mehr Oktette?
  - Und wer sendet zwischen den beiden Mailservern mehr Oktette?
why: >
  Zweimal bringen mit SMTP, einmal holen mit POP3. (RFC 5598 Abschnitt 4.4)
```

## Wer steht für ihn ein?

```find
id: seams
source: 46ec25fd
ask: In welchem Schritt beginnt der receiver MTA für den Brief einzustehen?
why: >
  Mit der 250 hinter dem Brief. Alles davor kann noch misslingen. (RFC 5321 Abschnitt 2.1)
```

## Ziffern

Auf das erste RCPT des Tages antwortet der receiver MTA mit „$when 4.3.0 Never ever“ (nie und nimmer).

```predict
id: digits
source: 3486553b
parts:
  - ask: Wo ist der Brief eine Minute später?
    options:
      - outbox alice@south.example: bei alice
      - queue mx.south.example: in der Warteschlange ihres Servers
      - maildrop bob@north.example: in bobs Postfach
      - nowhere: nirgends
  - Wie oft verschiebt ihn der sender MTA?
why: >
  4yz heißt später, wie auch immer die Worte lauten. Der Brief wartet in der Warteschlange und geht beim nächsten Mal durch.
  (RFC 5321 Abschnitt 4.2.1)
```

Du kennst die Landkarte. Die Lektionen der Einheit A darfst du überspringen.

"""#,
])
}
