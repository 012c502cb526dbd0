// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let later_or_never = Files(
name: "later-or-never", text: #"""
---
id: later-or-never
number: 17
title: Four or five?
unit: D
goal: Tell from a reply's first digit what becomes of a letter.
minutes: 20
needs: [bounce]
rfc: [5321#3.3, 5321#4.2.1, 5321#4.3.2, 5321#4.5.4.1, 5321#6.1, 6647#1.1]
draw:
  one: [450, 550]
  two: [553, 451]
  three: [452, 554]
  four: [551, 450]
  five: [451, 552]
  grey: 10..45
  friend: name
runs:
  main: {scenario: six-answers.yaml}
  grey: {scenario: greylisting, rename: {bob: $friend}}
  full: {scenario: full-maildrop, rename: {bob: $friend}}
events:
  come-again: {run: grey, verb: RCPT, reply: true, class: 4}
  welcome: {run: grey, verb: RCPT, reply: true, class: 2, after: {event: come-again}, connection: {server: mx.north.example}}
  no-room: {run: full, class: 5, from: server}
---
# Four or five?

## Six letters

A reply has three digits, and the first one decides. 2 means yes. 4 means not now, the same thing may work later.
5 means no, and the same thing will not work later either.

Alice sends six letters. Here is what mx.north.example says to each recipient.
What becomes of the letter? Look an hour later.

```predict
id: sort
claims: [C28]
options:
  - queue mx.south.example: it waits, and is tried again
  - nowhere: it is given up, and alice gets a notice
  - maildrop bob@north.example: it is in the maildrop
parts:
  - ask: Letter 1. RCPT is answered $one.
    answer: {where: 1, at: 1h}
  - ask: Letter 2. RCPT is answered $two.
    answer: {where: 2, at: 1h}
  - ask: Letter 3. RCPT is answered $three.
    answer: {where: 3, at: 1h}
  - ask: Letter 4. RCPT is answered $four.
    answer: {where: 4, at: 1h}
  - ask: Letter 5. RCPT is answered $five.
    answer: {where: 5, at: 1h}
  - ask: Letter 6. RCPT is answered 250.
    answer: {where: 6, at: 1h}
hints:
  - Forget the last two digits.
  - 4 is a delay, 5 is a verdict. RFC 5321 section 4.2.1.
  - What begins with 4 waits, what begins with 5 is given up, and letter 6 is delivered.
why: >
  The first digit tells a client what to do next, and a program needs no more. 4 keeps the letter in the queue, 5
  takes it out and brings a notice. (RFC 5321 sections 4.2.1 and 6.1) Either way nothing gets lost in silence.
```

## We have not met

Some servers say 4 on purpose. A stranger hears 450 at first. Spammers often do not come again, and honest
servers do. The trick is called greylisting. (RFC 6647 section 1.1)

This is the second visit of a server that was sent away once.

```find
id: welcome
run: grey
show: {connection: 3, run: grey, to: {connection: 3, verb: DATA}, explain: false}
find: {event: welcome, nth: 1}
ask: Which step tells mx.south that it is welcome now?
hints:
  - On the first visit the answer to RCPT was 450.
  - Look for the answer to RCPT on this visit.
  - It is the 250 behind RCPT.
why: >
  At @come-again the server said not now. At @welcome it said yes to the very same words. The letter had waited in the
  queue, and neither alice nor $friend had to do anything. (RFC 5321 section 4.5.4.1)
reveal: {connection: 2, run: grey, from: {connection: 2, verb: RCPT}, explain: false}
```

## How soon to come again?

Now mx.north.example lets a stranger in $grey minutes after his first visit. You set how many minutes mx.south
waits between two attempts. Let the letter arrive within the hour, after one refusal and no more.

```fix
id: wait
claims: [C28]
run:
  scenario: one-letter
  rename: {bob: $friend}
  set: {domains/north.example/service/greylisting: "${grey}m", domains/south.example/service/retry: ["${wait}m"], readers/1/at: 3h}
settings:
  - {name: wait, say: How many minutes does mx.south wait between two attempts?, from: 1, to: 120, now: 4}
goals:
  - say: The letter is in the maildrop within the hour
    check: {store: $friend@north.example, at: 1h, equals: 1}
  - say: Mx.south was sent away just once
    check: {count: {verb: RCPT, class: 4}, equals: 1}
model: {wait: 50}
hints:
  - Too early means a second refusal. Too late means that the hour is over.
  - The wait must be longer than $grey minutes.
  - 50 minutes will do.
why: >
  A server that comes too soon is sent away again, one that is slow delivers late. Half an hour at least is the advice of
  RFC 5321 section 4.5.4.1.
```

## No room

$friend's maildrop is full. The second of two letters does not fit.

```choose
id: full
run: full
show: {connection: 4, run: full, from: {connection: 4, verb: DATA}, explain: false}
parts:
  - ask: Which code tells that there is no room?
    answer: {code: {event: no-room}}
    expect: 552
  - ask: How many times does mx.south try this letter again?
    answer: {decisions: {station: mx.south.example, kind: deferred}}
    expect: 0
  - ask: How many notices does mx.south write to alice?
    answer: {decisions: {station: mx.south.example, kind: bounced}}
    expect: 1
hints:
  - The code stands behind the letter, in place of 250.
  - It begins with 5. What does that mean for the queue?
  - 552, then no attempt, then one notice.
why: >
  This server says 552, which is for ever. Another one says 452, and then the letter waits for room. Both are allowed:
  it is the receiver's choice, and the sender obeys the first digit. (RFC 5321 sections 4.2.1 and 4.3.2)
```

## Mend the address

A 5 is for a program. A human may do better: read the reply, and mend what is wrong.

Greet the server of north.example and give any sender. Be refused for bop@north.example. Then say it right:
$friend@north.example. All in one session.

```type
id: mend
to: mx.north.example
run: full
goals:
  - say: Be refused for bop@north.example
    check: {exists: {verb: RCPT, contains: bop, class: 5}}
  - say: After that, be granted $friend@north.example
    check: {exists: {verb: RCPT, contains: $friend, class: 2, after: {verb: RCPT, contains: bop}}}
  - say: Leave with QUIT
    check: {heard: [MAIL, RCPT, QUIT]}
model: [EHLO learner.example, "MAIL FROM:<you@learner.example>", "RCPT TO:<bop@north.example>", "RCPT TO:<$friend@north.example>", QUIT]
hints:
  - The order is EHLO, MAIL, RCPT, and RCPT once more.
  - A refused recipient does not end the transaction. RFC 5321 section 3.3.
  - "Type EHLO learner.example, MAIL FROM:<you@learner.example>, RCPT TO:<bop@north.example>, RCPT TO:<$friend@north.example>, QUIT."
why: >
  Refused for ever are these very words, not you. With other words the same session goes on. (RFC 5321 sections 3.3
  and 4.2.1)
```

## Lost for good?

This is the greylisting server once more, and the second visit.

```argue
id: lost
claims: [C28]
run: grey
say: A letter whose recipient is answered with a 4 is lost.
verdict: false
show: {connection: 3, run: grey, from: {connection: 3, verb: MAIL}, explain: false}
evidence:
  - ask: The step in which the stranger's recipient was answered with a 4 (you have seen it above)
    find: {event: come-again}
  - ask: A later step in which a server takes the letter
    find: {kind: content, reply: true, connection: {server: mx.north.example}, code: 250}
hints:
  - You know the run of the greylisting server.
  - The first step is in connection 2, the other one in connection 3 or later.
  - It is false. The 450 is @come-again, and the 250 comes behind the letter in connection 3.
why: >
  The letter waited, came again and was taken. A 4 costs time and nothing else. (RFC 5321 section 4.5.4.1)
```

Read the first digit. With 2 the letter is theirs. With 4 it stays yours, and you come again. With 5 it stays yours, and
you tell the sender.

"""#, companions: [
"six-answers.yaml": #"""
# Six letters, each to an address that is answered with its own code.
name: six-answers
summary: Six letters, six answers; some wait, some come back.
step-by-step: true
seed: 39
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
      - {name: bob, password: builder}

letters:
  - from: alice@south.example
    to: [$one@north.example]
    subject: One
    text: |
      First.
  - from: alice@south.example
    to: [$two@north.example]
    subject: Two
    text: |
      Second.
  - from: alice@south.example
    to: [$three@north.example]
    subject: Three
    text: |
      Third.
  - from: alice@south.example
    to: [$four@north.example]
    subject: Four
    text: |
      Fourth.
  - from: alice@south.example
    to: [$five@north.example]
    subject: Five
    text: |
      Fifth.
  - from: alice@south.example
    to: [bob@north.example]
    subject: Six
    text: |
      Sixth.

"""#,
], translations: [
:
])
}
