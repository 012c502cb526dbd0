// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let dots = Files(
name: "dots", text: #"""
---
id: dots
number: 9
title: A line with one dot
unit: B
goal: Say why a line's first dot is doubled, and what happens when it is not.
minutes: 20
needs: [hand-smtp]
rfc: [5321#3.3, 5321#4.1.1.4, 5321#4.2.4, 5321#4.5.2, 1939#3]
draw:
  order: [NOOP, RSET]
  thing: word
runs:
  main: {scenario: dots.yaml}
  careless:
    scenario: dots.yaml
    set: {domains/south.example/service/quirks: [dots-not-stuffed]}
events:
  letter: {connection: 2, kind: content}
  obeyed: {run: careless, connection: 2, from: client, code: 250, after: {connection: 2, kind: content}}
---
# A line with one dot

## The end of a letter

A letter ends with a line that holds one dot. But what if such a line stands in the middle of the letter?
Alice's letter to bob is this one:

```text
Dear Bob,
..here are two dots, then words
a dot in the . middle, and one at the end.
.
$order
The line above is the name of a robot.
...
Alice
```

The rule: before it sends a line that begins with a dot, the client puts one more dot in front.
The server takes one dot away from the front of each such line. That is called dot stuffing.

```predict
id: doubled
parts:
  - ask: How many lines of the letter get one more dot on the way?
    answer: {occurrences: 0d 0a 2e 2e, connection: 2, from: client}
  - ask: In all that the client sends, how many lines hold exactly one dot?
    answer: {occurrences: 0d 0a 2e 0d 0a, connection: 2, from: client}
hints:
  - Only the first place of a line counts.
  - "Look for lines that begin with a dot: one has words behind it, one is a lone dot, one has three."
  - Three lines get a dot more. So one line is left that holds exactly one, and it ends the letter.
why: >
  The client looks at the first character of each line. If it is a dot, it sends one more. (RFC 5321 section 4.5.2)
  So no line of the letter can be taken for its end.
```

## On the wire

These are the octets of the letter as they crossed connection 2. A line ends with 0d 0a, a dot is 2e.
The number in front of a row counts what the client has sent before it. Sixteen octets make a row.

Find the five octets that end the letter: the end of its last line, and the line with one dot.
Answer with two numbers: the first octet, and the one behind the last.

```find
id: end-mark
show: {bytes: {event: letter}}
ask: Which octets end the letter? Type them such as 27-32.
find: {event: letter}
as: octets
hex: 0d 0a 2e 0d 0a
slack: 2
hints:
  - They are the last ones of all.
  - Look for 0d 0a 2e 0d 0a. Five octets, behind the e of Alice.
  - The range ends where the letter ends. The line above the rows says where that is. Begin five octets before.
why: >
  The line of text ends with 0d 0a, then comes 2e 0d 0a: that is the end of the letter. (RFC 5321 section 4.1.1.4)
  A lone dot inside the letter went out as 2e 2e 0d 0a.
```

## Do it by hand

You are the client now, and nobody doubles a dot for you. Bob is to get a letter with a line that holds one dot,
and behind it a line that says $thing.

```type
id: stuffed
to: mx.north.example
goals:
  - say: A line that bob will read as one dot was sent
    check: {exists: {kind: content, hex: 0d 0a 2e 2e 0d 0a}}
  - say: Behind it the letter goes on with $thing
    check: {exists: {kind: content, contains: $thing}}
  - say: The letter lies in bob's maildrop
    check: {store: bob@north.example, equals: 1}
  - say: Nothing was refused
    check: {none: {class: 5}}
    stays: true
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - DATA
  - "Subject: Dots"
  - ""
  - ..
  - $thing
  - .
hints:
  - To let a dot through, type one more.
  - Two dots on a line of their own, then a line with $thing, then the line with one dot.
  - "Behind DATA: Subject: Dots, an empty line, .. on a line, $thing on the next, and . on the last."
why: >
  The server took one of the two dots away, and bob reads one. (RFC 5321 section 4.5.2)
```

## Forget it on purpose

Now make the mistake. Begin a letter, and in its middle type a line with one dot, just so.
Behind it type $thing, as if the letter went on.

```type
id: unstuffed
to: mx.north.example
goals:
  - say: The server takes a letter that ends at your dot
    check: {exists: {kind: content, code: 250}}
  - say: It takes your next line for a command, and refuses it with 500
    check: {exists: {from: client, code: 500, after: {kind: content}}}
  - say: Bob has the first half
    check: {store: bob@north.example, equals: 1}
model:
  - EHLO learner.example
  - MAIL FROM:<you@learner.example>
  - RCPT TO:<bob@north.example>
  - DATA
  - "Subject: Dots"
  - ""
  - This is the first half.
  - .
  - $thing
hints:
  - The dot ends the letter, whatever you meant.
  - After the server's 250 type $thing and press Enter.
  - EHLO learner.example, MAIL FROM:<you@learner.example>, RCPT TO:<bob@north.example>, DATA, a line, a dot, $thing.
why: >
  Behind the dot the server listens for commands again. It knows no command of this name, and says 500.
  (RFC 5321 section 4.2.4) Bob's letter lost its tail.
```

## A program that forgot

This time the mail server of south.example has this fault: it doubles no dots. It sends alice's letter
to the receiver MTA. Here is connection 2, from DATA on.

```find
id: tail
run: careless
show: {run: careless, connection: 2, explain: false, from: {connection: 2, verb: DATA}}
ask: Which step is a line of alice's letter that the server refused as a command? One is enough.
find: {connection: 2, from: client, code: 500}
hints:
  - Find the place where the letter ended too early.
  - The lines behind it have steps of their own, from C to S.
  - A 500 says in brackets which step it answers.
why: >
  Behind the lone dot each line of the letter was read as a command, and most of them were refused.
  (RFC 5321 section 3.3)
```

## One was obeyed

Not every line was refused. One line of the letter happens to be a command.

```choose
id: obeyed
run: careless
parts:
  - ask: Which line of alice's letter did the server obey?
    options: [NOOP, RSET, QUIT]
    answer: {verb: {event: obeyed}}
  - ask: How many Subject lines does bob's letter have? It is the part above the dot.
    answer: {fields: Subject, in: {reader: bob@north.example}}
hints:
  - A command that is obeyed is answered with 2yz.
  - Look for a 250 behind the one that took the letter.
  - Alice wrote it just below the dot.
why: >
  The line at @obeyed was meant for bob, and the server took it as an order. Think of MAIL and RCPT in its place:
  whoever writes the letter could speak to the server. So a program that forgets the dots is not only
  clumsy, it is dangerous.
reveal: {letter: {reader: bob@north.example}}
```

## Who forgot?

POP3 has the same rule: the server doubles a first dot, the client takes it away. (RFC 1939 section 3)

Today bob found his letter cut off. His server's mail log shows that it took the whole letter, and it is in the
maildrop as alice wrote it. Find the house whose programs forgot the dots.

```fix
id: culprit
run: {scenario: dots.yaml, set: {"domains/$house/service/quirks": [dots-not-stuffed]}}
settings:
  - {name: house, say: Whose programs double no dots?, options: [south.example, north.example], now: south.example}
goals:
  - say: The receiver MTA refused nothing of the letter
    check: {none: {connection: 2, class: 5}}
  - say: It took the letter with its last line
    check: {exists: {connection: 2, kind: content, contains: robot}}
  - say: In bob's copy the last lines are missing
    check: {none: {connection: 3, kind: content, contains: robot}}
model: {house: north.example}
hints:
  - The letter was whole in the maildrop. Then it was cut behind it.
  - Who sends the letter over connection 3?
  - The POP3 server of north.example sends it to bob's program.
why: >
  The POP3 server sent the lone dot as it was, and bob's program took it for the end. In both protocols the side that
  sends the letter must double, and the side that takes it must undo it. (RFC 5321 section 4.5.2, RFC 1939 section 3)
```

A lone dot ends a letter, and a doubled one is only a dot.
The sender doubles, the receiver undoes, and neither alice nor bob ever sees it.

"""#, companions: [
"dots.yaml": #"""
# A letter with lines that begin with dots, and with a line that reads like a command.
name: dots
summary: Alice's letter holds a line with one dot and other dotted lines.
step-by-step: true
seed: 25
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
    to: [bob@north.example]
    raw: |
      From: alice@south.example
      Subject: Dots

      Dear Bob,
      ..here are two dots, then words
      a dot in the . middle, and one at the end.
      .
      $order
      The line above is the name of a robot.
      ...
      Alice

readers:
  - {user: bob@north.example, leave: delete}

"""#,
], translations: [
:
])
}
