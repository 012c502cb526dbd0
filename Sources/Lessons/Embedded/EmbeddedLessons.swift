// Written by Scripts/embed-lessons from the folder Lessons: change those files, then run it again.
// swift-format-ignore-file

/// The shipped lessons: their files, as text.
package enum EmbeddedLessons {
    package struct Files: Sendable {
        /// The name of its folder.
        package let name: String
        package let text: String
        /// Scenarios beside it, by file name.
        package let companions: [String: String]
    }

    /// By name.
    package static let all: [Files] = [
        bounce,
        codes,
        content,
        dots,
        ehlo,
        envelope,
        gate_a,
        gate_b,
        gate_e,
        gate_pop3,
        gate_trouble,
        hand_pop3,
        hand_smtp,
        keep_or_delete,
        later_or_never,
        many,
        myth_court,
        offline,
        password,
        permission,
        phases,
        push_and_pull,
        queue,
        smuggling,
        tls,
        twice,
        two_devices,
        two_hops,
        which_door,
    ]

    package static let claims = #"""
# What people read about SMTP and POP3 every day, and what is to be said of it. Lessons decide them by octets; the table of
# coverage is made from this file and from the lessons' steps.
# Verdicts: true, incomplete, muddled, false, dated; words for mistaken vocabulary.
C01: {verdict: incomplete, say: "A letter uses SMTP twice and POP once."}
C02: {verdict: "true", say: "SMTP pushes, POP pulls."}
C03: {verdict: "true", say: "SMTP has three phases: establishment, transfer, termination."}
C04: {verdict: muddled, say: "One letter is sent, then the connection ends."}
C05: {verdict: "true", say: "One sender may write to several recipients."}
C06: {verdict: "true", say: "The client sends commands, the server sends replies."}
C07: {verdict: incomplete, say: "The ports are 25, 110 and 995."}
C08: {verdict: incomplete, say: "POP3 is the latest POP, made in the eighties."}
C09: {verdict: muddled, say: "POP has a keep mode and a delete mode."}
C10: {verdict: muddled, say: "The server deletes a letter once it was fetched, unless it is configured otherwise."}
C11: {verdict: "true", say: "Fetched letters can be read offline."}
C12: {verdict: muddled, say: "All mail is downloaded."}
C13: {verdict: muddled, say: "Letters are moved to the disk, so make backups."}
C14: {verdict: muddled, say: "Letters are fetched one after the other."}
C15: {verdict: muddled, say: "User name and password establish the connection."}
C16: {verdict: muddled, say: "POP3 keeps passwords in plain text, POP3S does not."}
C17: {verdict: "true", say: "POP3 has no folders and synchronises nothing."}
C18: {verdict: "true", say: "Nobody verifies the sender."}
C19: {verdict: "true", say: "Spam floods mailboxes."}
C20: {verdict: "true", say: "Viruses travel by mail."}
C21: {verdict: dated, say: "Attempts at security have helped little."}
C22: {verdict: muddled, say: "Mail that cannot be delivered goes back to the sender."}
C23: {verdict: muddled, say: "SMTP verifies the configuration and grants permission."}
C24: {verdict: "true", say: "Sending depends on the network's and the provider's settings."}
C25: {verdict: muddled, say: "SMTP is for marketing and for transactional mail."}
C26: {verdict: "false", say: "Codes identify the server, such as the name of a mail host."}
C27: {verdict: muddled, say: "SMTP keeps a copy until the letter is delivered."}
C28: {verdict: muddled, say: "SMTP is reliable and ensures delivery."}
C29: {verdict: muddled, say: "SMTP tracks delivery."}
C30: {verdict: incomplete, say: "POP3 polls every ten to fifteen minutes."}
C31: {verdict: muddled, say: "IMAP, Lotus Notes and MAPI are peers of POP."}
C32: {verdict: "true", say: "SMTP and POP are used together."}
C33: {verdict: "true", say: "Both ends must be linked to their servers."}
C34: {verdict: incomplete, say: "There are client and server MTAs, and client and server MAAs."}
M01: {verdict: "false", say: "SMTP is an MTA."}
M02: {verdict: "false", say: "The A in the name stands for Agent: Simple Mail Transfer Agent."}
M03: {verdict: "false", say: "SMTP's second use is between the sender and the receiver's server."}
M04: {verdict: "false", say: "POP receives and stores mail."}
M05: {verdict: "false", say: "POP lets you organise mail on the server."}
M06: {verdict: muddled, say: "SMTP is used when receiving; or never when receiving."}
M07: {verdict: "false", say: "SMTP is the outgoing server, POP the incoming server."}
M08: {verdict: "false", say: "The destination server forwards the letter to the client."}
M09: {verdict: "false", say: "POP3 is one-way, SMTP is two-way."}
M10: {verdict: "false", say: "The client connects to the destination's server."}
M11: {verdict: muddled, say: "The sending server authenticates the client."}
M12: {verdict: "false", say: "SMTP requires authentication and encryption."}
M13: {verdict: "false", say: "SMTP is more secure than POP3."}
M14: {verdict: "false", say: "SMTP lets you synchronise devices."}
M15: {verdict: "false", say: "SMTP is the one that stores mail on the server."}
M16: {verdict: muddled, say: "Spam filters and virus scans are features of SMTP."}
M17: {verdict: muddled, say: "When the user comes online, the letters are delivered to him."}
M18: {verdict: muddled, say: "POP is the postman who brings the letter home."}
M19: {verdict: muddled, say: "Deleting saves space on the web server."}
M20: {verdict: "false", say: "One mailbox and one password serve for sending and receiving."}
M21: {verdict: "false", say: "The wrong choice of protocol loses mail."}
M22: {verdict: "false", say: "Base64 and APOP encrypt."}
M23: {verdict: muddled, say: "A mail protocol connects providers with clients."}
M24: {verdict: words, say: "Shopper, message switch agent, message entry agent, Publish Workplace Protocol."}

"""#
    package static let units = #"""
# The units of the course, in order: what they are called, how long they take, and what is said at their end.
A:
  title: The map
  minutes: 75
  summary: >
    You know the programs that a letter passes, who calls whom, and which protocol each of them speaks.
    You tell push from pull by octets, and read a reply by its digits.
B:
  title: Speak SMTP
  minutes: 105
  summary: >
    You can hand a letter to a server with your own hands. You know the envelope from the letter, one recipient's fate from
    another's, why a line's first dot is doubled, and what a server may offer beyond the basics.
C:
  title: Speak POP3
  minutes: 80
  summary: >
    You can fetch letters by hand. You know the three states, why nothing is gone before QUIT, how two devices share one
    maildrop, and what still works when the cable is out.
D:
  title: When it goes wrong
  minutes: 110
  summary: >
    You can say where a letter is at any moment, who answers for it, who learns of a failure, why a letter may come twice,
    and who may send what through which server.
E:
  title: Security
  minutes: 80
  summary: >
    You can read a capture as an eavesdropper would: which passwords it gives away, what TLS hides and what it does not,
    and how two programs that disagree about a line's end make two letters of one.
F:
  title: Judgement
  minutes: 60
  summary: >
    You judge what is said of mail by evidence from the wire.

"""#
}
