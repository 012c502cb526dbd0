import Lessons

/// A lesson with a step of every kind, and the world beside it.
enum AllKinds {
    static let source = LessonSource(file: "all-kinds/lesson.md", text: text, companions: ["two.yaml": world])

    static func lesson(_ learner: String? = nil) throws -> Lesson { try LessonReader.read(source, learner: learner) }

    static let world = #"""
        name: two
        summary: Two letters.
        domains:
          - name: south.example
            mx: [mx.south.example]
            users: [{name: alice, password: wonderland}]
          - name: north.example
            mx: [mx.north.example]
            users: [{name: $friend, password: $secret}]
        letters:
          - {from: alice@south.example, to: [$friend@north.example], subject: One, text: "first $thing\n"}
          - {from: alice@south.example, to: [$friend@north.example], subject: Two, text: "second\n", at: 1h}
        step-by-step: true

        """#

    static let text = #"""
        ---
        id: all-kinds
        number: 77
        title: All kinds
        unit: B
        goal: Try the engine.
        minutes: 5
        rfc: [5321#4.5.4.1, 1939#5]
        draw: {friend: name, secret: password, thing: word, hour: 2..4, pick: [a, b]}
        runs:
          main: {scenario: two.yaml}
          pulled: {scenario: one-letter, rename: {bob: $friend}}
          stopped: {like: pulled, stop: [mx.north.example]}
          late: {like: main, set: {letters/2/at: "${hour}h"}}
          logins:
            scenario: two.yaml
            filled: main
            talk: {phone: pop.north.example, laptop: pop.north.example}
            script:
              - phone: [USER $friend, PASS $secret, STAT, UIDL]
              - laptop: [USER $friend, PASS $secret]
              - phone: [QUIT]
          drip:
            like: pulled
            faults: [{station: mx.north.example, do: segments, octets: 1}]
        events:
          receipt: {client: sender MTA, kind: content, reply: true, nth: last}
          busy: {run: logins, client: laptop, verb: PASS, reply: true}
        values:
          wait: {seconds: [{connection: 1, nth: 1}, {connection: 3, nth: 1}]}
        pools: {cards: 1}
        ---
        # All kinds

        ## Read

        $friend has a letter from alice@south.example. It was taken in @receipt. The wait was @wait seconds. Hello $learner.

        ```read
        id: intro
        show: [{state: 0}, {letter: {maildrop: $friend@north.example}}, {bytes: {event: receipt}}]
        ```

        ```watch
        id: see
        run: pulled
        show: {connection: 3}
        ```

        ## Where

        ```predict
        id: noon
        claims: [C27]
        run: stopped
        ask: Where is it one hour later?
        options:
          - outbox alice@south.example: with alice
          - queue mx.south.example: in the queue of her server
          - maildrop $friend@north.example: in the maildrop
        answer: {where: 1, at: 1h}
        hints: [a, b, c]
        why: Because of @busy.
        ```

        ```choose
        id: offers
        claims: [C29]
        ask: What is offered?
        several: true
        options: [SIZE, DSN, XYZZY, PIPELINING]
        answer: {keywords: {connection: 1, verb: EHLO, reply: true}}
        hints: [a, b, c]
        why: So it is.
        ```

        ```choose
        id: phases
        claims: [C03]
        each: {run: pulled, connection: 1, kind: command}
        ask: "@this: which phase?"
        options: [connection establishment, mail transfer, connection termination]
        answer: {phase: {event: this}}
        hints: [a, b, c]
        why: So it is.
        ```

        ```choose
        id: codes
        ask: Which codes do RCPT and the letter get, in connection 1?
        answer: {codes: {connection: 1, verb: [MAIL, RCPT, DATA], reply: true}}
        check:
          - {same-dialogue: [pulled, drip]}
          - {order: [{verb: MAIL}, {verb: RCPT}, {verb: DATA}]}
        hints: [a, b, c]
        why: So it is.
        ```

        ```order
        id: sequence
        run: pulled
        ask: In which order?
        items:
          - {say: Alice hands it over, at: {connection: 1, kind: content}}
          - {say: The receiver MTA answers for it, at: {connection: 2, kind: content, reply: true}}
          - {say: Bob's program asks, at: {verb: RETR}}
        hints: [a, b, c]
        why: So it is.
        ```

        ```find
        id: pw
        run: logins
        claims: [C16]
        ask: Which octets hold the password?
        find: {client: phone, verb: PASS}
        as: octets
        password: true
        slack: 2
        hints: [a, b, c]
        why: So it is.
        ```

        ```find
        id: frames
        run: logins
        ask: Which frames did the phone send commands in?
        find: {client: phone, kind: command}
        as: frame
        every: true
        hints: [a, b, c]
        why: So it is.
        ```

        ```type
        id: fetch
        to: pop.north.example
        run: main
        filled: true
        goals:
          - say: Log in
            check: {heard: [USER, PASS]}
          - say: New mail is not seen
            check: {all: [{store: $friend@north.example, equals: 3}, {count: {from: client, verb: STAT}, equals: 2}]}
          - say: Hang up before QUIT; both letters are still there
            check: {all: [{heard: [DELE]}, {none: {connection: 1, verb: QUIT}}, {store: $friend@north.example, at-least: 3}]}
          - say: Nothing was lost
            check: {store: $friend@north.example, at-least: 2}
            stays: true
        meanwhile:
          - after: {heard: [PASS, STAT]}
            talk: {postman: mx.north.example}
            script: [{postman: [EHLO x, "MAIL FROM:<a@b.example>", "RCPT TO:<$friend@north.example>", DATA, "Subject: x", "", hi, ".", QUIT]}]
        model: [USER $friend, PASS $secret, STAT, STAT, DELE 1, ":hang-up"]
        hints: [a, b, c]
        why: So it is.
        ```

        ```predict
        id: later
        run: late
        ask: How many whole hours after the run began does the second letter leave?
        answer: {seconds: {client: sender client, kind: content, nth: 2}}
        tolerance: 60
        hints: [a, b, c]
        why: It was sent $hour hours later.
        ```

        ```fix
        id: place
        claims: [C28]
        run: {scenario: one-letter, faults: [{station: mx.north.example, before: $deed, do: cut}], set: {readers: [{user: bob@north.example, leave: keep, at: 5h}]}}
        settings:
          - {name: deed, say: Before which answer is the cable cut?, options: [GREETING, DATA, CONTENT], now: GREETING}
        goals:
          - say: Bob gets two copies
            check: {store: bob@north.example, equals: 2}
          - say: and it is late
            check: {run: main, store: $friend@north.example, equals: 2}
            stays: true
        model: {deed: CONTENT}
        hints: [a, b, c]
        why: So it is.
        ```

        ```argue
        id: one-way
        claims: [M09]
        pool: cards
        run: pulled
        say: POP3 is one-way, SMTP is two-way.
        verdict: false
        evidence:
          - {ask: A step in which the client speaks, find: {protocol: pop3, from: client}}
          - {ask: A step of the same connection in which the server speaks, find: {protocol: pop3, from: server}}
        same-connection: true
        hints: [a, b, c]
        why: So it is.
        ```

        ```argue
        id: one-way-b
        pool: cards
        run: pulled
        say: POP3 is one-way.
        verdict: false
        evidence:
          - {ask: A step in which the client speaks, find: {protocol: pop3, from: client}}
        hints: [a, b, c]
        why: So it is.
        ```

        """#
}
