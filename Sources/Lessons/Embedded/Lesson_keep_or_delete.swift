// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let keep_or_delete = Files(
name: "keep-or-delete", text: #"""
---
id: keep-or-delete
number: 12
title: Nothing is gone until QUIT
unit: C
goal: Say what a maildrop holds after any POP3 session, however it ended.
minutes: 20
needs: [hand-pop3]
rfc: [1939#3, 1939#5, 1939#6, 1939#8, 2449#6.7]
draw:
  friend: name
  secret: password
  gone: 1..3
runs:
  main: {scenario: three-letters.yaml}
  kept:
    scenario: three-letters.yaml
    filled: main
    talk: {laptop: pop.north.example}
    script:
      - laptop: [USER $friend, PASS $secret, RETR 1, RETR 2, RETR 3, QUIT]
  quit:
    scenario: three-letters.yaml
    filled: main
    talk: {laptop: pop.north.example}
    script:
      - laptop: [USER $friend, PASS $secret, RETR 1, RETR 2, DELE 1, DELE 2, QUIT]
  reset:
    scenario: three-letters.yaml
    filled: main
    talk: {laptop: pop.north.example}
    script:
      - laptop: [USER $friend, PASS $secret, RETR 1, RETR 2, DELE 1, DELE 2, RSET, QUIT]
  pulled:
    scenario: three-letters.yaml
    filled: main
    talk: {laptop: pop.north.example}
    script:
      - laptop: [USER $friend, PASS $secret, RETR 1, RETR 2, DELE 1, DELE 2, "!hang-up"]
  two-readers: {scenario: keep-and-delete, rename: {bob: $friend}}
  stays: {scenario: one-letter, rename: {bob: $friend}, set: {readers/1/leave: keep}}
  asleep:
    scenario: one-letter
    rename: {bob: $friend}
    faults: [{station: $friend@north.example, before: QUIT, do: silence, for: 15m}]
events:
  marked: {run: quit, verb: DELE, nth: last, reply: true}
  goodbye: {run: quit, verb: QUIT}
---
# Nothing is gone until QUIT

## Four ways to leave

Three letters wait for $friend. A program logs in, and does one of these things.
`DELE` marks a letter for deletion, `RSET` takes all marks back.

You have not seen any of it. How many letters wait afterwards?

```predict
id: endings
claims: [C10]
parts:
  - ask: RETR 1, RETR 2, RETR 3, QUIT. No DELE. How many letters wait?
    run: kept
    answer: {store: $friend@north.example}
    expect: 3
  - ask: RETR 1, RETR 2, DELE 1, DELE 2, QUIT. How many?
    run: quit
    answer: {store: $friend@north.example}
    expect: 1
  - ask: RETR 1, RETR 2, DELE 1, DELE 2, RSET, QUIT. How many?
    run: reset
    answer: {store: $friend@north.example}
    expect: 3
  - ask: RETR 1, RETR 2, DELE 1, DELE 2, then the cable is pulled. How many?
    run: pulled
    answer: {store: $friend@north.example}
    expect: 3
hints:
  - A server deletes only what it was told to delete. When does it do so?
  - DELE only marks, and a session may end without doing what was marked. RFC 1939 section 6.
  - Only one of the four sessions deletes anything, and that one says QUIT with two marks standing.
why: >
  RETR copies and deletes nothing. DELE marks. Only QUIT leads into the state UPDATE, where marked letters go.
  Without QUIT nothing goes. (RFC 1939 sections 5 and 6)
reveal: {connection: 1, run: pulled, from: {verb: DELE}, explain: false}
```

## When exactly?

Here is the session that deleted two letters.

```find
id: moment
claims: [M19]
run: quit
show: {connection: 1, from: {verb: RETR, nth: 1}, to: {verb: QUIT}, explain: false}
find: {run: quit, verb: QUIT}
ask: Which step makes room in the maildrop?
check:
  - {run: quit, store: $friend@north.example, equals: 1}
  - {run: kept, store: $friend@north.example, equals: 3}
hints:
  - After DELE the server says what it will do, and when. Read its answer.
  - The state UPDATE begins with one command. RFC 1939 section 6.
  - It is the last command of the session.
why: >
  At @marked both letters were marked, and still took up room. They went at @goodbye. The room that becomes free is in the
  maildrop, the place where north.example stores mail. No web server has any part in it. (RFC 1939 section 6)
```

## Keep mode, delete mode

Many mail programs have a switch: leave letters on the server, or not.
Alice sent one letter to $friend and to carol. $friend's program deletes, carol's keeps. These are their two sessions.

```find
id: switch
claims: [C09]
run: two-readers
show:
  - {connection: {server: pop.north.example, nth: 1}, run: two-readers, explain: false}
  - {connection: {server: pop.north.example, nth: 2}, run: two-readers, explain: false}
find: {run: two-readers, verb: DELE}
ask: Which command was said to the server in one session, and not in the other?
hints:
  - Put the two sessions side by side, command by command.
  - Both say RETR and QUIT. One says something in between.
  - It is a DELE.
why: >
  POP3 has no modes. The switch is in the mail program: it says DELE or does not. The server hears no mode, only commands.
  (RFC 1939 section 5) After RETR and QUIT the letter is still there, after RETR, DELE and QUIT it is gone. (Section 6)
```

## Copied or moved?

$friend's program keeps letters on the server. It has fetched one.

```choose
id: copied
claims: [C13]
run: stays
ask: Where is alice's letter now?
options:
  - reader $friend@north.example: only on $friend's disk
  - maildrop $friend@north.example: only in the maildrop
  - maildrop $friend@north.example and reader $friend@north.example: in both places
answer: {where: 1}
hints:
  - What does RETR do to the letter in the maildrop?
  - RETR sends a copy. There was no DELE.
  - In two places.
why: >
  RETR copies, it does not move. (RFC 1939 section 5) With DELE and QUIT the copy on $friend's disk is the only one left.
  Then it is time for a backup. A server may also have a rule of its own, such as deleting what is older than a month.
  (RFC 1939 section 8) It can tell so with the word EXPIRE in its answer to CAPA. (RFC 2449 section 6.7)
reveal: {state: 3, run: stays}
```

## Think again

Now you are $friend, and your password is `$secret`.
Mark all three letters, then change your mind, then delete letter $gone alone.

```type
id: think-again
to: pop.north.example
filled: true
goals:
  - say: Mark all three letters with DELE
    check: {all: [{exists: {verb: DELE, contains: "1", class: +OK}}, {exists: {verb: DELE, contains: "2", class: +OK}}, {exists: {verb: DELE, contains: "3", class: +OK}}]}
  - say: Take all marks back with RSET
    check: {exists: {verb: RSET, class: +OK}}
  - say: Mark letter $gone after that, and nothing else
    check: {all: [{exists: {verb: DELE, contains: $gone, class: +OK, after: {verb: RSET}}}, {count: {verb: DELE, class: +OK, after: {verb: RSET}}, equals: 1}]}
  - say: Two letters are left in the maildrop
    check: {store: $friend@north.example, equals: 2}
model: [USER $friend, PASS $secret, DELE 1, DELE 2, DELE 3, RSET, DELE $gone, QUIT]
hints:
  - Log in first. DELE takes a number.
  - RSET has no number, it takes back all marks. RFC 1939 section 5.
  - "Type USER, PASS, DELE 1, DELE 2, DELE 3, RSET, DELE $gone, QUIT."
why: >
  Until QUIT everything can be taken back. RSET clears the marks, and the numbers are what they were. (RFC 1939 section 5)
```

## Pull the cable yourself

$friend's program fetches one letter, marks it, and says goodbye. You pull its cable right before one of its words.

```fix
id: cable
run: {scenario: one-letter, rename: {bob: $friend}, faults: [{station: $friend@north.example, before: $word, do: cut}]}
settings:
  - {name: word, say: Before which word of the program is the cable pulled?, options: [USER, RETR, DELE, QUIT], now: USER}
goals:
  - say: The program asked for the deletion and got its +OK
    check: {exists: {verb: DELE, class: +OK}}
  - say: The letter is in the maildrop all the same
    check: {store: $friend@north.example, equals: 1}
  - say: And a copy is on $friend's disk
    check: {store: $friend@north.example, kind: reader, equals: 1}
model: {word: QUIT}
hints:
  - The letter must have been fetched, and must have been marked.
  - The words come in the order USER, RETR, DELE, QUIT.
  - Let DELE be said. Pull before the word that would make it real.
why: >
  The +OK behind DELE promises a mark and no more. A line that breaks before QUIT leaves the maildrop as it was.
  The letter is fetched again next time. That is better than a letter lost. (RFC 1939 section 6)
```

## Fallen asleep

This time nobody pulls a cable. $friend's program marks the letter, and then says nothing for a quarter of an hour.

```predict
id: asleep
run: asleep
parts:
  - ask: How many letters wait in the maildrop afterwards?
    answer: {store: $friend@north.example}
    expect: 1
  - ask: How often did the program say QUIT in that session?
    answer: {count: {protocol: pop3, verb: QUIT}}
    expect: 0
hints:
  - A server may lose patience with a client that is silent.
  - It may do so after ten minutes, and then it does not enter UPDATE. RFC 1939 section 3.
  - The letter is still there, and QUIT was never said.
why: >
  The server closed the connection by itself. A server that does so must not delete anything, since nobody said QUIT.
  (RFC 1939 section 3)
reveal: {connection: 3, run: asleep, from: {verb: DELE}, explain: false}
```

Fetching copies. DELE marks. QUIT deletes. Whatever ends a session before QUIT, nothing is lost.
Keeping or deleting is the choice of the program at home, told in plain commands.

"""#, companions: [
"three-letters.yaml": #"""
# Three letters wait in one maildrop; the lesson's scripts and the learner come for them.
name: three-letters
summary: Three letters wait in one maildrop.
step-by-step: true
seed: 32
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
    subject: Monday
    text: |
      It rains.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: Tuesday
    text: |
      It still rains.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: Wednesday
    text: |
      A little sun at noon.

"""#,
], translations: [
:
])
}
