// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let gate_e = Files(
name: "gate-e", text: #"""
---
id: gate-e
number: 95
title: "The gate of unit E: security"
unit: E
kind: gate
goal: Show that you know passwords on the wire, TLS and line ends already, and skip the unit.
minutes: 10
rfc: [1939#7, 2195#2, 4616#2, 3207#6, 5321#2.3.8, 5321#4.1.1.4]
draw: {pia: name, quin: name, ruth: name, friend: name, first: password, second: password, third: password, thing: word}
runs:
  main:
    scenario: doors.yaml
    talk: {tablet: mx.south.example, laptop: pop.south.example, printer: mx.south.example}
    script:
      - tablet: [EHLO tablet.example, "!cram-md5 $pia $first", QUIT]
      - laptop: ["!apop $quin $second", QUIT]
      - printer: [EHLO printer.example, "!plain $ruth $third", QUIT]
  stripped: {scenario: starttls-stripped, rename: {carol: $friend}}
  seam:
    scenario: doors.yaml
    talk: {relay: mx.south.example}
    script:
      - relay:
          - EHLO relay.example
          - "MAIL FROM:<mallory@evil.example>"
          - "RCPT TO:<$pia@south.example>"
          - DATA
          - "!batch"
          - "Subject: $thing"
          - ""
          - "..."
          - "!octets 48 69 0a 2e 0d 0a"
          - "MAIL FROM:<boss@south.example>"
          - "RCPT TO:<$pia@south.example>"
          - DATA
          - "Subject: Money"
          - ""
          - ".. and more"
          - "."
          - "!send"
          - QUIT
---
# The gate of unit E: security

## The one password

Three people log in, and nothing is encrypted. These are the octets that carry their logins.
One of them gives the password away.

```find
id: password
show: [{connection: {client: tablet}, explain: false}, {bytes: {client: tablet, kind: auth, from: client, nth: last}}, {bytes: {client: laptop, verb: APOP}}, {bytes: {client: printer, verb: AUTH}}]
ask: Which password can be read? Type it.
answer: {password: {client: printer, verb: AUTH}}
why: >
  CRAM-MD5 and APOP say a digest of the password and of a challenge (RFC 2195 section 2, RFC 1939 section 7). AUTH PLAIN says
  the password, in base64: a NUL, the name, a NUL, the password. (RFC 4616 section 2)
```

## No offer

All servers offer TLS, after a word. Mallory takes the word out of every answer of the servers.
Alice's program insists on TLS. $friend's program and bob's take it where it is offered, as the servers do among themselves.
$friend logs in by AUTH PLAIN, bob by USER and PASS. Alice and $friend each send a letter to bob, and bob fetches his mail.

```predict
id: offer
run: stripped
parts:
  - ask: Where is alice's letter half an hour later?
    options: [outbox alice@south.example: with alice, queue mx.south.example: in the queue of mx.south.example, reader bob@north.example: with bob]
    answer: {where: 1, at: 30m}
  - ask: Where is $friend's letter half an hour later?
    options: [outbox $friend@south.example: with $friend, queue mx.south.example: in the queue of mx.south.example, reader bob@north.example: with bob]
    answer: {where: 2, at: 30m}
  - ask: How many passwords has Mallory read?
    answer: {count: {note: password-in-clear}}
why: >
  Who insists does not send. Who takes what is offered goes on in the clear: $friend's password and bob's are known now.
  Programs must be able to insist. (RFC 3207 section 6)
```

## The seam

A letter with a second one inside, for a server that takes a lone LF for a line's end.

```find
id: seam
run: seam
show: {bytes: {client: relay, kind: content}}
ask: Which octets of the client's stream end the first letter, for that server? Type the first, and the one behind the last, such as 10-14. The LF that ends the last line of text belongs to it.
find: {client: relay, kind: content}
as: octets
hex: 0a 2e 0d 0a
why: >
  LF, dot, CR LF: the line before the dot was not ended by CR LF, so this is no end of a letter (RFC 5321 sections 2.3.8 and
  4.1.1.4). The server took it for one. Lines that begin with two dots are just lines.
```

Whoever passes here has no need of unit E. You are welcome in it all the same.

"""#, companions: [
"doors.yaml": #"""
# Logins in the clear, and a server that takes LF for a line's end.
name: doors
summary: Three people log in, and somebody hands in a letter with a seam.
step-by-step: true
seed: 25
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: $pia, password: $first}
      - {name: $quin, password: $second}
      - {name: $ruth, password: $third}
    service: {login: offered, clear-passwords: true, passwords-need-tls: false, quirks: [lf-ends-line]}

"""#,
], translations: [
:
])
}
