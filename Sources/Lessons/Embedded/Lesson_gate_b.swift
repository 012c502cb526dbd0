// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let gate_b = Files(
name: "gate-b", text: #"""
---
id: gate-b
title: "The gate of unit B: speak SMTP"
number: 92
unit: B
kind: gate
goal: Show that you speak SMTP, and skip its lessons.
minutes: 10
rfc: [5321#2.1, 5321#3.3, 5321#4.1.4, 5321#4.4, 5321#4.5.2, 5321#7.2]
draw:
  front: name
  nobody: [nemo, noone, ghost, stranger]
runs:
  main: {scenario: many-recipients, rename: {dave: $nobody}}
---
# The gate of unit B: speak SMTP

## By hand

You speak to the receiver MTA of north.example. In one session:

- hand over a letter from $front@south.example to bob, $nobody and carol, in this order
- it says From: somebody else, and it names carol nowhere
- it has a line that bob will read as one dot, and words behind it

```type
id: all-in-one
to: mx.north.example
goals:
  - say: The envelope's sender is $front@south.example
    check: {exists: {verb: MAIL, contains: $front@south.example, code: 250}}
  - say: Three RCPTs, answered by 250, 550 and 250
    check: {codes: {verb: RCPT, reply: true}, equals: ["250", "550", "250"]}
  - say: One letter was taken, and bob and carol have it
    check:
      all:
        - {count: {kind: content, code: 250}, equals: 1}
        - {store: bob@north.example, equals: 1}
        - {store: carol@north.example, equals: 1}
  - say: It has one From line, and names neither $front nor carol
    check:
      all:
        - {fields: From, in: {maildrop: bob@north.example}, equals: 1}
        - {none: {kind: content, contains: $front}}
        - {none: {kind: content, contains: carol}}
  - say: It has a line that bob reads as one dot
    check: {exists: {kind: content, hex: 0d 0a 2e 2e 0d 0a}}
  - say: No line of it was taken for a command
    check: {none: {code: 500}}
    stays: true
model:
  - EHLO learner.example
  - MAIL FROM:<$front@south.example>
  - RCPT TO:<bob@north.example>
  - RCPT TO:<$nobody@north.example>
  - RCPT TO:<carol@north.example>
  - DATA
  - "From: king@palace.example"
  - "Subject: Dots"
  - ""
  - Above the dot
  - ..
  - below the dot
  - .
why: >
  Envelope and letterhead are two things (RFC 5321 section 7.2), each recipient has a reply of his own (section 3.3),
  and a first dot is doubled (section 4.5.2).
```

## The envelope's trace

```predict
id: trace
parts:
  - ask: Alice's letter goes to bob, $nobody and carol by way of her own server. How often does it cross connection 2?
    answer: {count: {connection: 2, kind: content}}
  - ask: How many Received lines has bob's copy?
    answer: {fields: Received, in: {reader: bob@north.example}}
  - ask: How many Return-Path lines?
    answer: {fields: Return-Path, in: {reader: bob@north.example}}
why: >
  One copy for all recipients at one server. (RFC 5321 section 2.1) Each server that takes the letter adds a Received
  line, and the last one adds Return-Path. (Section 4.4)
```

## Second thoughts

Two letters in one session, and between them one that you take back: name bob as its recipient, say RSET,
then hand over the second letter to carol. Bob is to have one letter, carol one.

```type
id: twice
to: mx.north.example
goals:
  - say: A letter to bob is taken
    check: {store: bob@north.example, equals: 1}
  - say: A transaction is taken back with RSET
    check: {exists: {verb: RSET, code: 250, after: {verb: RCPT, code: 250, after: {kind: content}}}}
  - say: A letter to carol is taken behind it, and bob has still one
    check:
      all:
        - {exists: {kind: content, code: 250, after: {verb: RSET}}}
        - {store: carol@north.example, equals: 1}
        - {store: bob@north.example, equals: 1}
  - say: You leave with QUIT
    check: {heard: [QUIT]}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - DATA
  - "Subject: One"
  - .
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - RSET
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<carol@north.example>
  - DATA
  - "Subject: Two"
  - .
  - QUIT
why: >
  RSET ends a transaction, QUIT the session. (RFC 5321 section 4.1.4)
```

You speak SMTP. The lessons of unit B may be skipped.

"""#, companions: [
:
], translations: [
:
])
}
