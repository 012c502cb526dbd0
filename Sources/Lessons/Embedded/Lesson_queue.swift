// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let queue = Files(
name: "queue", text: #"""
---
id: queue
number: 15
title: The letter waits
unit: D
goal: Say where a letter is at any moment, and who answers for it.
minutes: 20
needs: [hand-smtp]
rfc: [5321#4.2.5, 5321#4.5.4.1, 5321#5.1, 5321#6.1, 7505#3, 7505#4.1]
draw:
  friend: name
  away: [100, 150, 200]
  days: 2..4
runs:
  main: {scenario: away.yaml}
  nowhere: {scenario: no-mail-here, rename: {bob: $friend}}
events:
  handed: {connection: 2, kind: content, reply: true}
  home: {connection: 3, kind: content, reply: true}
---
# The letter waits

## Nobody at home

At nine alice sends a letter to $friend. North.example has two servers. The name service says which comes first.

- mx1.north.example is the first choice. It is away until $away minutes after nine.
- mx2.north.example is the backup. It is away until a quarter to ten. It has no maildrops: it keeps letters for mx1.

A server that cannot hand on a letter tries again, half an hour later, then an hour later, then two hours later.

```predict
id: places
claims: [C27, C33]
options:
  - outbox alice@south.example: with alice's mail program
  - queue mx.south.example: in the queue of mx.south.example
  - queue mx2.north.example: in the queue of mx2.north.example
  - maildrop $friend@north.example: in $friend's maildrop
parts:
  - ask: Where is the letter at ten past nine?
    answer: {where: 1, at: 10m}
  - ask: Where is it at ten o'clock? Mx2 has been back for a quarter of an hour.
    answer: {where: 1, at: 1h}
  - ask: Where is it at twenty-five to eleven?
    answer: {where: 1, at: 95m}
  - ask: Where is it at four in the afternoon? $friend has not looked yet.
    answer: {where: 1, at: 7h}
hints:
  - Alice's server took the letter at nine and said 250. It tries at nine, at half past nine, and so on.
  - Nobody tells a server that another one is back. It finds out at its next attempt. RFC 5321 section 4.5.4.1.
  - At first in the queue of mx.south. At half past ten mx2 takes it. In the end it is in the maildrop.
why: >
  A letter lies with the one who said 250 last. Mx.south tried at nine and at half past nine. At half past ten it found mx2,
  the second choice, and handed it over. (RFC 5321 sections 4.5.4.1 and 5.1) Alice had gone home long before.
reveal: journey
```

## Patience

Now mx2 has the letter. It takes it at half past ten and tries mx1 at once. Then it tries half an hour later, then
an hour after that, then two hours after that. Mx1 is away until $away minutes after nine.

```predict
id: attempts
claims: [C28]
ask: How many attempts of mx2 fail?
answer: {decisions: {station: mx2.north.example, kind: deferred}}
hints:
  - Write down the times of mx2's attempts, from half past ten on.
  - "Half past ten is 90 minutes after nine. Then 120, then 180, then 300."
  - Count those of 90, 120, 180 and 300 that are below $away.
why: >
  No server gives up after a failed call: it waits and tries again. The times between attempts are its own choice,
  half an hour at least. (RFC 5321 section 4.5.4.1)
reveal: {connection: 3, explain: false}
```

## The hand-over

This is the connection from mx.south to mx2.

```find
id: hand-over
claims: [C27]
show: [{connection: 2, from: {verb: MAIL}, explain: false}, {state: 2}]
find: {connection: 2, kind: content, reply: true}
ask: With which step may mx.south throw its copy away?
check:
  - {store: mx.south.example, kind: queue, at: 1h, equals: 1}
  - {store: mx.south.example, kind: queue, after: 2, equals: 0}
hints:
  - Until somebody else answers for the letter, mx.south must keep it.
  - Look for the receipt, the answer behind the letter. RFC 5321 section 4.2.5.
  - It is the 250 that follows the letter itself.
why: >
  Before @handed the letter was in the queue of mx.south, from then on in the queue of mx2. The copy in a queue is a
  working copy. It goes with the next server's 250, whether $friend has read anything or not. (RFC 5321 sections 4.2.5
  and 6.1)
```

## Who stores mail?

It is four in the afternoon. The letter has gone all the way that SMTP could take it.

```choose
id: left-over
claims: [M15]
parts:
  - ask: $friend has not looked yet. How many copies are left in the queue of mx.south?
    answer: {store: mx.south.example, kind: queue, at: 7h}
    expect: 0
  - ask: And in the queue of mx2?
    answer: {store: mx2.north.example, kind: queue, at: 7h}
    expect: 0
  - ask: And in $friend's maildrop?
    answer: {store: $friend@north.example, at: 7h}
    expect: 1
hints:
  - Each 250 emptied one place and filled another one.
  - The last 250 came from mx1, which has the maildrops.
  - Nothing in the queues. One copy is in the maildrop.
why: >
  SMTP moves letters on and leaves nothing behind. What stores a letter for its reader is the maildrop, and POP3 is
  how the reader gets there. A queue is a waiting room that no user can look into. (RFC 5321 section 4.5.4.1)
reveal: {state: 3}
```

## How long is long enough?

Another time the server of north.example is away for $days days. Alice's server gives up
after so many days as you say. Let the letter arrive.

```fix
id: patience
claims: [C28]
run:
  scenario: one-letter
  rename: {bob: $friend}
  set: {domains/south.example/service/expires: "${patience}d"}
  faults: [{station: mx.north.example, do: refuse-calls, until: "${days}d"}]
settings:
  - {name: patience, say: After how many days does alice's server give up?, from: 1, to: 7, now: 1}
goals:
  - say: The letter is in $friend's maildrop
    check: {store: $friend@north.example, equals: 1}
  - say: Alice got no notice of failure
    check: {decisions: {station: mx.south.example, kind: bounced}, equals: 0}
model: {patience: 5}
hints:
  - It must try at least once after the other server is back.
  - The rule says four or five days at least. RFC 5321 section 4.5.4.1.
  - Five days are enough.
why: >
  SMTP does not ensure delivery. It ensures that a letter is delivered or its sender told. For that a server is patient
  for days, and then it reports. (RFC 5321 sections 4.5.4.1 and 6.1)
```

## Not worth waiting

Alice writes to four addresses at once. One is shop@web.example, and the name service says that web.example takes no
mail at all. One is ann@nowhere.example, a domain that does not exist. The other two lead to $friend.

```predict
id: at-once
run: nowhere
parts:
  - ask: How many times does alice's server put the letter off, to try again later?
    answer: {decisions: {station: mx.south.example, kind: deferred}}
    expect: 0
  - ask: How many recipients does it give up at once?
    answer: {decisions: {station: mx.south.example, kind: failed}}
    expect: 2
hints:
  - Waiting helps only if something may change.
  - A domain can say with its MX record that it takes no mail. RFC 7505 section 3.
  - Nothing is put off. Two recipients are hopeless, one for each of the two domains.
why: >
  A domain that does not exist, or that says it takes no mail, will not do better in an hour. The server gives up at once and
  tells alice. (RFC 5321 section 5.1, RFC 7505 section 4.1)
reveal: {run: nowhere, letter: {reader: alice@south.example}}
```

A letter lies with whoever said 250 last. That server tries for days, with the first choice and with the backup.
Then it hands the letter on, or tells the sender. No one else has to be awake meanwhile.

"""#, companions: [
"away.yaml": #"""
# Both exchangers of north.example are away; the backup comes back first, and keeps the letter for the other one.
name: away
summary: A letter waits in one queue, then in another one, then in a maildrop.
step-by-step: true
seed: 37
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: wonderland}
    service: {retry: [30m, 1h, 2h, 4h]}
  - name: north.example
    mx:
      - {host: mx1.north.example, preference: 10}
      - {host: mx2.north.example, preference: 20, backup: true}
    pop: pop.north.example
    users:
      - {name: $friend, password: builder}
    service: {retry: [30m, 1h, 2h, 4h]}

letters:
  - from: alice@south.example
    to: [$friend@north.example]
    subject: Where are you all?
    text: |
      I can wait.

readers:
  - {user: $friend@north.example, leave: delete, at: 8h}

faults:
  - {station: mx1.north.example, do: refuse-calls, until: "${away}m"}
  - {station: mx2.north.example, do: refuse-calls, until: 45m}

"""#,
], translations: [
:
])
}
