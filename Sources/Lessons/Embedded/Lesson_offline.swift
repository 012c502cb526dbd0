// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let offline = Files(
name: "offline", text: #"""
---
id: offline
number: 14
title: Pull the cable
unit: C
goal: Know which parts of mail work without a link, and who must be there when.
minutes: 15
needs: [push-and-pull, keep-or-delete]
rfc: [1939#1, 1939#3, 1939#5, 5321#4.5.4.1, 5321#2.1]
draw:
  friend: name
  secret: password
  grams: 200..500
runs:
  main: {scenario: day-off.yaml}
  alice-off: {scenario: one-letter, rename: {bob: $friend}, cut-off: [mx.south.example]}
events:
  fetched: {connection: 3, verb: RETR}
  fetched-later: {connection: {protocol: pop3, nth: last}, verb: RETR}
---
# Pull the cable

## A day without a link

$friend fetches a letter at half past nine. At ten the cable is pulled. None of $friend's calls gets through until two
in the afternoon. At eleven alice sends a second letter.

```predict
id: acts
claims: [C11, C33]
options:
  - 1: yes, it works
  - 0: no, it does not
parts:
  - ask: It is noon. Can $friend read the letter that was fetched at half past nine?
    answer: {store: $friend@north.example, kind: reader, at: 3h}
    expect: 1
  - ask: Can alice hand her second letter to her own server?
    answer: {count: {connection: 4, kind: content, code: 250}}
    expect: 1
  - ask: Can her server hand it to the server of north.example?
    answer: {store: $friend@north.example, at: 4h}
    expect: 1
  - ask: Can $friend fetch it at noon?
    answer: {difference: [{store: $friend@north.example, kind: reader, at: 4h}, {store: $friend@north.example, kind: reader, at: 1h}]}
    expect: 0
  - ask: Another day. Alice has written a letter, and now her own cable is out. Does the letter wait on her side?
    run: alice-off
    answer: {store: alice@south.example, kind: outbox}
    expect: 1
  - ask: Can that letter reach the queue of her server?
    run: alice-off
    answer: {store: mx.south.example, kind: queue}
    expect: 0
hints:
  - For each act ask which two programs must talk. Is the pulled cable between them?
  - Reading needs nobody else, once the letter is on the disk at home. RETR has copied it there. RFC 1939 section 5.
  - "Yes to the first three. Then no, and yes, and no."
why: >
  A letter on $friend's disk can be read without any link. Fetching needs one. Alice and the two servers never noticed
  the pulled cable: it was not theirs. (RFC 1939 sections 1 and 5)
reveal: {state: 5}
```

## The cable is back

At two in the afternoon the link works again. $friend does nothing until three.

```predict
id: back
claims: [M17]
parts:
  - ask: Where is the second letter at half past two?
    options:
      - reader $friend@north.example: on $friend's disk
      - maildrop $friend@north.example: in the maildrop
      - queue mx.south.example: in the queue of alice's server
    answer: {where: 2, at: 330m}
  - ask: Who opens the connection that brings it home?
    options: [receiver client, receiver MAA]
    answer: {opener: {protocol: pop3, nth: last}}
hints:
  - Does anything happen because a link is up?
  - A POP3 server listens. It never calls. RFC 1939 section 3.
  - It waits in the maildrop until $friend's program opens a connection.
why: >
  Being online delivers nothing. The letter waited in the maildrop until $friend's program called, logged in and asked:
  that is @fetched-later. (RFC 1939 section 3)
reveal: {connection: {protocol: pop3, nth: last}, from: {verb: LIST}, explain: false}
```

## The whole day

Now put the day together.

```order
id: day
claims: [C33]
ask: In which order does this happen?
items:
  - {say: $friend's program fetches the first letter, at: {connection: 3, verb: RETR}}
  - {say: Alice's server answers for the second letter, at: {connection: 4, kind: content, reply: true}}
  - {say: The server of north.example answers for the second letter, at: {connection: 5, kind: content, reply: true}}
  - {say: $friend's program logs in again, at: {connection: {protocol: pop3, nth: last}, verb: USER}}
  - {say: $friend's program asks for the second letter, at: {connection: {protocol: pop3, nth: last}, verb: RETR}}
hints:
  - The first letter is on $friend's disk before alice sends the second one.
  - The second letter goes the whole way to the maildrop while $friend's cable is out.
  - Fetch, alice's server, north.example, log in, ask.
why: >
  Two hand-overs of the second letter took place while its reader could not be reached. That is store and forward: each
  server keeps the letter until the next one has it. (RFC 5321 section 2.1)
reveal: journey
```

## Never at the same time

In this world the hours are strict.

- Alice reaches her server only before eleven, two hours after the day's beginning at nine.
- The server of north.example is away until noon. Alice's server tries again from time to time.
- $friend's link works only from three in the afternoon, six hours after nine.

Choose when alice sends and when $friend looks.

```fix
id: hours
claims: [C33]
run: {scenario: windows.yaml, set: {letters/1/at: "${sent}h", readers/1/at: "${looks}h"}}
settings:
  - {name: sent, say: How many hours after nine does alice send?, from: 0, to: 12, now: 4}
  - {name: looks, say: How many hours after nine does $friend look?, from: 0, to: 12, now: 5}
goals:
  - say: Alice's server has taken the letter
    check: {count: {client: sender client, kind: content, code: 250}, equals: 1}
  - say: The letter is on $friend's disk
    check: {store: $friend@north.example, kind: reader, equals: 1}
  - say: It had to wait in the queue before it could go on
    check: {decisions: {station: mx.south.example, kind: deferred}, at-least: 1}
model: {sent: 1, looks: 9}
hints:
  - There are two windows, one for each of them. They do not overlap.
  - Alice must be early, before her server is out of reach. $friend must be late.
  - Let alice send after 1 hour, and let $friend look after 9.
why: >
  Each hand-over needs two neighbours at the same time, and no more. Alice, her server, the other server and $friend were
  never all there together. The queue and the maildrop waited for them. (RFC 5321 sections 2.1 and 4.5.4.1)
```

## Judge for yourself

Go back to the day of the pulled cable. This is what happened in the end.

```argue
id: online
claims: [M17, C11]
show:
  - {connection: 3, explain: false}
  - {connection: {protocol: pop3, nth: last}, explain: false}
say: When $friend comes online, the server delivers the letters.
verdict: false
evidence:
  - ask: A step in which $friend's program asks for a letter
    find: {protocol: pop3, verb: RETR}
  - ask: A step of the same connection in which the letter itself is sent
    find: {protocol: pop3, kind: content, from: server, verb: RETR}
same-connection: true
hints:
  - Who acts first, the server or the program?
  - Look for RETR, and for the letter behind its answer.
  - It is false. The letter comes because RETR asked for it.
why: >
  In @fetched, and again in @fetched-later, the program asks and the server answers. Once the letter is there, no server is
  needed to read it. (RFC 1939 section 5)
```

A letter fetched can be read anywhere. A letter not yet fetched waits in the maildrop, and a letter not yet taken waits in a queue.
No two of the people, and not all of the servers, need ever be there at the same time.

"""#, companions: [
"day-off.yaml": #"""
# The reader's link is down from the first hour to the fifth: nobody answers his program's calls.
name: day-off
summary: One letter before the cable is pulled, one while it is out; the reader comes before, meanwhile and afterwards.
step-by-step: true
seed: 35
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
    subject: The recipe
    text: |
      Take $grams grams of flour, and patience.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: The salt
    at: 2h
    text: |
      I forgot the salt. A pinch will do.

readers:
  - {user: $friend@north.example, leave: delete, after: 1, at: 30m}
  - {user: $friend@north.example, leave: delete, at: 3h}
  - {user: $friend@north.example, leave: delete, at: 6h}

faults:
  - {station: pop.north.example, do: ignore-calls, from: 1h, until: 5h}

"""#,
"windows.yaml": #"""
# Nobody is there at the same time: alice until the second hour, mx.north.example from the third, the reader's link from the sixth.
name: windows
summary: A letter crosses a world in which no two neighbours but the servers are ever awake together.
step-by-step: true
seed: 36
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
    subject: Across
    at: 1h
    text: |
      We were never here together.

readers:
  - {user: $friend@north.example, leave: delete, at: 9h}

faults:
  - {station: mx.south.example, side: server, do: refuse-calls, from: 2h}
  - {station: mx.north.example, do: refuse-calls, until: 3h}
  - {station: pop.north.example, do: ignore-calls, until: 6h}

"""#,
], translations: [
:
])
}
