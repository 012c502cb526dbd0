// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let envelope = Files(
name: "envelope", text: #"""
---
id: envelope
number: 7
title: The lie on the letterhead
unit: B
goal: Tell the envelope from the letter, and see how little either proves.
minutes: 20
needs: [hand-smtp]
rfc: [5321#2.3.1, 5321#3.6.3, 5321#4.4, 5321#7.1, 5321#7.2]
draw:
  front: name
  hidden: name
  king: name
runs:
  main: {scenario: masked.yaml}
  blind: {scenario: blind.yaml}
  careless:
    scenario: blind.yaml
    set:
      letters/1/raw: "From: Alice <alice@south.example>\nTo: Bob <bob@north.example>\nBcc: <$hidden@north.example>\nSubject: The contract\n\nBob, will you sign it?\n"
  door: {scenario: many-recipients}
events:
  mask: {connection: 2, verb: MAIL}
---
# The lie on the letterhead

## Two kinds of names

A paper letter has an envelope and a letterhead. So has mail.

- The envelope is what the client says in MAIL and RCPT. The servers go by it.
- The letterhead is the first lines inside the letter: From, To, Subject and others. Its proper name is the header. People
  read it.

Mallory writes to bob. Her letterhead says:

```text
From: The Bank <service@bank.example>
To: Our best customer <you@bank.example>
```

On the envelope she is $front@south.example, and the recipient is bob@north.example.

```predict
id: accepted
claims: [C18]
parts:
  - ask: What will bob's server answer to MAIL FROM:<$front@south.example>?
    options: ["250", "450", "550"]
    answer: {code: {event: mask}}
  - ask: The letterhead says To you@bank.example. How many copies does bob get?
    answer: {store: bob@north.example, kind: reader}
hints:
  - What could the server compare the address with?
  - It has only what the client says. And it delivers by the envelope.
  - The sender is taken with 250, and the recipient of the envelope gets the letter.
why: >
  Nobody compares the names. The letterhead is part of the letter, and the envelope is said apart from it.
  (RFC 5321 section 2.3.1) So the server took the address, and the letter went to bob.
reveal: {connection: 2, explain: false, from: {event: mask}}
```

## What is left of the envelope

An envelope is thrown away when a letter is delivered. One thing of it is kept for bob.
The last server writes it on top of the letter, in a line that begins with Return-Path.

```predict
id: return-path
claims: [C18]
ask: Which address will stand in Return-Path?
options:
  - <$front@south.example>
  - <mallory@evil.example>
  - <service@bank.example>
answer: {field: Return-Path, in: {reader: bob@north.example}}
hints:
  - It is the address to which a failure would be reported.
  - It comes from the envelope, not from the letterhead.
  - Mallory said it in MAIL FROM.
why: >
  The address of MAIL is called the reverse-path. The last server copies it into Return-Path. (RFC 5321 section 4.4)
  It is as false as what was said in MAIL. And From is what mallory wrote.
reveal: {letter: {reader: bob@north.example}}
```

## The line that mallory could not choose

Each server that takes a letter puts a Received line on top. In it stands what the client called itself, and in
brackets the address that it really came from. Read bob's copy again.

```choose
id: received
claims: [C18]
show: {letter: {reader: bob@north.example}}
ask: Which host handed the letter to mx.north.example?
options: [mx.evil.example, mx.south.example, mail.bank.example]
answer: {host: {connection: 2, from: client}}
hints:
  - The topmost Received line is the newest. Bob's own server wrote it.
  - It reads "from ... by mx.north.example".
  - Mallory's letter came from her own server.
why: >
  The client's address is seen by the server, not told by the client. (RFC 5321 section 4.4)
  Bob may trust the line that his own server wrote. Lines below it could be made up.
```

## Now you are the one who lies

You are connected to the receiver MTA of north.example. Write to bob, and be somebody else twice:
on the envelope $front@south.example, on the letterhead $king@palace.example.

```type
id: forge
claims: [C18]
run: door
to: mx.north.example
goals:
  - say: MAIL names $front@south.example and is granted
    check: {exists: {verb: MAIL, contains: $front@south.example, code: 250}}
  - say: Bob's maildrop holds one letter
    check: {store: bob@north.example, equals: 1}
  - say: Its Return-Path says <$front@south.example>
    check: {field: Return-Path, in: {maildrop: bob@north.example}, equals: <$front@south.example>}
  - say: Its From says $king@palace.example
    check:
      any:
        - {field: From, in: {maildrop: bob@north.example}, equals: $king@palace.example}
        - {field: From, in: {maildrop: bob@north.example}, equals: <$king@palace.example>}
model:
  - EHLO learner.example
  - MAIL FROM:<$front@south.example>
  - RCPT TO:<bob@north.example>
  - DATA
  - "From: $king@palace.example"
  - "Subject: A royal greeting"
  - ""
  - Come to the palace.
  - .
  - QUIT
hints:
  - The envelope is MAIL and RCPT. The letterhead comes behind DATA.
  - "The first line behind DATA: From: $king@palace.example. Then an empty line, your words, and a dot."
  - "EHLO learner.example, MAIL FROM:<$front@south.example>, RCPT TO:<bob@north.example>, DATA, From: $king@palace.example, an empty line, a word, a dot."
why: >
  Nobody asked who you are. Mail by SMTP cannot be authenticated on its way. (RFC 5321 section 7.1)
  Other means were laid on top of it later: SPF, DKIM and DMARC. They are checks that a server may make, not part of SMTP.
```

## A copy in secret

In this run alice writes to bob, and $hidden gets a blind copy: the letterhead names bob only.

```predict
id: blind
run: blind
parts:
  - ask: How many recipients does the envelope have on the way from server to server?
    answer: {count: {client: sender MTA, verb: RCPT}}
  - ask: Does bob's copy name $hidden anywhere?
    options:
      - 0: no
      - 1: yes
    answer: {count: {connection: {protocol: pop3, nth: 1}, verb: RETR, kind: content, contains: $hidden}}
hints:
  - Every reader of the letter must be told to the server somehow.
  - Each reader is one RCPT. And what is said in RCPT does not come into the letter.
  - Two recipients on the envelope, one on the letterhead.
why: >
  A blind copy is an RCPT whose address is not in the letterhead. Servers should not copy the recipients into
  the letter. (RFC 5321 section 7.2)
reveal: {letter: {reader: bob@north.example}}
```

## A careless program

There is a header line for blind copies: Bcc. Alice's program is meant to take it out before it sends the letter.
Here it forgot.

```predict
id: careless
run: careless
ask: How many Bcc lines will bob find in his copy?
answer: {fields: Bcc, in: {reader: bob@north.example}}
hints:
  - Who else could have taken it out?
  - Servers do not change the letterhead. They put lines on top.
  - The line is still there, and there is one of it.
why: >
  To a server the letterhead is part of the letter. It carries it as it is, and adds its own lines on top.
  (RFC 5321 section 3.6.3) Only the program that knows of the secret can keep it.
reveal: {letter: {reader: bob@north.example}}
```

## Your own blind copy

Write to bob, with a letterhead that names bob, and let carol have a copy of which bob learns nothing.

```type
id: own-copy
run: door
to: mx.north.example
goals:
  - say: Bob's maildrop holds one letter
    check: {store: bob@north.example, equals: 1}
  - say: Carol's maildrop holds one letter
    check: {store: carol@north.example, equals: 1}
  - say: It was one transaction, with one DATA
    check: {count: {verb: DATA, code: 354}, equals: 1}
  - say: The letterhead has a To line, and in the letter nobody is called carol
    check:
      all:
        - {fields: To, in: {maildrop: bob@north.example}, equals: 1}
        - {none: {kind: content, contains: carol}}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - RCPT TO:<carol@north.example>
  - DATA
  - "To: <bob@north.example>"
  - "Subject: Between us"
  - ""
  - Nobody else reads this.
  - .
  - QUIT
hints:
  - Say RCPT twice, once for each.
  - Behind DATA write a To line with bob only.
  - "RCPT TO:<bob@north.example>, RCPT TO:<carol@north.example>, DATA, To: <bob@north.example>, an empty line, a word, a dot."
why: >
  One letter, two recipients, and the letterhead names one of them. The two lists need not agree.
  (RFC 5321 section 7.2)
```

## The verdict

Somebody says that mail servers make sure who has sent a letter.
Take your evidence from mallory's run.

```argue
id: verified
claims: [C18]
say: SMTP verifies who the sender is.
show: {connection: 2, explain: false}
verdict: false
evidence:
  - {ask: A step in which the client names a sender that it is not, find: {protocol: smtp, verb: MAIL}}
  - {ask: A step in which a server accepts that sender, find: {protocol: smtp, verb: MAIL, code: 250, reply: true}}
hints:
  - Mallory's server spoke for another house. Was it stopped?
  - The command is MAIL. Look at it and at its answer.
  - "False. MAIL in connection 2, and the 250 behind it."
why: >
  At @mask a host of evil.example named a sender of south.example, and it was accepted. A server cannot know who may
  write for whom. (RFC 5321 section 7.1)
```

Servers read the envelope, people read the letterhead, and either may lie.
What you may trust is the line that your own server wrote: where the letter came from.

"""#, companions: [
"blind.yaml": #"""
# A letter to two people, of whom the letterhead names one.
name: blind
summary: Alice writes to bob, and a second reader gets a copy that nobody knows of.
step-by-step: true
seed: 23
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
      - {name: $hidden, password: meadow}

letters:
  - from: alice@south.example
    to: [bob@north.example, $hidden@north.example]
    raw: |
      From: Alice <alice@south.example>
      To: Bob <bob@north.example>
      Subject: The contract
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Message-ID: <1@south.example>

      Bob, will you sign it?

readers:
  - {user: bob@north.example, leave: delete}
  - {user: $hidden@north.example, leave: delete}

"""#,
"masked.yaml": #"""
# A letter with a false sender on the envelope and another one on the letterhead.
name: masked
summary: Mallory writes to bob in two other people's names.
step-by-step: true
seed: 22
start: 2026-01-05T09:00:00Z

domains:
  - name: evil.example
    mx: [mx.evil.example]
    pop: pop.evil.example
    users:
      - {name: mallory, password: malice}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}

letters:
  - from: mallory@evil.example
    mail-from: $front@south.example
    to: [bob@north.example]
    raw: |
      From: The Bank <service@bank.example>
      To: Our best customer <you@bank.example>
      Subject: Your account
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Message-ID: <1@bank.example>

      Please send us your password.

readers:
  - {user: bob@north.example, leave: delete}

"""#,
], translations: [
:
])
}
