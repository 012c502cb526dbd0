// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let twice = Files(
name: "twice", text: #"""
---
id: twice
number: 18
title: The lost OK
unit: D
goal: Know why a letter may come twice, and why that is better than the other mistake.
minutes: 20
needs: [queue]
rfc: [5321#3.8, 5321#4.1.1.10, 5321#6.1, 1047, 5322#3.6.4]
draw:
  friend: name
  amount: 20..90
  at: 160..420
runs:
  whole:
    scenario: lost-reply
    rename: {bob: $friend}
    set: {faults: []}
  lost:
    scenario: lost-reply
    rename: {bob: $friend}
  middle:
    like: whole
    faults: [{station: mx.south.example, side: client, octet: $at, do: cut}]
  later:
    like: whole
    faults: [{station: mx.south.example, side: client, before: QUIT, do: cut}]
  lost-kept:
    like: lost
    set: {readers: []}
  empty: {scenario: lost-reply, rename: {bob: $friend}, set: {letters: [], readers: [], faults: []}}
events:
  unheard: {run: lost, connection: 2, kind: content}
  again: {run: lost, connection: 3, kind: content}
  heard: {run: lost, connection: 3, kind: content, reply: true}
---
# The lost OK

## Three cuts

A letter goes from mx.south.example to mx.north.example. Then the line breaks, once. Half an hour later
mx.south tries whatever it must try again.

Three runs, three places to break. How many copies lie in $friend's maildrop ten minutes after, and how many after
an hour and a half?

```predict
id: copies
claims: [C28]
run: whole
parts:
  - ask: The line breaks in the middle of the letter. How many copies after ten minutes?
    run: middle
    answer: {store: $friend@north.example, at: 10m}
    expect: 0
  - ask: And after an hour and a half?
    run: middle
    answer: {store: $friend@north.example, at: 90m}
    expect: 1
  - ask: The letter is complete and stored. The line breaks right before mx.north says 250. How many after ten minutes?
    run: lost
    answer: {store: $friend@north.example, at: 10m}
    expect: 1
  - ask: And after an hour and a half?
    run: lost
    answer: {store: $friend@north.example, at: 90m}
    expect: 2
  - ask: Mx.south has heard the 250. The line breaks before it says QUIT. How many after an hour and a half?
    run: later
    answer: {store: $friend@north.example, at: 90m}
    expect: 1
hints:
  - In each case ask two things. What has mx.north stored? What has mx.south heard?
  - Who has not heard 250 must try again. RFC 5321 section 3.8.
  - "None, then one. One, then two. And one in the last case."
why: >
  Half a letter is no letter: the server forgets it. (RFC 5321 section 4.1.1.10) A letter whose 250 was lost is
  stored, but mx.south cannot know that, and sends it again. (Section 3.8) After the 250 a broken line does no harm.
reveal: {connection: 2, run: lost, from: {connection: 2, verb: DATA}, explain: false}
```

## The answer that never came

This is the run with two copies.

```find
id: unheard
run: lost
show: {connection: 2, run: lost, from: {connection: 2, verb: RCPT}, explain: false}
find: {run: lost, connection: 2, kind: content}
ask: Which step should have been answered, and was not?
hints:
  - Each command has its answer, and the letter too.
  - What is the last step here?
  - It is the letter itself.
why: >
  Behind @unheard there should be a 250. Mx.north had stored the letter when the line broke. Mx.south heard nothing,
  and what it does not know it must not believe: a lost connection counts as “try later”. (RFC 5321 section 3.8)
reveal: {connection: 3, run: lost, from: {connection: 3, verb: RCPT}, explain: false}
```

## Place the cut

Now you break the line: right before mx.north gives one of its answers. Let $friend get two copies.

```fix
id: two
claims: [C28]
run:
  scenario: lost-reply
  rename: {bob: $friend}
  set: {faults: [{station: mx.north.example, before: $word, do: cut}]}
settings:
  - {name: word, say: Before the answer to what is the line cut?, options: [GREETING, EHLO, MAIL, RCPT, DATA, CONTENT], now: MAIL}
goals:
  - say: Two copies after an hour and a half
    check: {store: $friend@north.example, at: 90m, equals: 2}
model: {word: CONTENT}
hints:
  - For two copies there must be one before mx.south tries again.
  - When does mx.north store the letter? Not before it is complete.
  - Cut the answer to CONTENT, that is the letter.
why: >
  There is just one answer whose loss doubles a letter, the one that hands over the duty. It should follow the final
  dot as soon as possible, so that little time is left for an accident. (RFC 5321 section 6.1, RFC 1047)
```

## Cut by the octet

Once more, and finer. The line breaks when mx.south has sent so many octets in its first connection to mx.north.
EHLO, MAIL, RCPT and DATA come first. Then comes the letter. Look at an undisturbed run:

```fix
id: octet
show: {connection: 2, run: whole, explain: false}
run:
  scenario: lost-reply
  rename: {bob: $friend}
  set: {faults: [{station: mx.south.example, side: client, octet: $place, do: cut}]}
settings:
  - {name: place, say: After how many octets is the line cut?, from: 1, to: 500, now: 20}
goals:
  - say: The letter had begun when the line was cut
    check: {exists: {connection: 2, kind: content, from: client}}
  - say: Nothing is stored after ten minutes
    check: {store: $friend@north.example, at: 10m, equals: 0}
  - say: One copy is there after an hour and a half
    check: {store: $friend@north.example, at: 90m, equals: 1}
model: {place: 300}
hints:
  - Add up what mx.south says before the letter. The last line of the run counts all of its octets.
  - The commands before the letter take about a hundred octets, and the letter has more than three hundred.
  - Cut after 300 octets.
why: >
  A transaction that breaks off counts as if the server had said try later. Half letters are never delivered.
  (RFC 5321 section 4.1.1.10)
```

## The same letter again

Does the second server not see that it has this letter already? Be the client. Give mx.north this letter
twice, with the same first line both times:

```text
Message-ID: <invoice-$amount@learner.example>
Subject: Invoice

Please pay $amount, once.
```

```type
id: by-hand
claims: [C28]
to: mx.north.example
run: empty
goals:
  - say: Hand over the letter with this Message-ID twice, and hear 250 both times
    check: {count: {kind: content, from: client, contains: "invoice-$amount@learner.example", code: 250}, equals: 2}
  - say: Two letters lie in $friend's maildrop
    check: {store: $friend@north.example, equals: 2}
  - say: Leave with QUIT
    check: {heard: [content, QUIT]}
model:
  - EHLO learner.example
  - "MAIL FROM:<you@learner.example>"
  - "RCPT TO:<$friend@north.example>"
  - DATA
  - "Message-ID: <invoice-$amount@learner.example>"
  - "Subject: Invoice"
  - ""
  - Please pay $amount, once.
  - .
  - "MAIL FROM:<you@learner.example>"
  - "RCPT TO:<$friend@north.example>"
  - DATA
  - "Message-ID: <invoice-$amount@learner.example>"
  - "Subject: Invoice"
  - ""
  - Please pay $amount, once.
  - .
  - QUIT
hints:
  - Say EHLO once. Then comes MAIL, RCPT, DATA and the letter, all of it two times.
  - After the 250 you may begin with MAIL again, in the same session.
  - "MAIL FROM:<you@learner.example>, RCPT TO:<$friend@north.example>, DATA, the four lines, a dot. Then all of that again, and QUIT."
why: >
  A server need not compare letters, and this one does not. The Message-ID is the same in both copies, so that a reader's
  program may notice. (RFC 5322 section 3.6.4)
```

## Reliable?

This is the second attempt in the run with two copies.

```argue
id: reliable
claims: [C28]
run: lost
show: {connection: 3, run: lost, from: {connection: 3, verb: RCPT}, explain: false}
say: SMTP is reliable, and each letter is delivered once.
verdict: half
evidence:
  - ask: The step in which the letter travels for the second time
    find: {event: again}
  - ask: The step that ends the duty of mx.south
    find: {event: heard}
same-connection: true
check:
  - all:
      - {field: Message-ID, in: {maildrop: $friend@north.example, nth: 1}, run: lost-kept, equals: {field: Message-ID, in: {maildrop: $friend@north.example, nth: 2}, run: lost-kept}}
hints:
  - Reliable it is, but how many copies are there?
  - Both steps are in connection 3.
  - It is half true. The letter is sent again, and then comes its 250.
why: >
  SMTP delivers at least once, or reports. If in doubt it sends again, at @again, since a letter that comes twice is
  better than a letter that is lost. (RFC 5321 section 6.1)
```

Whoever has not heard the 250 sends again. So a letter may come twice, with the same Message-ID, and none
is lost between two servers. There is no third way: the last word can always get lost.

"""#, companions: [
:
], translations: [
:
])
}
