// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let two_hops = Files(
name: "two-hops", text: #"""
---
id: two-hops
number: 1
title: Follow one letter
unit: A
goal: Name every program that a letter passes, and who speaks to whom.
minutes: 15
rfc: [5321#2.1, 5321#2.3.3, 5321#2.3.10, 5321#4.1.1.1, 5321#4.4, 5321#5.1, 1939#3, 5598#4]
draw:
  friend: name
runs:
  main: {scenario: one-letter}
  house: {scenario: same-house.yaml}
---
# Follow one letter

## The cast

Alice lives at south.example, bob at north.example. Alice has written to bob.
Five programs will handle the letter:

```text
sender client     alice's mail program
sender MTA        mail server of south.example   mx.south.example
receiver MTA      mail server of north.example   mx.north.example
receiver MAA      the door to bob's maildrop     pop.north.example
receiver client   bob's mail program
```

MTA is short for mail transfer agent, MAA for mail access agent.
They talk in two languages: SMTP and POP3. Both are protocols, which means rules for a talk.

This is where the letter lies before anything happens. What stands in brackets is the letter's own name, its Message-ID:

```read
id: cast
show: {state: 0}
```

## How many talks?

Every hand-over between two computers is a connection of its own.
Think first; you will see the run soon.

```predict
id: talks
claims: [C01]
parts:
  - ask: How many connections will speak SMTP?
    answer: {connections: {protocol: smtp}}
  - ask: How many connections will speak POP3?
    answer: {connections: {protocol: pop3}}
hints:
  - SMTP carries a letter towards a maildrop. POP3 brings it out again.
  - Alice's program does not call bob's server itself. Her own server stands between them.
  - Alice to her server, her server to bob's server, and then bob fetches it.
why: >
  SMTP is used twice here: once to hand the letter in, once between the servers. POP3 is used once.
  Each hop is an SMTP session of its own, and the server between the two is called a relay.
  (RFC 5321 sections 2.1 and 2.3.10)
```

## Who calls which door?

Alice's letter is for north.example. Her program must call some server.

```predict
id: doors
claims: [M10, C32]
options: [mx.south.example, mx.north.example, pop.north.example]
parts:
  - ask: Which server does alice's mail program call?
    answer: {host: {client: sender client, from: server}}
  - ask: Which server does bob's mail program call?
    answer: {host: {client: receiver client, from: server}}
hints:
  - Your own mail program has settings. Do they name your friends' servers?
  - A mail program calls only the servers of its own house.
  - Alice's house is south.example. Bob wants to get letters out, so he needs the door to his maildrop.
why: >
  Alice's program calls the server of her own domain and no other. That server looks up who takes mail for
  north.example, in the MX records of the domain name system. (RFC 5321 section 5.1)
  Bob uses SMTP and POP3 both, but to two servers of his own house: one to write, one to read.
```

## In which order?

Put the four moments in order.

```order
id: sequence
claims: [C01]
ask: What happens first, and what then?
items:
  - {say: The mail server of south.example takes the letter, at: {client: sender client, kind: content, reply: true}}
  - {say: The mail server of south.example hands the letter on, at: {client: sender MTA, kind: content}}
  - {say: Bob's program says who bob is, at: {protocol: pop3, verb: USER}}
  - {say: Bob's program asks for the letter, at: {protocol: pop3, verb: RETR}}
hints:
  - Nobody can hand on what he has not got.
  - The door to the maildrop opens only after a login.
  - Taken, handed on, logged in, asked for.
why: >
  The letter is stored and forwarded, once in each house that it passes. A server takes the whole letter and answers
  for it before it hands it on. (RFC 5321 section 2.1)
reveal: journey
```

## Two servers alone

This is how connection 2 begins. C is the client, S the server; the arrow says who speaks.
Each line has a number: line 1 of connection 2 is called step 2.1, and so on.

It begins with names. The server gives its own, and the client introduces itself with EHLO.

```find
id: introduces
claims: [M03, M23]
show: {connection: 2, to: {connection: 2, verb: EHLO, reply: true}, explain: false}
ask: In which step does a mail server introduce itself as a client?
find: {client: sender MTA, verb: EHLO}
hints:
  - You look for a line that the client says. Its arrow points from C to S.
  - The command is EHLO, and the name behind it is a server's.
  - Connection 2 has only one EHLO.
why: >
  EHLO carries the client's name (RFC 5321 section 4.1.1.1), and here it is mx.south.example. Neither
  alice nor bob takes part in connection 2. So the second use of SMTP lies between two servers,
  and a mail protocol connects more than servers with people's programs.
```

## A protocol or a program?

Some texts say: "SMTP is a mail transfer agent." Look at the sender MTA: it took part in two connections.

```argue
id: not-an-agent
claims: [M01]
say: SMTP is an MTA.
show:
  - {connection: 1, explain: false, to: {connection: 1, verb: EHLO, reply: true}}
  - {connection: 2, explain: false, to: {connection: 2, verb: EHLO, reply: true}}
verdict: false
evidence:
  - {ask: A step in which the sender MTA speaks as the server, find: {server: sender MTA, protocol: smtp, from: server}}
  - {ask: A step in which the sender MTA speaks as the client, find: {client: sender MTA, protocol: smtp, from: client}}
hints:
  - One program, two roles. In which connection is it called, and in which does it call?
  - In connection 1 it is S, in connection 2 it is C.
  - "False. Any line from S in connection 1, then any line from C in connection 2."
why: >
  The same program is server in connection 1 and client in connection 2, and it speaks SMTP in both.
  SMTP is the language, the MTA is a program that speaks it. (RFC 5321 section 2.3.3)
```

## Words of the textbooks

Textbooks say "client MTA", "server MTA", "client MAA" and "server MAA". These are roles in one connection,
not kinds of programs. Who plays them in this run?

```choose
id: roles
claims: [C34]
options: [sender client, sender MTA, receiver MTA, receiver MAA, receiver client]
parts:
  - ask: In connection 2, who is the client MTA?
    answer: {station: {connection: 2, from: client}}
  - ask: In connection 2, who is the server MTA?
    answer: {station: {connection: 2, from: server}}
  - ask: In connection 3, who is the client MAA?
    answer: {station: {connection: 3, from: client}}
  - ask: In connection 3, who is the server MAA?
    answer: {station: {connection: 3, from: server}}
hints:
  - The client is the side that calls.
  - In connection 2 the server of south.example calls the server of north.example.
  - In connection 3 bob's program calls, and the maildrop's server is called.
why: >
  Today's words are finer. Alice's and bob's programs are user agents (MUA). The server that takes alice's letter
  is a submission agent (MSA), then MTAs pass it on, and a delivery agent (MDA) lays it into the message
  store (MS), which POP3 reads. One program may play several of these. (RFC 5598 section 4)
```

## In the same house

Now alice writes to $friend@south.example, who lives in her own domain. Both use the same mail server.

```predict
id: house
claims: [C01]
run: house
parts:
  - ask: How many connections will speak SMTP this time?
    answer: {connections: {protocol: smtp}}
  - ask: >
      Each SMTP server that takes a letter puts one Received line on top of it. How many will
      $friend's copy have?
    answer: {fields: Received, in: {reader: $friend@south.example}}
hints:
  - Which server takes mail for south.example? And which one did alice's program call?
  - There is nobody to hand the letter on to.
  - Count the servers that take the letter by SMTP. There is one.
why: >
  One hop, one Received line. (RFC 5321 section 4.4) "SMTP twice, POP once" is right for two houses.
  Inside one house SMTP is used once, and with gateways on the way it may be three times or more.
reveal: {letter: {reader: $friend@south.example}}
```

## A third language

You will hear of IMAP, Lotus Notes and MAPI in one breath with POP.
IMAP is a protocol too. An IMAP command begins with a tag, such as a1.

The door that you speak to here is bob's POP3 server. Try IMAP on it.

```type
id: imap-words
claims: [C31]
to: pop.north.example
goals:
  - say: Say a1 LOGIN bob builder, and be refused with -ERR
    check: {count: {verb: A1, code: -ERR}, at-least: 1}
  - say: Leave with QUIT
    check: {heard: [QUIT]}
model: [a1 LOGIN bob builder, QUIT]
hints:
  - Type the line as it stands in the first goal, and press Enter.
  - Then say QUIT.
  - "First a1 LOGIN bob builder, then QUIT."
why: >
  The POP3 server takes a1 for an unknown command and says -ERR. (RFC 1939 section 3)
  IMAP is a protocol like POP3, with servers of its own. Lotus Notes is a product, and MAPI is an interface for
  programmers. Those two are no protocols at all.
```

You can name them all now: the sender client, two MTAs, the maildrop's server, and the receiver client.
SMTP carried the letter over two hops, POP3 brought it home. Each program spoke only with its next neighbour.

"""#, companions: [
"same-house.yaml": #"""
# A letter that never leaves its house: sender and recipient share a mail server.
name: same-house
summary: One letter from alice to a colleague in the same domain.
step-by-step: true
seed: 21
start: 2026-01-05T09:00:00Z

domains:
  - name: south.example
    mx: [mx.south.example]
    pop: pop.south.example
    users:
      - {name: alice, password: wonderland}
      - {name: $friend, password: meadow}

letters:
  - from: alice@south.example
    to: [$friend@south.example]
    subject: Coffee
    text: |
      Coffee at ten?

readers:
  - {user: $friend@south.example, leave: delete}

"""#,
], translations: [
"de": #"""
---
language: de
title: Folge einem Brief
goal: Jedes Programm nennen, durch das ein Brief geht, und wissen, wer mit wem spricht.
source: 162c7ff6
---
# Folge einem Brief

## Wer mitspielt

Alice wohnt in south.example, bob in north.example. Alice hat bob geschrieben.
Fünf Programme werden den Brief in die Hand bekommen:

```text
sender client     das Mailprogramm von alice
sender MTA        Mailserver von south.example   mx.south.example
receiver MTA      Mailserver von north.example   mx.north.example
receiver MAA      die Tür zu bobs Postfach       pop.north.example
receiver client   das Mailprogramm von bob
```

MTA steht für mail transfer agent, das Programm, das Post weitergibt; MAA für mail access agent, das Programm, das
den Zugang zum Postfach gibt. Sie sprechen zwei Sprachen: SMTP und POP3. Beides sind Protokolle, also Regeln für ein
Gespräch.

Hier liegt der Brief, bevor irgendetwas geschieht. In Klammern steht sein eigener Name, die Message-ID:

```read
id: cast
source: ac0acb73
```

## Wie viele Gespräche?

Jede Übergabe zwischen zwei Rechnern ist eine eigene Verbindung.
Denk erst nach; was geschieht, siehst du gleich.

```predict
id: talks
source: ce764c07
parts:
  - Wie viele Verbindungen werden SMTP sprechen?
  - Wie viele Verbindungen werden POP3 sprechen?
hints:
  - SMTP trägt einen Brief zum Postfach hin. POP3 bringt ihn wieder heraus.
  - Das Programm von alice ruft bobs Server nicht selbst an. Ihr eigener Server steht dazwischen.
  - Von alice zu ihrem Server, von ihrem Server zu bobs Server, und dann holt bob den Brief.
why: >
  SMTP kommt hier zweimal vor: einmal, um den Brief abzugeben, einmal zwischen den Servern. POP3 kommt einmal vor.
  Jede Etappe ist eine eigene SMTP-Sitzung, und der Server zwischen den beiden heißt Relay.
  (RFC 5321 Abschnitte 2.1 und 2.3.10)
```

## Wer ruft an welcher Tür?

Der Brief von alice ist für north.example. Ihr Programm muss irgendeinen Server anrufen.

```predict
id: doors
source: 2891f72b
parts:
  - Welchen Server ruft das Mailprogramm von alice an?
  - Welchen Server ruft das Mailprogramm von bob an?
hints:
  - Dein eigenes Mailprogramm hat Einstellungen. Stehen darin die Server deiner Freunde?
  - Ein Mailprogramm ruft nur die Server seines eigenen Hauses an.
  - Das Haus von alice ist south.example. Bob will Briefe herausholen, also braucht er die Tür zu seinem Postfach.
why: >
  Das Programm von alice ruft den Server ihrer eigenen Domain an und keinen anderen. Dieser Server schlägt nach, wer die
  Post für north.example annimmt: in den MX-Einträgen des Domain Name System. (RFC 5321 Abschnitt 5.1)
  Bob benutzt SMTP und POP3, aber mit zwei Servern seines eigenen Hauses: einem zum Schreiben, einem zum Lesen.
```

## In welcher Folge?

Bring die vier Augenblicke in die richtige Folge.

```order
id: sequence
source: 5e523358
ask: Was geschieht zuerst, und was dann?
items:
  - Der Mailserver von south.example nimmt den Brief an
  - Der Mailserver von south.example gibt den Brief weiter
  - Das Programm von bob sagt, wer bob ist
  - Das Programm von bob verlangt den Brief
hints:
  - Niemand kann weitergeben, was er nicht bekommen hat.
  - Die Tür zum Postfach öffnet sich erst nach der Anmeldung.
  - Angenommen, weitergegeben, angemeldet, verlangt.
why: >
  Der Brief wird gespeichert und weitergeleitet, einmal in jedem Haus, durch das er kommt. Ein Server nimmt den ganzen
  Brief an und steht für ihn ein, bevor er ihn weitergibt. (RFC 5321 Abschnitt 2.1)
```

## Zwei Server unter sich

So beginnt Verbindung 2. C ist der Client, S der Server; der Pfeil sagt, wer spricht.
Jede Zeile hat eine Nummer: Zeile 1 von Verbindung 2 heißt Schritt 2.1 und so weiter.

Es beginnt mit Namen. Der Server nennt seinen eigenen, und der Client stellt sich mit EHLO vor.

```find
id: introduces
source: f4cddc42
ask: In welchem Schritt stellt sich ein Mailserver als Client vor?
hints:
  - Du suchst eine Zeile, die der Client sagt. Ihr Pfeil zeigt von C nach S.
  - Der Befehl heißt EHLO, und der Name dahinter ist der eines Servers.
  - In Verbindung 2 gibt es nur ein EHLO.
why: >
  EHLO nennt den Namen des Clients (RFC 5321 Abschnitt 4.1.1.1), und hier ist das mx.south.example. Weder alice noch bob
  nimmt an Verbindung 2 teil. SMTP wird also beim zweiten Mal zwischen zwei Servern gesprochen, und ein Mailprotokoll
  verbindet mehr als Server mit den Programmen von Leuten.
```

## Protokoll oder Programm?

Mancher Text sagt: „SMTP ist ein Mail Transfer Agent.“ Sieh dir den sender MTA an: Er war an zwei Verbindungen beteiligt.

```argue
id: not-an-agent
source: f84f0c5b
say: SMTP ist ein MTA.
evidence:
  - Ein Schritt, in dem der sender MTA als Server spricht
  - Ein Schritt, in dem der sender MTA als Client spricht
hints:
  - Ein Programm, zwei Rollen. In welcher Verbindung wird es angerufen, und in welcher ruft es an?
  - In Verbindung 1 ist es S, in Verbindung 2 ist es C.
  - "Falsch. Irgendeine Zeile von S in Verbindung 1, dann irgendeine Zeile von C in Verbindung 2."
why: >
  Dasselbe Programm ist in Verbindung 1 der Server und in Verbindung 2 der Client, und in beiden spricht es SMTP.
  SMTP ist die Sprache, der MTA ist ein Programm, das sie spricht. (RFC 5321 Abschnitt 2.3.3)
```

## Wörter der Lehrbücher

Lehrbücher sagen „Client-MTA“, „Server-MTA“, „Client-MAA“ und „Server-MAA“. Das sind Rollen in einer Verbindung,
keine Arten von Programmen. Wer spielt sie in diesem Lauf?

```choose
id: roles
source: abe2acdf
parts:
  - Wer ist in Verbindung 2 der Client-MTA?
  - Wer ist in Verbindung 2 der Server-MTA?
  - Wer ist in Verbindung 3 der Client-MAA?
  - Wer ist in Verbindung 3 der Server-MAA?
hints:
  - Der Client ist die Seite, die anruft.
  - In Verbindung 2 ruft der Server von south.example den Server von north.example an.
  - In Verbindung 3 ruft das Programm von bob an, und der Server des Postfachs wird angerufen.
why: >
  Heute sind die Wörter feiner. Die Programme von alice und bob sind User Agents (MUA). Der Server, der den Brief von
  alice annimmt, ist ein Submission Agent (MSA), dann geben ihn MTAs weiter, und ein Delivery Agent (MDA) legt ihn in den
  Message Store (MS), aus dem POP3 liest. Ein Programm kann mehrere davon spielen. (RFC 5598 Abschnitt 4)
```

## Im selben Haus

Jetzt schreibt alice an $friend@south.example, in ihrer eigenen Domain. Beide benutzen denselben Mailserver.

```predict
id: house
source: ef3cb5d2
parts:
  - Wie viele Verbindungen werden diesmal SMTP sprechen?
  - >
    Jeder SMTP-Server, der einen Brief annimmt, setzt eine Received-Zeile obendrauf. Wie viele wird das Exemplar
    von $friend haben?
hints:
  - Welcher Server nimmt die Post für south.example an? Und welchen hat das Programm von alice angerufen?
  - Es gibt niemanden, an den der Brief weiterzugeben wäre.
  - Zähl die Server, die den Brief mit SMTP annehmen. Es ist einer.
why: >
  Eine Etappe, eine Received-Zeile. (RFC 5321 Abschnitt 4.4) „Zweimal SMTP, einmal POP“ stimmt für zwei Häuser.
  Innerhalb eines Hauses kommt SMTP einmal vor, und mit Gateways unterwegs vielleicht dreimal oder öfter.
```

## Eine dritte Sprache

Du wirst in einem Atemzug mit POP auch von IMAP, Lotus Notes und MAPI hören.
Auch IMAP ist ein Protokoll. Ein IMAP-Befehl beginnt mit einem Kennzeichen, etwa a1.

Die Tür, an der du hier sprichst, ist bobs POP3-Server. Versuch es dort mit IMAP.

```type
id: imap-words
source: 11a5e5d8
goals:
  - Sag a1 LOGIN bob builder und werde mit -ERR abgewiesen
  - Geh mit QUIT
hints:
  - Tippe die Zeile so, wie sie im ersten Ziel steht, und drück Enter.
  - Dann sag QUIT.
  - "Erst a1 LOGIN bob builder, dann QUIT."
why: >
  Der POP3-Server hält a1 für einen unbekannten Befehl und sagt -ERR. (RFC 1939 Abschnitt 3)
  IMAP ist ein Protokoll wie POP3, mit eigenen Servern. Lotus Notes ist ein Produkt, und MAPI ist eine Schnittstelle für
  Programmierer. Diese beiden sind gar keine Protokolle.
```

Jetzt kannst du sie alle nennen: den sender client, zwei MTAs, den Server des Postfachs und den receiver client.
SMTP trug den Brief über zwei Etappen, POP3 brachte ihn nach Hause. Jedes Programm sprach nur mit seinem nächsten Nachbarn.

"""#,
])
}
