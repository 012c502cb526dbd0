// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let password = Files(
name: "password", text: #"""
---
id: password
number: 20
title: Find the password
unit: E
goal: Read a capture as an eavesdropper does, and say which passwords it gives away.
minutes: 20
needs: [push-and-pull]
rfc: [1939#7, 1939#13, 5321#7.1, 2195#1, 2195#2, 4616#2, 4648#4, 4954#4]
draw: {pia: name, quin: name, ruth: name, seth: name, tess: name, first: password, second: password, third: password, fourth: password, fifth: password, thing: word}
runs:
  start: {scenario: logins.yaml}
  main:
    scenario: logins.yaml
    filled: start
    talk:
      phone: pop.south.example
      desk: mx.south.example
      camera: mx.south.example
      laptop: pop.south.example
      printer: mx.south.example
    script:
      - phone: [USER $pia, PASS $first, STAT, QUIT]
      - desk: [EHLO desk.example, "!plain $quin $second", QUIT]
      - camera: [EHLO camera.example, "!login $ruth $third", QUIT]
      - laptop: ["!apop $seth $fourth", RETR 1, QUIT]
      - printer:
          - EHLO printer.example
          - "!cram-md5 $tess $fifth"
          - "MAIL FROM:<$tess@south.example>"
          - "RCPT TO:<$pia@south.example>"
          - DATA
          - "Subject: Paper"
          - ""
          - "No paper is left but the $thing."
          - "."
          - QUIT
events:
  pass: {client: phone, verb: PASS}
  plain: {client: desk, verb: AUTH}
  apop: {client: laptop, verb: APOP}
  letter: {client: laptop, verb: RETR, kind: content}
---
# Find the password

## Five devices, one open line

Five people log in at south.example, each with another device, and none of the lines is encrypted.
Mallory sits in the same café and records everything.

- $pia's phone says USER and PASS, in POP3
- $quin's desk computer says AUTH PLAIN, in SMTP
- $ruth's camera says AUTH LOGIN, in SMTP
- $seth's laptop says APOP, in POP3
- $tess's printer says AUTH CRAM-MD5, in SMTP

You are Mallory today.

```read
id: plan
```

## How much will you hear?

You have not seen the recording yet.
Think of what each device might do with its password before it says it aloud.

```predict
id: heard
claims: [C16]
ask: Whose password will you be able to read out of the recording?
several: true
options:
  - phone: the phone, USER and PASS
  - desk: the desk computer, AUTH PLAIN
  - camera: the camera, AUTH LOGIN
  - laptop: the laptop, APOP
  - printer: the printer, AUTH CRAM-MD5
answer:
  - {station: {verb: PASS}}
  - {station: {verb: AUTH, contains: PLAIN}}
  - {station: {verb: AUTH, contains: LOGIN}}
hints:
  - Three of the five say the password itself, though two of those dress it up.
  - The other two are asked a riddle first, a new one each time, and say only the solution.
  - APOP and CRAM-MD5 are the two with the riddle.
why: >
  PASS carries the password as it is (RFC 1939 section 7). AUTH PLAIN (RFC 4616 section 2) and AUTH LOGIN carry it in
  base64, which anybody reads back. APOP and CRAM-MD5 say a digest, made of the password and of a text that the server
  gave: the password itself never crosses the line. (RFC 1939 section 7, RFC 2195 section 2)
```

## The open one

This is the phone's login. The dialogue keeps passwords to itself, out of politeness, and shows dots.
The octets are not polite: below it you see the line as it crossed the café.

```find
id: phone
claims: [C16]
show: [{connection: {client: phone}, to: {client: phone, verb: PASS, reply: true}}, {bytes: {client: phone, verb: PASS}}]
ask: What is $pia's password?
answer: {password: {client: phone, verb: PASS}}
hints:
  - Which command of POP3 carries a password?
  - It is the one behind USER. RFC 1939 section 7.
  - Everything behind PASS and one blank is the password.
why: >
  Step @pass gives it away to everybody on the way. POP3 does not store passwords; it sends them.
  How a server keeps them on its disk is another matter, and no part of the protocol. (RFC 1939 sections 7 and 13)
```

## Where exactly?

An eavesdropper's program does not read, it cuts. It has to know where the password stands.

Octets are counted from 0 along everything that the client said. A line ends with two octets, CR and LF.
So in USER bob and its CR LF there are ten octets, 0 to 9, and the next line begins at octet 10.

```find
id: place
claims: [C16]
show: {bytes: {client: phone, from: client, verb: [USER, PASS]}}
find: {client: phone, verb: PASS}
as: octets
password: true
ask: "From which octet to which does $pia's password reach? Type the first, and the one behind the last: 10-14."
hints:
  - How many octets has the USER line, with its CR and LF?
  - Behind it stand the four letters of PASS and a blank. Then comes the password.
  - Add the octets of the USER line and 5. That is the first; the password's length further is the end.
why: >
  The line behind USER begins where USER's CR LF ends; five octets later the password begins, and CR LF
  ends it. Whoever holds the recording needs no key and no luck, only a ruler.
```

## Dressed up

The camera uses AUTH LOGIN. The server asks in base64, and the camera answers in base64.
The dots again are only ours; the octets below are what was said.

Base64 writes any octets with 64 letters that are safe in a line. Every computer can read it back:

```
echo aGVsbG8= | base64 -d
hello
```

```find
id: camera
claims: [M22]
show: [{connection: {client: camera}, explain: false}, {bytes: {client: camera, kind: auth, from: client, nth: last}}]
ask: What is $ruth's password?
answer: {password: {client: camera, kind: auth, from: client, nth: last}}
hints:
  - The camera says two lines behind AUTH LOGIN. The first is the name.
  - The second is the password. Put it through base64 -d, as shown above.
  - Four letters of base64 are three octets. The password is a word and two digits.
why: >
  Base64 is a way of writing, not a lock: there is no key in it. (RFC 4648 section 4) It is used here only
  because a line of SMTP is no place for any octet you like. (RFC 4954 section 4)
```

## The riddle

Now the laptop. The POP3 server's greeting holds a text in angle brackets, a new one each time.
The laptop put the password behind that text, made an MD5 digest of both, and said the digest.

Mallory has heard it. Will it open the door? The server listens for you.
Say APOP $seth and any digest you like; the one from the recording is shown here.
When that fails, go in with what you learnt from the phone.

```type
id: replay
claims: [C16]
show: [{run: main, connection: {client: laptop}, explain: false, to: {client: laptop, verb: APOP, reply: true}}, {run: main, bytes: {client: laptop, verb: APOP}}]
to: pop.south.example
filled: true
run: start
goals:
  - say: Try an APOP digest for $seth, and be refused
    check: {count: {verb: APOP, code: -ERR}, at-least: 1}
  - say: Log in as $pia, with the password that you heard
    check: {heard: [USER, PASS]}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model:
  - APOP $seth c4c9334bac560ecc979e58001b3e22fb
  - USER $pia
  - PASS $first
  - QUIT
hints:
  - Look at the greeting of your own session. Is the text in its angle brackets the one that the laptop got?
  - "Type APOP $seth and a word of 32 hexadecimal digits. Then USER $pia and PASS with the password from above."
  - "APOP $seth 0123456789abcdef0123456789abcdef, USER $pia, PASS $first, QUIT."
why: >
  The greeting's text was another one, so the digest that fitted yesterday fits no more. (RFC 1939 section 7)
  A password that was heard once opens the door for ever. But APOP has its price: the server must
  know the password itself to make the same digest. (RFC 2195 section 1)
```

## What a digest does not hide

The laptop hid its password well. Look at the rest of its connection.
Below it is the desk computer's, whose password was dressed up in base64.

```argue
id: encrypts
claims: [M22]
show: [{connection: {client: laptop}, explain: false}, {connection: {client: desk}, explain: false}]
say: Base64 and APOP encrypt.
verdict: false
evidence:
  - {ask: "A step in which the laptop, which used APOP, gets a letter that everybody can read", find: {client: laptop, from: server, kind: content, verb: RETR}}
  - {ask: "The step in which the desk computer says a password in base64", find: {client: desk, verb: AUTH}}
hints:
  - To encrypt means that nobody reads it without a key. Look behind the logins.
  - The letter about the safe comes right behind +OK, as the answer to RETR.
  - For the second, take the desk computer's AUTH PLAIN. The dots are ours; the octets were base64.
why: >
  APOP hid the password, and @letter shows the letter to everybody. Base64 hides nothing at all.
  Both log in; neither encrypts. (RFC 1939 section 7, RFC 4648 section 4)
```

## Which is safer?

The printer spoke SMTP, and hid its password as the laptop did. Then it handed in a letter.
Below it is the laptop's connection once more, in POP3.

```argue
id: safer
claims: [M13]
show: [{connection: {client: printer}, explain: false, from: {client: printer, verb: MAIL}}, {connection: {client: laptop}, explain: false, from: {client: laptop, verb: RETR}}]
say: SMTP is more secure than POP3.
verdict: false
evidence:
  - {ask: "A step in which a letter can be read in SMTP, here above", find: {protocol: smtp, kind: content, from: client}}
  - {ask: "A step in which a letter can be read in POP3, in the laptop's connection", find: {protocol: pop3, kind: content, from: server}}
hints:
  - In both protocols you need a step that holds the letter itself.
  - In SMTP it stands between 354 and 250. In POP3 it is the answer to RETR.
  - The printer's letter, and then the laptop's.
why: >
  Both are plain text over TCP, and both have logins that hide the password and logins that do not. Neither hides
  a letter. What makes either of them safe is TLS around it. (RFC 1939 section 13, RFC 5321 section 7.1)
```

Who says a password in clear has given it away. Base64 is clear text in another dress.
A digest keeps the password, but not the letter. For both, the whole line must be encrypted. That is the next lesson.

"""#, companions: [
"logins.yaml": #"""
# Five devices log in, each in its own way, and nothing is encrypted.
name: logins
summary: Five ways to log in, over lines that everybody can read.
step-by-step: true
seed: 19
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: $pia, password: $first}
      - {name: $quin, password: $second}
      - {name: $ruth, password: $third}
      - {name: $seth, password: $fourth}
      - {name: $tess, password: $fifth}
    service: {login: offered, clear-passwords: true, passwords-need-tls: false}

letters:
  - from: $pia@south.example
    to: [$seth@south.example]
    subject: The safe
    text: |
      The $thing lies in the safe.

"""#,
], translations: [
:
])
}
