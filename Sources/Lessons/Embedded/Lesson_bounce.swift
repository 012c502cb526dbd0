// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let bounce = Files(
name: "bounce", text: #"""
---
id: bounce
number: 16
title: Return to which sender?
unit: D
goal: Say who writes a notice of failure, to whom, and why it may hit the wrong one.
minutes: 25
needs: [queue]
rfc: [5321#3.3, 5321#3.6.3, 5321#4.5.5, 5321#6.1, 5321#6.2, 5321#6.3, 5321#7.1, 3461#4.1]
draw:
  typo: word
  victim: name
runs:
  refused: {scenario: mistyped.yaml}
  taken:
    like: refused
    set: {domains/north.example/service/unknown-users: bounce}
  forged:
    like: taken
    talk: {mallory: mx.north.example}
    script:
      - mallory: [EHLO mallory.example, "MAIL FROM:<$victim@south.example>", "RCPT TO:<$typo@north.example>", DATA, "Subject: Cheap watches", "", Buy now., ., QUIT]
  closed:
    like: forged
    set: {domains/north.example/service/unknown-users: refuse}
  nobody: {scenario: dropped-notice}
  asked: {scenario: password-reset}
  circle: {scenario: alias-loop}
events:
  no: {run: refused, connection: 2, verb: RCPT, reply: true, class: 5}
  notice: {run: taken, connection: 3, verb: MAIL}
  notice-to: {run: taken, connection: 3, verb: RCPT}
  wish: {run: asked, connection: 2, verb: RCPT}
---
# Return to which sender?

## Nobody of that name

Alice invites bob and, by mistake, $typo@north.example. There is no such maildrop.
Her own server takes the letter for both. Now it calls mx.north.example.

A server may refuse an unknown name at once. Or it may take the letter first, and find out later.

```predict
id: who-writes
claims: [C22, C28]
run: refused
options:
  - 0: nothing
  - 1: one notice
parts:
  - ask: North.example refuses at RCPT, with 550. What does mx.south.example write?
    run: refused
    answer: {decisions: {station: mx.south.example, kind: bounced}}
  - ask: The same case. What does mx.north.example write?
    run: refused
    answer: {decisions: {station: mx.north.example, kind: bounced}}
  - ask: North.example takes the letter and finds out later. What does mx.north.example write?
    run: taken
    answer: {decisions: {station: mx.north.example, kind: bounced}}
  - ask: And how many letters lie in alice's maildrop then?
    run: taken
    answer: {store: alice@south.example}
check:
  - {run: refused, store: alice@south.example, equals: 1}
hints:
  - Who said 250 for the letter, and so answers for it?
  - Whoever refuses has nothing to answer for. The other side still has the letter. RFC 5321 section 6.1.
  - At first mx.south writes and mx.north does not. Later mx.north writes. Alice gets one letter.
why: >
  The one that has taken the letter must deliver it or tell the sender. (RFC 5321 section 6.1) A 550 in the dialogue,
  as in @no, leaves the letter with mx.south, and mx.south writes. So SMTP is reliable in its way: deliver or report.
reveal: {connection: 2, run: refused, from: {verb: RCPT}, explain: false}
```

## The notice travels

Now mx.north has taken the letter, and it must tell alice. Its notice is a letter too, and needs an envelope.

```predict
id: envelope
claims: [C22]
run: taken
ask: Whom does mx.north name behind RCPT TO?
options: [alice@south.example, bob@north.example, postmaster@south.example]
answer: {argument: {event: notice-to}}
check:
  - {argument: {event: notice-to}, equals: {argument: {run: taken, connection: 2, verb: MAIL}}}
hints:
  - Where did the letter say that it came from?
  - The envelope of the letter had a MAIL FROM. That address is the reverse-path.
  - It is alice's address, copied from MAIL FROM.
why: >
  A notice goes to the reverse-path, what MAIL FROM said. (RFC 5321 section 6.1) Nobody looks at the line From: in the
  letter.
```

## An empty sender

This is how the notice travels. Who is its sender?

```find
id: empty
claims: [C22]
run: taken
show: {connection: 3, run: taken, to: {connection: 3, verb: DATA}, explain: false}
find: {run: taken, connection: 3, verb: MAIL}
ask: In which step does mx.north say that nobody shall answer this letter?
check:
  - {run: taken, messages: {from: ""}, equals: 1}
hints:
  - The sender is named in the first command after EHLO.
  - Look for brackets with nothing in between. RFC 5321 section 4.5.5.
  - It is the step with MAIL FROM.
why: >
  @notice has an empty reverse-path. A notice about it would have nowhere to go, and so no two servers can send each
  other notices for ever. (RFC 5321 sections 4.5.5 and 6.1)
```

## A notice about a notice

A letter carries the address ghost@south.example as its sender, and nobody has that maildrop.
One of its recipients does not exist either.

```predict
id: dropped
run: nobody
parts:
  - ask: Alice's server writes a notice to ghost. How many notices does it write in all?
    answer: {decisions: {station: mx.south.example, kind: bounced}}
    expect: 1
  - ask: How many letters does it drop without a word to anybody?
    answer: {decisions: {station: mx.south.example, kind: dropped}}
    expect: 1
hints:
  - The notice to ghost cannot be delivered. What then?
  - Nobody may be told that a notice has failed. RFC 5321 section 6.1.
  - One notice is written, and this one is dropped.
why: >
  There is no third letter. What came from the empty sender is answered by nobody, so it ends here, and only a log
  remembers it. (RFC 5321 section 6.1)
```

## Round in circles

The name committee@north.example stands for board@south.example, and board@south.example stands for
committee@north.example. Alice writes to the committee. Each server puts one line on top of the letter, Received,
and stops a letter that has too many of them.

```predict
id: circle
run: circle
ask: What becomes of alice's letter?
options:
  - nowhere: it is stopped, and she gets a notice
  - queue mx.south.example: it goes round for ever
  - maildrop alice@south.example: it comes back to her as it was
answer: {where: 1}
check:
  - {run: circle, decisions: {station: mx.south.example, kind: forwarded}, at-least: 1}
  - {run: circle, store: alice@south.example, kind: reader, equals: 1}
hints:
  - Each round makes the letter longer by two lines. What were they good for?
  - A server may count the lines and give up. RFC 5321 section 6.3.
  - It is stopped, and the one who stops it writes a notice.
why: >
  Received lines tell how often a letter was handed on. Where there are too many it must be going in circles, and it
  has failed. The one that holds it then tells alice. (RFC 5321 section 6.3) Here five were too many, and real servers
  allow a hundred.
reveal: {run: circle, letter: {reader: alice@south.example}}
```

## The wrong one suffers

Mallory sends advertisements to thousands of invented names. As the sender she gives the address of $victim, who knows
nothing of it. One of the letters goes to $typo@north.example.

North.example takes first and looks later.

```predict
id: victim
claims: [C22]
run: forged
parts:
  - ask: How many letters does $victim get?
    run: forged
    answer: {store: $victim@south.example}
    expect: 1
  - ask: The same attack on a server that refuses at RCPT. How many letters does $victim get?
    run: closed
    answer: {store: $victim@south.example}
    expect: 0
hints:
  - Whom does a server tell when a letter cannot be delivered?
  - It tells the reverse-path, and mallory has chosen it.
  - One in the first case. In the second one mallory hears 550 herself, and no notice is written by north.example.
why: >
  The reverse-path is only what a client says, so the notice may hit somebody who never wrote. A server that refuses
  in the dialogue writes nothing, and $victim sleeps well. (RFC 5321 sections 6.2 and 7.1)
reveal: {letter: {maildrop: $victim@south.example}, run: forged}
```

## Be refused

Try it yourself, at a server that refuses at once. Give any sender, name $typo@north.example as the
recipient, and leave.

```type
id: refused-by-hand
to: mx.north.example
run: refused
goals:
  - say: Name a sender, and be granted
    check: {heard: [EHLO, MAIL]}
  - say: Be refused for $typo@north.example
    check: {exists: {verb: RCPT, contains: $typo, code: 550}}
  - say: Leave with QUIT
    check: {heard: [MAIL, QUIT]}
  - say: No letter was written about it
    check: {decisions: {kind: bounced, station: mx.north.example}, equals: 0}
    stays: true
model: [EHLO learner.example, "MAIL FROM:<you@learner.example>", "RCPT TO:<$typo@north.example>", QUIT]
hints:
  - The order is EHLO, MAIL, RCPT.
  - "Addresses stand in angle brackets: RCPT TO:<$typo@north.example>"
  - "Type EHLO learner.example, MAIL FROM:<you@learner.example>, RCPT TO:<$typo@north.example>, QUIT."
why: >
  You heard the 550 yourself. Had you been a mail server with a letter in your queue, you would now write to its
  sender. (RFC 5321 sections 3.3 and 3.6.3)
```

## Does SMTP keep track?

A shop wants to know whether its letter has arrived. It asks for a notice of success, with a word behind RCPT TO.
That is an extension, and both servers offer it.

```argue
id: tracking
claims: [C29]
run: asked
show:
  - {connection: 2, run: asked, to: {verb: DATA}, explain: false}
say: SMTP tracks delivery.
verdict: half
evidence:
  - ask: A step in which a server says that it can do this
    find: {kind: reply, contains: DSN}
  - ask: A step in which the client asks for the notice
    find: {verb: RCPT, contains: NOTIFY}
check:
  - {run: asked, order: [{connection: 3, verb: MAIL}, {protocol: pop3, verb: RETR, contains: "1"}]}
  - {run: refused, none: {verb: RCPT, contains: NOTIFY}}
hints:
  - Plain SMTP reports failures only. What is added here?
  - The offer is in the answer to EHLO, the wish behind RCPT. RFC 3461 section 4.1.
  - It is half true. DSN is offered, and NOTIFY=SUCCESS,FAILURE is the wish.
why: >
  Where every server offers DSN, a client may ask for a notice, as in @wish. (RFC 3461 section 4.1) It is told that
  the letter reached the maildrop. Whether anybody has read it SMTP cannot know: here the notice was sent before bob
  came to fetch.
```

Whoever answers for a letter tells its sender when it fails. The sender is what MAIL FROM said, true or not.
Notices have no sender, so they end. A refusal in the dialogue is the kindest notice of all.

"""#, companions: [
"mistyped.yaml": #"""
# One letter for two: somebody who is there, and a name that nobody has.
name: mistyped
summary: One of two recipients is unknown; whoever answers for the letter tells its sender.
step-by-step: true
seed: 38
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: wonderland}
      - {name: $victim, password: crystal}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}
    service: {unknown-users: refuse}

letters:
  - from: alice@south.example
    to: [bob@north.example, $typo@north.example]
    subject: An invitation
    text: |
      Come at seven.

"""#,
], translations: [
:
])
}
