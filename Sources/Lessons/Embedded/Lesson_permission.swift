// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let permission = Files(
name: "permission", text: #"""
---
id: permission
number: 19
title: May I?
unit: D
goal: Say who may send what through which server, and where permission is given or refused.
minutes: 25
needs: [hand-smtp, later-or-never]
rfc: [5321#3.3, 5321#7.1, 5321#7.9, 1939#4, 4954#4, 4954#6, 6409#1, 6409#3.1, 6409#4.3]
draw:
  secret: password
  guess: password
runs:
  main:
    scenario: office.yaml
    set: {domains/south.example/service/login: required}
  open:
    scenario: office.yaml
    talk: {mallory: mx.south.example}
    script:
      - mallory: [EHLO mallory.example, "MAIL FROM:<prizes@mallory.example>", "RCPT TO:<bob@north.example>", "RCPT TO:<carol@north.example>", "RCPT TO:<dora@north.example>", DATA, "Subject: You have won", "", Click here., ., QUIT]
  guarded:
    like: open
    set: {domains/south.example/service/login: required}
  intruder:
    like: open
    set: {domains/south.example/service/login: $rule}
  relay:
    scenario: office.yaml
    talk: {mallory: mx.north.example}
    script:
      - mallory: [EHLO mallory.example, "MAIL FROM:<prizes@mallory.example>", "RCPT TO:<alice@south.example>", "RCPT TO:<bob@north.example>", QUIT]
  two-doors:
    scenario: office.yaml
    talk: {reading: pop.south.example, writing: mx.south.example}
    script:
      - reading: [USER alice, PASS $guess, QUIT]
      - writing: [EHLO alice.south.example, "MAIL FROM:<alice@south.example>", "RCPT TO:<bob@north.example>", DATA, "Subject: Still here", "", I cannot read but I can write., ., QUIT]
  blocked:
    like: main
    cut-off: [mx.south.example]
events:
  not-yours: {run: relay, verb: RCPT, reply: true, class: 5}
  log-in-first: {run: guarded, verb: MAIL, reply: true}
  wrong-password: {run: two-doors, client: reading, verb: PASS, reply: true}
  taken-all-the-same: {run: two-doors, client: writing, kind: content, reply: true}
---
# May I?

## One letter, three prizes

Mallory has no account anywhere. She connects to mx.south.example, alice's server, and hands over one letter
to bob, carol and dora, all at north.example.

```predict
id: flood
claims: [C19]
run: open
parts:
  - ask: The server of south.example carries letters for anybody. How many copies lie in the three maildrops together?
    run: open
    answer: {sum: [{store: bob@north.example}, {store: carol@north.example}, {store: dora@north.example}]}
    expect: 3
  - ask: Now it carries letters only for those who log in. How many copies?
    run: guarded
    answer: {sum: [{store: bob@north.example}, {store: carol@north.example}, {store: dora@north.example}]}
    expect: 0
hints:
  - One letter may have many recipients.
  - A server that carries anything for anybody is called an open relay. RFC 5321 section 7.9 says whom a server may turn away.
  - Three, and then none.
why: >
  An open relay multiplies. Mallory sent one letter, and the server made three of it, in its own name. One rule stops
  that: no letter for others without a login, as in @log-in-first. (RFC 5321 section 7.9, RFC 6409 section 4.3)
reveal: {connection: 1, run: guarded, to: {connection: 1, verb: MAIL, reply: true}, explain: false}
```

## At whose door?

Now be mallory, at the server of north.example. It has no logins. It takes letters for its own people from anybody, or
nobody could write to them. But it carries nothing elsewhere.

Name a sender. Then ask for alice@south.example, and after that for bob@north.example.

```type
id: door
claims: [C23]
to: mx.north.example
run: relay
goals:
  - say: Be refused for alice@south.example, who lives elsewhere
    check: {exists: {verb: RCPT, contains: alice@south.example, code: 550}}
  - say: Be granted bob@north.example, who lives here
    check: {exists: {verb: RCPT, contains: bob@north.example, code: 250}}
  - say: Leave with QUIT
    check: {heard: [EHLO, MAIL, RCPT, QUIT]}
model: [EHLO mallory.example, "MAIL FROM:<prizes@mallory.example>", "RCPT TO:<alice@south.example>", "RCPT TO:<bob@north.example>", QUIT]
hints:
  - EHLO, MAIL, and then RCPT two times.
  - "Addresses stand in angle brackets, such as RCPT TO:<alice@south.example>"
  - "Type EHLO mallory.example, MAIL FROM:<prizes@mallory.example>, RCPT TO:<alice@south.example>, RCPT TO:<bob@north.example>, QUIT."
why: >
  Nobody looked at your configuration. Permission is a reply to a command, one command at a time: 250 or 550.
  The server's own rules decide. (RFC 5321 sections 3.3 and 7.9)
```

## The wrong password

Back to mx.south.example, which wants a login now. `AUTH PLAIN` carries name and password in one word.
Try the word `AGFsaWNlAHdyb25n`: it says alice, with the password wrong. Then try to send all the same.

```type
id: wrong
claims: [C23]
to: mx.south.example
goals:
  - say: Be turned away with 535 at AUTH
    check: {exists: {verb: AUTH, code: 535}}
  - say: Be turned away with 530 at MAIL
    check: {exists: {verb: MAIL, code: 530}}
  - say: Leave with QUIT
    check: {heard: [EHLO, QUIT]}
model: [EHLO mallory.example, AUTH PLAIN AGFsaWNlAHdyb25n, "MAIL FROM:<prizes@mallory.example>", QUIT]
hints:
  - Greet first. Then say AUTH PLAIN and the word, in one line.
  - 535 means that the login failed, 530 that there must be one. RFC 4954 section 6.
  - "Type EHLO mallory.example, AUTH PLAIN AGFsaWNlAHdyb25n, MAIL FROM:<prizes@mallory.example>, QUIT."
why: >
  535 says that name or password is wrong, 530 that nothing goes without a login. With the right password it would be 235.
  (RFC 4954 section 6) So permission is asked and given inside the dialogue.
```

## Who checks whom?

This is alice, with her right password. Her server takes the letter and hands it on.

```choose
id: who-checks
claims: [M11]
show:
  - {connection: 1, to: {connection: 1, verb: MAIL, reply: true}, explain: false}
  - {connection: 2, to: {connection: 2, verb: MAIL, reply: true}, explain: false}
parts:
  - ask: Which program asks for alice's password, and checks it?
    options: [sender client, sender MTA, receiver MTA]
    answer: {station: {connection: 1, verb: AUTH, reply: true}}
  - ask: How many times does somebody log in in connection 2, from server to server?
    answer: {count: {connection: 2, verb: AUTH}}
    expect: 0
hints:
  - Look for AUTH, and for who answers it.
  - The answer 235 comes from the server's side of connection 1.
  - The sender MTA checks. In connection 2 nobody does.
why: >
  In each hop the server's side may check the client's side. (RFC 4954 section 4) Alice's server checked alice. When it went
  on, it was a client itself, and the next server asked nothing. That is the rule between servers, and so a sender's address
  proves nothing there. (RFC 5321 section 7.1)
```

## Make the rules

You run south.example. Alice must be able to send, and mallory must not. And nobody who listens on the line
shall read alice's password: PLAIN and LOGIN show it, SCRAM does not.

```fix
id: rules
claims: [C19, C23]
run:
  scenario: office.yaml
  set: {domains/south.example/service/login: $rule, domains/south.example/users/alice/login: [$way]}
settings:
  - {name: rule, say: What is a login at mx.south.example?, options: [none, offered, required], now: offered}
  - {name: way, say: How does alice's program log in?, options: [plain, login, scram-sha-256], now: plain}
goals:
  - say: Alice's letter is in bob's maildrop
    check: {store: bob@north.example, equals: 1}
  - say: Mallory's letter is in nobody's maildrop
    check: {run: intruder, store: bob@north.example, equals: 0}
  - say: Alice has logged in, and did not show her password
    check: {all: [{exists: {verb: AUTH, contains: SCRAM-SHA-256}}, {none: {verb: AUTH, contains: PLAIN}}, {none: {verb: AUTH, contains: LOGIN}}]}
model: {rule: required, way: scram-sha-256}
hints:
  - What is only offered can be declined, and mallory declines it.
  - Two settings must change. RFC 6409 section 4.3 gives the rule for a server where people hand in letters.
  - Require the login, and let alice use scram-sha-256.
why: >
  A server for people who send asks for a login. (RFC 6409 section 4.3) It has a door of its own, port 587, so that
  the door for letters from outside, port 25, stays open to all. (RFC 6409 section 3.1) In our little world mx.south
  has one door only.
```

## One mailbox, one password?

Alice has mistyped the password of her maildrop. In this run south.example asks for no login of those who send.
That is careless, as you know by now, but it happens.

```argue
id: two-services
claims: [M20]
run: two-doors
show:
  - {connection: {client: reading}, run: two-doors, explain: false}
  - {connection: {client: writing}, run: two-doors, explain: false}
say: One mailbox and one password serve for sending and receiving. If the password is wrong, neither works.
verdict: false
evidence:
  - ask: A step in which a server refuses alice's password
    find: {event: wrong-password}
  - ask: A step in which a server takes her letter all the same
    find: {event: taken-all-the-same}
hints:
  - There are two connections, to two servers.
  - One ends with -ERR at PASS. How does the other one end?
  - It is false. The steps are the -ERR behind PASS and the 250 behind the letter.
why: >
  Reading and sending are two services, with two logins or with one or with none. @wrong-password closed the maildrop
  (RFC 1939 section 4), and @taken-all-the-same came from another server, which has no mailbox for alice at all.
```

## The network has a say

Alice sits in a café. Its network swallows every call to a mail server on port 25.

```predict
id: blocked
claims: [C24]
run: blocked
parts:
  - ask: Where is her letter?
    options:
      - outbox alice@south.example: with her own program
      - queue mx.south.example: with her server
      - nowhere: it is lost
    answer: {where: 1}
  - ask: How many letters are in the queue of her server?
    answer: {store: mx.south.example, kind: queue}
    expect: 0
hints:
  - Can a letter be handed over without a connection?
  - A call that nobody answers leaves everything as it was.
  - With her own program. The queue is empty.
why: >
  No reply code tells of this, since nobody was there to speak. Many networks close port 25 against spam, and
  leave port 587 open, where a login is asked. (RFC 6409 sections 1 and 4.3) So whether you can send depends on the network
  and on the provider, not on SMTP alone.
```

There is no one who checks your settings. There are replies: 250 or 550 to a recipient, 235 or 535 to a login, 530 where a login is missing.
A server takes letters for its own people from all the world, and carries letters elsewhere for its own people only.

"""#, companions: [
"office.yaml": #"""
# Alice sends through her own server. What that server asks of whom is the lesson's matter.
name: office
summary: Alice writes to bob through her own server.
step-by-step: true
seed: 40
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: $secret, login: [plain]}
    service: {login: none}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder}
      - {name: carol, password: christmas}
      - {name: dora, password: explorer}

letters:
  - from: alice@south.example
    to: [bob@north.example]
    subject: The minutes
    text: |
      Nobody was late.

"""#,
], translations: [
:
])
}
