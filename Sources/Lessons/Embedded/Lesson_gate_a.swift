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

The receiver MTA answers RCPT with "$when 4.3.0 Never ever".

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
])
}
