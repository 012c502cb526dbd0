// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let mail_detective = Files(
name: "mail-detective", text: #"""
---
id: mail-detective
kind: exam
number: 25
title: The mail detective
unit: F
goal: Answer eight questions from captures that nobody has seen before.
minutes: 45
needs: [password, tls, two-devices, twice, queue, bounce, smuggling, dots]
cases:
  draw: 8
  of: [readable-password, refused-recipient, how-many-copies, lying-received, forger, stripped, deleted-or-not, where-at-two, dot-rule, letters-in-one, pipelined, bounce-of-what, second-login, number-today, odd-ports, first-breach]
pass: 6
---
# The mail detective

## Eight cases

You get eight captures. They were made for you a moment ago, from your name: your neighbour has others.
Each comes with a question or two, and the capture holds all that you need to answer them.

There are no hints here, and nobody says “yes” or “not yet”. You may go back and change an answer until you come to the end.
Then you get a report: what was so, what you said, and where the capture proves it.

Use any tool you like. “mailscope learn mail-detective --write FOLDER” puts the captures into files for the tracer or for Wireshark.
The tracer keeps passwords to itself unless you say --show-secrets; in these cases they are shown.

```read
id: rules
```

That was the last case. Whoever sits an exam again gets other captures: “mailscope learn mail-detective --again”.

"""#, companions: [
"bounce-of-what.md": #"""
---
id: bounce-of-what
kind: case
title: What came back?
rfc: [5321#4.5.5, 5321#6.1, 3464#2, 3834#2, 3834#5]
draw:
  writer: name
  bob: name
  carol: name
  nobody: name
  id1: code
  id2: code
  id3: code
  pin: code
  chat: text
  answerer: [$bob, $carol]
  letter:
    - {id: $id1, one: $nobody, two: $bob, three: $carol}
    - {id: $id1, one: $nobody, two: $carol, three: $bob}
    - {id: $id2, one: $bob, two: $nobody, three: $carol}
    - {id: $id2, one: $carol, two: $nobody, three: $bob}
    - {id: $id3, one: $bob, two: $carol, three: $nobody}
    - {id: $id3, one: $carol, two: $bob, three: $nobody}
  robot:
    - {robot: "$bob", wait: 50m}
    - {robot: "$carol", wait: 70m}
runs:
  main: {scenario: post.yaml}
---
# What came back?

## Three letters out, two back

$writer writes three letters to people of north.example. Their server takes all three. Two letters come back: one of them is a notice
that a letter could not be delivered, the other only looks so. Later everybody fetches what is there.

```choose
id: bounce-of-what
show: capture
parts:
  - ask: Which of $writer's letters could not be delivered? Its Message-ID, as far as the “@”.
    answer: $id
  - ask: To whom had it been sent? The name in front of the “@”.
    answer: $nobody
  - ask: And whose program sent the letter that only looks like a notice?
    options: [$one, $two, $three]
    answer: $robot
traps:
  - {exists: {verb: MAIL, contains: "$robot@north.example"}}
  - {messages: {move: push, to: $writer@south.example}, equals: 3}
check:
  - {count: {verb: MAIL, contains: "<>"}, equals: 1}
  - {argument: {verb: RCPT, after: {verb: MAIL, contains: "<>"}}, equals: $writer@south.example}
  - {decisions: {station: mx.north.example, kind: bounced}, equals: 1}
  - {sum: [{store: $bob@north.example, kind: reader}, {store: $carol@north.example, kind: reader}], equals: 2}
proof:
  - {say: the notice has the null reverse-path, at: {verb: MAIL, contains: "<>"}}
  - {say: the other letter has a sender, at: {verb: MAIL, contains: "$robot@north.example"}}
why: >
  A notice goes out with MAIL FROM:<>, so that nobody sends a notice about it, and to the reverse-path of the letter that it tells of.
  (RFC 5321 sections 4.5.5 and 6.1) It came when mx.north.example had taken $writer's letter for $nobody; the other two were fetched. What a robot answers may look
  alike, but its sender stands behind MAIL FROM.
```

```scenario post.yaml
name: post
seed: 12
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: writing}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $bob, password: reading1}
      - {name: $carol, password: reading2}
    service: {unknown-users: bounce}
letters:
  - {from: $writer@south.example, to: [$one@north.example], subject: First, id: <$id1@south.example>, text: "$chat\n"}
  - {from: $writer@south.example, to: [$two@north.example], subject: Second, id: <$id2@south.example>, text: "$chat\n", at: 20m}
  - {from: $writer@south.example, to: [$three@north.example], subject: Third, id: <$id3@south.example>, text: "$chat\n", at: 40m}
  - from: $robot@north.example
    to: [$writer@south.example]
    at: $wait
    raw: |
      From: <$robot@north.example>
      To: <$writer@south.example>
      Subject: Undelivered Mail Returned to Sender
      Auto-Submitted: auto-replied
      Date: Mon, 5 Jan 2026 09:50:00 +0000
      Message-ID: <$pin@north.example>

      I am away and have not read your letter.
readers:
  - {user: $bob@north.example, leave: delete, at: 3h}
  - {user: $carol@north.example, leave: delete, at: 3h}
  - {user: $writer@south.example, leave: delete, at: 4h}
```

"""#,
"deleted-or-not.md": #"""
---
id: deleted-or-not
kind: case
title: Gone, or only marked?
rfc: [1939#5, 1939#6]
draw:
  bob: name
  secret: code
  writer: name
  s1: code
  s2: code
  s3: code
  s4: code
  chat: text
  letter:
    - {number: 1, other: 3, subject: $s1}
    - {number: 2, other: 4, subject: $s2}
    - {number: 3, other: 1, subject: $s3}
    - {number: 4, other: 2, subject: $s4}
  ending:
    - {acts: "DELE $number, QUIT", there: "no", left: 3, trap: "DELE"}
    - {acts: "DELE $number, RSET, QUIT", there: "yes", left: 4, trap: "RSET"}
    - {acts: "DELE $number, NOOP, \"!hang-up\"", there: "yes", left: 4, trap: "NOOP"}
    - {acts: "DELE $number, RSET, DELE $other, QUIT", there: "yes", left: 3, trap: "RSET"}
    - {acts: "DELE $number, DELE $other, QUIT", there: "no", left: 2, trap: "DELE"}
  look:
    - {before: "USER $bob, PASS $secret, STAT, RETR $other, QUIT"}
    - {before: "USER $bob, PASS $secret, LIST, QUIT"}
    - {before: "USER $bob, PASS $secret, DELE $other, \"!hang-up\""}
runs:
  start: {scenario: post.yaml}
  main:
    scenario: post.yaml
    filled: start
    talk: {phone: pop.north.example, laptop: pop.north.example}
    script:
      - phone: [$before]
      - laptop: [USER $bob, PASS $secret, LIST, RETR $number, $acts]
---
# Gone, or only marked?

## Two visits

Four letters lie in $bob's mailbox. First $bob's phone looks in, then his laptop. The laptop reads one letter, and says DELE.

```choose
id: deleted-or-not
show: capture
parts:
  - ask: Which letter does the laptop read? Its subject.
    answer: $subject
  - ask: Is that letter still in the mailbox when both have gone?
    options: ["yes", "no"]
    answer: "$there"
  - ask: How many letters lie there in the end?
    answer: $left
traps:
  - {exists: {verb: $trap, connection: 2}}
  - {count: {verb: DELE, connection: 2, class: +OK}, at-least: 1}
check:
  - {store: $bob@north.example, equals: $left}
  - {argument: {verb: RETR, connection: 2}, equals: $number}
  - {argument: {verb: DELE, connection: 2}, equals: $number}
proof:
  - {say: marked here, at: {verb: DELE, connection: 2}}
  - {say: the laptop's last word, at: {connection: 2, kind: command, nth: last}}
why: >
  DELE only marks. The marked letters go when the client says QUIT, and not before; RSET takes all marks back, and a connection that
  ends in any other way removes nothing. (RFC 1939 sections 5 and 6)
```

```scenario post.yaml
name: post
seed: 7
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: writing}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: $secret}]
letters:
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s1, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s2, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s3, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s4, text: "$chat\n"}
```

"""#,
"dot-rule.md": #"""
---
id: dot-rule
kind: case
title: A dot is missing
rfc: [5321#4.5.2, 1939#3]
draw:
  bob: name
  secret: code
  first: code
  second: code
  spot: word
  twin: word
  chat: text
  side:
    - {side: client, quirks: "[]", line: ".$spot", pair: "..$twin"}
    - {side: server, quirks: "[dots-not-stuffed]", line: "..$spot", pair: "...$twin"}
  order:
    - {one: "\"Subject: $first\", \"\", $chat, \".\"", two: "\"Subject: $second\", \"\", \"$line\", \"$pair\", $chat, \".\""}
    - {one: "\"Subject: $second\", \"\", $chat, \"$line\", \"$pair\", \".\"", two: "\"Subject: $first\", \"\", $chat, \".\""}
runs:
  main:
    scenario: post.yaml
    set: {domains/north.example/service/quirks: $quirks}
    talk: {desk: mx.north.example, phone: pop.north.example}
    script:
      - desk: [EHLO desk.example, "MAIL FROM:<desk@desk.example>", "RCPT TO:<$bob@north.example>", DATA, $one]
      - desk: ["MAIL FROM:<desk@desk.example>", "RCPT TO:<$bob@north.example>", DATA, $two, QUIT]
      - phone: [USER $bob, PASS $secret, RETR 1, RETR 2, QUIT]
---
# A dot is missing

## Lines that begin with a dot

A program sends two letters to $bob, and $bob's phone fetches them. In one of them a line should begin with a dot and another with two.
What $bob reads begins otherwise. Somebody on the way did not keep to the rule of dots.

```choose
id: dot-rule
show: [capture, {frames: {}}]
parts:
  - ask: Who broke the rule?
    options:
      - client: the client that sent the letters by SMTP
      - server: the server that handed them out by POP3
    answer: $side
  - ask: In which letter does it show? Its subject.
    answer: $second
traps:
  - {occurrences: 0d 0a 2e 2e, connection: {protocol: smtp}, from: client, at-least: 1}
  - {occurrences: 0d 0a 2e, connection: {protocol: pop3}, from: server, at-least: 3}
check:
  - {speaker: {note: not-dot-stuffed}, equals: $side}
  - {count: {note: not-dot-stuffed}, equals: 1}
  - {store: $bob@north.example, equals: 2}
proof:
  - {say: "the letter with a bare dot in front of a line", at: {note: not-dot-stuffed}}
why: >
  Whoever sends a letter puts one more dot in front of every line that begins with one, in SMTP and in POP3 alike, and whoever receives it takes one
  away. (RFC 5321 section 4.5.2, RFC 1939 section 3) So no line of text on the wire begins with one dot alone.
```

```scenario post.yaml
name: post
seed: 9
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $bob, password: $secret}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: $secret}]
    service: {hops: 100}
```

"""#,
"first-breach.md": #"""
---
id: first-breach
kind: case
title: The first breach
rfc: [5321#4.1.4, 5321#4.5.3.1.4, 5321#4.2.1, 5321#2.4, 5321#2.3.8, 5321#4.1.1.9]
draw:
  bob: name
  guest: name
  house: code
  chat: text
  first: word
  second: word
  oddity:
    - {odd: "ehlo desk.example, NOOP $first, noop $second"}
    - {odd: "EHLO desk.example, vrfy $first"}
    - {odd: "helo desk.example, NOOP $first, Rset, NOOP $second, noop"}
    - {odd: "EHLO desk.example, rset, NOOP $first, Noop $second"}
  breach:
    - {kind: early, section: 4.1.4, note: recipient-before-mail, acts: "\"RCPT TO:<$guest@$house.example>\"", fault: ""}
    - {kind: nested, section: 4.1.4, note: nested-mail, acts: "\"mail from:<a@b.example>\", \"MAIL FROM:<$guest@$house.example>\"", fault: ""}
    - {kind: long, section: 4.5.3.1.4, note: command-too-long, acts: "\"NOOP $guest@$house.example xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"", fault: ""}
    - {kind: code, section: 4.2.1, note: reply-code-out-of-range, acts: "\"HELP\"", fault: "{station: mx.north.example, before: HELP, do: say, text: \"650 Ask $guest@$house.example\"}"}
runs:
  main:
    scenario: post.yaml
    talk: {desk: mx.north.example}
    faults: [$fault]
    script:
      - desk: [$odd, $acts, RSET, "MAIL FROM:<desk@desk.example>", "DATA", QUIT]
events:
  breach: {note: $note}
---
# The first breach

## One of them does not keep the rules

A client and a server talk. Some of it is odd and allowed. Then one of them does what a rule forbids, and it is not the last time.

```choose
id: first-breach
show: [capture, {frames: {}}]
parts:
  - ask: Which frame of the capture is the first that breaks a rule?
    answer: {frame-with: "$guest@$house.example"}
  - ask: Which section of RFC 5321 does it break?
    options:
      - 4.1.4: "4.1.4, the order of commands"
      - 4.5.3.1.4: "4.5.3.1.4, how long a command line may be"
      - 4.2.1: "4.2.1, what the digits of a code may be"
      - 2.3.8: "2.3.8, how lines end"
    answer: $section
  - ask: Which address stands in that frame?
    answer: $guest@$house.example
traps:
  - {exists: {kind: command, contains: $first, before: {note: $note}}}
  - {exists: {verb: DATA, class: 5}}
check:
  - {frame: {note: $note}, equals: {frame-with: "$guest@$house.example"}}
  - {none: {note: data-before-recipient, before: {note: $note}}}
proof:
  - {say: the breach, at: {note: $note}}
  - {say: odd and allowed, at: {kind: command, contains: $first}}
why: >
  @breach is the first one. Verbs may be written in any case (RFC 5321 section 2.4), and NOOP may have a word behind it that means nothing (RFC 5321 section 4.1.1.9).
  The rule that is broken here stands in section $section. What comes later does not count.
```

```scenario post.yaml
name: post
seed: 16
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $bob, password: reading}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: reading}]
```

"""#,
"forger.md": #"""
---
id: forger
kind: case
title: In the name of the boss
rfc: [5321#4.4, 5321#7.1, 5321#3.9, 4616#2]
draw:
  boss: name
  una: name
  vic: name
  xen: name
  bob: name
  list: word
  first: code
  second: code
  third: code
  pin: code
  pan: code
  pot: code
  chat: text
  places: {shuffle: ["5m", "25m", "45m"]}
  people: {shuffle: [$una, $vic, $xen]}
  forger:
    - {forger: $una, lister: $vic}
    - {forger: $vic, lister: $xen}
    - {forger: $xen, lister: $una}
runs:
  main: {scenario: post.yaml}
---
# In the name of the boss

## Three letters from $boss

Three letters come to $bob of north.example. All three say in their From field that $boss of south.example wrote them.
One is from $boss. One came by a mailing list, as the list does it. And one is forged.

```choose
id: forger
show: capture
parts:
  - ask: What is the subject of the forged letter?
    answer: $third
  - ask: Who forged it? The name with which he or she logged in.
    options: [$people-1, $people-2, $people-3]
    answer: $forger
  - ask: From which address did it set out?
    answer: {address: $forger.west.example}
traps:
  - {exists: {verb: MAIL, contains: ${list}-bounces@west.example}}
  - {count: {verb: MAIL, contains: "$boss@south.example", connection: {client: sender client}}, equals: 2}
check:
  - {host: {verb: MAIL, contains: "$boss@south.example", server: mx.west.example}, equals: $forger.west.example}
  - {store: $bob@north.example, equals: 3}
proof:
  - {say: the forger logs in, at: {server: mx.west.example, verb: AUTH, before: {verb: MAIL, contains: "$boss@south.example", server: mx.west.example}, nth: last}}
  - {say: and names another as the sender, at: {verb: MAIL, contains: "$boss@south.example", server: mx.west.example}}
  - {say: the list names itself, at: {verb: MAIL, contains: ${list}-bounces@west.example}}
why: >
  Behind MAIL FROM and in the From field anybody may write anything. (RFC 5321 section 7.1) The forger's program logged in with a name of its own, though,
  and its connection has an address. That a list puts its own address behind MAIL FROM is as it should be:
  what cannot be delivered shall come back to the list. (RFC 5321 section 3.9)
```

```scenario post.yaml
name: post
seed: 5
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $boss, password: $pin, login: [plain]}]
    service: {login: required}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: reading}]
  - name: west.example
    mx: [mx.west.example]
    pop: pop.west.example
    users:
      - {name: $people-1, password: $pin, login: [plain]}
      - {name: $people-2, password: $pan, login: [plain]}
      - {name: $people-3, password: $pot, login: [plain]}
    service: {login: required}
letters:
  - {from: $boss@south.example, to: [$bob@north.example], subject: $first, text: "$chat\n", at: $places-1}
  - from: $lister@west.example
    mail-from: ${list}-bounces@west.example
    to: [$bob@north.example]
    at: $places-2
    raw: |
      From: <$boss@south.example>
      Sender: <$list@west.example>
      To: <$list@west.example>
      Subject: $second
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Message-ID: <2@$second.example>

      $chat
  - from: $forger@west.example
    mail-from: $boss@south.example
    to: [$bob@north.example]
    at: $places-3
    raw: |
      From: <$boss@south.example>
      To: <$bob@north.example>
      Subject: $third
      Date: Mon, 5 Jan 2026 09:00:00 +0000
      Message-ID: <3@$third.example>

      $chat
```

"""#,
"how-many-copies.md": #"""
---
id: how-many-copies
kind: case
title: How many copies
rfc: [5321#4.1.1.4, 5321#4.5.4.1, 5321#6.1, 5321#3.9]
draw:
  writer: name
  bob: name
  carol: name
  team: word
  subject: word
  one: code
  two: code
  secret: code
  chat: text
  letter:
    - {number: 1, id: $one}
    - {number: 2, id: $two}
  trouble:
    - {cause: lost, copies: 3, side: server, station: mx.north.example, where: "before: CONTENT", to: $bob@north.example}
    - {cause: broken, copies: 2, side: client, station: mx.south.example, where: "octet: 300", to: $bob@north.example}
    - {cause: alias, copies: 3, side: client, station: mx.south.example, where: "octet: 900000", to: "$bob@north.example, $team@north.example"}
runs:
  main:
    scenario: post.yaml
    set: {letters/$number/to: [$to]}
    faults: [{station: $station, side: $side, connection: $number, $where, do: cut}]
---
# How many copies

## The same subject

$writer writes two letters with the subject “$subject” to $bob. Towards evening $bob fetches what has come.
Something went another way than it should. It may have done harm, or not.

```choose
id: how-many-copies
show: capture
parts:
  - ask: How many letters does $bob fetch in all?
    answer: $copies
  - ask: What happened to one of his letters?
    options:
      - lost: the server had all of it, but its 250 was lost
      - broken: the connection broke within it
      - alias: it was addressed to him twice, the second time by another name
    answer: $cause
  - ask: Which letter was it? Its Message-ID, as far as the “@”.
    answer: $id
traps:
  - {count: {verb: RETR}, equals: $copies}
  - {field: Subject, in: {reader: $bob@north.example, nth: 1}, equals: $subject}
  - {field: Subject, in: {reader: $bob@north.example, nth: last}, equals: $subject}
  - {field: Message-ID, in: {reader: $bob@north.example, nth: 1}, is-not: {field: Message-ID, in: {reader: $bob@north.example, nth: last}}}
check:
  - {store: $bob@north.example, kind: reader, equals: $copies}
  - {messages: pull, equals: $copies}
proof:
  - {say: what came to him, at: {verb: STAT, reply: true}}
why: >
  The Message-ID tells letters apart; a subject does not. If a connection ends without an answer to the letter, the client keeps it and tries
  again. Had the server got all of it, there are two copies; had it not, there is one. (RFC 5321 sections 4.5.4.1 and 6.1)
  An alias is replaced by the addresses that stand for it, and nobody compares them. (RFC 5321 section 3.9)
```

```scenario post.yaml
name: post
seed: 3
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: writing}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $bob, password: $secret}
      - {name: $carol, password: reading}
    aliases: [{name: $team, to: [$carol@north.example, $bob@north.example]}]
letters:
  - {from: $writer@south.example, to: [$bob@north.example], subject: $subject, id: <$one@south.example>, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $subject, id: <$two@south.example>, text: "$chat\n", at: 1h}
readers:
  - {user: $bob@north.example, leave: delete, at: 8h}
```

"""#,
"letters-in-one.md": #"""
---
id: letters-in-one
kind: case
title: How many letters is this?
rfc: [5321#2.3.8, 5321#4.1.1.4]
draw:
  bob: name
  s1: code
  m2: code
  m3: code
  m4: code
  chat: text
  seams:
    - {a: 0a 2e 0a, b: 0a 2e 0d 0a, c: 0d 0a 2e 2e 0d 0a, count: 3, last: $m3}
    - {a: 0a 2e 0d 0a, b: 0a 2e 0a, c: 0d 0a 2e 2e 0d 0a, count: 3, last: $m3}
    - {a: 0d 0a 2e 2e 0d 0a, b: 0a 2e 0a, c: 0a 2e 0d 0a, count: 3, last: $m4}
    - {a: 0a 2e 0a, b: 0d 0a 2e 2e 0d 0a, c: 0a 2e 0d 0a, count: 3, last: $m4}
    - {a: 0a 2e 0a, b: 0a 2e 0d 0a, c: 0a 2e 0a, count: 4, last: $m4}
    - {a: 0a 2e 0d 0a, b: 0a 2e 0d 0a, c: 0a 2e 0a, count: 4, last: $m4}
runs:
  main:
    scenario: post.yaml
    talk: {one: mx.north.example, other: mx.south.example}
    script:
      - one: [EHLO relay.example, "MAIL FROM:<first@evil.example>", "RCPT TO:<$bob@north.example>", DATA, "!batch", "Subject: $s1", "", "!octets 41", "!octets $a"]
      - one: ["MAIL FROM:<$m2@evil.example>", "RCPT TO:<$bob@north.example>", DATA, "Subject: two", "", "!octets 42", "!octets $b"]
      - one: ["MAIL FROM:<$m3@evil.example>", "RCPT TO:<$bob@north.example>", DATA, "Subject: three", "", "!octets 43", "!octets $c"]
      - one: ["MAIL FROM:<$m4@evil.example>", "RCPT TO:<$bob@north.example>", DATA, "Subject: four", "", $chat, ".", "!send", QUIT]
      - other: [EHLO relay.example, "MAIL FROM:<first@evil.example>", "RCPT TO:<$bob@south.example>", DATA, "!batch", "Subject: $s1", "", "!octets 41", "!octets $a"]
      - other: ["MAIL FROM:<$m2@evil.example>", "RCPT TO:<$bob@south.example>", DATA, "Subject: two", "", "!octets 42", "!octets $b"]
      - other: ["MAIL FROM:<$m3@evil.example>", "RCPT TO:<$bob@south.example>", DATA, "Subject: three", "", "!octets 43", "!octets $c"]
      - other: ["MAIL FROM:<$m4@evil.example>", "RCPT TO:<$bob@south.example>", DATA, "Subject: four", "", $chat, ".", "!send", QUIT]
---
# How many letters is this?

## The same octets, twice

Somebody sends the same octets to two servers, but for the recipients' domain. One of the servers ends a line only at CR LF. The other one takes LF alone as well.

```choose
id: letters-in-one
show: [capture, {frames: {}}]
parts:
  - ask: How many letters does mx.south.example take?
    answer: {store: $bob@south.example}
  - ask: How many does mx.north.example take?
    answer: {store: $bob@north.example}
  - ask: Who is the sender of the last letter that mx.north.example takes, behind MAIL FROM? As far as the “@”.
    answer: $last
traps:
  - {occurrences: 0a 2e 0d 0a, connection: 1, from: client, at-least: 2}
  - {occurrences: 0a 2e 0a, connection: 1, from: client, at-least: 1}
check:
  - {store: $bob@north.example, equals: $count}
  - {store: $bob@south.example, equals: 0}
  - {count: {connection: 1, kind: reply, code: 354}, equals: $count}
  - {count: {connection: 1, kind: reply, contains: "Sender <"}, equals: $count}
  - {exists: {connection: 1, kind: reply, contains: "$last@", after: {connection: 1, kind: reply, code: 354}}}
  - {none: {connection: 1, kind: reply, contains: "Sender <", after: {connection: 1, kind: reply, contains: "$last@"}}}
proof:
  - {say: the last sender that mx.north.example heard of, at: {connection: 1, kind: reply, contains: "$last@"}}
  - {say: its last letter, at: {connection: 1, kind: reply, code: 354, nth: last}}
  - {say: mx.south.example wants nothing of it, at: {connection: 2, kind: content, reply: true}}
why: >
  A letter ends at CR LF, dot, CR LF, and at nothing else. (RFC 5321 section 4.1.1.4) A server that takes LF alone for the end of a line
  finds an end where others see none, and obeys what stands behind it: so mx.north.example answers commands that nobody sent as such.
  (RFC 5321 section 2.3.8) Mx.south.example sees one letter in it, and refuses it because of the lone dot. Two dots at the beginning of a line are
  one dot of text, for both.
```

```scenario post.yaml
name: post
seed: 10
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $bob, password: reading}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: reading}]
    service: {quirks: [lf-ends-line]}
```

"""#,
"lying-received.md": #"""
---
id: lying-received
kind: case
title: Who was here before
rfc: [5321#4.4, 5321#4.1.1.1, 5321#7.1]
draw:
  bob: name
  carol: name
  claim: code
  fake: code
  other: code
  subject: code
  chat: text
  sender: name
  way:
    - {to: $bob, owner: $carol@south.example, lie: 3}
    - {to: $carol, owner: $carol@north.example, lie: 2}
  lines:
    - {forged: "\"Received: from $other.example by $fake.example; Mon, 5 Jan 2026 08:00:00 +0000\"", count: 1}
    - {forged: "\"Received: from $other.example by $fake.example; Mon, 5 Jan 2026 08:00:00 +0000\", \"Received: from home.$sender.example by $other.example; Mon, 5 Jan 2026 07:59:00 +0000\"", count: 2}
runs:
  main:
    scenario: post.yaml
    talk: {somebody: mx.north.example}
    script:
      - somebody: [EHLO $claim.example, "MAIL FROM:<$sender@$claim.example>", "RCPT TO:<$to@north.example>", DATA]
      - somebody: [$forged, "From: $sender@$claim.example", "Subject: $subject", "", $chat, ".", QUIT]
---
# Who was here before

## A letter with a past

This is the letter as it lies in the mailbox in the end. Whoever reads it from the top reads its way backwards: each server that takes
a letter writes a Received line on top. So the letter says, at least. The capture says what really happened; nothing is missing in it.

```choose
id: lying-received
show: [{letter: {maildrop: $owner}}, capture]
parts:
  - ask: Count the Received lines from the top. Which one is the first that no server of this capture wrote?
    answer: $lie
  - ask: Behind “by” in that line, which host says that it wrote it?
    answer: $fake.example
  - ask: By which name did the client of connection 1 call itself?
    answer: $claim.example
traps:
  - {exists: {connection: 1, verb: EHLO, contains: $claim.example}}
  - {host: {connection: 1, verb: EHLO}, is-not: $claim.example}
check:
  - {difference: [{fields: Received, in: {maildrop: $owner}}, $count], equals: {difference: [$lie, 1]}}
  - {argument: {connection: 1, verb: EHLO}, equals: $claim.example}
  - {messages: push, equals: {difference: [$lie, 1]}}
proof:
  - {say: the client's word for itself, at: {connection: 1, verb: EHLO}}
  - {say: what it brought, at: {connection: 1, kind: content}}
why: >
  Every server that said 250 to the letter wrote one Received line, and no other line was written here; what stands below came with the letter,
  from somebody who may write what he likes. (RFC 5321 section 4.4) Behind “from” stands the name that the client gave itself at EHLO; only the address beside it is the
  server's own knowledge. (RFC 5321 sections 4.1.1.1 and 7.1)
```

```scenario post.yaml
name: post
seed: 4
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $carol, password: reading1}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $bob, password: reading2, forward: [$carol@south.example]}
      - {name: $carol, password: reading3}
```

"""#,
"number-today.md": #"""
---
id: number-today
kind: case
title: The number today
rfc: [1939#4, 1939#5, 1939#7]
draw:
  bob: name
  secret: code
  writer: name
  s1: code
  s2: code
  s3: code
  s4: code
  s5: code
  c3: code
  c4: code
  c5: code
  chat: text
  letter:
    - {then: 3, subject: $s3, id: $c3, low: 1, high: 5, today: 2}
    - {then: 3, subject: $s3, id: $c3, low: 1, high: 2, today: 1}
    - {then: 4, subject: $s4, id: $c4, low: 1, high: 3, today: 2}
    - {then: 4, subject: $s4, id: $c4, low: 2, high: 5, today: 3}
    - {then: 5, subject: $s5, id: $c5, low: 1, high: 4, today: 3}
    - {then: 5, subject: $s5, id: $c5, low: 2, high: 3, today: 3}
  false:
    - {false-start: "DELE 1"}
    - {false-start: "DELE 2"}
runs:
  start: {scenario: post.yaml}
  main:
    scenario: post.yaml
    filled: start
    talk: {phone: pop.north.example, tablet: pop.north.example, laptop: pop.north.example, phone-again: pop.north.example}
    script:
      - phone: [USER $bob, PASS $secret, UIDL, RETR $then, QUIT]
      - tablet: [USER $bob, PASS $secret, $false-start, "!hang-up"]
      - laptop: [USER $bob, PASS $secret, UIDL, DELE $low, DELE $high, QUIT]
      - phone-again: [USER $bob, PASS $secret, STAT, QUIT]
---
# The number today

## Four visits to one mailbox

$bob's phone reads one of his letters and leaves it where it is. Other devices come and go. Then the phone is back.

```choose
id: number-today
show: capture
parts:
  - ask: Which letter did the phone read? Its subject.
    answer: $subject
  - ask: In the last visit the phone says no UIDL. By which number would it find that letter again?
    answer: $today
  - ask: What is that letter's Message-ID, as far as the “@”?
    answer: $id
traps:
  - {count: {verb: DELE, class: +OK}, equals: 3}
  - {none: {verb: QUIT, connection: 2}}
check:
  - {field: Message-ID, in: {maildrop: $bob@north.example, nth: $today}, equals: <$id@south.example>}
  - {argument: {verb: RETR}, equals: $then}
  - {store: $bob@north.example, equals: 3}
  - {exists: {connection: 4, verb: STAT, class: +OK}}
proof:
  - {say: read under this number, at: {verb: RETR}}
  - {say: "a mark, and no QUIT", at: {connection: 2, verb: DELE}}
  - {say: two marks, at: {connection: 3, verb: DELE}}
  - {say: and QUIT, at: {connection: 3, verb: QUIT}}
why: >
  Numbers hold for one session. The laptop's DELE and QUIT took two letters away; in the next session those behind them have moved up. The tablet's mark
  was forgotten, for it never said QUIT. Only the unique name that UIDL tells stays. (RFC 1939 sections 4, 5 and 7)
```

```scenario post.yaml
name: post
seed: 14
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: writing}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: $secret}]
letters:
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s1, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s2, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s3, id: <$c3@south.example>, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s4, id: <$c4@south.example>, text: "$chat\n"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $s5, id: <$c5@south.example>, text: "$chat\n"}
```

"""#,
"odd-ports.md": #"""
---
id: odd-ports
kind: case
title: Odd doors
rfc: [5321#3.1, 1939#4, 5321#4.5.4.2]
draw:
  writer: name
  bob: name
  wpin: code
  bpin: code
  thing: code
  other: code
  chat: text
  odd: 1000..9999
  doors:
    - {mx: 110, hub: 143, own: $odd, there: smtp, odd-there: pop3}
    - {mx: $odd, hub: 143, own: 110, there: pop3, odd-there: smtp}
    - {mx: 143, hub: $odd, own: 110, there: pop3, odd-there: smtp}
    - {mx: 143, hub: 110, own: $odd, there: smtp, odd-there: pop3}
    - {mx: 110, hub: $odd, own: 143, there: smtp, odd-there: smtp}
runs:
  main:
    scenario: post.yaml
    ports: {pop.north.example: 25, mx.north.example: $mx, mx.south.example: $hub, pop.south.example: $own}
---
# Odd doors

## The numbers on the doors

Somebody has moved all the servers to other ports.

```choose
id: odd-ports
show: capture
parts:
  - ask: What is spoken at port 110?
    options: [smtp: SMTP, pop3: POP3]
    answer: $there
  - ask: What is spoken at port $odd?
    options: [smtp: SMTP, pop3: POP3]
    answer: $odd-there
  - ask: What is spoken at port 25?
    options: [smtp: SMTP, pop3: POP3]
    answer: pop3
  - ask: Who logs in at port 25?
    answer: $bob
  - ask: With which password?
    answer: $bpin
traps:
  - {port: {verb: PASS, contains: $bpin}, equals: 25}
check:
  - {argument: {verb: USER, connection: {server: pop.north.example}}, equals: $bob}
  - {password: {verb: PASS, connection: {server: pop.north.example}}, equals: $bpin}
  - {port: {protocol: smtp, verb: EHLO, connection: {server: mx.south.example}}, equals: $hub}
  - {port: {protocol: smtp, verb: EHLO, connection: {server: mx.north.example}}, equals: $mx}
  - {port: {protocol: pop3, verb: USER, connection: {server: pop.south.example}}, equals: $own}
proof:
  - {say: POP3 at port 25, at: {connection: {server: pop.north.example}, verb: PASS}}
  - {say: a greeting of SMTP, at: {connection: {server: mx.north.example}, from: server, nth: 1}}
why: >
  A port is a habit. What is spoken, the greeting tells: a server of SMTP says 220, a server of POP3 says +OK. (RFC 5321 section 3.1, RFC 1939 section 4)
```

```scenario post.yaml
name: post
seed: 15
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: $wpin}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: $bpin}]
letters:
  - {from: $writer@south.example, to: [$bob@north.example], subject: $thing, text: "$chat\n"}
readers:
  - {user: $bob@north.example}
  - {user: $writer@south.example}
```

"""#,
"pipelined.md": #"""
---
id: pipelined
kind: case
title: Which answer is whose?
rfc: [2920#3.1, 5321#4.2.1]
draw:
  ann: name
  ben: name
  cas: name
  dora: name
  eve: name
  ticket: code
  stub: code
  desk: word
  chat: text
  never: [550, 551, 553, 554]
  later: [450, 451, 452]
  place:
    - {gone: $ann, late: $cas, first: 1, second: 3}
    - {gone: $ben, late: $dora, first: 2, second: 4}
    - {gone: $cas, late: $eve, first: 3, second: 5}
    - {gone: $dora, late: $ann, first: 4, second: 1}
    - {gone: $eve, late: $ben, first: 5, second: 2}
    - {gone: $dora, late: $cas, first: 4, second: 3}
runs:
  main:
    scenario: post.yaml
    talk: {desk: mx.north.example}
    script:
      - desk: [EHLO $desk.example, "!batch", "MAIL FROM:<desk@$desk.example>", "RCPT TO:<$ann@north.example>", "RCPT TO:<$ben@north.example>"]
      - desk: ["RCPT TO:<$cas@north.example>", "RCPT TO:<$dora@north.example>", "RCPT TO:<$eve@north.example>", "!send", DATA, "Subject: To all", "", $chat, ".", QUIT]
    faults:
      - {station: mx.north.example, before: RCPT, occurrence: $first, do: say, text: "$never 5.0.0 Not for me, ticket $ticket"}
      - {station: mx.north.example, before: RCPT, occurrence: $second, do: say, text: "$later 4.0.0 Not now, ticket $stub"}
---
# Which answer is whose?

## Six commands in one breath

A client sends MAIL and five RCPT in one segment, and waits. The server answers each of them.

```choose
id: pipelined
show: capture
parts:
  - ask: Which recipient is refused for ever? The name in front of the “@”.
    answer: $gone
  - ask: Which code is the answer to RCPT TO:<$late@north.example>?
    answer: $later
  - ask: And which ticket does that answer bear?
    answer: $stub
traps:
  - {difference: [{frame: {verb: RCPT, nth: last}}, {frame: {verb: MAIL}}], equals: 0}
  - {exists: {verb: RCPT, class: 5}}
check:
  - {argument: {verb: RCPT, class: 5}, equals: $gone@north.example}
  - {code: {verb: RCPT, contains: "$late@"}, equals: $later}
  - {argument: {verb: RCPT, class: 4}, equals: $late@north.example}
proof:
  - {say: the command, at: {verb: RCPT, contains: "$late@"}}
  - {say: its answer, at: {verb: RCPT, contains: "$late@", reply: true}}
  - {say: the refusal, at: {verb: RCPT, class: 5, reply: true}}
why: >
  Answers come in the order of the commands, however they are cut into segments: the first one is MAIL's, the next one the first RCPT's.
  (RFC 2920 section 3.1) That one recipient is refused changes nothing for the others.
```

```scenario post.yaml
name: post
seed: 11
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $ann, password: reading}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $ann, password: reading1}
      - {name: $ben, password: reading2}
      - {name: $cas, password: reading3}
      - {name: $dora, password: reading4}
      - {name: $eve, password: reading5}
```

"""#,
"readable-password.md": #"""
---
id: readable-password
kind: case
title: Three logins
rfc: [1939#7, 4616#2, 3207#4]
draw:
  open: name
  sealed: name
  riddle: name
  host: name
  secret: code
  other: code
  third: code
  pin: code
  chat: text
  way:
    - {how: "[plain]", verb: AUTH, word: PLAIN}
    - {how: "[login]", verb: AUTH, word: LOGIN}
    - {how: "[]", verb: PASS, word: PASS}
  turn: {shuffle: ["$open", "$sealed", "$riddle"]}
runs:
  main: {scenario: logins.yaml}
---
# Three logins

## Somebody was careless

Three people of south.example send a letter to $host and look into their mailboxes: $open, $sealed and $riddle.
All of their programs log in somehow. Two of them know how to keep a password to themselves.

```choose
id: readable-password
show: capture
parts:
  - ask: Whose password can be read out of this capture?
    options: ["$turn-1", "$turn-2", "$turn-3"]
    answer: $open
  - ask: What is the password?
    answer: $secret
traps:
  - {exists: {kind: tls}}
  - {exists: {verb: APOP}}
check:
  - {password: {verb: $verb}, equals: $secret}
  - {exists: {verb: $verb, contains: $word}}
  - {store: $host@south.example, equals: 3}
proof:
  - {say: the password crosses the line, at: {verb: $verb}}
  - {say: this one is a digest, at: {verb: APOP}}
  - {say: this one is inside TLS, at: {kind: tls, from: client}}
why: >
  $open's password crosses the line as it is, or in base64, which anybody reads back. $sealed's program begins TLS first,
  and what is said then cannot be read. $riddle's program says only a digest of the password and of a text that the server gave.
  (RFC 1939 section 7, RFC 4616 section 2, RFC 3207 section 4)
```

```scenario logins.yaml
name: logins
seed: 1
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: $open, password: $secret, login: $how}
      - {name: $sealed, password: $other, login: [plain], security: required}
      - {name: $riddle, password: $third, login: [apop]}
      - {name: $host, password: $pin, login: [apop]}
    service: {tls: offered, login: offered, clear-passwords: true, passwords-need-tls: false}
letters:
  - {from: $turn-1@south.example, to: [$host@south.example], subject: One, text: "$chat\n"}
  - {from: $turn-2@south.example, to: [$host@south.example], subject: Two, text: "$chat\n"}
  - {from: $turn-3@south.example, to: [$host@south.example], subject: Three, text: "$chat\n"}
readers:
  - {user: $turn-2@south.example}
  - {user: $turn-3@south.example}
  - {user: $turn-1@south.example}
```

"""#,
"refused-recipient.md": #"""
---
id: refused-recipient
kind: case
title: The recipient who was refused
rfc: [5321#3.3, 5321#4.2.1, 3463#3.2, 3463#3.3, 3463#3.8]
draw:
  writer: name
  ann: name
  ben: name
  cas: name
  first: code
  second: code
  third: code
  chat: text
  zed: name
  people: {shuffle: [$ann, $ben, $cas, $zed]}
  house:
    - {host: mx.south.example, domain: south.example}
    - {host: mx.north.example, domain: north.example}
  reason:
    - {why: unknown, code: 550, status: 5.1.1}
    - {why: full, code: 552, status: 5.2.2}
    - {why: policy, code: 550, status: 5.7.1}
    - {why: grammar, code: 553, status: 5.1.3}
  place:
    - {nth: 1, list: "$zed@$domain, $ann@north.example, $ben@north.example"}
    - {nth: 2, list: "$cas@north.example, $zed@$domain, $ben@north.example"}
    - {nth: 3, list: "$ann@north.example, $cas@north.example, $zed@$domain"}
  letter:
    - {subject: $first, number: 1}
    - {subject: $second, number: 2}
    - {subject: $third, number: 3}
runs:
  main:
    scenario: post.yaml
    set: {letters/$number/to: [$list]}
    faults: [{station: $host, connection: $number, before: RCPT, occurrence: $nth, do: say, text: "$code $status Not this one"}]
---
# The recipient who was refused

## One of nine

$writer of south.example writes three letters, each to three people.
Of nine copies eight arrive, some of them late.

```choose
id: refused-recipient
show: capture
parts:
  - ask: Who did not get one of the letters?
    options: [$people-1, $people-2, $people-3, $people-4]
    answer: $zed
  - ask: What is that letter's subject?
    answer: $subject
  - ask: Which server refused him or her?
    options: [mx.south.example, mx.north.example]
    answer: $host
  - ask: Why, if its reply is to be believed?
    options:
      - unknown: there is no such mailbox
      - full: the mailbox is full
      - policy: that is not permitted
      - grammar: the address is not written as it should be
    answer: $why
traps:
  - {exists: {verb: RCPT, code: 450}}
  - {count: {verb: RCPT, contains: "$ben@", code: 250, after: {verb: RCPT, code: 450}}, more-than: 1}
check:
  - {argument: {verb: RCPT, class: 5}, equals: $zed@$domain}
  - {code: {verb: RCPT, class: 5}, equals: $code}
  - {host: {kind: reply, class: 5}, equals: $host}
  - {sum: [{store: $ann@north.example}, {store: $ben@north.example}, {store: $cas@north.example}], equals: 8}
proof:
  - {say: the refusal, at: {verb: RCPT, class: 5, reply: true}}
  - {say: these are only put off, at: {verb: RCPT, code: 450, reply: true}}
  - {say: and taken later, at: {verb: RCPT, code: 250, after: {verb: RCPT, code: 450}}}
why: >
  $host refused $zed with $code. The first digit decides: 5 is for ever, 4 is for now, and whoever was put off with 450 got the letter
  later. (RFC 5321 section 4.2.1) The enhanced code $status says why. (RFC 3463 section 3)
```

```scenario post.yaml
name: post
seed: 2
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: writing}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users:
      - {name: $ann, password: reading1}
      - {name: $ben, password: reading2}
      - {name: $cas, password: reading3}
    service: {greylisting: 4m}
letters:
  - {from: $writer@south.example, to: [$ann@north.example, $ben@north.example, $cas@north.example], subject: $first, text: "$chat\n"}
  - {from: $writer@south.example, to: [$ben@north.example, $cas@north.example, $ann@north.example], subject: $second, text: "$chat\n", at: 5m}
  - {from: $writer@south.example, to: [$cas@north.example, $ann@north.example, $ben@north.example], subject: $third, text: "$chat\n", at: 10m}
```

"""#,
"second-login.md": #"""
---
id: second-login
kind: case
title: The door stays shut
rfc: [1939#4, 2449#8.1.2, 3206#4]
draw:
  bob: name
  secret: code
  wrong: code
  stale: code
  chat: text
  way:
    - {why: busy, said: $secret, tablet: NOOP, leave: QUIT}
    - {why: wrong, said: $stale, tablet: QUIT, leave: "!hang-up"}
  fuss:
    - {fuss: "STAT, LIST"}
    - {fuss: "STAT"}
    - {fuss: "NOOP, STAT, NOOP"}
runs:
  start: {scenario: post.yaml}
  main:
    scenario: post.yaml
    filled: start
    talk: {phone: pop.north.example, tablet: pop.north.example, laptop: pop.north.example}
    script:
      - phone: [USER $bob, PASS $wrong, QUIT]
      - tablet: [USER $bob, PASS $secret, $fuss, $tablet]
      - laptop: [USER $bob, PASS $said, QUIT]
      - tablet: ["$leave"]
---
# The door stays shut

## Three devices of $bob

$bob's phone, his tablet and his laptop ask for his mail, one after the other. His phone's password is an old one. His laptop is not let in either.

```choose
id: second-login
show: capture
parts:
  - ask: Which password does the phone try in vain?
    answer: $wrong
  - ask: Why is the laptop not let in?
    options:
      - busy: another device has the mailbox open
      - wrong: its password is wrong
      - early: it comes too soon after another login
    answer: $why
  - ask: Which password did the laptop say?
    answer: $said
traps:
  - {exists: {connection: 1, verb: PASS, class: -ERR}}
  - {exists: {connection: 2, verb: PASS, class: +OK}}
  - {exists: {connection: 3, verb: PASS, class: -ERR}}
check:
  - {password: {connection: 1, verb: PASS}, equals: $wrong}
  - {password: {connection: 3, verb: PASS}, equals: $said}
  - {store: $bob@north.example, equals: 1}
  - any:
      - {all: [{exists: {connection: 3, kind: reply, contains: "[IN-USE]"}}, {password: {connection: 2, verb: PASS}, equals: $said}]}
      - {all: [{exists: {connection: 3, kind: reply, contains: "[AUTH]"}}, {password: {connection: 2, verb: PASS}, is-not: $said}]}
proof:
  - {say: the phone's login, at: {connection: 1, verb: PASS}}
  - {say: the tablet's, at: {connection: 2, verb: PASS}}
  - {say: the laptop's answer, at: {connection: 3, verb: PASS, reply: true}}
why: >
  One session at a time has the mailbox, and as long as it goes on nobody else gets in: [IN-USE]. (RFC 1939 section 4, RFC 2449 section 8.1.2)
  [AUTH] says that name or password are at fault. (RFC 3206 section 4) That the phone was turned away before has nothing to do with it.
```

```scenario post.yaml
name: post
seed: 13
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $bob, password: $secret}]
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $bob, password: $secret}]
letters:
  - {from: $bob@south.example, to: [$bob@north.example], subject: One, text: "$chat\n"}
```

"""#,
"stripped.md": #"""
---
id: stripped
kind: case
title: Where is the offer?
rfc: [3207#4, 3207#6, 5321#3.8]
draw:
  one: code
  two: code
  three: code
  four: code
  five: code
  user: name
  house:
    - {robbed: mx.south.example, bare: mx.north.example, domain: south.example, other: north.example}
    - {robbed: mx.north.example, bare: mx.south.example, domain: north.example, other: south.example}
  turn:
    - {victim: $one, number: 1}
    - {victim: $two, number: 3}
    - {victim: $three, number: 4}
  lead:
    - {bare-first: "EHLO $five.example, NOOP, STARTTLS", rest: "NOOP, STARTTLS"}
    - {bare-first: "EHLO $five.example, STARTTLS", rest: "RSET, NOOP, STARTTLS"}
runs:
  main:
    scenario: post.yaml
    set: {domains/$domain/service/tls: offered}
    talk: {a: $robbed, b: $robbed, c: $robbed, d: $robbed, e: $bare}
    script:
      - e: [$bare-first, "!hang-up"]
      - a: [EHLO $one.example, $rest, "!hang-up"]
      - b: [EHLO $four.example, "!hang-up"]
      - c: [EHLO $two.example, $rest, "!hang-up"]
      - d: [EHLO $three.example, $rest, "!hang-up"]
    faults:
      - {station: $robbed, connection: 2, before: GREETING, do: say, text: "421 4.3.2 I am starting anew, come back soon"}
      - {station: $robbed, connection: $number, do: strip, word: STARTTLS}
---
# Where is the offer?

## Two servers, five clients

Five clients call at two servers, and want TLS. At one of the servers somebody on the line takes the offer out of the server's reply,
once. The other server offers nothing, and means it.

```choose
id: stripped
show: capture
parts:
  - ask: At which server was an offer taken out on the way?
    options: [mx.south.example, mx.north.example]
    answer: $robbed
  - ask: Which client was robbed of it? The name that it gave at EHLO.
    answer: $victim.example
  - ask: What does the other server say to STARTTLS? The code.
    answer: 502
traps:
  - {exists: {kind: reply, code: 421}}
  - {count: {verb: STARTTLS, code: 220}, equals: 3}
check:
  - {code: {verb: STARTTLS, server: $bare}, equals: 502}
  - {not: {keywords: {verb: EHLO, contains: $victim.example, reply: true}, includes: STARTTLS}}
  - {code: {verb: STARTTLS, after: {verb: EHLO, contains: $victim.example}}, equals: 220}
  - {speaker: {kind: reply, code: 220, server: $robbed}, equals: server}
proof:
  - {say: no offer here, at: {verb: EHLO, contains: $victim.example, reply: true}}
  - {say: but the server knows the word, at: {verb: STARTTLS, after: {verb: EHLO, contains: $victim.example}, reply: true}}
  - {say: the other one does not, at: {verb: STARTTLS, server: $bare, reply: true}}
why: >
  $robbed makes the offer to its other clients, and even the client that saw none of it is answered 220 when it asks:
  the server speaks TLS, and its reply was changed on the way. $bare does not know the word. (RFC 3207 sections 4 and 6)
  A server that says 421 is about to close, and that is no more than that. (RFC 5321 section 3.8)
```

```scenario post.yaml
name: post
seed: 6
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $user, password: reading}]
    service: {hops: 100}
  - name: north.example
    mx: [mx.north.example]
    pop: pop.north.example
    users: [{name: $user, password: reading}]
    service: {hops: 100}
```

"""#,
"where-at-two.md": #"""
---
id: where-at-two
kind: case
title: Where is the letter?
rfc: [5321#4.5.4.1, 5321#5.1]
draw:
  writer: name
  bob: name
  one: code
  two: code
  three: code
  id1: code
  id2: code
  id3: code
  chat: text
  early: 5..55
  outage:
    - {second: 1h, first: 5h}
    - {second: 80m, first: 6h}
    - {second: 2h, first: 6h}
  when:
    - {clock: "14:00", at: 5h}
    - {clock: "13:40", at: 280m}
    - {clock: "14:20", at: 320m}
  dawn:
    - {dawn-clock: "09:30", dawn: 30m}
    - {dawn-clock: "09:58", dawn: 58m}
    - {dawn-clock: "10:05", dawn: 65m}
    - {dawn-clock: "11:20", dawn: 140m}
    - {dawn-clock: "20:00", dawn: 11h}
  letter:
    - {number: 1, subject: $one, id: $id1}
    - {number: 2, subject: $two, id: $id2}
    - {number: 3, subject: $three, id: $id3}
runs:
  main:
    scenario: post.yaml
    faults:
      - {station: mx1.north.example, do: refuse-calls, until: $first}
      - {station: mx2.north.example, do: refuse-calls, until: $second}
---
# Where is the letter?

## A morning without mx1

$writer writes three letters to $bob at north.example. That domain has two exchangers: mx1.north.example is the better one and holds the
mailboxes, mx2.north.example only keeps letters for it. Both are away for a time. The day begins at 09:00 UTC, and nobody reads mail that day.

```choose
id: where-at-two
show: capture
parts:
  - ask: Where is the letter “$subject” at $clock?
    options:
      - outbox $writer@south.example: still with $writer, in the outbox
      - queue mx.south.example: in the queue of mx.south.example
      - queue mx2.north.example: in the queue of mx2.north.example
      - maildrop $bob@north.example: in $bob's mailbox
    answer: {where: $number, at: $at}
  - ask: Where is it at $dawn-clock?
    options:
      - outbox $writer@south.example: still with $writer, in the outbox
      - queue mx.south.example: in the queue of mx.south.example
      - queue mx2.north.example: in the queue of mx2.north.example
      - maildrop $bob@north.example: in $bob's mailbox
    answer: {where: $number, at: $dawn}
  - ask: What is its Message-ID, as far as the “@”?
    answer: $id
traps:
  - {where: $number, at: $at, equals: queue mx2.north.example}
  - {where: $number, at: $dawn, is-not: queue mx2.north.example}
check:
  - {store: $bob@north.example, equals: 3}
  - {count: {kind: content, server: mx2.north.example}, at-least: 1}
  - {exists: {kind: content, client: mx2.north.example}}
proof:
  - {say: mx2 says 250 and answers for letters from now on, at: {kind: content, server: mx2.north.example, reply: true}}
  - {say: it hands letters on, at: {kind: content, server: mx1.north.example}}
why: >
  A letter is with whoever said 250 to it last. (RFC 5321 section 4.5.4.1) The exchanger with the lowest preference is tried first; if it cannot be reached, the
  next one is, and that one hands the letter on when it can. (RFC 5321 section 5.1)
```

```scenario post.yaml
name: post
seed: 8
domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users: [{name: $writer, password: writing}]
  - name: north.example
    mx:
      - {host: mx1.north.example, preference: 10}
      - {host: mx2.north.example, preference: 20, backup: true}
    pop: pop.north.example
    users: [{name: $bob, password: reading}]
letters:
  - {from: $writer@south.example, to: [$bob@north.example], subject: $one, id: <$id1@south.example>, text: "$chat\n", at: "${early}m"}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $two, id: <$id2@south.example>, text: "$chat\n", at: 61m}
  - {from: $writer@south.example, to: [$bob@north.example], subject: $three, id: <$id3@south.example>, text: "$chat\n", at: 130m}
```

"""#,
], translations: [
:
])
}
