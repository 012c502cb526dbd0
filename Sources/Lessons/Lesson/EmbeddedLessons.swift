// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.

/// The shipped lessons, by the name of their folder, as the text of their files.
package enum EmbeddedLessons {
    package static let all: [(name: String, text: String, scenario: String?)] = [
        (
            name: "hand-smtp",
            text: #"""
            ---
            id: hand-smtp
            number: 5
            title: Speak SMTP by hand
            unit: B
            claims: [C06, M12]
            rfc: [5321#3.1, 5321#3.3, 5321#4.1.1, 5321#4.1.4, 5321#4.2, 5321#4.4, 5321#4.5.2, 5321#7.1]
            needs: [push-and-pull]
            scenario: one-letter
            ---
            # Speak SMTP by hand

            ## A talk in plain words

            SMTP is text. A command is one line, and so is most of what the server answers.
            That is why a human can speak it, with nothing but a keyboard.

            At the end of this lesson you will hand a letter to a living server, and bob will have it.
            First watch how programs do it.

            ```read
            id: plan
            ```

            ## The first word

            The connection is open. Nobody has said anything yet.

            ```predict
            id: first-word
            ask: Who speaks first in an SMTP session?
            options: [client, server]
            answer: {speaker: {connection: 2, nth: 1}}
            hints:
              - In a shop, who says the first word?
              - A client must know that somebody is there, and willing, before it asks for anything.
              - The code 220 means that the service is ready. Who would say that?
            why: >
              The server greets with 220 as soon as the connection is open. The client waits for it.
              (RFC 5321 section 3.1) So a server speaks without being asked, once.
            reveal: {connection: 2, to: {connection: 2, verb: EHLO, reply: true}}
            ```

            ## One letter, from server to server

            This is connection 2 of the run, the whole talk. Read it once from top to bottom.
            A reply begins with three digits: 2 means done, 3 means go on, 4 means try later, 5 means no.

            ```find
            id: go-ahead
            show: {connection: 2}
            find: {connection: 2, verb: DATA, reply: true}
            ask: Which step lets the letter begin?
            hints:
              - The client asks first, with a command. You look for the answer to it.
              - The command is DATA. What does the server say to it?
              - Its code begins with 3, which means that more is expected from you.
            why: >
              354 means start the mail input. From here on no line is a command,
              until a line comes that holds one dot and nothing else. (RFC 5321 section 4.1.1.4)
            ```

            ## The receipt

            The letter is over when the line with the dot has come. Then the server answers once more.

            ```choose
            id: receipt
            ask: Which code says that the server has taken the letter, and answers for it from now on?
            options: ["220", "250", "354", "221"]
            answer: {code: {connection: 2, kind: content}}
            hints:
              - Look at the reply that comes right behind the letter.
              - 220 is a greeting, 221 a goodbye.
              - 354 asked for the letter. The receipt comes after it.
            why: >
              250 behind the final dot. Before it the letter is the client's business, after it the server's:
              it must deliver the letter or tell the sender. (RFC 5321 sections 4.1.1.4 and 6.1)
            ```

            ## Who checked the password?

            Count what is not there.

            ```find
            id: no-password
            ask: How many times does the client of connection 2 log in, with AUTH?
            answer: {count: {connection: 2, verb: AUTH}}
            hints:
              - Every command of connection 2 is a line with the arrow from C to S.
              - They are EHLO, MAIL, RCPT, DATA and QUIT.
              - None of them is AUTH.
            why: >
              Not once. A server takes letters for its own users from anybody who comes, and the sender's address
              is only what the client says it is. (RFC 5321 section 7.1)
              A password is asked of those who want a server to carry their letters elsewhere.
            ```

            ## Out of order

            Now you are the client. The receiver MTA of north.example waits for you.

            The order of commands is EHLO, MAIL, RCPT, DATA. Break it once, on purpose:
            greet the server, then name a recipient before any sender.

            ```type
            id: wrong-order
            to: mx.north.example
            goals:
              - say: Greet the server with EHLO and a name
                check: {heard: [EHLO]}
              - say: Say a command too early, and be refused with 503
                check: {count: {verb: [MAIL, RCPT, DATA], code: 503}, at-least: 1}
              - say: Leave with QUIT
                check: {heard: [QUIT]}
            model:
              - EHLO learner.example
              - RCPT TO:<bob@north.example>
              - QUIT
            hints:
              - After EHLO the server expects MAIL. Say something else.
              - "A recipient is named like this: RCPT TO:<bob@north.example>"
              - "Type EHLO learner.example, then RCPT TO:<bob@north.example>, then QUIT."
            why: >
              503 means bad sequence of commands. Nothing is broken by it: the server stays where it was,
              and you may go on in the right order. (RFC 5321 section 4.1.4)
            ```

            ## Your letter to bob

            Now do it right. Greet, name the sender, name the recipient, say DATA, type the letter, end it with a
            line that holds one dot, and say goodbye.

            The sender may be any address, such as `you@learner.example`.
            The letter itself begins with header lines. One is enough here,
            `Subject: Hello`. Then an empty line, then what you want to say.
            A line of yours that begins with a dot needs a second dot in front: the server takes it away again.

            ```type
            id: letter
            to: mx.north.example
            goals:
              - say: EHLO, MAIL, RCPT, DATA, the letter and QUIT, each granted
                check: {heard: [EHLO, MAIL, RCPT, DATA, content, QUIT]}
              - say: One letter lies in bob's maildrop
                check: {store: bob@north.example, count: 1}
              - say: Its octets are what you typed, below the lines that the server put on top
                check: {body: bob@north.example, equals: typed}
            model:
              - EHLO learner.example
              - MAIL FROM:<you@learner.example>
              - RCPT TO:<bob@north.example>
              - DATA
              - "Subject: Hello"
              - ""
              - Dear Bob, this was typed by hand.
              - .
              - QUIT
            hints:
              - "Angle brackets, and no blank behind the colon: MAIL FROM:<you@learner.example>"
              - "The order is EHLO, MAIL FROM, RCPT TO, DATA. Wait for 354, then type the letter."
              - A line with one dot ends the letter. Then comes 250, and you say QUIT.
            why: >
              The letter is in bob's maildrop, octet for octet as you typed it. The server only put trace lines on
              top: Return-Path and Received. (RFC 5321 section 4.4)
              No program was needed, no password and no encryption. That is how open SMTP is.
            ```

            You have spoken SMTP. Whatever mail program you use, these are the words that it says for you.

            """#,
            scenario: nil
        ),
        (
            name: "push-and-pull",
            text: #"""
            ---
            id: push-and-pull
            number: 2
            title: Push and pull
            unit: A
            claims: [C02, C07, M04, M07, M08, M09, M17, M18, M21]
            rfc: [5321#2.1, 5321#3.1, 5321#4.2.4, 1939#3, 1939#5, 5598#4]
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
              Store and forward means that no two of them need to exist at the same time. (RFC 5321 section 2.1)
            ```

            ## Who calls whom?

            Whoever opens a connection acts of its own accord. The other side can only wait for it.

            ```predict
            id: openers
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
              Push, push, pull. No port number was needed to see it. The first packet of a connection tells who
              opened it, and the octets tell who carried the letter.
            reveal: journey
            ```

            ## The wrong door

            Now it is your turn to type. A POP3 server is listening, bob's own.
            Greet it as if it spoke SMTP, and see what it says. Then leave with QUIT.

            ```type
            id: smtp-to-pop3
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

            """#,
            scenario: nil
        ),
    ]
}
