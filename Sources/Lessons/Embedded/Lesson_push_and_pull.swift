// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let push_and_pull = Files(
name: "push-and-pull", text: #"""
---
id: push-and-pull
number: 2
title: Push and pull
unit: A
goal: Tell a push from a pull by who calls and who carries.
minutes: 20
claims: [C02, M08, M09, M17, M18, M21]
rfc: [5321#2.1, 5321#3.1, 5321#4.2.4, 1939#3, 1939#5, 5598#4.4]
scenario: one-letter
---
# Push and pull

## Five programs and one letter

Alice lives at south.example, bob at north.example. Alice has written a letter to bob.
Five programs take part:

- the sender client: alice's mail program
- the sender MTA: the mail server of south.example
- the receiver MTA: the mail server of north.example
- the receiver MAA: the server that lets bob into his maildrop
- the receiver client: bob's mail program

MTA means mail transfer agent, MAA means mail access agent.
MTAs are spoken to in SMTP, the MAA in POP3.

Right now the letter lies with alice. These are all the places where it can be:

```read
id: programs
show: {state: 0}
```

## How often does somebody call?

Programs talk over TCP connections. One program opens a connection, the other one accepts it.
You have not seen the run yet, so think first.

```predict
id: connections
ask: How many connections will there be, until the letter is in bob's mail program?
answer: connections
hints:
  - No program throws the letter past its neighbour.
  - Count the hand-overs. From alice's program to her server is one.
  - From the server of north.example to bob's program is the last. One more lies between.
why: >
  One connection for each hand-over: client to server, server to server, bob's program to the server.
  Mail goes hop by hop (RFC 5321 section 2.1), and no two hops need to happen at the same time.
```

## Who calls whom?

Whoever opens a connection acts of its own accord. The other side can only wait for it.

```predict
id: openers
claims: [M08]
parts:
  - ask: Hand-over 1, alice's program and the server of south.example. Who opens the connection?
    options: [sender client, sender MTA]
    answer: {opener: 1}
  - ask: Hand-over 2, the two mail servers. Who opens the connection?
    options: [sender MTA, receiver MTA]
    answer: {opener: 2}
  - ask: Hand-over 3, the maildrop's server and bob's program. Who opens the connection?
    options: [receiver MAA, receiver client]
    answer: {opener: 3}
hints:
  - Who has a reason to act? Twice it is the one that holds the letter.
  - A server is always on; bob's laptop is not. Who can reach whom?
  - The last one is different. Bob's server never calls bob; his program has to ask.
why: >
  An SMTP session begins when the client opens a connection (RFC 5321 section 3.1), and so does a POP3
  session (RFC 1939 section 3). The SMTP client is the one that has a letter to hand over.
  The POP3 client is the one that wants letters.
```

## The first hand-over

Now look. C is the client, S the server; the arrow says who speaks.
Each line has a number: this is connection 1, so line 6 is called step 1.6.

```read
id: first
show: [{connection: 1}, {state: 1}]
```

## The second hand-over

The server of south.example is now the client. The words are the same, and so is the direction:
who opened the connection hands the letter over.

```read
id: second
show: [{connection: 2, explain: false}, {state: 2}]
```

## The third hand-over

The letter lies in bob's maildrop. It would lie there for ever if nobody came.
This is the connection that bob's program opened.

```find
id: asked
claims: [M17]
show: {connection: 3, explain: false}
find: {connection: 3, verb: RETR}
ask: In which step does bob's program ask for the letter itself?
hints:
  - You look for a command, so the arrow points from C to S.
  - LIST asks for numbers and sizes only.
  - The command is named after what it does, it retrieves. RFC 1939 section 5.
why: >
  RETR 1 asks for message 1, and the server sends it behind its +OK. Before that, bob's program had to
  log in. The server did not move a finger until it was asked. (RFC 1939 section 5)
reveal:
  connection: 3
  from: {connection: 3, verb: RETR}
  to: {connection: 3, verb: RETR, reply: true}
```

## Who carried the load?

Both sides speak in every connection. But the letter goes one way.
The last line of each connection counts the octets of both sides.

```find
id: load
claims: [M09]
show: {connection: 3, explain: false, from: {connection: 3, verb: QUIT}}
ask: Which side sent more octets in connection 3?
options: [receiver client, receiver MAA]
answer: {carrier: 3}
hints:
  - Look at the line that says how connection 3 ended.
  - A command is a few octets long. A letter is hundreds.
  - Who holds the letter before RETR? That side sends it.
why: >
  The server carried the letter, though the client opened the connection.
  So both protocols are two-way talks, and in each of them the letter goes one way only:
  from client to server in SMTP, from server to client in POP3.
```

## Give it a name

If the side that opened the connection also carries the letter, mail is pushed.
If it asks, and the other side carries the letter, mail is pulled.

```choose
id: names
claims: [C02, M18]
parts:
  - ask: Connection 1, alice's program to her server. Push or pull?
    options: [push, pull]
    answer: {move: 1}
  - ask: Connection 2, server to server. Push or pull?
    options: [push, pull]
    answer: {move: 2}
  - ask: Connection 3, bob's program and the maildrop. Push or pull?
    options: [push, pull]
    answer: {move: 3}
hints:
  - For each connection ask two things. Who opened it? Who carried the letter?
  - The same side twice is a push, two different sides are a pull.
  - Connections 1 and 2 are SMTP, connection 3 is POP3.
why: >
  Push, push, pull. (RFC 5598 section 4.4) No port number was needed to see it. The first packet of a connection tells who
  opened it, and the octets tell who carried the letter.
reveal: journey
```

## The wrong door

Now it is your turn to type. A POP3 server is listening, bob's own.
Greet it as if it spoke SMTP, and see what it says. Then leave with QUIT.

```type
id: smtp-to-pop3
claims: [M21]
to: pop.north.example
goals:
  - say: Say EHLO, and be refused with -ERR
    check: {count: {verb: EHLO, code: -ERR}, at-least: 1}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model: [EHLO x, QUIT]
hints:
  - Type a line and press Enter. The server answers each line.
  - The greeting of SMTP is EHLO, followed by the name of your computer. Any name will do here.
  - Type EHLO x and press Enter, then QUIT and press Enter.
why: >
  A POP3 server answers every command it does not know with -ERR. (RFC 1939 section 3)
  The two protocols do not replace each other: a POP3 server takes no letters.
```

## The other wrong door

The receiver MTA speaks SMTP. Greet it, then try to log in with USER, as in POP3.

```type
id: pop3-to-smtp
claims: [M21]
to: mx.north.example
goals:
  - say: Say EHLO and a name
    check: {heard: [EHLO]}
  - say: Say USER bob, and be refused with 500
    check: {count: {verb: USER, code: 500}, at-least: 1}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model: [EHLO x, USER bob, QUIT]
hints:
  - SMTP begins with EHLO and a name.
  - USER is a POP3 command. Type it here all the same.
  - Type EHLO x, then USER bob, then QUIT, each on a line of its own.
why: >
  500 means that the server does not know the command. (RFC 5321 section 4.2.4)
  SMTP has no command that fetches letters, and nobody logs in with USER.
  Bob needs POP3 to read, and SMTP to write.
```

You have seen it in the octets: SMTP pushes, POP3 pulls.
Bob's server never calls him. His program calls, asks, and carries the letter home.

"""#, companions: [
:
], translations: [
"de": #"""
---
language: de
title: Bringen und Holen
goal: Push und Pull daran unterscheiden, wer anruft und wer trägt.
source: dc4ffd1a
---
# Bringen und Holen

## Fünf Programme und ein Brief

Alice wohnt in south.example, bob in north.example. Alice hat bob einen Brief geschrieben.
Fünf Programme sind beteiligt:

- der sender client: das Mailprogramm von alice
- der sender MTA: der Mailserver von south.example
- der receiver MTA: der Mailserver von north.example
- der receiver MAA: der Server, der bob in sein Postfach lässt
- der receiver client: das Mailprogramm von bob

MTA heißt mail transfer agent, MAA heißt mail access agent.
Mit MTAs spricht man SMTP, mit dem MAA POP3.

Jetzt gerade liegt der Brief bei alice. Das sind alle Orte, an denen er sein kann:

```read
id: programs
source: d9acb87b
```

## Wie oft ruft jemand an?

Programme sprechen über TCP-Verbindungen miteinander. Ein Programm öffnet eine Verbindung, das andere nimmt sie an.
Noch hast du nichts davon gesehen, also denk erst nach.

```predict
id: connections
source: a98ad4e7
ask: Wie viele Verbindungen gibt es, bis der Brief in bobs Mailprogramm ist?
hints:
  - Kein Programm wirft den Brief an seinem Nachbarn vorbei.
  - Zähl die Übergaben. Vom Programm von alice zu ihrem Server ist die erste.
  - Vom Server von north.example zu bobs Programm ist die letzte. Dazwischen liegt noch eine.
why: >
  Eine Verbindung für jede Übergabe: vom Client zum Server, von Server zu Server, von bobs Programm zum Server.
  Post reist Etappe für Etappe (RFC 5321 Abschnitt 2.1), und keine zwei Etappen müssen zur selben Zeit geschehen.
```

## Wer ruft wen an?

Wer eine Verbindung öffnet, handelt von sich aus. Die andere Seite kann nur darauf warten.

```predict
id: openers
source: 56cf841f
parts:
  - Übergabe 1, das Programm von alice und der Server von south.example. Wer öffnet die Verbindung?
  - Übergabe 2, die beiden Mailserver. Wer öffnet die Verbindung?
  - Übergabe 3, der Server des Postfachs und das Programm von bob. Wer öffnet die Verbindung?
hints:
  - Wer hat einen Grund zu handeln? Zweimal ist es der, bei dem der Brief liegt.
  - Ein Server ist immer an, bobs Laptop nicht. Wer kann wen erreichen?
  - Beim letzten Mal ist es anders. Bobs Server ruft ihn nie an; sein Programm muss fragen.
why: >
  Eine SMTP-Sitzung beginnt, wenn der Client eine Verbindung öffnet (RFC 5321 Abschnitt 3.1), und eine POP3-Sitzung
  ebenso (RFC 1939 Abschnitt 3). Der SMTP-Client ist der, der einen Brief abzugeben hat.
  Der POP3-Client ist der, der Briefe haben will.
```

## Die erste Übergabe

Jetzt sieh hin. C ist der Client, S der Server; der Pfeil sagt, wer spricht.
Jede Zeile hat eine Nummer: Das ist Verbindung 1, also heißt Zeile 6 Schritt 1.6.

```read
id: first
source: 0f30a961
```

## Die zweite Übergabe

Der Server von south.example ist jetzt der Client. Die Worte sind dieselben, und auch die Richtung:
Wer die Verbindung geöffnet hat, gibt den Brief ab.

```read
id: second
source: c11c3d98
```

## Die dritte Übergabe

Der Brief liegt in bobs Postfach. Dort läge er für immer, wenn niemand käme.
Das ist die Verbindung, die bobs Programm geöffnet hat.

```find
id: asked
source: 5cfd385e
ask: In welchem Schritt verlangt bobs Programm den Brief selbst?
hints:
  - Du suchst einen Befehl, der Pfeil zeigt also von C nach S.
  - LIST fragt nur nach Nummern und Größen.
  - Der Befehl heißt nach dem, was er tut, er holt (retrieve). RFC 1939 Abschnitt 5.
why: >
  RETR 1 verlangt Brief 1, und der Server sendet ihn hinter seinem +OK. Vorher musste sich bobs Programm anmelden.
  Der Server rührte keinen Finger, bis er gefragt wurde. (RFC 1939 Abschnitt 5)
```

## Wer trug die Last?

In jeder Verbindung sprechen beide Seiten. Aber der Brief geht in eine Richtung.
Die letzte Zeile jeder Verbindung zählt die Oktette beider Seiten.

```find
id: load
source: 2721e7be
ask: Welche Seite hat in Verbindung 3 mehr Oktette gesendet?
hints:
  - Sieh dir die Zeile an, die sagt, wie Verbindung 3 endete.
  - Ein Befehl ist ein paar Oktette lang. Ein Brief hat Hunderte.
  - Bei wem liegt der Brief vor RETR? Diese Seite sendet ihn.
why: >
  Der Server trug den Brief, obwohl der Client die Verbindung geöffnet hat.
  Beide Protokolle sind also Gespräche in zwei Richtungen, und in jedem geht der Brief nur in eine:
  bei SMTP vom Client zum Server, bei POP3 vom Server zum Client.
```

## Gib ihm einen Namen

Wenn die Seite, die die Verbindung geöffnet hat, auch den Brief trägt, wird Post gebracht: push.
Wenn sie fragt und die andere Seite den Brief trägt, wird Post geholt: pull.

```choose
id: names
source: 9793537c
parts:
  - ask: Verbindung 1, das Programm von alice zu ihrem Server. Push oder Pull?
    options: [push: "push, bringen", pull: "pull, holen"]
  - ask: Verbindung 2, Server zu Server. Push oder Pull?
    options: [push: "push, bringen", pull: "pull, holen"]
  - ask: Verbindung 3, bobs Programm und das Postfach. Push oder Pull?
    options: [push: "push, bringen", pull: "pull, holen"]
hints:
  - Frag bei jeder Verbindung zweierlei. Wer hat sie geöffnet? Wer hat den Brief getragen?
  - Zweimal dieselbe Seite ist ein Push, zwei verschiedene Seiten sind ein Pull.
  - Die Verbindungen 1 und 2 sind SMTP, Verbindung 3 ist POP3.
why: >
  Push, push, pull. (RFC 5598 Abschnitt 4.4) Um das zu sehen, brauchte es keine Portnummer. Das erste Paket einer
  Verbindung verrät, wer sie geöffnet hat, und die Oktette verraten, wer den Brief getragen hat.
```

## Die falsche Tür

Jetzt tippst du selbst. Ein POP3-Server hört zu, der von bob.
Grüß ihn, als spräche er SMTP, und sieh, was er sagt. Dann geh mit QUIT.

```type
id: smtp-to-pop3
source: 511f3d8e
goals:
  - Sag EHLO und werde mit -ERR abgewiesen
  - Geh mit QUIT
hints:
  - Tippe eine Zeile und drück Enter. Der Server beantwortet jede Zeile.
  - Der Gruß in SMTP ist EHLO, dahinter der Name deines Rechners. Hier geht jeder Name.
  - Tippe EHLO x und drück Enter, dann QUIT und drück Enter.
why: >
  Ein POP3-Server beantwortet jeden Befehl, den er nicht kennt, mit -ERR. (RFC 1939 Abschnitt 3)
  Die beiden Protokolle ersetzen einander nicht: Ein POP3-Server nimmt keine Briefe an.
```

## Die andere falsche Tür

Der receiver MTA spricht SMTP. Grüß ihn, dann versuch dich mit USER anzumelden wie bei POP3.

```type
id: pop3-to-smtp
source: 8698e7d3
goals:
  - Sag EHLO und einen Namen
  - Sag USER bob und werde mit 500 abgewiesen
  - Geh mit QUIT
hints:
  - SMTP beginnt mit EHLO und einem Namen.
  - USER ist ein Befehl von POP3. Tippe ihn hier trotzdem.
  - Tippe EHLO x, dann USER bob, dann QUIT, jedes in einer eigenen Zeile.
why: >
  500 heißt, dass der Server den Befehl nicht kennt. (RFC 5321 Abschnitt 4.2.4)
  SMTP hat keinen Befehl, der Briefe holt, und niemand meldet sich mit USER an.
  Bob braucht POP3 zum Lesen und SMTP zum Schreiben.
```

Du hast es an den Oktetten gesehen: SMTP bringt, POP3 holt.
Bobs Server ruft ihn nie an. Sein Programm ruft an, fragt und trägt den Brief nach Hause.

"""#,
])
}
