// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let ehlo = Files(
name: "ehlo", text: #"""
---
id: ehlo
number: 10
title: What can you do?
unit: B
goal: Read the answer to EHLO, and use nothing that it does not offer.
minutes: 25
needs: [many, dots]
rfc: [5321#2.2.2, 5321#2.4, 5321#4.1.1.1, 5321#4.1.1.2, 5321#4.1.1.11, 5321#7.9, 1870#4, 1870#6.1, 2920#3.1, 3461#4.1, 6152#3]
draw:
  gone: [CHUNKING, SMTPUTF8, DSN]
  size: 200..900
  odd: [STAMP, PERFUME, INK]
  name: word
runs:
  main:
    scenario: one-letter
    set: {domains/north.example/service/without: [$gone]}
  asked:
    scenario: one-letter
    set: {letters/1/notify: success}
  plain: {scenario: one-letter}
  heavy: {scenario: heavy.yaml}
  silent:
    scenario: heavy.yaml
    set: {domains/north.example/service/without: [SIZE]}
  seven: {scenario: eight-bits}
  cut: {scenario: single-octets}
  whole:
    scenario: one-letter
    set: {letters/1/subject: Slowly, letters/1/text: "One by one.\n"}
events:
  offer: {connection: 2, verb: EHLO, reply: true}
---
# What can you do?

## The menu

SMTP is from 1982. What came later are extensions: a server need not have them.
So the client asks with EHLO, and the server names what it can do, one keyword a line.

```choose
id: menu
claims: [M16]
show: {connection: 2, explain: false, to: {event: offer}}
ask: Which of these does the server of north.example offer? Type all their letters.
several: true
options:
  - PIPELINING
  - SIZE
  - CHUNKING
  - DSN
  - SMTPUTF8
  - SPAMFILTER
  - VIRUSSCAN
answer: {keywords: {event: offer}}
hints:
  - The keywords stand behind 250 and a hyphen or a blank, from the second line on.
  - Go through the options, and look for each of them in the reply.
  - One of the five extensions is missing today, and two options are no extensions at all.
why: >
  The reply to EHLO is the whole list. (RFC 5321 section 4.1.1.1) There is no keyword for spam filters and none for virus
  scans: these are things that the program at a server does by itself, and no part of SMTP.
  A server may refuse mail for any reason of its own. (Section 7.9)
```

## Ask and be refused

A keyword may allow a parameter behind MAIL. With SIZE the client may write SIZE=$size behind the address,
to say how many octets the letter will have. A parameter that was not offered must not be used.

You are connected to the receiver MTA of north.example. Use a parameter that nobody has ever heard of,
$odd=$size, and then one that is offered.

```type
id: parameters
run: plain
to: mx.north.example
goals:
  - say: Say EHLO with a name
    check: {heard: [EHLO]}
  - say: Say MAIL with $odd=$size behind the address, and be refused with 555
    check: {exists: {verb: MAIL, contains: $odd=$size, code: 555}}
  - say: Say MAIL with SIZE=$size instead, and be granted
    check: {exists: {verb: MAIL, contains: SIZE=$size, code: 250}}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model:
  - EHLO $name.example
  - MAIL FROM:<you@$name.example> $odd=$size
  - MAIL FROM:<you@$name.example> SIZE=$size
  - QUIT
hints:
  - A parameter stands behind the address, with a blank between them.
  - "MAIL FROM:<you@$name.example> $odd=$size is refused. Then try the other parameter."
  - "EHLO $name.example, MAIL FROM:<you@$name.example> $odd=$size, MAIL FROM:<you@$name.example> SIZE=$size, QUIT."
why: >
  555 means that the server does not know a parameter, or cannot do what it asks. (RFC 5321 section 4.1.1.11)
  Parameters belong to extensions that both sides have agreed on (section 4.1.1.2), and SIZE was offered. (RFC 1870
  section 4)
```

## Too heavy

Alice writes a letter of more than a thousand octets. Two servers take only a thousand each.
The first one offers SIZE 1000 in its answer to EHLO. The second one does not offer SIZE.

```predict
id: heavy
parts:
  - ask: When does the first server refuse the letter with 552?
    run: heavy
    options:
      - 1: at MAIL, before the letter is sent
      - 0: after the whole letter was sent
    answer: {count: {client: sender MTA, verb: MAIL, code: 552}}
  - ask: And when does the second one refuse it?
    run: silent
    options:
      - 0: at MAIL, before the letter is sent
      - 1: after the whole letter was sent
    answer: {count: {client: sender MTA, kind: content, code: 552}}
hints:
  - If both sides know SIZE, the client says the letter's size before it sends it.
  - A server that does not offer SIZE is not told. When will it notice?
  - The first one at MAIL. The second one has to see the letter.
why: >
  With SIZE the client declares the size behind MAIL, and a letter too big is refused before a single octet of it is sent.
  (RFC 1870 section 6.1) Without it the whole letter crosses the line for nothing.
reveal: {run: heavy, connection: 2, explain: false, from: {connection: 2, verb: EHLO}}
```

## All at once

PIPELINING allows a client to say several commands without waiting for each answer.
DATA must be the last of such a group, because the client has to see 354 before it sends the letter.

In this step a line may hold more than one command: where you type \r\n, a line ends on the wire.
Greet first. Then say MAIL, RCPT and DATA in one go.

```type
id: pipeline
run: plain
to: mx.north.example
escapes: true
goals:
  - say: Say EHLO with a name
    check: {heard: [EHLO]}
  - say: MAIL, RCPT and DATA leave in one packet
    check:
      all:
        - {heard: [MAIL, RCPT, DATA]}
        - {difference: [{frame: {verb: DATA}}, {frame: {verb: MAIL}}], equals: 0}
  - say: Each of the three has an answer of its own
    check: {codes: {verb: [MAIL, RCPT, DATA], reply: true}, equals: ["250", "250", "354"]}
model:
  - EHLO $name.example
  - 'MAIL FROM:<you@$name.example>\r\nRCPT TO:<bob@north.example>\r\nDATA'
hints:
  - Begin with EHLO $name.example, and wait for the answer.
  - 'Then one line: MAIL ..., \r\n, RCPT ..., \r\n, DATA. No blanks around \r\n.'
  - 'MAIL FROM:<you@$name.example>\r\nRCPT TO:<bob@north.example>\r\nDATA'
why: >
  Three commands, one packet, three replies in the same order. MAIL and RCPT may stand anywhere in a group,
  while DATA, EHLO and QUIT can only be the last. (RFC 2920 section 3.1)
```

## One octet at a time

The other way round: here the sender MTA puts every octet into a packet of its own. A line comes in dozens of pieces.

```predict
id: pieces
run: cut
check:
  - {same-dialogue: [cut, whole]}
parts:
  - ask: How many commands will the server understand in connection 2? They are EHLO, MAIL, RCPT, DATA and QUIT.
    answer: {count: {connection: 2, kind: command}}
  - ask: How many of them will it answer with 5yz?
    answer: {count: {connection: 2, from: client, class: 5}}
hints:
  - How does a server know that a command is over?
  - TCP carries octets. It knows nothing of lines.
  - The server waits for CR LF. So it reads the same five commands, and nothing is wrong with them.
why: >
  The server acts on a line when its CR LF has come, however it was cut on the way. (RFC 5321 section 2.4)
  Whole or in pieces: the commands and the codes are the same.
```

## Eight bits, seven bits

Alice writes "Schöne Grüße". The ö and the ü are octets above 127. Her own server offers 8BITMIME,
the server of north.example does not.

```predict
id: bits
run: seven
options: [8bit, quoted-printable]
parts:
  - ask: In which encoding does alice's program send the letter?
    answer: {field: Content-Transfer-Encoding, in: {message: {connection: 1}}}
  - ask: In which encoding does bob's server get it?
    answer: {field: Content-Transfer-Encoding, in: {message: {connection: 2}}}
hints:
  - Octets above 127 may go only to a server that offers 8BITMIME.
  - The sender MTA may write the letter anew, with seven bits only.
  - To the first server as it is, to the second as quoted-printable, where ö becomes =C3=B6.
why: >
  A server that does not offer 8BITMIME must not be sent such octets. The client converts the letter, or it gives up.
  (RFC 6152 section 3)
reveal: {run: seven, connection: 2, explain: false, from: {connection: 2, verb: MAIL}}
```

## Tell me when it is there

DSN is the extension for delivery reports. With it, alice's program may say NOTIFY=SUCCESS behind RCPT.
In the first run it does not ask. In the second run it asks, and both servers offer DSN.

```predict
id: reports
claims: [C29]
parts:
  - ask: In the first run, how many reports lie in alice's maildrop at the end?
    run: plain
    answer: {store: alice@south.example}
  - ask: In the second run, how many?
    run: asked
    answer: {store: alice@south.example}
  - ask: Which server writes that report?
    run: asked
    options: [mx.south.example, mx.north.example, pop.north.example]
    answer: {host: {connection: 3, protocol: smtp, from: client}}
hints:
  - Without a question there is no answer, unless something goes wrong.
  - Who knows that the letter was put into bob's maildrop?
  - None without asking, one with asking, from the server that put the letter into the maildrop.
why: >
  SMTP by itself tells nobody that a letter has arrived. DSN is an extension, it must be asked for (RFC 3461 section
  4.1), and it says that the letter lies in the maildrop, not that bob has read it.
reveal: {run: asked, connection: 3, explain: false}
```

## Part of SMTP?

Look at everything that a server of north.example offers, and judge.

```argue
id: filters
claims: [M16]
run: plain
say: Spam filters and virus scans are features of SMTP.
show: {run: plain, connection: 2, explain: false, to: {event: offer}}
verdict: false
evidence:
  - {ask: The step that lists all the extensions of the server, find: {connection: 2, verb: EHLO, reply: true}}
hints:
  - What is a feature of the protocol appears in the talk.
  - Where does the server say what it can do?
  - "False. The evidence is the reply to EHLO."
why: >
  Whatever the protocol can do beyond its basics has a keyword in the reply at @offer. (RFC 5321 section 2.2.2)
  A filter is a part of a mail program. It may use SMTP to say no.
```

Ask first, then use only what was offered. That is how a protocol from 1982 still grows,
and how old and new servers still understand each other.

"""#, companions: [
"heavy.yaml": #"""
# A letter that is heavier than the receiver MTA takes.
name: heavy
summary: The receiver MTA takes a thousand octets, and alice's letter has more.
step-by-step: true
seed: 26
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
    service: {message-size: 1000}

letters:
  - from: alice@south.example
    to: [bob@north.example]
    subject: A long story
    text: |
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.
      Once upon a time there was a letter. It was so long that nobody read it to its end.

readers:
  - {user: bob@north.example, leave: delete}

"""#,
], translations: [
:
])
}
