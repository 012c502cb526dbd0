// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let tls = Files(
name: "tls", text: #"""
---
id: tls
number: 21
title: What is still visible?
unit: E
goal: Say what TLS hides and what it does not, and choose a policy that nobody can talk a program out of.
minutes: 20
needs: [password]
rfc: [2595#4, 3207#4, 3207#4.2, 3207#6, 4616#2, 4616#5, 8314#3, 8314#3.1, 8314#3.3]
draw: {friend: name, first: password, second: password}
runs:
  main: {scenario: line.yaml}
  stripped:
    like: main
    faults:
      - {station: mx.south.example, do: strip, word: STARTTLS}
      - {station: mx.north.example, do: strip, word: STARTTLS}
events:
  begin: {connection: 1, verb: STARTTLS, reply: true}
  bare: {run: stripped, client: sender MTA, kind: content, reply: true}
---
# What is still visible?

## Two ways to wrap a talk

TLS wraps what two programs say, so that nobody on the line can read it.
In mail it comes in two ways:

- after a word. The programs begin in the clear; then the client says STARTTLS, in POP3 STLS, and they wrap the rest.
- at once. The connection goes to another port, and the first octets are TLS already.

You are the eavesdropper again. You see every octet, and you have no keys.
These are alice, who insists on TLS, and $friend, whose program takes it where it is offered.

```read
id: ways
```

## After a word

Alice's program will say EHLO, STARTTLS, EHLO once more, AUTH, MAIL, RCPT, DATA and QUIT, in this order.

```predict
id: readable
claims: [C16]
ask: Which of these words can an eavesdropper read, somewhere in the connection?
several: true
options: [EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA]
answer: {verbs: {connection: 1, kind: command}}
hints:
  - Up to one of these words everything is in the clear.
  - The word that asks for TLS has to be said outside of it.
  - EHLO the first time, and STARTTLS. Behind it all is wrapped.
why: >
  The first EHLO and STARTTLS are in the clear, up to the server's yes in @begin. Name, password, sender, recipient
  and letter come behind it. They begin anew inside, with EHLO, and forget what was said outside. (RFC 3207 section
  4.2)
reveal: {connection: 1, explain: false}
```

## At once

Bob reads at port 995, where TLS begins at once. Dora reads at port 110, and asks for TLS by STLS.
A POP3 server greets before the client has said anything.

```predict
id: doors
claims: [C07]
options: [client, server]
parts:
  - ask: Bob, port 995. Whose octets does an eavesdropper see first?
    answer: {speaker: {connection: {client: receiver client, nth: 1}, nth: 1}}
  - ask: Dora, port 110. Whose octets does an eavesdropper see first?
    answer: {speaker: {connection: {client: receiver client, nth: 2}, nth: 1}}
hints:
  - In POP3 it is the server that says the first word. In TLS it is the client.
  - At port 995 the talk of POP3 begins when TLS is in place.
  - Bob's client begins, with TLS. Dora's server begins, with +OK.
why: >
  At 995 the client begins a handshake, and the greeting comes inside. At 110 the server greets in the clear.
  For sending there are such doors as well: 465 at once, 587 after a word, beside port 25 for servers (RFC 8314
  sections 3.1 and 3.3, RFC 2595 section 4). No port makes a protocol, though: the first octets tell which one it is.
reveal: [{connection: {client: receiver client, nth: 1}, explain: false}, {connection: {client: receiver client, nth: 2}, explain: false, to: {verb: STLS, reply: true}}]
```

## Somebody on the line

Now Mallory does more than listen. She changes one thing in what the servers say, and nothing else.
Here is the same answer twice, first as it was, then as it arrived.

```find
id: missing
claims: [C21]
show: [{connection: 1, explain: false, to: {connection: 1, verb: EHLO, reply: true}}, {run: stripped, connection: 1, explain: false, to: {connection: 1, verb: EHLO, reply: true}}]
run: stripped
ask: Which of these does alice's program still hear?
several: true
options: [SIZE, DSN, STARTTLS, AUTH]
answer: {keywords: {connection: 1, verb: EHLO, reply: true}}
hints:
  - Compare the two long replies, line by line.
  - One line of the first is missing from the second.
  - All of the four but STARTTLS.
why: >
  The offer of STARTTLS was taken out. It crosses the line in the clear, so whoever can change the line can take it
  away (RFC 3207 section 6). No alarm rings: a server without TLS would say just the same.
```

## Two tempers

Alice's program insists on TLS. $friend's takes it where it is offered.
Both want to send a letter while Mallory is at work.

```predict
id: tempers
run: stripped
options:
  - outbox alice@south.example: still with alice
  - outbox $friend@south.example: still with $friend
  - queue mx.south.example: in the queue of the sender MTA
  - maildrop bob@north.example: in bob's maildrop
parts:
  - ask: Where is alice's letter after ten minutes?
    answer: {where: 1, at: 10m}
  - ask: Where is $friend's letter after ten minutes?
    answer: {where: 2, at: 10m}
hints:
  - What does a program do that will not go on without TLS, and is offered none?
  - The other program thinks that this server has no TLS.
  - Alice's letter stays at home. The other one goes its way, in the clear.
why: >
  Who insists does not send, and keeps the letter. Who takes what is offered sends in the clear, and notices nothing.
  A client must be able to insist; that is the defence. (RFC 3207 section 6)
reveal: {run: stripped, state: 3}
```

## What it cost

This is how $friend's program logged in, and the octets of its login.

```find
id: cost
claims: [C16]
run: stripped
show: [{connection: 2, explain: false, to: {connection: 2, verb: AUTH, reply: true}}, {bytes: {connection: 2, verb: AUTH}}]
ask: What is $friend's password? Mallory knows it now.
answer: {password: {connection: 2, verb: AUTH}}
hints:
  - The dots are ours. The octets below are what was said, in base64.
  - Put the word behind AUTH PLAIN through base64 -d.
  - It holds a NUL, the name, a NUL, and the password. RFC 4616 section 2.
why: >
  A NUL, the name, a NUL, the password (RFC 4616 section 2): AUTH PLAIN relies on TLS around it (section 5), and there was
  none.
```

## Choose the policy

You set up $friend's mail program. Mallory is still on the line, and takes out every STARTTLS.
Keep the password from her, and have the letter arrive all the same.

```fix
id: policy
claims: [C21]
run:
  like: stripped
  set: {"domains/south.example/users/$friend/security": $policy}
settings:
  - name: policy
    say: What does the program ask of its server?
    options: ["none": nothing, "if-offered": STARTTLS where it is offered, "required": STARTTLS or nothing, "implicit": TLS at once at port 465]
    now: if-offered
goals:
  - say: No password crosses the line in the clear
    check: {none: {note: password-in-clear}}
  - say: Bob has $friend's letter
    check: {store: bob@north.example, kind: reader, equals: 1}
model: {policy: implicit}
hints:
  - Two of the four keep the password to themselves. One of these two also sends.
  - Mallory takes out an offer. Is there a way that needs none?
  - Where TLS begins at once, there is no word to take out.
why: >
  At port 465 TLS begins at once, and there is no offer that somebody could take away. It is what is recommended today for
  people's programs. (RFC 8314 section 3) From server to server the letter still went in the clear: there nobody insisted.
reveal: {state: 3}
```

## And the letter between the servers?

These are the two mail servers, with Mallory on the line between them.

```argue
id: required
claims: [M12]
run: stripped
show: {connection: {client: sender MTA}, explain: false}
say: SMTP requires authentication and encryption.
verdict: false
evidence:
  - {ask: "The step in which a server that knows TLS takes a letter without it, from somebody who has not logged in", find: {client: sender MTA, kind: content, reply: true}}
hints:
  - Look for AUTH and STARTTLS among the client's commands.
  - There is neither. Was the letter refused?
  - It is the 250 behind the letter.
why: >
  @bare says 250. Neither a login nor TLS was needed; a server that takes mail for its own users from all the world
  must not even insist on TLS (RFC 3207 section 4). Both are extensions, and whoever needs them has to insist.
```

TLS hides the talk, not the fact that there is one: who calls whom, when, and how much they say.
And it hides nothing if a word from a stranger is enough to do without it.

"""#, companions: [
"line.yaml": #"""
# Servers that offer TLS, and people who ask for it in different ways.
name: line
summary: Alice insists on TLS, carol takes it where it is offered, and bob reads by a port where TLS begins at once.
step-by-step: true
seed: 20
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: $first, security: required, login: plain}
      - {name: $friend, password: $second, security: if-offered, login: plain}
    service: {tls: offered, login: offered, passwords-need-tls: false, pipelining: false, chunking: false}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: bob, password: builder, security: implicit, login: plain}
      - {name: dora, password: explorer, security: required}
    service: {tls: offered, passwords-need-tls: false}

letters:
  - from: alice@south.example
    to: [bob@north.example]
    subject: From alice
    text: |
      This letter insists.
  - from: $friend@south.example
    to: [bob@north.example]
    subject: From $friend
    text: |
      This letter is not so particular.

readers:
  - {user: bob@north.example, leave: delete, at: 30m}
  - {user: dora@north.example, leave: delete, at: 40m}

"""#,
], translations: [
:
])
}
