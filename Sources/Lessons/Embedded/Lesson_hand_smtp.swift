// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let hand_smtp = Files(
name: "hand-smtp", text: #"""
---
id: hand-smtp
number: 6
title: Speak SMTP by hand
unit: B
goal: Hand a letter to a mail server with your own hands.
minutes: 20
claims: [C06, M12]
rfc: [5321#3.1, 5321#4.1.1.4, 5321#4.1.4, 5321#4.3.1, 5321#4.4, 5321#6.1, 5321#7.1]
needs: [push-and-pull]
scenario: one-letter
---
# Speak SMTP by hand

## A talk in plain words

SMTP is text. A command is one line, and so is most of what the server answers.
That is why a human can speak it, with nothing but a keyboard.

At the end of this lesson you will hand a letter to a living server, and bob will have it.
First watch how programs do it.

```read
id: plan
```

## The first word

The connection is open. Nobody has said anything yet.

```predict
id: first-word
claims: [C06]
ask: Who speaks first in an SMTP session?
options: [client, server]
answer: {speaker: {connection: 2, nth: 1}}
hints:
  - In a shop, who says the first word?
  - A client must know that somebody is there, and willing, before it asks for anything.
  - The code 220 means that the service is ready. Who would say that?
why: >
  The server greets with 220 as soon as the connection is open (RFC 5321 section 3.1), and the client should wait for it.
  (Section 4.3.1) So the server speaks first, without being asked.
reveal: {connection: 2, to: {connection: 2, verb: EHLO, reply: true}}
```

## One letter, from server to server

This is connection 2 of the run, the whole talk. Read it once from top to bottom.
A reply begins with three digits: 2 means done, 3 means go on, 4 means try later, 5 means no.

```find
id: go-ahead
show: {connection: 2}
find: {connection: 2, verb: DATA, reply: true}
ask: In which step does the server let the letter begin?
hints:
  - The client asks first, with a command. You look for the answer to it.
  - The command is DATA. What does the server say to it?
  - Its code begins with 3, which means that more is expected from you.
why: >
  354 means start the mail input. From here on no line is a command,
  until a line comes that holds one dot and nothing else. (RFC 5321 section 4.1.1.4)
```

## The receipt

The letter is over when the line with the dot has come. Then the server answers once more.

```choose
id: receipt
ask: Which code says that the server has taken the letter, and answers for it from now on?
options: ["220", "250", "354", "221"]
answer: {code: {connection: 2, kind: content}}
hints:
  - Look at the reply that comes right behind the letter.
  - 220 is a greeting, 221 a goodbye.
  - 354 asked for the letter. The receipt comes after it.
why: >
  250 behind the final dot. Before it the letter is the client's business, after it the server's:
  it must deliver the letter or tell the sender. (RFC 5321 sections 4.1.1.4 and 6.1)
```

## Who checked the password?

Count what is not there.

```find
id: no-password
claims: [M12]
ask: How many times does the client of connection 2 log in, with AUTH?
show: {connection: 2, explain: false}
answer: {count: {connection: 2, verb: AUTH}}
hints:
  - Every command of connection 2 is a line with the arrow from C to S.
  - They are EHLO, MAIL, RCPT, DATA and QUIT.
  - None of them is AUTH.
why: >
  Not once. A server takes letters for its own users from anybody who comes, and the sender's address
  is only what the client says it is. (RFC 5321 section 7.1)
  A password is asked of those who want a server to carry their letters elsewhere.
```

## Out of order

Now you are the client. The receiver MTA of north.example waits for you.

The order of commands is EHLO, MAIL, RCPT, DATA. Break it once, on purpose:
greet the server, then name a recipient before any sender.

```type
id: wrong-order
to: mx.north.example
goals:
  - say: Greet the server with EHLO and a name
    check: {heard: [EHLO]}
  - say: Say a command too early, and be refused with 503
    check: {count: {verb: [MAIL, RCPT, DATA], code: 503}, at-least: 1}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model:
  - EHLO learner.example
  - RCPT TO:<bob@north.example>
  - QUIT
hints:
  - After EHLO the server expects MAIL. Say something else.
  - "A recipient is named like this: RCPT TO:<bob@north.example>"
  - "Type EHLO learner.example, then RCPT TO:<bob@north.example>, then QUIT."
why: >
  503 means bad sequence of commands. Nothing is broken by it: the server stays where it was,
  and you may go on in the right order. (RFC 5321 section 4.1.4)
```

## Your letter to bob

Now do it right. Greet, name the sender, name the recipient, say DATA, type the letter, end it with a
line that holds one dot, and say goodbye.

The sender may be any address, such as `you@learner.example`.
The letter itself begins with header lines. One is enough here,
`Subject: Hello`. Then an empty line, then what you want to say.
A line of yours that begins with a dot needs a second dot in front: the server takes it away again.

```type
id: letter
claims: [M12]
to: mx.north.example
goals:
  - say: EHLO, MAIL, RCPT, DATA, the letter and QUIT, each granted
    check: {heard: [EHLO, MAIL, RCPT, DATA, content, QUIT]}
  - say: One letter lies in bob's maildrop
    check: {store: bob@north.example, count: 1}
  - say: Its octets are what you typed, below the lines that the server put on top
    check: {body: bob@north.example, equals: typed}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - DATA
  - "Subject: Hello"
  - ""
  - Dear Bob, this was typed by hand.
  - .
  - QUIT
hints:
  - "Angle brackets, and no blank behind the colon: MAIL FROM:<you@learner.example>"
  - "The order is EHLO, MAIL FROM, RCPT TO, DATA. Wait for 354, then type the letter."
  - A line with one dot ends the letter. Then comes 250, and you say QUIT.
why: >
  The letter is in bob's maildrop, octet for octet as you typed it. The server only put trace lines on
  top: Return-Path and Received. (RFC 5321 section 4.4)
  No program was needed, no password and no encryption. That is how open SMTP is.
```

You have spoken SMTP. Whatever mail program you use, these are the words that it says for you.

"""#, companions: [
:
], translations: [
:
])
}
