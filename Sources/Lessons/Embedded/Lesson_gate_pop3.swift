// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let gate_pop3 = Files(
name: "gate-pop3", text: #"""
---
id: gate-pop3
number: 93
title: "The gate of unit C: POP3"
unit: C
kind: gate
goal: Show that you know POP3 already, and skip the unit.
minutes: 8
rfc: [1939#4, 1939#5, 1939#6, 1939#7]
draw:
  friend: name
  secret: password
  gone: 1..2
runs:
  main: {scenario: three-letters.yaml}
  sessions:
    scenario: three-letters.yaml
    filled: main
    talk: {phone: pop.north.example, laptop: pop.north.example, desktop: pop.north.example}
    script:
      - phone: [USER $friend, PASS $secret, RETR 1, DELE 1, DELE 2, RSET, DELE $gone]
      - laptop: [USER $friend, PASS $secret, QUIT]
      - phone: [QUIT]
      - desktop: [USER $friend, PASS $secret, DELE 1, DELE 2, "!hang-up"]
---
# The gate of unit C: POP3

## Three devices

Three letters wait for $friend, and three devices come. This is what they say, in this order.

```text
phone     USER, PASS, RETR 1, DELE 1, DELE 2, RSET, DELE $gone
laptop    USER, PASS, QUIT
phone     QUIT
desktop   USER, PASS, DELE 1, DELE 2
desktop   (its cable is pulled)
```

```predict
id: left
claims: [C10]
run: sessions
parts:
  - ask: How many letters wait in the end?
    answer: {store: $friend@north.example}
    expect: 2
  - ask: With what does the server answer the laptop's PASS?
    options: ["+OK", "-ERR"]
    answer: {code: {client: laptop, verb: PASS, reply: true}}
why: >
  RSET takes marks back, and only QUIT deletes: one letter went. (RFC 1939 sections 5 and 6) The laptop came while the
  phone held the maildrop, and was turned away. (RFC 1939 section 4)
```

## What was said

This is what the phone said and heard.

```find
id: gone
claims: [M19]
run: sessions
show: {connection: {protocol: pop3, nth: 1}, run: sessions, explain: false}
find: {run: sessions, client: phone, verb: QUIT}
ask: Which step made a letter disappear from the maildrop?
why: >
  DELE marks, QUIT deletes. (RFC 1939 section 6)
```

## By hand

You are $friend, your password is `$secret`. In one session, read the header of letter 3 without its body, fetch letter $gone,
and delete that letter alone.

```type
id: by-hand
claims: [C12]
to: pop.north.example
filled: true
goals:
  - say: See the header of letter 3, and none of its body
    check: {all: [{exists: {verb: TOP, contains: "3", class: +OK}}, {none: {from: server, contains: A little sun at noon}}]}
  - say: Fetch letter $gone with RETR
    check: {exists: {verb: RETR, contains: $gone, class: +OK}}
  - say: Two letters are left in the maildrop, and letter $gone is not one of them
    check: {all: [{store: $friend@north.example, equals: 2}, {exists: {verb: DELE, contains: $gone, class: +OK}}, {count: {verb: DELE, class: +OK}, equals: 1}]}
model: [USER $friend, PASS $secret, TOP 3 0, RETR $gone, DELE $gone, QUIT]
why: >
  TOP shows the head, RETR copies, DELE marks and QUIT deletes. (RFC 1939 sections 5, 6 and 7)
```

Whoever passes here has no need of unit C. You are welcome in it all the same.

"""#, companions: [
"three-letters.yaml": #"""
# Three letters wait in one maildrop; the lesson's scripts and the learner come for them.
name: three-letters
summary: Three letters wait in one maildrop.
step-by-step: true
seed: 32
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: wonderland}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $friend, password: $secret}

letters:
  - from: alice@south.example
    to: [$friend@north.example]
    subject: Monday
    text: |
      It rains.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: Tuesday
    text: |
      It still rains.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: Wednesday
    text: |
      A little sun at noon.

"""#,
], translations: [
:
])
}
