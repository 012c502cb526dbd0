// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let content = Files(
name: "content", text: #"""
---
id: content
number: 23
title: The post does not read
unit: E
goal: Tell what belongs to the transport from what belongs to the letter.
minutes: 20
needs: [push-and-pull]
rfc: [5321#2.3.1, 5321#4.1.1.1, 5321#4.4, 5321#6.4, 5321#7.1, 5321#7.8, 5321#7.9, 2045#6.8, 2369#3.2, 3834#2, 3834#5]
draw: {word: word, number: 1000..9999, marker: [aGFybWxlc3MtdGlnZXI=, aGFybWxlc3MtcGlnZW9u, aGFybWxlc3MtbG9ic3Rlcg==, aGFybWxlc3MtYmFkZ2Vy, aGFybWxlc3MtcmFiYml0, aGFybWxlc3MtdHVydGxl, aGFybWxlc3MtZmFsY29u, aGFybWxlc3MtZG9ua2V5], liar: name}
runs:
  main: {scenario: marker.yaml}
  reset: {scenario: reset.yaml}
  news: {scenario: news.yaml}
  scanned:
    like: main
    faults: [{station: mx.north.example, before: CONTENT, do: say, text: 554 5.7.1 I do not want this}]
events:
  attached: {connection: 2, kind: content}
  receipt: {connection: 2, kind: content, reply: true}
  scan: {run: scanned, connection: 2, kind: content, reply: true}
  offer: {connection: 2, verb: EHLO, reply: true}
---
# The post does not read

## Three letters from one shop

A shop sends bob three letters: how to choose a new password, a newsletter, and one with an attachment
that bob had better not open. The last one is only an actor: its attachment is a harmless word.

What does the post do differently for each of them? This is how it carries the first one,
from server to server.

```read
id: first
run: reset
show: {connection: 2, explain: false}
```

## Now the newsletter

You have not seen the second letter on its way yet.

```predict
id: verbs
claims: [C25]
run: news
ask: Which commands will carry the newsletter, from server to server? Type their names in order, such as HELO MAIL.
answer: {verbs: {connection: 2, kind: command}}
check:
  - {same-dialogue: [reset, news]}
hints:
  - Look at the commands of the first letter. Is there any reason for others?
  - Neither MAIL nor RCPT has a word for advertising.
  - Type EHLO, then the command for the sender, the one for the recipient, the one for the letter, and the goodbye.
why: >
  The same five commands and the same codes. SMTP carries a letter in an envelope and does not ask what
  kind of letter it is. (RFC 5321 section 2.3.1)
reveal: {connection: 2, explain: false}
```

## Where the difference is

These are the octets of both letters, as they arrived.

```find
id: leave
claims: [C25]
run: news
show: [{run: reset, letter: {reader: bob@north.example}}, {run: news, letter: {reader: bob@north.example}}]
ask: The newsletter tells programs where its readers can leave the list. What does that field hold? Type all of it.
answer: {field: List-Unsubscribe, in: {reader: bob@north.example}}
hints:
  - It is a line of the header, and only one of the two letters has it.
  - Its name is List-Unsubscribe.
  - Type what stands behind the colon, from angle bracket to angle bracket.
why: >
  A newsletter is one because it says so: List-Unsubscribe (RFC 2369 section 3.2). The other letter says that a program
  wrote it, and that no holiday notice should answer it: Auto-Submitted (RFC 3834 sections 2 and 5). Both are lines of the
  letter.
  No server needed them.
```

## The attachment

This is the third letter as bob's program got it. Its last line is the attachment, in base64.
Every computer can read that:

```
echo aGVsbG8= | base64 -d
hello
```

```find
id: marker
claims: [C20]
show: {letter: {reader: bob@north.example}}
ask: What does the attachment say? Type the word.
answer: {decoded: {connection: 3, verb: RETR, kind: content}}
hints:
  - The attachment is the one line below the empty line.
  - Put that line through base64 -d, as shown above.
  - It is two words with a hyphen between them, and the first one is harmless.
why: >
  An attachment is text, so that it fits through servers that know text only (RFC 2045 section 6.8). A virus would travel
  in the same way. It does nothing on its way: it waits for somebody to open it.
```

## Did anybody look?

The letter crossed three connections: from the shop's program to its server, from server to server, and to bob.

```find
id: carried
claims: [C20]
show: [{connection: 1, explain: false, from: {connection: 1, verb: DATA}}, {connection: 2, explain: false, from: {connection: 2, verb: DATA}}, {connection: 3, explain: false, from: {connection: 3, verb: RETR}}]
find: {kind: content, contains: $marker}
every: true
ask: Which steps carry the attachment, octet for octet? Name them all, such as 1.3, 2.3.
check:
  - {body-hash: {reader: bob@north.example}, equals: {body-hash: {message: {connection: 1}}}}
hints:
  - Look for the line of base64 in all three connections.
  - In SMTP it comes behind 354, in POP3 behind the +OK to RETR.
  - There is one in each connection.
why: >
  In all three, and below the header not one octet has changed. Servers put their trace lines on top (RFC 5321 section
  4.4), and must not mend what they relay (section 6.4). Harmless or not is no question of the protocol.
```

## A server with a scanner

Now mx.north.example has got a virus scanner. It reads the letter before the server says 250.
This is what it offers, and below it what it says to the letter.

```argue
id: scanner
claims: [M16]
show: [{connection: 2, explain: false, to: {event: offer}}, {run: scanned, connection: {nth: 2}, explain: false, from: {connection: 2, verb: DATA}}]
say: Spam filters and virus scans are features of SMTP.
verdict: false
evidence:
  - {ask: "The step in which the server without the scanner names all its features, and no filter is among them", find: {event: offer}}
  - {ask: "The step in which the server with the scanner refuses the letter, with a code that any server may use for any reason", run: scanned, find: {connection: 2, kind: content, reply: true}}
hints:
  - The server has a scanner now. Has the protocol one?
  - The features of a server stand in its answer to EHLO. RFC 5321 section 4.1.1.1.
  - False. Name the long reply to EHLO, and then the answer to the letter, whose code begins with 5.
why: >
  @offer names every extension, and none of them reads letters. The scanner is a program behind the server. All that
  SMTP gives it is a way to say no: @scan, 554. (RFC 5321 section 7.9)
```

## Be the spammer

Nobody asked for this letter, either. mx.north.example waits for you, and you are nobody it knows.

First try to use it as a mule: ask it to carry a letter to anna@west.example. Then send bob something he never
asked for, in the name of $liar@north.example.

```type
id: spam
claims: [C19]
to: mx.north.example
goals:
  - say: A recipient in another domain is refused with 550
    check: {count: {verb: RCPT, code: 550}, at-least: 1}
  - say: A letter lies in bob's maildrop
    check: {store: bob@north.example, equals: 1}
  - say: Its sender, by the envelope, is $liar@north.example
    check: {field: Return-Path, in: {maildrop: bob@north.example}, equals: <$liar@north.example>}
model:
  - EHLO spammer.example
  - "MAIL FROM:<$liar@north.example>"
  - "RCPT TO:<anna@west.example>"
  - "RCPT TO:<bob@north.example>"
  - DATA
  - "Subject: You have won"
  - ""
  - A fortune.
  - .
  - QUIT
hints:
  - "Begin with EHLO and MAIL FROM:<$liar@north.example>."
  - "Name two recipients: RCPT TO:<anna@west.example>, which is refused, and RCPT TO:<bob@north.example>."
  - Then DATA, a line with Subject, an empty line, some words, a line with one dot, QUIT.
why: >
  Whoever takes letters from strangers takes spam from strangers; nobody checks the name on the envelope (RFC 5321
  section 7.1). What a server can do is to refuse: it carries nothing to other domains for people it does not know,
  and it may turn down whatever looks like an attack. (RFC 5321 sections 7.8 and 7.9)
```

The post carries envelopes. What is in them, whether it was wanted, and whether it bites,
is for the programs at both ends to judge.

"""#, companions: [
"marker.yaml": #"""
# One letter of shop.example to bob.
name: marker
summary: A letter with an attachment that only plays the virus.
step-by-step: true
seed: 22
start: 2026-01-05T09:00:00Z

domains:
  - name: shop.example
    mx: [mx.shop.example]
    pop: pop.shop.example
    users:
      - {name: accounts, password: ledger}
    service: {pipelining: false, chunking: false}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}

letters:
  - from: accounts@shop.example
    to: [bob@north.example]
    subject: A game for you
    raw: |
      From: <accounts@shop.example>
      To: <bob@north.example>
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Subject: A game for you
      Message-ID: <game-$number@shop.example>
      MIME-Version: 1.0
      Content-Type: application/octet-stream
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename=game.exe

      $marker

readers:
  - {user: bob@north.example, leave: delete}

"""#,
"news.yaml": #"""
# One letter of shop.example to bob.
name: news
summary: The same shop sends its newsletter.
step-by-step: true
seed: 22
start: 2026-01-05T09:00:00Z

domains:
  - name: shop.example
    mx: [mx.shop.example]
    pop: pop.shop.example
    users:
      - {name: accounts, password: ledger}
    service: {pipelining: false, chunking: false}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}

letters:
  - from: accounts@shop.example
    to: [bob@north.example]
    subject: News of January
    raw: |
      From: <accounts@shop.example>
      To: <bob@north.example>
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Subject: News of January
      Message-ID: <news-$number@shop.example>
      List-Unsubscribe: <https://shop.example/leave/$word>

      Tea is cheap today.

readers:
  - {user: bob@north.example, leave: delete}

"""#,
"reset.yaml": #"""
# One letter of shop.example to bob.
name: reset
summary: A shop tells one customer how to choose a new password.
step-by-step: true
seed: 22
start: 2026-01-05T09:00:00Z

domains:
  - name: shop.example
    mx: [mx.shop.example]
    pop: pop.shop.example
    users:
      - {name: accounts, password: ledger}
    service: {pipelining: false, chunking: false}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}

letters:
  - from: accounts@shop.example
    to: [bob@north.example]
    subject: Your new password
    raw: |
      From: <accounts@shop.example>
      To: <bob@north.example>
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Subject: Your new password
      Message-ID: <reset-$number@shop.example>
      Auto-Submitted: auto-generated

      Choose a new one within an hour.

readers:
  - {user: bob@north.example, leave: delete}

"""#,
], translations: [
:
])
}
