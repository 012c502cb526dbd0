// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

extension EmbeddedLessons {
static let codes = Files(
name: "codes", text: #"""
---
id: codes
number: 5
title: Digits decide
unit: A
goal: Foresee what a client does from three digits alone.
minutes: 15
needs: [phases]
rfc: [5321#3.1, 5321#3.8, 5321#4.2, 5321#4.2.1, 5321#4.2.3, 5321#4.3.1, 5321#4.5.3.1.8, 5321#4.5.3.1.10, 5321#6.1]
draw:
  odd: 231..239
  house: word
  nobody: [nemo, noone, ghost, stranger]
runs:
  main: {scenario: one-letter}
  rude:
    scenario: one-letter
    faults: [{station: mx.north.example, before: RCPT, do: say, text: "250 2.1.5 What an ugly name. Go away"}]
  sweet:
    scenario: one-letter
    faults: [{station: mx.north.example, before: RCPT, do: say, text: "550 5.1.1 Dear friend, come in, sit down"}]
  gloomy:
    scenario: one-letter
    faults: [{station: mx.north.example, before: RCPT, do: say, text: "451 4.3.0 This will never work, never"}]
  closing:
    scenario: one-letter
    faults: [{station: mx.north.example, before: DATA, do: say, text: "421 4.3.2 Everything is wonderful"}]
  unheard:
    scenario: one-letter
    faults: [{station: mx.north.example, before: RCPT, do: say, text: "$odd 2.1.5 Hm"}]
  named:
    scenario: one-letter
    faults: [{station: mx.north.example, before: GREETING, do: say, text: "220 550.$house.example ESMTP 421 is my lucky number"}]
  small:
    like: main
    set: {domains/north.example/service/recipients: 1}
events:
  hello: {connection: 2, verb: EHLO, reply: true}
---
# Digits decide

## Three digits and some words

An SMTP server answers with three digits, and words behind them.
The digits are for programs, the words for people. The first digit says how it went:

```text
2   done
3   go on, I wait for more
4   not now; the same may work later
5   no; the same will not work
```

This server is in a bad mood. It answers RCPT with

```text
250 2.1.5 What an ugly name. Go away
```

```predict
id: rude
run: rude
ask: What does the client say next?
options: [DATA, QUIT, EHLO]
answer: {verb: {connection: 2, kind: command, after: {connection: 2, verb: RCPT}}}
hints:
  - A program reads no words.
  - The first digit is 2.
  - 2 means done. What comes after RCPT when all is well?
why: >
  250 means that the recipient is accepted, whatever the words are. A client must act on the code only.
  (RFC 5321 section 4.2)
reveal: {connection: 2, explain: false, from: {connection: 2, verb: RCPT}, to: {connection: 2, verb: DATA}}
```

## Sweet and gloomy

Three more servers, each with words of its own. What becomes of the letter?

```text
first    says to RCPT   550 5.1.1 Dear friend, come in, sit down
second   says to RCPT   451 4.3.0 This will never work, never
third    says to DATA   421 4.3.2 Everything is wonderful
```

```predict
id: again
options:
  - 0: no, it gives up
  - 1: yes, it tries again later
parts:
  - ask: The first server said 550. Will the sender MTA come again with the letter?
    run: sweet
    answer: {decisions: {station: mx.south.example, kind: deferred}}
  - ask: The second server said 451. Will it come again?
    run: gloomy
    answer: {decisions: {station: mx.south.example, kind: deferred}}
  - ask: The third server said 421. Will it come again?
    run: closing
    answer: {decisions: {station: mx.south.example, kind: deferred}}
hints:
  - Cover the words with your hand.
  - Look at the first digit only. Which digit means later?
  - 5 is a no for good. 4 is a no for now, twice.
why: >
  5yz tells the client not to repeat the request, 4yz to come again. (RFC 5321 section 4.2.1)
  421 means that the server is about to close the connection; it may be said at any time. (Section 3.8)
reveal: {run: gloomy, connection: 2, explain: false, from: {connection: 2, verb: RCPT}}
```

## A code in no list

One server answers RCPT with $odd. No list of codes has such a number.

```predict
id: unheard
run: unheard
ask: What does the client say next?
options: [DATA, QUIT, EHLO]
answer: {verb: {connection: 2, kind: command, after: {connection: 2, verb: RCPT}}}
hints:
  - New codes may be made some day. A client should not be lost then.
  - Read only the first digit.
  - It begins with 2, as 250 does.
why: >
  A client takes a code that it does not know for what its first digit says. (RFC 5321 section 4.2)
  The second digit tells the kind, such as 0 for syntax, 2 for the connection, 5 for the mail system, and the third
  is the finest grade. (Section 4.2.1)
```

## A name like a code

Some people take the name of a server for its code. Here a server's name begins with digits. It greets:

```text
220 550.$house.example ESMTP 421 is my lucky number
```

```predict
id: name
claims: [C26]
run: named
parts:
  - ask: What is the first thing that the client says to it?
    options: [EHLO, QUIT, RSET]
    answer: {verb: {connection: 2, kind: command}}
  - ask: How many letters will bob have fetched in the end?
    answer: {store: bob@north.example, kind: reader}
hints:
  - Where in a line does the code stand?
  - The code is the first three digits. What comes behind them is words.
  - The code is 220, the service is ready. So the client goes on as usual.
why: >
  The code of this reply is 220. The name 550.$house.example is the host's name, said to whoever reads it, and 421 is
  only a word. A name such as smtp.example identifies a server, but it is no code. (RFC 5321 sections 4.2 and 4.3.1)
```

## Who answers whom?

The client sends commands, and the server replies. Now look at the whole talk again.
One reply is said unasked.

```find
id: unasked
claims: [C06]
show: {connection: 2, explain: false}
find: {connection: 2, before: {connection: 2, verb: EHLO}}
ask: In which step does the server speak before anybody asked it?
hints:
  - Every other reply has something of the client's before it.
  - It comes before the client has said a word.
  - It is the greeting.
why: >
  The server greets with 220 when the connection is open (RFC 5321 section 3.1), and it may say 421 unasked when it has to
  shut down (section 3.8). Every other reply answers a command, or the letter behind DATA.
```

## One reply, many lines

A reply may be longer than a line. Then each line but the last has a hyphen behind the code.
Look at @hello.

```choose
id: lines
show: {connection: 2, explain: false, from: {connection: 2, verb: EHLO}, to: {connection: 2, verb: MAIL}}
parts:
  - ask: How many lines does the reply to EHLO have?
    answer: {lines: {event: hello}}
  - ask: How many replies are these lines?
    answer: {count: {event: hello}}
  - ask: Which code do they all have?
    answer: {code: {event: hello}}
hints:
  - Count the lines from the code on. The last one has a blank behind the code.
  - Every command gets exactly one reply.
  - One command, one reply, and every line of it begins with 250.
why: >
  The hyphen means that more lines follow, the blank that this is the last. The code is the same in each.
  (RFC 5321 section 4.2.1) Every command gets exactly one reply. (Section 4.2)
```

## Collect all four

Now make a server say all four: 2yz is any code that begins with 2, and so on.
You speak to the receiver MTA of north.example.
Today it is short of room: it takes one recipient for each letter, and asks you to bring the others later.
Nobody there is called $nobody.

```type
id: four
claims: [C06]
run: small
to: mx.north.example
goals:
  - say: A command is answered with 2yz
    check: {exists: {from: client, class: 2}}
  - say: A recipient is answered with 5yz
    check: {exists: {verb: RCPT, class: 5}}
  - say: A recipient is answered with 4yz
    check: {exists: {verb: RCPT, class: 4}}
  - say: DATA is answered with 3yz
    check: {exists: {verb: DATA, class: 3}}
model:
  - EHLO $house.example
  - MAIL FROM:<you@$house.example>
  - RCPT TO:<$nobody@north.example>
  - RCPT TO:<bob@north.example>
  - RCPT TO:<bob@north.example>
  - DATA
hints:
  - Begin with EHLO and MAIL FROM:<you@$house.example>. Then name recipients.
  - An unknown name is refused for good. A second recipient is refused for now.
  - "RCPT TO:<$nobody@north.example>, then RCPT TO:<bob@north.example> twice, then DATA."
why: >
  550 for the unknown name, 452 for one recipient too many (RFC 5321 section 4.5.3.1.10), 354 for DATA.
  Real servers take a hundred recipients at least. (Section 4.5.3.1.8)
```

## Words and digits

Your turn to be the server. Choose what it says to RCPT, so that the letter goes back to alice at once.

```fix
id: server-words
run:
  scenario: one-letter
  faults: [{station: mx.north.example, before: RCPT, do: say, text: $line}]
settings:
  - name: line
    say: What does the server answer to RCPT?
    options:
      - 250 2.1.5 No such person, never was
      - 450 4.2.1 No such person, never was
      - 550 5.1.1 Welcome, bob will be glad
    now: 250 2.1.5 No such person, never was
goals:
  - say: The sender MTA writes to alice that it failed
    check: {decisions: {station: mx.south.example, kind: bounced}, equals: 1}
  - say: It does not try again first
    check: {decisions: {station: mx.south.example, kind: deferred}, equals: 0}
model: {line: "550 5.1.1 Welcome, bob will be glad"}
hints:
  - The words will not help.
  - Which first digit means no, for good?
  - The one that begins with 5, though it sounds so friendly.
why: >
  550 ends the attempt: the client should not repeat it. (RFC 5321 section 4.2.1) It had answered for the letter, so it
  tells alice. (Section 6.1) The code decided, not the welcome.
```

2 done, 3 go on, 4 later, 5 no. A program needs no more; the words are for you.
The list of usual codes is in RFC 5321 section 4.2.3.

"""#, companions: [
:
], translations: [
"de": #"""
---
language: de
title: Ziffern entscheiden
goal: Allein aus drei Ziffern vorhersehen, was ein Client tut.
source: 42a0ef97
---
# Ziffern entscheiden

## Drei Ziffern und ein paar Worte

Ein SMTP-Server antwortet mit drei Ziffern und Worten dahinter.
Die Ziffern sind für Programme, die Worte für Menschen. Die erste Ziffer sagt, wie es ausging:

```text
2   getan
3   weiter, ich warte auf mehr
4   jetzt nicht; dasselbe kann später gehen
5   nein; dasselbe wird nicht gehen
```

Dieser Server hat schlechte Laune. Auf RCPT antwortet er

```text
250 2.1.5 What an ugly name. Go away
```

(Was für ein hässlicher Name. Geh weg.)

```predict
id: rude
source: 1a8f67e3
ask: Was sagt der Client als Nächstes?
hints:
  - Ein Programm liest keine Worte.
  - Die erste Ziffer ist 2.
  - 2 heißt getan. Was kommt nach RCPT, wenn alles gut ist?
why: >
  250 heißt, dass der Empfänger angenommen ist, wie auch immer die Worte lauten. Ein Client darf sich nur nach dem Code
  richten. (RFC 5321 Abschnitt 4.2)
```

## Süß und düster

Noch drei Server, jeder mit eigenen Worten. Was wird aus dem Brief?

```text
der erste    sagt zu RCPT   550 5.1.1 Dear friend, come in, sit down
der zweite   sagt zu RCPT   451 4.3.0 This will never work, never
der dritte   sagt zu DATA   421 4.3.2 Everything is wonderful
```

(Lieber Freund, komm herein, setz dich. – Das wird nie gehen, nie. – Alles ist wunderbar.)

```predict
id: again
source: 1177ede0
options:
  - 0: nein, er gibt auf
  - 1: ja, er versucht es später noch einmal
parts:
  - Der erste Server sagte 550. Wird der sender MTA mit dem Brief wiederkommen?
  - Der zweite Server sagte 451. Wird er wiederkommen?
  - Der dritte Server sagte 421. Wird er wiederkommen?
hints:
  - Deck die Worte mit der Hand zu.
  - Sieh nur auf die erste Ziffer. Welche Ziffer heißt später?
  - 5 ist ein Nein für immer. 4 ist ein Nein für jetzt, zweimal.
why: >
  5yz sagt dem Client, er solle die Anfrage nicht wiederholen, 4yz, er solle wiederkommen. (RFC 5321 Abschnitt 4.2.1)
  421 heißt, dass der Server gleich die Verbindung schließt; es darf jederzeit gesagt werden. (Abschnitt 3.8)
```

## Ein Code, der in keiner Liste steht

Ein Server antwortet auf RCPT mit $odd. In keiner Liste von Codes gibt es so eine Zahl.

```predict
id: unheard
source: 9adac268
ask: Was sagt der Client als Nächstes?
hints:
  - Vielleicht gibt es eines Tages neue Codes. Ein Client soll dann nicht ratlos sein.
  - Lies nur die erste Ziffer.
  - Er beginnt mit 2, wie 250.
why: >
  Einen Code, den er nicht kennt, nimmt ein Client für das, was seine erste Ziffer sagt. (RFC 5321 Abschnitt 4.2)
  Die zweite Ziffer nennt die Art, etwa 0 für die Form, 2 für die Verbindung, 5 für das Mailsystem, und die dritte stuft
  am feinsten ab. (Abschnitt 4.2.1)
```

## Ein Name wie ein Code

Manche halten den Namen eines Servers für seinen Code. Hier beginnt der Name eines Servers mit Ziffern. Er grüßt:

```text
220 550.$house.example ESMTP 421 is my lucky number
```

(421 ist meine Glückszahl.)

```predict
id: name
source: 2460269a
parts:
  - Was sagt der Client ihm als Allererstes?
  - Wie viele Briefe wird bob am Ende geholt haben?
hints:
  - Wo in einer Zeile steht der Code?
  - Der Code sind die ersten drei Ziffern. Was dahinter kommt, sind Worte.
  - Der Code ist 220, der Dienst ist bereit. Der Client macht also weiter wie sonst.
why: >
  Der Code dieser Antwort ist 220. 550.$house.example ist der Name des Rechners, gesagt für alle, die ihn lesen, und 421
  ist nur ein Wort. Ein Name wie smtp.example bezeichnet einen Server, aber er ist kein Code. (RFC 5321 Abschnitte 4.2
  und 4.3.1)
```

## Wer antwortet wem?

Der Client sendet Befehle, der Server antwortet. Sieh dir jetzt noch einmal das ganze Gespräch an.
Eine Antwort wird ungefragt gesagt.

```find
id: unasked
source: 795ac6dc
ask: In welchem Schritt spricht der Server, bevor ihn jemand gefragt hat?
hints:
  - Vor jeder anderen Antwort steht etwas vom Client.
  - Er kommt, bevor der Client ein Wort gesagt hat.
  - Es ist die Begrüßung.
why: >
  Der Server grüßt mit 220, sobald die Verbindung offen ist (RFC 5321 Abschnitt 3.1), und er darf ungefragt 421 sagen, wenn
  er schließen muss (Abschnitt 3.8). Jede andere Antwort gilt einem Befehl oder dem Brief hinter DATA.
```

## Eine Antwort, viele Zeilen

Eine Antwort kann länger sein als eine Zeile. Dann steht in jeder Zeile außer der letzten ein Bindestrich hinter dem Code.
Sieh dir @hello an.

```choose
id: lines
source: 18891042
parts:
  - Wie viele Zeilen hat die Antwort auf EHLO?
  - Wie viele Antworten sind diese Zeilen?
  - Welchen Code haben sie alle?
hints:
  - Zähl die Zeilen vom Code an. Die letzte hat ein Leerzeichen hinter dem Code.
  - Jeder Befehl bekommt genau eine Antwort.
  - Ein Befehl, eine Antwort, und jede ihrer Zeilen beginnt mit 250.
why: >
  Der Bindestrich heißt, dass mehr Zeilen folgen, das Leerzeichen, dass dies die letzte ist. Der Code ist in allen gleich.
  (RFC 5321 Abschnitt 4.2.1) Jeder Befehl bekommt genau eine Antwort. (Abschnitt 4.2)
```

## Sammle alle vier

Jetzt bring einen Server dazu, alle vier zu sagen: 2yz heißt jeder Code, der mit 2 beginnt, und so weiter.
Du sprichst mit dem receiver MTA von north.example.
Heute hat er wenig Platz: Er nimmt für jeden Brief einen Empfänger an und bittet dich, die anderen später zu bringen.
Niemand dort heißt $nobody.

```type
id: four
source: e530969e
goals:
  - Ein Befehl wird mit 2yz beantwortet
  - Ein Empfänger wird mit 5yz beantwortet
  - Ein Empfänger wird mit 4yz beantwortet
  - DATA wird mit 3yz beantwortet
hints:
  - Beginn mit EHLO und MAIL FROM:<you@$house.example>. Dann nenn Empfänger.
  - Ein unbekannter Name wird für immer abgewiesen. Ein zweiter Empfänger wird für jetzt abgewiesen.
  - "RCPT TO:<$nobody@north.example>, dann zweimal RCPT TO:<bob@north.example>, dann DATA."
why: >
  550 für den unbekannten Namen, 452 für einen Empfänger zu viel (RFC 5321 Abschnitt 4.5.3.1.10), 354 für DATA.
  Echte Server nehmen wenigstens hundert Empfänger an. (Abschnitt 4.5.3.1.8)
```

## Worte und Ziffern

Jetzt bist du der Server. Wähl, was er zu RCPT sagt, so dass der Brief sofort an alice zurückgeht.

```fix
id: server-words
source: 35f0d2a5
settings:
  - name: line
    say: Was antwortet der Server auf RCPT?
    options:
      - 250 2.1.5 No such person, never was: "250 2.1.5 No such person, never was (So jemanden gibt es nicht, gab es nie)"
      - 450 4.2.1 No such person, never was: "450 4.2.1 No such person, never was (So jemanden gibt es nicht, gab es nie)"
      - 550 5.1.1 Welcome, bob will be glad: "550 5.1.1 Welcome, bob will be glad (Willkommen, bob wird sich freuen)"
goals:
  - Der sender MTA schreibt alice, dass es misslungen ist
  - Er versucht es nicht erst noch einmal
hints:
  - Die Worte helfen nicht.
  - Welche erste Ziffer heißt nein, für immer?
  - Die, die mit 5 beginnt, obwohl sie so freundlich klingt.
why: >
  550 beendet den Versuch: Der Client soll ihn nicht wiederholen. (RFC 5321 Abschnitt 4.2.1) Er stand für den Brief ein,
  also sagt er es alice. (Abschnitt 6.1) Entschieden hat der Code, nicht das Willkommen.
```

2 getan, 3 weiter, 4 später, 5 nein. Mehr braucht ein Programm nicht; die Worte sind für dich.
Die Liste der üblichen Codes steht in RFC 5321 Abschnitt 4.2.3.

"""#,
])
}
