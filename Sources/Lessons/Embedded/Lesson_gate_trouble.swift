// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let gate_trouble = Files(
name: "gate-trouble", text: #"""
---
id: gate-trouble
number: 94
title: "The gate of unit D: when it goes wrong"
unit: D
kind: gate
goal: Show that you can tell what becomes of a letter in trouble, and skip the unit.
minutes: 8
rfc: [5321#4.2.1, 5321#4.2.5, 5321#4.5.4.1, 5321#6.1, 5321#7.9]
draw:
  friend: name
  code: [450, 451, 452, 550, 553, 554]
runs:
  main: {scenario: trouble.yaml}
  lost:
    scenario: lost-reply
    rename: {bob: $friend}
  door:
    scenario: trouble.yaml
    set: {letters: []}
---
# The gate of unit D: when it goes wrong

## Two letters at noon

Alice sends two letters at nine. The first goes to $friend at north.example, whose server is away until half past one.
The second goes to a name at west.example whose RCPT is answered with $code.
Her server tries after half an hour, after another hour, after two more hours, and then every four hours.

```predict
id: noon
claims: [C27, C28]
options:
  - queue mx.south.example: in the queue of her server
  - maildrop $friend@north.example: in $friend's maildrop
  - nowhere: given up, and alice has a notice
parts:
  - ask: Where is the first letter at noon?
    answer: {where: 1, at: 3h}
  - ask: Where is it at two in the afternoon?
    answer: {where: 1, at: 5h}
  - ask: Where is the second letter at noon?
    answer: {where: 2, at: 3h}
why: >
  Attempts were made at nine, half past nine, half past ten and half past twelve. The next one comes at half past four.
  (RFC 5321 section 4.5.4.1) A 4 waits, a 5 gives up. (RFC 5321 section 4.2.1)
```

## The line broke

Here the line broke once, and $friend got the same letter twice.

```find
id: twice
claims: [C28]
run: lost
show: [{connection: 2, run: lost, explain: false}, {connection: 3, run: lost, explain: false}]
find: {run: lost, connection: 3, kind: content, reply: true}
ask: Which step ends the sender's duty for this letter?
why: >
  The first 250 never came, so the sender had to send again. Only the 250 behind the second copy ends its duty.
  (RFC 5321 sections 4.2.5 and 6.1)
```

## By hand

You are the client, at mx.north.example. Write with the sender that no notice can go to. Be refused for
alice@south.example, and be granted $friend@north.example. Do not hand over a letter.

```type
id: by-hand
claims: [C22, C23]
to: mx.north.example
run: door
goals:
  - say: Name the empty sender, and be granted
    check: {exists: {verb: MAIL, contains: "<>", code: 250}}
  - say: Be refused for alice@south.example
    check: {exists: {verb: RCPT, contains: alice@south.example, code: 550}}
  - say: Be granted $friend@north.example
    check: {exists: {verb: RCPT, contains: $friend@north.example, code: 250}}
  - say: Leave with QUIT
    check: {heard: [EHLO, MAIL, RCPT, QUIT]}
model: [EHLO learner.example, "MAIL FROM:<>", "RCPT TO:<alice@south.example>", "RCPT TO:<$friend@north.example>", QUIT]
why: >
  Notices have an empty sender, so nobody can answer them. (RFC 5321 section 6.1) A server takes letters for its own
  people, and carries no strangers' letters elsewhere. (RFC 5321 section 7.9)
```

Whoever passes here has no need of unit D. You are welcome in it all the same.

"""#, companions: [
"trouble.yaml": #"""
# One server is away until the afternoon, another one refuses with a code of the learner's own.
name: trouble
summary: Two letters in trouble, one for a server that is away, one for an address that is refused.
step-by-step: true
seed: 41
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: wonderland}
    service: {retry: [30m, 1h, 2h, 4h]}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $friend, password: builder}
  - name: west.example
    mx: [mx.west.example]
    pop: pop.west.example
    users:
      - {name: wilma, password: pebbles}

letters:
  - from: alice@south.example
    to: [$friend@north.example]
    subject: The first
    text: |
      Are you there?
  - from: alice@south.example
    to: [$code@west.example]
    subject: The second
    text: |
      And you?

faults:
  - {station: mx.north.example, do: refuse-calls, until: 270m}

"""#,
], translations: [
:
])
}
