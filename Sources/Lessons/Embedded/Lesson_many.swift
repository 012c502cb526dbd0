// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let many = Files(
name: "many", text: #"""
---
id: many
number: 8
title: One letter, three boxes
unit: B
goal: Follow each recipient's fate, and send several letters over one connection.
minutes: 20
needs: [envelope]
rfc: [5321#3.3, 5321#3.6.3, 5321#4.1.1.3, 5321#4.1.1.4, 5321#4.1.1.5, 5321#4.1.4, 5321#4.5.3.1.8, 5321#4.5.3.1.10]
draw:
  friend: name
  limit: 1..2
  nobody: [nemo, noone, ghost, stranger]
runs:
  main: {scenario: many-recipients, rename: {dave: $nobody}}
  choir: {scenario: choir.yaml}
events:
  refusal: {connection: 2, verb: RCPT, code: 550, reply: true}
  first-letter: {connection: 2, kind: content, nth: 1}
  second-letter: {connection: 2, kind: content, nth: 2}
---
# One letter, three boxes

## Three names on one envelope

Alice writes to bob, $nobody and carol, all at north.example. Her server will name them in this order.
Nobody at north.example is called $nobody.

```predict
id: three
claims: [C05]
parts:
  - ask: How many times will the client say MAIL in connection 2?
    answer: {count: {connection: 2, verb: MAIL}}
  - ask: How many times RCPT?
    answer: {count: {connection: 2, verb: RCPT}}
  - ask: How many times DATA?
    answer: {count: {connection: 2, verb: DATA}}
  - ask: "Which codes answer the RCPTs? Type them in order, such as 1 2 3."
    answer: {codes: {connection: 2, verb: RCPT, reply: true}}
hints:
  - There is one letter, from one sender, and there are three names.
  - Each RCPT names one recipient and has a reply of its own. An unknown one is refused with 550.
  - "One MAIL, three RCPTs, one DATA. The replies: 250 550 250."
why: >
  A transaction has one sender, one or more recipients, and one letter. (RFC 5321 section 3.3)
  Each RCPT names one recipient (section 4.1.1.3) and is answered by itself. The letter crosses the line once.
reveal: {connection: 2, explain: false}
```

## Who gets what?

The server said 250 behind the letter. What becomes of the three?

```predict
id: fates
claims: [C05]
parts:
  - ask: How many letters does bob fetch?
    answer: {store: bob@north.example, kind: reader}
  - ask: How many letters does carol fetch?
    answer: {store: carol@north.example, kind: reader}
  - ask: And how many letters lie in alice's own maildrop at the end?
    answer: {store: alice@south.example}
hints:
  - One refusal does not stop the others.
  - Somebody has to tell alice about $nobody.
  - Alice's own server writes to her. It was told 550.
why: >
  The 550 at @refusal concerned one recipient. The letter went to the other two, once each.
  The sender MTA had answered for all three, so it wrote to alice about the one. (RFC 5321 section 3.6.3)
```

## Do it by hand

You are connected to the receiver MTA of north.example. One letter, to three people: bob, $nobody and carol.
Name them in this order. Do not let the refusal stop you.

```type
id: by-hand
claims: [C05]
to: mx.north.example
goals:
  - say: Three RCPTs, answered by 250, 550 and 250
    check: {codes: {verb: RCPT, reply: true}, equals: ["250", "550", "250"]}
  - say: One letter was taken
    check: {count: {kind: content, code: 250}, equals: 1}
  - say: Bob has it, and carol has it
    check: {all: [{store: bob@north.example, equals: 1}, {store: carol@north.example, equals: 1}]}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - RCPT TO:<$nobody@north.example>
  - RCPT TO:<carol@north.example>
  - DATA
  - "Subject: Choir practice"
  - ""
  - Tonight at seven.
  - .
hints:
  - EHLO, MAIL, then three RCPTs, then DATA and the letter.
  - The second RCPT will be refused. Say the third one all the same.
  - "RCPT TO:<bob@north.example>, RCPT TO:<$nobody@north.example>, RCPT TO:<carol@north.example>, DATA, your letter, a dot."
why: >
  The refused name was left out, and the transaction stayed open. Each recipient that was accepted gets
  the letter. (RFC 5321 sections 3.3 and 4.1.1.4)
```

## The next letter, please

A letter is taken. Must you hang up now? Send two letters over one connection: the first to bob,
the second to carol.

```type
id: two-letters
claims: [C04]
to: mx.north.example
goals:
  - say: The first letter is taken
    check: {count: {kind: content, code: 250}, at-least: 1}
  - say: A second one is taken, over the same connection
    check: {heard: [EHLO, MAIL, RCPT, DATA, content, MAIL, RCPT, DATA, content]}
  - say: One letter lies with bob, one with carol
    check: {all: [{store: bob@north.example, equals: 1}, {store: carol@north.example, equals: 1}]}
  - say: Then you say QUIT, once
    check: {all: [{heard: [MAIL, MAIL, QUIT]}, {count: {verb: QUIT}, equals: 1}]}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - DATA
  - "Subject: First"
  - ""
  - This is for bob.
  - .
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<carol@north.example>
  - DATA
  - "Subject: Second"
  - ""
  - This is for carol.
  - .
  - QUIT
hints:
  - After the 250 behind the dot the server is ready for another letter.
  - The next letter begins with MAIL. EHLO is not needed again.
  - EHLO, then MAIL, RCPT to bob, DATA, letter, dot, then MAIL, RCPT to carol, DATA, letter, dot, then QUIT.
why: >
  MAIL begins a new transaction when the one before is finished. There may be many of them in a session.
  (RFC 5321 section 4.1.4)
```

## On second thoughts

RSET takes everything back that was said since MAIL. The connection stays.
Begin a letter to bob, take it back, and try to go on with DATA. Then leave.

```type
id: reset
claims: [C04]
to: mx.north.example
goals:
  - say: A recipient is accepted
    check: {exists: {verb: RCPT, code: 250}}
  - say: RSET is granted
    check: {exists: {verb: RSET, code: 250, after: {verb: RCPT, code: 250}}}
  - say: DATA is refused now
    check: {exists: {verb: DATA, class: 5, after: {verb: RSET}}}
  - say: You leave with QUIT, and bob has no letter
    check: {all: [{heard: [QUIT]}, {store: bob@north.example, equals: 0}]}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - RSET
  - DATA
  - QUIT
hints:
  - EHLO, MAIL and RCPT first, as always.
  - RSET is a command without more words. Say DATA behind it.
  - EHLO learner.example, MAIL FROM:<you@learner.example>, RCPT TO:<bob@north.example>, RSET, DATA, QUIT.
why: >
  RSET ends the transaction and throws its sender and recipients away. (RFC 5321 section 4.1.1.5)
  A server may refuse DATA when there is no recipient, and this one does. (Section 3.3)
```

## Too many at once

This server takes at most $limit of a letter's recipients at a time. It answers each one that is too many with 452, which means later.
Alice writes to bob, carol and $friend.

```predict
id: limit
claims: [C04]
run: choir
parts:
  - ask: How many times is the letter sent over connection 2, from server to server?
    answer: {count: {connection: 2, kind: content}}
  - ask: How many connections do the two servers need?
    answer: {connections: {client: sender MTA}}
  - ask: How many times does the client say QUIT in connection 2?
    answer: {count: {connection: 2, verb: QUIT}}
  - ask: How many letters does $friend fetch?
    answer: {store: $friend@north.example, kind: reader}
hints:
  - Whoever was told 452 may be named again in the next transaction.
  - Three recipients, and at most $limit in a transaction. How many transactions is that?
  - All of them go over one connection, and QUIT is said when all is done.
why: >
  The client hands over the letter for those who were accepted, and at once begins another transaction for the rest.
  (RFC 5321 section 4.5.3.1.10) A real server must take a hundred recipients at least. (Section 4.5.3.1.8)
reveal: {run: choir, connection: 2, explain: false}
```

## One letter, one connection?

Somebody says that a single letter is sent, and then the connection is terminated.
This is connection 2 of the run with $friend.

```argue
id: one-each
claims: [C04]
run: choir
say: After one letter the connection ends.
show: {run: choir, connection: 2, explain: false}
verdict: false
evidence:
  - {ask: A step that carries a letter, find: {protocol: smtp, kind: content, connection: 2}}
  - {ask: A MAIL that begins another transaction in the same connection, find: {verb: MAIL, connection: 2, after: {event: first-letter}}}
same-connection: true
hints:
  - Look for the second MAIL.
  - A letter is the step with many lines between DATA and 250.
  - "False. The letter behind the first 354, and the MAIL that follows its 250."
why: >
  Behind the letter at @first-letter came another MAIL, and the letter at @second-letter. A connection ends when the client
  says QUIT, after as many letters as it likes. (RFC 5321 section 4.1.4)
```

One MAIL, as many RCPTs as there are readers, one DATA. Each recipient has a fate of its own,
and one connection may carry many letters.

"""#, companions: [
"choir.yaml": #"""
# One letter to three recipients of the same house.
name: choir
summary: Alice writes to bob, carol and a third one at north.example.
step-by-step: true
seed: 24
start: 2026-01-05T10:00:00Z

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
      - {name: carol, password: christmas}
      - {name: $friend, password: meadow}
    service: {recipients: $limit}

letters:
  - from: alice@south.example
    to: [bob@north.example, carol@north.example, $friend@north.example]
    subject: Choir practice
    text: |
      Choir practice begins at seven tonight. Bring the red book.

readers:
  - {user: bob@north.example, leave: delete, at: 2h}
  - {user: carol@north.example, leave: delete, at: 2h}
  - {user: $friend@north.example, leave: delete, at: 2h}

"""#,
], translations: [
:
])
}
