// Written by Scripts/embed-scenarios from the folder Scenarios: change those files, then run it again.

/// The shipped scenarios, by name, as the text of their YAML files.
package enum EmbeddedScenarios {
    package static let all: [(name: String, text: String)] = [
        (
            name: "one-letter",
            text: #"""
            # The main job: one letter, from alice's mail program to bob's.
            name: one-letter
            summary: One letter from alice to bob, over two mail servers and a maildrop.
            seed: 1
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Lunch on Friday
                text: |
                  Dear Bob,

                  shall we have lunch on Friday? I know a place where the soup is hot
                  and the bread is free.
                  .
                  The line above holds one dot, and it arrives as one.

                  Alice

            readers:
              - {user: bob@north.example, leave: delete}

            """#
        ),
        (
            name: "many-recipients",
            text: #"""
            # Three recipients, one of whom nobody knows: the course of RFC 5321, appendix D.1.
            name: many-recipients
            summary: One letter to three recipients; the second is unknown and refused, the others get it.
            seed: 2
            start: 2026-01-05T10:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
                  - {name: carol, password: christmas}

            letters:
              - from: alice@south.example
                to: [bob@north.example, dave@north.example, carol@north.example]
                subject: Choir practice
                text: |
                  Dear all,

                  choir practice begins at seven tonight. Bring the red book.

                  Alice

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: carol@north.example, leave: delete}

            """#
        ),
        (
            name: "keep-and-delete",
            text: #"""
            # The same letter for two readers: one deletes it from the server, one leaves it there.
            name: keep-and-delete
            summary: Two readers fetch the same letter; bob deletes it from the server, carol keeps it there.
            seed: 3
            start: 2026-01-05T11:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
                  - {name: carol, password: christmas}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                cc: [carol@north.example]
                subject: The key to the boathouse
                text: |
                  The key lies under the third stone.

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: carol@north.example, leave: keep}

            """#
        ),
        (
            name: "alias-loop",
            text: #"""
            # RFC 5321 section 6.3: a letter that goes round in circles is stopped by counting its Received fields.
            name: alias-loop
            summary: Two aliases name each other; the letter goes round until it has five Received fields, and comes back as a notice.
            seed: 9
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
                aliases:
                  - {name: board, to: committee@north.example}
                service: {hops: 5}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
                aliases:
                  - {name: committee, to: board@south.example}
                service: {hops: 5}

            letters:
              - from: alice@south.example
                to: [committee@north.example]
                subject: The agenda
                text: |
                  Who reads this?

            readers:
              - {user: alice@south.example, leave: delete}

            """#
        ),
        (
            name: "aliases-and-forwarding",
            text: #"""
            # Other names for the same maildrops, and a letter that moves on.
            name: aliases-and-forwarding
            summary: One letter to an alias; bob keeps a copy and forwards, carol's goes on to alice, and a mistyped name is caught.
            seed: 17
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder, forward: [dora@west.example], keeps-copy: true}
                  - {name: carol, password: christmas, forward: [alice@south.example]}
                aliases:
                  - {name: office, to: [bob@north.example, carol@north.example]}
                catch-all: bob@north.example
              - name: west.example
                mx: [mx.west.example]
                pop: pop.west.example
                users:
                  - {name: dora, password: explorer}

            letters:
              - from: alice@south.example
                to: [office@north.example, bop@north.example]
                subject: The meeting
                text: |
                  Tomorrow at ten.

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: dora@west.example, leave: delete}
              - {user: alice@south.example, leave: delete}

            """#
        ),
        (
            name: "backup-exchanger",
            text: #"""
            # RFC 5321 section 5.1: the exchangers of a domain are tried by their preference.
            name: backup-exchanger
            summary: The best exchanger is away for three hours; the backup takes the letter, keeps it, and hands it on when it can.
            seed: 7
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx:
                  - {host: mx1.north.example, preference: 10}
                  - {host: mx2.north.example, preference: 20, backup: true}
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Is anybody there?
                text: |
                  I hope this finds you.

            readers:
              - {user: bob@north.example, leave: delete, at: 5h}

            faults:
              - {station: mx1.north.example, do: refuse-calls, until: 3h}

            """#
        ),
        (
            name: "bulk-mail",
            text: #"""
            # A newsletter: one letter for many, in groups of commands, several letters over one connection.
            name: bulk-mail
            summary: A newsletter to five readers and a second one; pipelined, by BDAT, two recipients in each transaction.
            seed: 14
            start: 2026-01-05T09:00:00Z

            domains:
              - name: news.example
                mx: [mx.news.example]
                pop: pop.news.example
                users:
                  - {name: editor, password: scissors}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: ann, password: a}
                  - {name: bob, password: b}
                  - {name: carol, password: c}
                  - {name: dora, password: d}
                  - {name: emil, password: e}
                service: {recipients: 2, greylisting: 5m}

            letters:
              - from: editor@news.example
                to: [ann@north.example, bob@north.example, carol@north.example, dora@north.example, emil@north.example]
                subject: News of January
                text: |
                  It is cold.
              - from: editor@news.example
                to: [ann@north.example, bob@north.example]
                subject: A correction
                at: 10s
                text: |
                  It is very cold.

            readers:
              - {user: ann@north.example, leave: delete, at: 1h}

            """#
        ),
        (
            name: "dropped-notice",
            text: #"""
            # RFC 5321 sections 4.5.5 and 6.1: nobody answers a notice, so one that cannot be delivered is dropped.
            name: dropped-notice
            summary: A letter from an address that does not exist to one that does not exist; its notice is dropped, and the log says so.
            seed: 12
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                mail-from: ghost@south.example
                to: [nobody@north.example, bob@north.example]
                subject: Boo
                text: |
                  Who has sent this?

            readers:
              - {user: bob@north.example, leave: delete}

            """#
        ),
        (
            name: "eight-bits",
            text: #"""
            # RFC 6152 section 3: a letter with umlauts on its way to a server that takes seven bits.
            name: eight-bits
            summary: The receiver MTA does not offer 8BITMIME, so the sender MTA rewrites the letter as quoted-printable.
            seed: 13
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
                service: {without: [8BITMIME, SMTPUTF8]}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Grüße aus Köln
                text: |
                  Schöne Grüße!

            readers:
              - {user: bob@north.example, leave: delete}

            """#
        ),
        (
            name: "forged-sender",
            text: #"""
            # Spoofing: envelope and header name different people, and a server that takes first and refuses later writes to the wrong one.
            name: forged-sender
            summary: Mallory writes in carol's name to somebody unknown; the receiver MTA takes it, and carol gets the notice.
            seed: 11
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: evil.example
                mx: [mx.evil.example]
                pop: pop.evil.example
                users:
                  - {name: mallory, password: malice}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
                  - {name: carol, password: christmas}
                service: {unknown-users: bounce}

            letters:
              - from: mallory@evil.example
                mail-from: carol@north.example
                to: [dave@north.example]
                subject: Your account
                raw: |
                  From: Carol <carol@north.example>
                  To: Dave <dave@north.example>
                  Subject: Your account
                  Date: Mon, 5 Jan 2026 09:00:00 +0000
                  Message-ID: <1@evil.example>

                  Click here.

            readers:
              - {user: carol@north.example, leave: delete}

            """#
        ),
        (
            name: "full-maildrop",
            text: #"""
            # A maildrop with a limit: what does not fit is refused at the end of the data, what is addressed to a full one before.
            name: full-maildrop
            summary: Bob's maildrop holds 1,000 octets; the second letter does not fit and comes back to alice.
            seed: 6
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder, quota: 1000}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: The first
                text: |
                  This one fits.
              - from: alice@south.example
                to: [bob@north.example]
                subject: The second
                text: |
                  This one does not.

            readers:
              - {user: bob@north.example, leave: keep}
              - {user: alice@south.example, leave: delete}

            """#
        ),
        (
            name: "greylisting",
            text: #"""
            # RFC 6647: who is not known yet is asked to come again; honest servers do.
            name: greylisting
            summary: A stranger's first letter meets 450 and waits half an hour; the second one, from a known sender, does not.
            seed: 5
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
                service: {greylisting: 5m}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: We have not met
                text: |
                  Good morning, I am new here.
              - from: alice@south.example
                to: [bob@north.example]
                subject: Now we have
                at: 1h
                text: |
                  Good morning again.

            readers:
              - {user: bob@north.example, leave: delete, at: 2h}

            """#
        ),
        (
            name: "lost-reply",
            text: #"""
            # RFC 1047: the letter is stored, its 250 is lost, and so it comes a second time.
            name: lost-reply
            summary: The receiver MTA stores the letter and the line breaks before its 250; half an hour later bob has it twice.
            seed: 4
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: The invoice
                text: |
                  Please pay this once.

            readers:
              - {user: bob@north.example, leave: delete, at: 2h}

            faults:
              - {station: mx.north.example, before: CONTENT, do: cut}

            """#
        ),
        (
            name: "no-mail-here",
            text: #"""
            # RFC 7505 and RFC 5321 section 5.1: a domain without mail, one without an MX record, one that does not exist.
            name: no-mail-here
            summary: Four recipients, four answers of the name service; two of them bring a notice at once.
            seed: 10
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: address
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}
              - name: web.example
                mx: none

            letters:
              - from: alice@south.example
                to: [bob@north.example, shop@web.example, ann@nowhere.example, "bob@[198.51.100.25]"]
                subject: Hello
                text: |
                  Hello to all of you.

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: alice@south.example, leave: delete}

            """#
        ),
        (
            name: "password-reset",
            text: #"""
            # A transactional letter: one recipient, sent by a program, with wishes about notices (RFC 3461).
            name: password-reset
            summary: A shop sends one letter to one customer and asks to be told when it has arrived.
            seed: 15
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: shop.example
                mx: [mx.shop.example]
                pop: pop.shop.example
                users:
                  - {name: accounts, password: ledger}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: accounts@shop.example
                to: [bob@north.example]
                subject: Your new password
                notify: success,failure
                envelope-id: reset-4711
                returns: header
                text: |
                  Choose a new one within an hour.

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: accounts@shop.example, leave: delete}

            """#
        ),
        (
            name: "pulled-cable",
            text: #"""
            # RFC 1939 section 6: only QUIT deletes.
            name: pulled-cable
            summary: Bob's line breaks after DELE and before QUIT; on his next visit the letter is still there.
            seed: 16
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Read me once
                text: |
                  Did it work?

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: bob@north.example, leave: delete}

            faults:
              - {station: bob@north.example, before: QUIT, do: cut}

            """#
        ),
        (
            name: "receiver-away",
            text: #"""
            # RFC 5321 section 4.5.4.1: a letter is tried for days; its sender is told that it is late, and in the end that it failed.
            name: receiver-away
            summary: Nobody listens at the receiver MTA; alice is warned after four hours, and her letter comes back after two days.
            seed: 8
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
                service: {retry: [30m, 1h, 2h, 4h, 8h, 12h], warns: 4h, expires: 2d}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Are you on holiday?
                text: |
                  Call me when you are back.

            readers:
              - {user: alice@south.example, leave: delete, at: 3d}

            faults:
              - {station: mx.north.example, do: refuse-calls}

            """#
        ),
        (
            name: "sealed-letter",
            text: #"""
            # RFC 8314, RFC 3207, RFC 2595: TLS at every hop. With --write the keys travel in the file, so that Wireshark reads along.
            name: sealed-letter
            summary: Alice logs in inside TLS, the MTAs encrypt where they can, and Bob reads by a port where TLS begins at once.
            seed: 20
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland, security: required, login: [scram-sha-256, plain]}
                service: {tls: offered, login: required}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder, security: implicit, login: plain}
                  - {name: carol, password: singer, security: required}
                service: {tls: offered}

            letters:
              - from: alice@south.example
                to: [bob@north.example, carol@north.example]
                subject: Between us
                text: |
                  Dear both,

                  nobody on the way can read this line, but each MTA that takes the letter can.

                  Alice

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: carol@north.example, leave: keep}

            """#
        ),
        (
            name: "single-octets",
            text: #"""
            # TCP carries octets, not lines: however they are cut, the dialogue is the same.
            name: single-octets
            summary: The sender MTA says every octet in a segment of its own, and the receiver MTA understands it all the same.
            seed: 18
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Slowly
                text: |
                  One by one.

            readers:
              - {user: bob@north.example, leave: delete}

            faults:
              - {station: mx.south.example, side: client, do: segments, octets: 1}

            """#
        ),
        (
            name: "starttls-injected",
            text: #"""
            # CVE-2011-0411, RFC 3207 section 4.2: words that somebody puts behind STARTTLS, in the clear, and a server that obeys them inside TLS.
            name: starttls-injected
            summary: Mallory's words travel behind Alice's STARTTLS; a careless server takes what Alice then says in secret for his letter.
            seed: 22
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland, security: required, login: plain}
                  - {name: mallory, password: malice}
                service: {tls: offered, login: required, passwords-need-tls: false, quirks: [obeys-injected]}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: For your eyes only
                text: |
                  Bob never gets this letter.

            readers:
              - {user: bob@north.example, leave: delete}
              - {user: mallory@south.example, leave: delete}

            faults:
              - station: alice@south.example
                after: STARTTLS
                do: inject
                # AUTH PLAIN with Mallory's own name and password. Each answer to him is taken for the answer to one of Alice's commands.
                text: |
                  EHLO mallory.example
                  AUTH PLAIN AG1hbGxvcnkAbWFsaWNl
                  MAIL FROM:<mallory@south.example>
                  RCPT TO:<mallory@south.example>
                  DATA
                  Subject: What Alice said inside TLS

                  Here it comes:

            """#
        ),
        (
            name: "starttls-stripped",
            text: #"""
            # RFC 3207 section 6: somebody on the line takes the offer of TLS out of the servers' answers.
            name: starttls-stripped
            summary: The offer of STARTTLS never arrives. Alice's strict program keeps her letter; Carol's goes on in clear, and so does the MTA.
            seed: 21
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland, security: required}
                  - {name: carol, password: singer, security: if-offered, login: plain}
                service: {tls: offered, login: offered, passwords-need-tls: false}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder, security: if-offered}
                service: {tls: offered, passwords-need-tls: false}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: Only if nobody listens
                text: |
                  This letter waits in the outbox.
              - from: carol@south.example
                to: [bob@north.example]
                subject: Whoever listens
                text: |
                  This letter and my password cross the line in clear.

            readers:
              - {user: bob@north.example, leave: delete}

            faults:
              - {station: mx.south.example, do: strip, word: STARTTLS}
              - {station: mx.north.example, do: strip, word: STARTTLS}
              - {station: pop.north.example, do: strip, word: STLS}

            """#
        ),
        (
            name: "two-devices",
            text: #"""
            # RFC 1939 sections 4, 5 and 7: unique names tell each device what it has, and deleting on one takes it from the other.
            name: two-devices
            summary: Bob's phone keeps letters on the server, his laptop deletes them; the phone never sees the second one.
            seed: 19
            start: 2026-01-05T09:00:00Z
            step-by-step: true

            domains:
              - name: south.example
                mx: [mx.south.example]
                pop: pop.south.example
                users:
                  - {name: alice, password: wonderland}
              - name: north.example
                mx: [mx.north.example]
                pop: pop.north.example
                users:
                  - {name: bob, password: builder}

            letters:
              - from: alice@south.example
                to: [bob@north.example]
                subject: The first
                text: |
                  Both of your devices will have this.
              - from: alice@south.example
                to: [bob@north.example]
                subject: The second
                at: 10m
                text: |
                  One of them will not have this.

            readers:
              - {user: bob@north.example, device: phone, leave: keep, after: 1}
              - {user: bob@north.example, device: laptop, leave: delete, after: 2}
              - {user: bob@north.example, device: phone, leave: keep, after: 2}

            """#
        ),
    ]
}
