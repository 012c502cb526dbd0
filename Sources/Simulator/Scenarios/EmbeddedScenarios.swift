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
    ]
}
