// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let two_devices = Files(
name: "two-devices", text: #"""
---
id: two-devices
number: 13
title: Phone and laptop
unit: C
goal: Foresee what each of two devices sees of one maildrop.
minutes: 20
needs: [keep-or-delete]
rfc: [1939#4, 1939#5, 1939#6, 1939#7, 1939#8, 2449#8.1.2, 5321#4.1.1]
draw:
  friend: name
  secret: password
  row: 2..40
runs:
  main: {scenario: phone-and-laptop.yaml}
  kept:
    like: main
    set: {readers/2/leave: keep}
  waiting: {scenario: waiting.yaml}
  at-once:
    scenario: waiting.yaml
    filled: waiting
    talk: {phone: pop.north.example, laptop: pop.north.example}
    script:
      - phone: [USER $friend, PASS $secret, STAT]
      - laptop: [USER $friend, PASS $secret, QUIT]
      - phone: [QUIT]
  during:
    scenario: waiting.yaml
    filled: waiting
    talk: {phone: pop.north.example, postman: mx.north.example, laptop: pop.north.example}
    script:
      - phone: [USER $friend, PASS $secret, STAT]
      - postman: [EHLO post.example, "MAIL FROM:<carol@west.example>", "RCPT TO:<$friend@north.example>", DATA, "Subject: News", "", Surprise!, ., QUIT]
      - phone: [STAT, QUIT]
      - laptop: [USER $friend, PASS $secret, STAT, QUIT]
events:
  refused: {run: at-once, client: laptop, verb: PASS, reply: true}
  second-stat: {run: during, client: phone, verb: STAT, nth: 2, reply: true}
---
# Phone and laptop

## Two devices, one maildrop

$friend has a phone and a laptop. The phone keeps letters on the server. The laptop deletes what it has fetched.

Alice writes a letter, and the phone looks in. She writes a second one, and the laptop looks in.
Last of all the phone looks in again.

```predict
id: who-has-what
claims: [C17]
parts:
  - ask: How many letters are on the phone in the end?
    answer: {store: $friend@north.example phone, kind: reader}
    expect: 1
  - ask: How many are on the laptop?
    answer: {store: $friend@north.example laptop, kind: reader}
    expect: 2
  - ask: How many wait in the maildrop?
    answer: {store: $friend@north.example}
    expect: 0
hints:
  - Go through the visits one by one. What is in the maildrop at each?
  - The first visit takes a copy of one letter. The second takes two, and says DELE for both.
  - The phone came too late for the second letter. The laptop has both, the maildrop none.
why: >
  The phone never saw the second letter, since the laptop had it deleted. POP3 does not synchronise devices: each has
  what it fetched itself, and nobody tells it what the other one did. (RFC 1939 sections 5 and 6)
reveal: {connection: {server: pop.north.example, nth: 3}, from: {verb: STAT}, explain: false}
```

## Set them right

Both devices shall have both letters. Change the settings of the two mail programs.

```fix
id: settings
run:
  scenario: phone-and-laptop.yaml
  set: {readers/1/leave: $phone, readers/2/leave: $laptop, readers/3/leave: $phone}
settings:
  - {name: phone, say: What does the phone do once it has fetched a letter?, options: [keep, delete], now: delete}
  - {name: laptop, say: And the laptop?, options: [keep, delete], now: delete}
goals:
  - say: Both letters are on the phone
    check: {store: $friend@north.example phone, kind: reader, equals: 2}
  - say: Both letters are on the laptop
    check: {store: $friend@north.example laptop, kind: reader, equals: 2}
model: {phone: keep, laptop: keep}
hints:
  - Whoever deletes, deletes for the other one too.
  - The phone comes before the laptop and again after it.
  - Let both keep.
why: >
  When no device deletes, each can fetch everything. The price is a maildrop that grows. (RFC 1939 section 8)
```

## Once is enough

Now both keep. When the phone comes for the second time, two letters wait.
It has one of them already.

```predict
id: only-new
claims: [C17]
run: kept
ask: How many letters does the phone fetch on its second visit?
answer: {count: {connection: {server: pop.north.example, nth: 3}, verb: RETR}}
expect: 1
check:
  - {unique-names: {server: pop.north.example, nth: 2}, same-set: {unique-names: {server: pop.north.example, nth: 3}}}
hints:
  - A good program does not fetch a letter twice.
  - UIDL tells a name for each letter, which stays the same in every session. The phone writes down what it has seen.
  - One letter of the two is new.
why: >
  UIDL gives each letter a name that never changes. (RFC 1939 section 7) The phone compares the names with its own
  notes. What has been seen is written down in the device, not on the server, so the laptop has its own notes.
reveal: {connection: {server: pop.north.example, nth: 3}, run: kept, from: {verb: UIDL}, explain: false}
```

## At the same time

The phone is logged in. Before it says goodbye, the laptop comes, with the right password.

```find
id: in-use
run: at-once
show: {connection: {client: laptop}, run: at-once, explain: false}
find: {run: at-once, client: laptop, class: -ERR, from: server}
ask: In which step is the laptop turned away?
hints:
  - The name was not the trouble.
  - Look at the answer to the password. It says why in square brackets.
  - It is the line with -ERR.
why: >
  A session locks its maildrop, so that nobody deletes under another's feet. (RFC 1939 section 4)
  The code [IN-USE] in @refused tells the program that the password was right, and that it should come again.
  (RFC 2449 section 8.1.2)
```

## A letter comes in

You are $friend, and your password is `$secret`. Log in and say `STAT`: it tells how many letters there are.
At that moment a stranger hands a new letter to your server. Say `STAT` again, and leave.

```type
id: during
to: pop.north.example
run: waiting
filled: true
meanwhile:
  - after: {heard: [PASS, STAT]}
    talk: {postman: mx.north.example}
    script:
      - postman: [EHLO post.example, "MAIL FROM:<carol@west.example>", "RCPT TO:<$friend@north.example>", DATA, "Subject: News", "", Surprise!, ., QUIT]
goals:
  - say: Log in and say STAT
    check: {heard: [USER, PASS, STAT]}
  - say: Say STAT again, when the stranger's letter has come
    check: {all: [{heard: [STAT, STAT]}, {store: $friend@north.example, equals: 3}]}
  - say: Leave with QUIT
    check: {heard: [STAT, QUIT]}
model: [USER $friend, PASS $secret, STAT, STAT, QUIT]
hints:
  - Log in as in the lessons before. The stranger comes after your first STAT.
  - STAT has no arguments. Say it twice and compare the answers.
  - Type USER $friend, PASS $secret, STAT, STAT, QUIT.
why: >
  The letter is in the maildrop, and your session does not show it. The server counted and numbered the letters when you
  logged in, and these numbers hold to the end. (RFC 1939 section 4)
```

## And then?

This is the same thing done by two devices. The phone is in its session, a letter comes, the phone says STAT again
and leaves. Then the laptop logs in.

```find
id: seen
run: during
show:
  - {connection: {client: phone}, run: during, explain: false}
  - {connection: {client: laptop}, run: during, explain: false}
find: {run: during, client: laptop, verb: STAT, reply: true}
ask: Which step is the first to count the new letter?
check:
  - {run: during, store: $friend@north.example, equals: 3}
hints:
  - The first number behind +OK is the number of letters.
  - Compare the three answers to STAT.
  - It is the laptop's answer.
why: >
  In @second-stat the phone still hears of two. A new login takes a new look. (RFC 1939 section 4)
```

## Perhaps SMTP can?

Some say that SMTP keeps devices in step. Ask the SMTP server of north.example for the letters:
greet it, then try `RETR 1`, `UIDL` or `LIST`.

```type
id: ask-smtp
claims: [M14]
to: mx.north.example
run: waiting
filled: true
goals:
  - say: Greet the server with EHLO
    check: {heard: [EHLO]}
  - say: Ask for letters with RETR, UIDL or LIST, and be refused with 500
    check: {count: {verb: [RETR, UIDL, LIST], code: 500}, at-least: 1}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model: [EHLO learner.example, RETR 1, QUIT]
hints:
  - Greet first. Any name will do.
  - The commands of POP3 mean nothing here.
  - Type EHLO learner.example, RETR 1, QUIT.
why: >
  SMTP has no command that fetches a letter, and none that tells what has been read. (RFC 5321 section 4.1.1) It
  cannot keep two devices in step. A protocol that can is IMAP: there folders and marks live on the server.
```

One maildrop can serve two devices, as long as neither deletes what the other still wants.
UIDL tells each of them what is new. One session at a time, and each sees the maildrop as it was when it logged in.

"""#, companions: [
"phone-and-laptop.yaml": #"""
# Two letters, and one person with a phone and a laptop.
name: phone-and-laptop
summary: A phone reads after the first letter and after the second, a laptop in between.
step-by-step: true
seed: 33
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
    subject: The tickets
    text: |
      Row $row, seats 7 and 8.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: The hour
    at: 10m
    text: |
      It begins at eight.

readers:
  - {user: $friend@north.example, device: phone, leave: keep, after: 1}
  - {user: $friend@north.example, device: laptop, leave: delete, after: 2}
  - {user: $friend@north.example, device: phone, leave: keep, after: 2}

"""#,
"waiting.yaml": #"""
# The same two letters, and nobody comes but the lesson's scripts and the learner.
name: waiting
summary: Two letters wait for one person.
step-by-step: true
seed: 34
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
    subject: The tickets
    text: |
      Row $row, seats 7 and 8.
  - from: alice@south.example
    to: [$friend@north.example]
    subject: The hour
    text: |
      It begins at eight.

"""#,
], translations: [
:
])
}
