// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let myth_court = Files(
name: "myth-court", text: #"""
---
id: myth-court
number: 24
title: Myth or wire
unit: F
goal: Judge what is said of mail, and prove each verdict from a run.
minutes: 40
needs: [push-and-pull, hand-smtp]
rfc: [5321#2.1, 5321#2.3.3, 5321#3.3, 5321#4.1.1, 5321#4.1.1.1, 5321#4.1.1.2, 5321#4.2, 5321#4.2.4, 5321#4.4, 5321#4.5.4.1, 5321#5.1, 5321#6.1, 5321#7.1, 5321#7.9, 1939#3, 1939#5, 1939#6, 1939#7, 1939#9, 1939#13, 3207#4, 4954#3, 4954#4, 5598#4.2.2, 5598#4.4]
draw: {friend: name, secret: password}
runs:
  main: {scenario: one-letter, rename: {bob: $friend, Bob: $friend}}
  office: {scenario: office.yaml}
  many: {scenario: many-recipients}
  forged: {scenario: forged-sender}
  lost: {scenario: lost-reply}
  tries:
    scenario: office.yaml
    talk: {phone: pop.south.example, desk: mx.south.example, eager: mx.south.example, tidy: pop.south.example}
    script:
      - phone: [USER alice, PASS wrong, QUIT]
      - desk:
          - EHLO desk.example
          - "!plain alice $secret"
          - "MAIL FROM:<alice@south.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "Subject: Still here"
          - ""
          - Sending works.
          - "."
          - QUIT
      - eager: [EHLO eager.example, RETR 1, QUIT]
      - tidy: [USER alice, PASS $secret, MOVE 1 archive, QUIT]
pools: {cards: 12}
---
# Myth or wire

## The court

Much is written about mail, and much of it is copied from others. You are the judge now.

Each card holds a sentence that somebody really wrote, in our words. You say true, half true or false.
Then you prove it: you name steps of the run that is shown, such as 2.4. No verdict without evidence.

The first card is the same for all. Then you get twelve, drawn by your name; your neighbour has others. The runs are short.
True means that the run bears the sentence out as it stands. Half means that one part of it holds and another does not.

```read
id: court
show: {run: main, connection: 2, explain: false}
```

## First mend the words

An article was put through a machine that swaps words for others like them. It says:

```
The shopper opens the connection. A message switch agent
takes the letter from alice's program and carries it to
the other house. There a message entry agent lets the
reader in, by the Publish Workplace Protocol.
```

What were the words, before they were swapped?

```choose
id: words
claims: [M24]
show: journey
parts:
  - ask: What is the shopper, who opens the connection?
    options: [client, server]
    answer: {speaker: {connection: 1, verb: EHLO}}
  - ask: What is the message switch agent, that carries the letter to the other house?
    options: ["sender client": mail program, "sender MTA": mail transfer agent (MTA), "receiver MAA": mail access agent (MAA)]
    answer: {opener: 2}
  - ask: What is the message entry agent, that lets the reader in?
    options: ["sender client": mail program, "sender MTA": mail transfer agent (MTA), "receiver MAA": mail access agent (MAA)]
    answer: {station: {connection: 3, from: server}}
  - ask: The Publish Workplace Protocol brought the letter home. Which command asked for the letter?
    options: [DATA, RETR, EHLO]
    answer: {verb: {connection: 3, kind: command, before: {connection: 3, verb: RETR, kind: content}, nth: last}}
check:
  - {run: office, exists: {client: sender client, verb: AUTH}}
  - {run: many, count: {connection: 2, verb: RCPT}, equals: 3}
  - {run: forged, exists: {connection: 2, verb: MAIL, contains: carol@north.example}}
  - {run: lost, count: {client: sender MTA, kind: content}, equals: 2}
  - {run: tries, count: {client: tidy, kind: reply, code: -ERR}, equals: 1}
hints:
  - Swap each word for one like it. Who shops is a client; a switch transfers; an entry is an access.
  - Publish is Post, and Workplace is Office.
  - Client, MTA, MAA, and the command of the Post Office Protocol that retrieves.
why: >
  Client, mail transfer agent, mail access agent, Post Office Protocol. Words are names that people agreed on: an MTA is what
  RFC 5321 section 2.3.3 calls so, and MAA is the textbooks' word for the server of a message store (RFC 5598 section 4.2.2).
  A text that swaps them has not understood them.
```

## What the P stands for

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m02
claims: [M02]
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "The name means Simple Mail Transfer Agent."
verdict: "false"
evidence:
  - {ask: "A step in which a server greets and names what it speaks", find: {protocol: smtp, code: 220}}
  - {ask: "A step whose letter holds a Received line that says with what it came", find: {kind: content, contains: with ESMTP}}
hints:
  - "Spell the short name, letter by letter. Is there an A in it?"
  - "A greeting begins with 220. A Received line stands on top of a letter that a server has handed on."
  - "The first reply of any SMTP connection; and the letter in connection 2."
why: >
  ESMTP says the greeting, and the trace line says: with ESMTP. With stands before the name of a protocol (RFC
  5321 section 4.4). The agent is the program that speaks it.
```

## An agent or a language?

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m01
claims: [M01]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "SMTP is an MTA."
verdict: "false"
evidence:
  - {ask: "A step in which the sender MTA speaks as a server", find: {server: sender MTA, from: server}}
  - {ask: "A step in which the same MTA speaks as a client", find: {client: sender MTA, from: client}}
hints:
  - "One of the two is a program, the other one is what programs say to each other."
  - "In connection 1 the sender MTA is called, in connection 2 it calls."
  - "Any line with S -> C of connection 1, and any with C -> S of connection 2."
why: >
  An MTA is a program. SMTP is the protocol that it speaks, as a server with alice's program and as a client
  with the next MTA. (RFC 5321 section 2.3.3)
```

## The second time

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m03
claims: [M03]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "SMTP's second use is between the sender and the receiver's server."
verdict: "false"
evidence:
  - {ask: "The step in which the client of the second SMTP connection says who it is", find: {connection: 2, verb: EHLO}}
hints:
  - "Who opened connection 2? Look at the lines C and S at its top."
  - "A client says who it is with EHLO."
  - "It is the sender's server that says EHLO in connection 2."
why: >
  The client of the second connection calls itself mx.south.example: the sender's server, not the sender.
  Alice's program may be asleep by then. (RFC 5321 sections 2.1 and 4.1.1.1)
```

## One for each direction

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m07
claims: [M07]
pool: cards
run: main
show: [{connection: 2, explain: false}, {connection: 3, explain: false}]
say: "SMTP is the outgoing server, POP the incoming server."
verdict: "false"
evidence:
  - {ask: "A step in which a letter comes in to north.example, by SMTP", find: {server: receiver MTA, protocol: smtp, kind: content, from: client}}
  - {ask: "A step in which a letter goes out from north.example, by POP3", find: {server: receiver MAA, protocol: pop3, verb: RETR, kind: content}}
hints:
  - "Stand at north.example. What comes in there, and by which protocol?"
  - "A letter comes in where somebody else's server is the client. It goes out where $friend's program asks for it."
  - "The letter of connection 2, and that of connection 3."
why: >
  For north.example SMTP is how mail comes in, and POP3 how it goes out to its reader. They are protocols, not
  servers and not directions; one host may well speak both. (RFC 5321 section 2.1, RFC 1939 section 3)
```

## Who rings?

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m08
claims: [M08]
pool: cards
run: main
show: [{connection: 3, explain: false}]
say: "The destination's server forwards the letter to the client."
verdict: "false"
evidence:
  - {ask: "The step in which the client asks for the letter", find: {connection: 3, verb: RETR}}
check:
  - {opener: 3, equals: receiver client}
hints:
  - "Would anything have happened if nobody had asked?"
  - "Connection 3 was opened by the receiver client."
  - "It is the command RETR."
why: >
  The server forwards nothing. The client opens the connection, and asks for each letter with RETR. (RFC 1939
  sections 3 and 5)
```

## Whom does the client call?

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m10
claims: [M10]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "The client connects to the destination's server."
verdict: "false"
evidence:
  - {ask: "The step in which alice's program says EHLO to the server that it really called", find: {client: sender client, verb: EHLO}}
  - {ask: "The step in which somebody says EHLO to the destination's server", find: {server: receiver MTA, protocol: smtp, verb: EHLO}}
hints:
  - "Look at the lines C and S at the top of connections 1 and 2."
  - "Alice's program calls the sender MTA. Who calls the receiver MTA?"
  - "The two EHLO, of connections 1 and 2."
why: >
  Alice's program calls its own server. That server looks up who takes mail for the destination, and calls
  there. (RFC 5321 sections 2.1 and 5.1)
```

## Show me your pass

Alice's server wants to know who she is. One letter went to bob. This is what was said, or the part of it that matters.

```argue
id: m11
claims: [M11]
pool: cards
run: office
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "The sending server authenticates the client."
verdict: "half"
evidence:
  - {ask: "The step in which alice's program logs in", find: {client: sender client, verb: AUTH}}
  - {ask: "A step of the other SMTP connection, in which a client names a sender and nobody has asked it for a password", find: {client: sender MTA, verb: MAIL}}
hints:
  - "It is so in one of the two SMTP connections, and not in the other."
  - "A login is the command AUTH. A client names a sender with MAIL."
  - "AUTH in connection 1, MAIL in connection 2."
why: >
  The server's side of a connection asks the client's side, where its policy wants it (RFC 4954 section 4).
  Alice's server asks alice. Between the servers the sending one is the client, and nobody asks it.
```

## The safer one

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m13
claims: [M13]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}, {connection: 3, explain: false}]
say: "SMTP is more secure than POP3."
verdict: "false"
evidence:
  - {ask: "A step in which the letter can be read in SMTP", find: {protocol: smtp, kind: content, from: client}}
  - {ask: "A step in which the letter can be read in POP3", find: {protocol: pop3, kind: content, verb: RETR}}
hints:
  - "Can you read the letter in each of the connections? Then so can others."
  - "In SMTP the letter comes behind 354. In POP3 it comes behind the +OK to RETR."
  - "The letter of connection 1 or 2, and that of connection 3."
why: >
  Both are plain text unless TLS is put around them. Neither is the safer one. (RFC 5321 section 7.1, RFC 1939
  section 13)
```

## In step

Several devices tried several things. This is what was said, or the part of it that matters.

```argue
id: m14
claims: [M14]
pool: cards
run: tries
show: [{connection: {client: eager}, explain: false}]
say: "SMTP lets you synchronise devices."
verdict: "false"
evidence:
  - {ask: "The step in which SMTP answers somebody who wants to fetch a letter", find: {client: eager, verb: RETR, reply: true}}
check:
  - {code: {client: eager, verb: RETR}, equals: 500}
hints:
  - "To be in step with a server, a device has to read from it."
  - "The device called eager tries that, with the command of another protocol."
  - "It is the 500 behind RETR."
why: >
  500: SMTP has no command that fetches a letter, so no device can learn anything from it. (RFC 5321 sections
  4.1.1 and 4.2.4) Keeping devices in step is the work of IMAP.
```

## The store

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m15
claims: [M15]
pool: cards
run: main
show: [{state: 1}, {connection: 2, explain: false}, {state: 2}]
say: "SMTP is the one that stores mail on the server."
verdict: "false"
evidence:
  - {ask: "The step behind which the letter is in the sender MTA's queue no longer", find: {connection: 2, kind: content, reply: true}}
check:
  - {store: mx.south.example, kind: queue, after: 1, equals: 1}
  - {store: mx.south.example, kind: queue, after: 2, equals: 0}
hints:
  - "Compare the queue before and after connection 2."
  - "A sending server may forget a letter once another one answers for it."
  - "It is the 250 behind the letter."
why: >
  A sending server keeps the letter in its queue until another server says 250, and no longer (RFC 5321
  sections 4.5.4.1 and 6.1). What stores mail for a reader is the maildrop, which is no part of SMTP.
```

## The list of features

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m16
claims: [M16]
pool: cards
run: main
show: [{connection: 2, explain: false, to: {connection: 2, verb: EHLO, reply: true}}]
say: "Spam filters and virus scans are features of SMTP."
verdict: "false"
evidence:
  - {ask: "The step in which a server names all the extensions that it has", find: {protocol: smtp, verb: EHLO, reply: true}}
hints:
  - "A server may well have a filter. Does SMTP have one?"
  - "A server names its extensions when it is greeted."
  - "It is the long reply to EHLO."
why: >
  None of the extensions filters anything. A server's software may, and all that SMTP gives it is a code to
  refuse with, for whatever reason. (RFC 5321 sections 4.1.1.1 and 7.9)
```

## Room to breathe

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m19
claims: [M19]
pool: cards
run: main
show: [{connection: 3, explain: false, from: {connection: 3, verb: DELE}}, {state: 2}, {state: 3}]
say: "Deleting saves space on the web server."
verdict: "half"
evidence:
  - {ask: "The step that marks the letter", find: {connection: 3, verb: DELE}}
  - {ask: "The step with which the marked letter really goes", find: {connection: 3, verb: QUIT}}
check:
  - {store: $friend@north.example, after: 3, equals: 0}
hints:
  - "Space is saved, but on which server? Is there a web server in the run?"
  - "One command marks, another one ends the session."
  - "DELE, and then QUIT."
why: >
  Space is saved in the maildrop of the mail server, and only once QUIT follows DELE. No web server takes
  part. (RFC 1939 sections 5 and 6)
```

## One key

Several devices tried several things. This is what was said, or the part of it that matters.

```argue
id: m20
claims: [M20]
pool: cards
run: tries
show: [{connection: {client: phone}, explain: false}, {connection: {client: desk}, explain: false}]
say: "One mailbox and one password serve for sending and receiving."
verdict: "false"
evidence:
  - {ask: "The step in which POP3 refuses alice's wrong password", find: {client: phone, verb: PASS, reply: true}}
  - {ask: "The step in which SMTP takes alice's letter all the same", find: {client: desk, kind: content, reply: true}}
hints:
  - "There are two servers here, and two logins."
  - "The phone got its password wrong. Did that keep the desk computer from sending?"
  - "-ERR behind PASS; 250 behind the letter."
why: >
  Sending and fetching are two services with two logins (RFC 4954 section 4, RFC 1939 section 7). Your
  provider may take the same password at both, but one works without the other, and SMTP opens no mailbox for
  you.
```

## Between whom?

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m23
claims: [M23]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}, {connection: 3, explain: false}]
say: "A mail protocol connects providers with clients."
verdict: "half"
evidence:
  - {ask: "A step between alice's program and her server", find: {client: sender client}}
  - {ask: "A step between two servers, with no user's program in it", find: {client: sender MTA, server: receiver MTA}}
hints:
  - "It holds for some of the three connections."
  - "Which connection has an MTA on both sides?"
  - "Any step of connection 1, and any of connection 2."
why: >
  Connections 1 and 3 are between a program and its provider. Connection 2 is between two servers, and it is
  the one that makes mail go from house to house. (RFC 5321 section 2.1)
```

## One way

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m09
claims: [M09]
pool: cards
run: main
show: [{connection: 3, explain: false}]
say: "POP3 is one-way, SMTP is two-way."
verdict: "false"
evidence:
  - {ask: "A step in which the POP3 client speaks", find: {protocol: pop3, from: client}}
  - {ask: "A step of the same connection in which the server speaks", find: {protocol: pop3, from: server}}
same-connection: true
hints:
  - "Who speaks in connection 3?"
  - "The arrow says who speaks: C -> S, S -> C."
  - "Any step with C -> S, and any with S -> C."
why: >
  Both are dialogues. Only the letter goes one way, and in SMTP it does so as well. (RFC 1939 section 3, RFC
  5321 section 2.1)
```

## Not without

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: m12
claims: [M12]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "SMTP requires authentication and encryption."
verdict: "false"
evidence:
  - {ask: "A step in which a server takes a letter over a connection with neither", find: {protocol: smtp, kind: content, reply: true}}
check:
  - {none: {verb: AUTH}}
  - {none: {verb: STARTTLS}}
hints:
  - "Look for AUTH and STARTTLS in both connections."
  - "There is none. Was the letter refused?"
  - "It is the 250 behind the letter."
why: >
  Both are extensions. A server that takes mail for its own users from anybody must not even insist on TLS.
  (RFC 3207 section 4, RFC 4954 section 3)
```

## Push and pull

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: c02
claims: [C02]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}, {connection: 3, explain: false}]
say: "SMTP pushes, POP pulls."
verdict: "true"
evidence:
  - {ask: "A step in which the side that opened the connection carries the letter", find: {protocol: smtp, kind: content, from: client}}
  - {ask: "A step in which the side that was called carries the letter", find: {protocol: pop3, kind: content, verb: RETR}}
hints:
  - "The client is the side that opened the connection. Who carries the letter?"
  - "In connections 1 and 2 the client does, in connection 3 the server."
  - "The letter of connection 1, and that of connection 3."
why: >
  Who holds a letter opens an SMTP connection and gives it away. Who wants one opens a POP3 connection and
  asks. (RFC 5598 section 4.4)
```

## Dear all

One letter went to three recipients. This is what was said, or the part of it that matters.

```argue
id: c05
claims: [C05]
pool: cards
run: many
show: [{connection: 2, explain: false}]
say: "One sender may write to several recipients."
verdict: "true"
evidence:
  - {ask: "A step that names a recipient", find: {connection: 2, verb: RCPT}}
  - {ask: "The last step that names one, before the only DATA", find: {connection: 2, verb: RCPT, nth: last}}
same-connection: true
check:
  - {count: {connection: 2, verb: DATA}, equals: 1}
hints:
  - "How many RCPT stand between MAIL and DATA?"
  - "Name the first RCPT, then the last one."
  - "They are the lines with C -> S and RCPT TO."
why: >
  One MAIL, several RCPT, each with an answer of its own, and one DATA for all of them. (RFC 5321 section 3.3)
```

## No folders

Several devices tried several things. This is what was said, or the part of it that matters.

```argue
id: c17
claims: [C17]
pool: cards
run: tries
show: [{connection: {client: tidy}, explain: false}]
say: "POP3 has no folders and synchronises nothing."
verdict: "true"
evidence:
  - {ask: "The step in which somebody wants to move a letter into a folder, and is refused", find: {client: tidy, verb: MOVE, code: -ERR}}
hints:
  - "The device called tidy tries to move a letter."
  - "It is a command that POP3 does not have."
  - "It is MOVE, which is answered with -ERR."
why: >
  The commands of POP3 list, fetch, mark and name letters. There is none that moves them. (RFC 1939 section 9)
```

## Who says so?

Mallory wrote in carol's name to somebody who does not exist. This is what was said, or the part of it that matters.

```argue
id: c18
claims: [C18]
pool: cards
run: forged
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "Nobody verifies the sender."
verdict: "true"
evidence:
  - {ask: "The step in which mallory's server names carol as the sender to mx.north.example", find: {connection: 2, verb: MAIL}}
  - {ask: "The step in which mx.north.example, carol's own server, lets it pass", find: {connection: 2, verb: MAIL, reply: true}}
check:
  - {code: {connection: 2, verb: MAIL}, equals: 250}
hints:
  - "The sender's address stands behind MAIL FROM."
  - "Look at connection 2, and at the answer to MAIL."
  - "MAIL FROM with carol's address, and the 250 behind it."
why: >
  SMTP takes the sender's word for it (RFC 5321 section 7.1). Checks of the sender were added later, beside
  SMTP, and this server has none.
```

## Back to whom?

Mallory wrote in carol's name to somebody who does not exist. This is what was said, or the part of it that matters.

```argue
id: c22
claims: [C22]
pool: cards
run: forged
show: [{connection: 1, explain: false}, {connection: {protocol: pop3}, explain: false}]
say: "Mail that cannot be delivered goes back to the sender."
verdict: "half"
evidence:
  - {ask: "The step in which mallory's program names another one as the sender, on the envelope", find: {connection: 1, verb: MAIL}}
  - {ask: "The step in which carol, who has sent nothing, gets the notice", find: {protocol: pop3, kind: content, verb: RETR}}
hints:
  - "It goes back to the address that the envelope names. Is that the sender?"
  - "Mallory says MAIL FROM with carol's address."
  - "MAIL in connection 1, and the letter that carol fetches."
why: >
  A notice goes to the address behind MAIL FROM, whoever wrote it there. Carol gets mail about a letter that
  she never sent. (RFC 5321 sections 4.1.1.2 and 6.1)
```

## For sure

An answer was lost on the way, and the line was cut. This is what was said, or the part of it that matters.

```argue
id: c28
claims: [C28]
pool: cards
run: lost
show: [{connection: 2, explain: false}, {connection: 3, explain: false}]
say: "SMTP is reliable and ensures delivery."
verdict: "half"
evidence:
  - {ask: "The step in which the letter crosses to mx.north.example the first time", find: {client: sender MTA, kind: content, nth: 1}}
  - {ask: "The step in which the same letter crosses once more", find: {client: sender MTA, kind: content, nth: 2}}
check:
  - {store: bob@north.example, kind: reader, equals: 2}
hints:
  - "Nothing was lost in this run. Is it as it should be, though?"
  - "The answer to the letter never arrived, so the sender MTA did not know."
  - "The letter in connection 2, and that in connection 3."
why: >
  SMTP tries until somebody answers for the letter, and tells the sender if nobody does (RFC 5321 section
  6.1). When the answer is lost it tries again, and bob has the letter twice. At least once is not the same as
  once.
```

## What a code is

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: c26
claims: [C26]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}]
say: "Codes identify the server, such as the name of a mail host."
verdict: "false"
evidence:
  - {ask: "A greeting of one server", find: {connection: 1, code: 220}}
  - {ask: "The greeting of another server, with the same code", find: {connection: 2, code: 220}}
hints:
  - "A code is a number with three digits. Do two servers have two codes?"
  - "Look at the first reply of each connection."
  - "The two replies that begin with 220."
why: >
  Both say 220, which means that they are ready. The name behind it is text for people; the code is what
  programs read. (RFC 5321 section 4.2)
```

## Hand in hand

One letter went from alice to $friend. This is what was said, or the part of it that matters.

```argue
id: c32
claims: [C32]
pool: cards
run: main
show: [{connection: 1, explain: false}, {connection: 2, explain: false}, {connection: 3, explain: false}]
say: "SMTP and POP are used together."
verdict: "true"
evidence:
  - {ask: "A step in which the letter travels by SMTP", find: {protocol: smtp, kind: content, from: client}}
  - {ask: "A step in which the same letter travels by POP3", find: {protocol: pop3, kind: content, verb: RETR}}
hints:
  - "Follow the one letter of this run."
  - "How did it come to the other house, and how to its reader?"
  - "The letter of connection 1 or 2, and that of connection 3."
why: >
  One letter, two protocols: SMTP carries it to the maildrop, POP3 from there. (RFC 5321 section 2.1, RFC 1939
  section 5)
```

The court rises. You have not believed a sentence because it was printed, but because the octets say so.

"""#, companions: [
"office.yaml": #"""
# Alice has to log in before her server carries a letter for her; the other server asks nobody.
name: office
summary: One letter, whose sender logs in; between the servers nobody does.
step-by-step: true
seed: 23
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: $secret, login: plain}
    service: {login: required, passwords-need-tls: false, pipelining: false, chunking: false}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}

letters:
  - from: alice@south.example
    to: [bob@north.example]
    subject: From the office
    text: |
      I had to log in for this.

readers:
  - {user: bob@north.example, leave: delete}

"""#,
], translations: [
:
])
}
