// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let hand_pop3 = Files(
name: "hand-pop3", text: #"""
---
id: hand-pop3
number: 11
title: Fetch by hand
unit: C
goal: Fetch letters with your own hands, and know what POP3 can do and what it cannot.
minutes: 25
needs: [push-and-pull]
rfc: [1939#3, 1939#4, 1939#5, 1939#7, 1939#9, 2449#5, 2449#6.6]
draw:
  friend: name
  secret: password
  gate: 1000..9999
runs:
  main: {scenario: two-letters.yaml}
  session:
    scenario: two-letters.yaml
    filled: main
    talk: {phone: pop.north.example}
    script:
      - phone: [CAPA, USER $friend, PASS $secret, LIST, TOP 2 0, RETR 1, QUIT]
  batch:
    scenario: two-letters.yaml
    filled: main
    talk: {phone: pop.north.example}
    script:
      - phone: [USER $friend, PASS $secret, "!batch", RETR 1, RETR 2, STAT, "!send", QUIT]
  moved:
    scenario: two-letters.yaml
    set: {domains/north.example/service/quirks: [numbers-shift]}
    filled: main
    talk: {phone: pop.north.example}
    script:
      - phone: [USER $friend, PASS $secret, LIST, DELE 1, RETR 2, RETR 1, QUIT]
  twice:
    scenario: two-letters.yaml
    set: {domains/north.example/service/quirks: [rset-answered-twice]}
    filled: main
    talk: {phone: pop.north.example}
    script:
      - phone: [USER $friend, PASS $secret, RSET, STAT, LIST 1, QUIT]
events:
  asked: {run: session, verb: RETR}
---
# Fetch by hand

## Before the first word

POP3 is text, as SMTP is. $friend has an account at north.example, and two letters wait there.
The name is `$friend`, the password is `$secret`. Soon you will fetch the letters yourself.

First think: what comes before what?

```order
id: door
claims: [C15]
run: session
ask: In which order does this happen?
items:
  - {say: The server greets with +OK, at: {from: server, nth: 1}}
  - {say: The client says who it is, at: {verb: USER}}
  - {say: The client says the password, at: {verb: PASS}}
  - {say: The client asks for the list of letters, at: {verb: LIST}}
  - {say: The client says goodbye, at: {verb: QUIT}}
hints:
  - The connection must be there before anybody can say a name.
  - The server speaks first, as in SMTP. Then the client says who it is.
  - Greeting, USER, PASS, LIST, QUIT.
why: >
  The connection comes first, and the greeting. Name and password do not establish it: they only open the maildrop,
  and the session goes from the state AUTHORIZATION to TRANSACTION. (RFC 1939 sections 3 and 4)
reveal: {connection: 1, run: session, to: {verb: PASS, reply: true}, explain: false}
```

## Log in and look

Now you are the client. Say `USER $friend`, then `PASS $secret`.
`LIST` tells the number and the size of each letter. `QUIT` ends the session.

```type
id: look
to: pop.north.example
filled: true
goals:
  - say: Log in with USER and PASS
    check: {heard: [USER, PASS]}
  - say: Ask for the list with LIST
    check: {heard: [PASS, LIST]}
  - say: Leave with QUIT
    check: {heard: [LIST, QUIT]}
model: [USER $friend, PASS $secret, LIST, QUIT]
hints:
  - Each command is a line of its own. Wait for +OK.
  - The order is USER, PASS, LIST, QUIT. RFC 1939 sections 5 and 7 tell what each does.
  - Type USER $friend, then PASS $secret, then LIST, then QUIT.
why: >
  POP3 has just two answers, +OK and -ERR. An answer of many lines ends with a line that holds one dot.
  (RFC 1939 section 3) LIST told sizes, and no letter was sent. (RFC 1939 section 5)
```

## Only the head

`TOP 2 0` asks for the header of letter 2 and none of its body. `RETR 1` asks for the whole of letter 1.

Log in again. Look at the top of letter 2, fetch letter 1, and leave letter 2 where it is.

```type
id: top
claims: [C12]
to: pop.north.example
filled: true
goals:
  - say: See the header of letter 2 with TOP
    check: {exists: {verb: TOP, class: +OK}}
  - say: Fetch letter 1 with RETR
    check: {exists: {kind: content, from: server, verb: RETR, contains: The number for the gate}}
  - say: Do not fetch the song, that is letter 2
    check: {none: {from: server, contains: The kettle sings}}
    stays: true
  - say: Leave with QUIT
    check: {heard: [RETR, QUIT]}
model: [USER $friend, PASS $secret, TOP 2 0, RETR 1, QUIT]
hints:
  - Log in as before. Then come two new commands.
  - TOP takes two numbers, the letter's and how many lines of its body. RFC 1939 section 7.
  - Type USER $friend, PASS $secret, TOP 2 0, RETR 1, QUIT, each on a line of its own.
why: >
  You chose. POP3 sends what it is asked for, letter by letter, and a client that wants only headers gets only headers.
  TOP is optional for a server (RFC 1939 section 7), RETR is not (section 5).
```

## All mail is downloaded

So somebody says, and a program did this:

```argue
id: all-mail
claims: [C12]
run: session
show: {connection: 1, from: {verb: LIST}, explain: false}
say: With POP3 all mail is downloaded.
verdict: half
evidence:
  - ask: A step in which the client asks for the whole of one letter
    find: {verb: RETR}
  - ask: A step in which the server sends less than a whole letter
    find: {kind: content, from: server, verb: TOP}
hints:
  - Which letters did this client fetch in full?
  - Look for RETR, and for what the server sent after TOP.
  - It is half true. RETR fetched letter 1, and of letter 2 only the top was sent.
why: >
  Many programs fetch everything, but that is their choice. In @asked the client asks for one letter. The song stayed
  where it was. (RFC 1939 sections 5 and 7)
```

## One after the other?

POP3 answers in the order of the questions. But must the client wait for each answer?
Here it did not: it put three commands into one segment.

```find
id: batch
claims: [C14]
run: batch
show: {connection: 1, from: {verb: RETR, nth: 1}, to: {verb: STAT, reply: true}, explain: false}
find: {run: batch, verb: RETR, reply: true, nth: 1}
ask: Which step answers the first RETR?
hints:
  - Find the first step with an arrow from S to C.
  - The answers come in the order of the commands. A note behind each answer tells which step it answers.
  - It comes behind all three commands.
why: >
  Three questions, then the answers in the same order. A server that allows it says so with the word PIPELINING.
  (RFC 2449 section 6.6) Letters still come one after the other, but nobody waits between them.
```

## What else can you do?

POP began in 1984, POP3 in 1988. The POP3 of today was written down in 1996, and it can be asked what it can do beyond
that: with `CAPA`. This is what our server answered.

```choose
id: capa
claims: [C08]
run: session
show: {connection: 1, from: {verb: CAPA}, to: {verb: USER}, explain: false}
ask: Which of these does the server offer?
several: true
options: [PIPELINING, FOLDERS, UIDL, RESP-CODES, MOVE]
answer: {keywords: {verb: CAPA, kind: content}}
hints:
  - Read the lines behind +OK.
  - The answer to CAPA has one offer in each line, its first word. RFC 2449 section 5.
  - There are three. Nothing in the list deals with folders.
why: >
  POP3 did not stop in the eighties. RFC 1939 is of 1996, and the list of offers came with RFC 2449 in 1998 (its section 5).
  But it has stayed a protocol that fetches and deletes.
```

## Put it in order

Try to tidy up on the server. Say `MOVE 1 Archive`, or one of FOLDER, FLAG, COPY and
SEARCH. Log in first.

```type
id: tidy
claims: [M05]
to: pop.north.example
filled: true
goals:
  - say: Log in
    check: {heard: [USER, PASS]}
  - say: Ask for MOVE, FOLDER, FLAG, COPY or SEARCH, and hear -ERR
    check: {count: {verb: [MOVE, FOLDER, FLAG, COPY, SEARCH], class: -ERR}, at-least: 1}
  - say: Leave with QUIT
    check: {heard: [PASS, QUIT]}
model: [USER $friend, PASS $secret, MOVE 1 Archive, QUIT]
hints:
  - Log in with USER and PASS as before.
  - You want to be refused. Any of the five words will do it.
  - Type USER $friend, PASS $secret, MOVE 1 Archive, QUIT.
why: >
  POP3 has no folders and no flags. Its commands fit on a page: USER, PASS, STAT, LIST, RETR, DELE, NOOP, RSET, QUIT and a
  few optional ones. (RFC 1939 section 9) What you tidy, you tidy on your own disk.
```

## A server that miscounts

This is another server, and it is broken. Here a client marks letter 1 with `DELE`.
The rule says that a letter keeps its number until the session ends.

```find
id: miscounts
run: moved
show: {connection: 1, from: {verb: LIST}, explain: false}
find: {run: moved, verb: RETR, reply: true}
ask: Which +OK or -ERR of the server breaks the rule?
hints:
  - Before DELE there were letters 1 and 2. Which of them is there after it?
  - "Letter 2 keeps its number, and letter 1 is not to be had. RFC 1939 section 5, the command DELE."
  - Look at the answers to RETR 2 and to RETR 1. Either of them shows it.
why: >
  The server let letter 2 move up to number 1. A client that says DELE 1 and then DELE 2 would delete the wrong
  letters there. Numbers hold for the whole session. (RFC 1939 sections 4 and 5)
```

## A server that says it twice

One more broken server. A client that trusts it will soon take each answer for the answer to another question.

```find
id: says-twice
run: twice
show: {connection: 1, from: {verb: RSET}, explain: false}
find: {run: twice, note: unsolicited-reply}
ask: Which step answers no question?
hints:
  - Every answer belongs to one command. Pair them.
  - Look where two answers follow each other. RFC 1939 section 5 knows one answer to each command.
  - RSET was answered twice. The second of these answers is one too many.
why: >
  One command, one answer. (RFC 1939 section 5) A client that counts would take the second +OK for the answer to STAT,
  and from there on be off by one.
```

You have fetched letters without a mail program. Connect, be greeted, log in, list, fetch, leave: that is POP3.
It sends only what you ask for, and it cannot tidy up for you.

"""#, companions: [
"two-letters.yaml": #"""
# Two letters for one reader, a short one and a long one. Nobody fetches them but the learner.
name: two-letters
summary: A short letter and a long one wait in one maildrop.
step-by-step: true
seed: 31
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
    subject: The gate
    text: |
      The number for the gate is $gate.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: The whole song
    text: |
      Here is the song, all of it. You need not read it now.

      The kettle sings, the lid goes tap, the cat is sleeping on the map.
      We wanted to go out at ten; we let the cat sleep on till then.

      The kettle sings, the rain comes down, there is no dry street in the town.
      We wanted to go out at three; we had another cup of tea.

      The kettle sings, the lamp is lit, there is a chair where you may sit.
      We wanted to go out at all; we hung the coats up in the hall.

      And if you ask what we have done: we had a day, and it was one.

"""#,
], translations: [
:
])
}
