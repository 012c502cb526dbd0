/// Everything that the course itself says to a learner, apart from the lessons' own prose: one table, so that it can be translated.
/// A case's name is the phrase's id, its value the English words. What stands in braces is filled in by ``Wording``.
package enum Phrase: String, Sendable, Hashable, CaseIterable {
    // Kinds of steps, and what has become of one.
    case kindRead = "read"
    case kindWatch = "watch"
    case kindPredict = "predict"
    case kindChoose = "choose"
    case kindOrder = "order"
    case kindFind = "find"
    case kindType = "type"
    case kindFix = "fix"
    case kindArgue = "argue"
    case markDone = "done"
    case markOpen = "open"
    case markHelped = "helped"
    case markNew = "new"
    case markBegun = "begun"
    case markProven = "skipped, proven"
    case markDoneWithHelp = "done, {count} with help"

    // The head and the foot.
    case place = "step {step}/{steps}: {kind}"
    case placeDone = "step {step}/{steps}: {kind} (done)"
    case placeShort = "{step}/{steps} {kind}"
    case spokenPlace = "{lesson}, step {step} of {steps}: {kind}"
    case bar = "{done}/{steps} steps"
    case hintsTaken = "hints {taken}/{count}"
    case moreBelow = "more below: PgDn"
    case moreAbove = "more above: PgUp"
    case virtualClock = "virtual {time}"

    // Questions and answers.
    case answerPrompt = "Answer: "
    case sessionPrompt = "C: "
    case letterPrompt = "Letter: "
    case settingPrompt = "Setting: "
    case readOn = "Read on, and answer below:"
    case severalApply = "Several may apply: type their letters, with blanks between."
    case orderAll = "Type all letters, the first to happen first, with blanks between."
    case settingNow = "{ask} Now: {value}. Enter leaves it so."
    case right = "Yes."
    case notYet = "Not yet."
    case tryAgain = "Try again, or type :hint."
    case tryOnceMore = "Try again."
    case theAnswerIs = "The answer is: {answer}"
    case theseLines = "These lines do it:"
    case stepWasDone = "(You have done this step; :next goes on.)"
    case wayOut = "To give a command while a line is typed, begin it with a colon: {command}"
    case doneWithAnswer = "(done, with the answer told)"
    case stillOpen = "This step is still open. Answer it, or pass over it with :skip."

    // What is said of an answer that is not right.
    case typeNumber = "Type a number, in digits."
    case typeLetter = "Type one of the letters a to {last}, or the words behind it."
    case typeLetters = "Type the letters of all that apply, with blanks between; nothing for none."
    case typeOrder = "Type all {count} letters in order, each once, with blanks between."
    case typeRange = "Type a number from {low} to {high}."
    case typeWord = "Type letters and digits."
    case typeStep = "Type connection and step with a dot between, such as 12.34."
    case typeFrame = "Type the number of a frame, in digits."
    case typeFrames = "Type the numbers of the frames, such as 1004, 1006-1009."
    case typeOctets = "Type the first octet and the one behind the last, counted from 0, such as 9027-9060."
    case noSuchStep = "There is no step {step}."
    case stepIs = "Step {step} is {words}."
    case moreSteps = "There are more, behind or before step {step}."
    case strayFrame = "Frame {frame} is none of them."
    case moreFrames = "There are more."
    case otherConnection = "Your steps are of different connections, {first} and {second}."

    // Hints.
    case hintLead = "Hint {number} of {count}:"
    case lastHint = "That was the last one; :hint now tells the answer."
    case noHint = "There is no hint for this step."

    // Sessions and settings.
    case sessionOver = "The connection is over, and this is still to do:"
    case freshServer = "A fresh server waits for you, and it knows nothing of before."
    case tooManyLines = "That were {count} lines: the server hangs up."
    case playedSo = "So it was played, and this is what came of it. Change the settings."

    // The end of a lesson.
    case progressOf = "{done} of {count} steps are done."
    case progressKept = "Your progress is kept."
    case allDone = "All {count} steps are done."
    case allDoneWithHelp = "All {count} steps are done, {helped} with the answer told."
    case openSteps = "Still open: step {steps}."
    case gatePassed = "You have passed the gate of unit {unit}, {title}: its lessons count as known."
    case gateClosed = "An answer was told, so the gate stays closed. Reset its steps to try again."
    case unitEnd = "That was unit {unit}, {title}."
    case noteLead = "Note:"

    // Exams.
    case noted = "Noted."
    case caseSolved = "{title}: solved"
    case caseUnsolved = "{title}: not solved"
    case saidRight = "Right:"
    case saidWrong = "You said:"
    case saidNothing = "(nothing)"
    case itWas = "It was:"
    case proofLead = "Proof:"
    case proofFrame = "{say}: step {step}, frame {first}"
    case proofFrames = "{say}: step {step}, frames {first}-{last}"
    case casesSolved = "{right} of {count} cases are solved."
    case examPassed = "You have passed."
    case examNeeds = "{count} are needed to pass."
    case examTook = "It took you {minutes} minutes."
    case examLate = "The time is over; this case counts as not solved."
    case examOver = "The exam is over. “mailscope learn {lesson} --again” begins another."

    // Commands.
    case unknownCommand = "There is no command “{word}”. Type :help for those that there are."
    case plainUnknownCommand = "There is no command “{word}”."
    case plainBegin = "(:help tells the commands.)"
    case plainNext = "“mailscope learn” goes on with: {title}."
    case plainPause = "[Enter goes on; back, list, help, quit] "
    case goToStep = "Go to step (a number, or Enter to stay): "
    case helpText = """
        While you type an answer, every key is text.
        A line that begins with a colon is a command:

          :hint   :h   a hint; after three of them, the answer
          :next   :n   the next step, once this one is done
          :skip   :s   the next step, though this one is open
          :back   :b   the step before
          :list   :l   all steps, and a way to go to one
          :check  :c   judge once more what you answered in this lesson
          :reset  :x   forget that this step is done
          :explain 1.6   what a step of the dialogue means
          :bytes 1.6     its octets, and what each of them is
          :help   :?   this text
          :quit   :q   leave; your progress is kept

        Where nothing is asked, the letter alone is enough.
        To say a line that begins with a colon, type two of them.
        On a whole screen, Esc leaves the answer, and Tab goes back to it.
        """

    // The whole screen: prompts and keys.
    case commandKeys = "n next  b back  h hint  l list  s skip  c check  x reset  q quit  ? keys"
    case stageKeys = "n next  b back  ←→ dialogue  h hint  e explain  o octets  p play  t share  l list  q quit  ? keys"
    case smallKeys = "n next  t dialogue  e explain  o octets  h hint  q quit  ? keys"
    case watchKeys = "n next  ← back  End all of it  e explain  o octets  p play  l list  s skip  q quit  ? keys"
    case typingKeys = "Enter send  PgUp/PgDn scroll  :hint  :list  :skip  :quit  Esc commands"
    case answerKeys = "Enter send  ↑↓ dialogue  PgUp/PgDn text  :hint  :skip  :quit  Esc commands"
    case smallAnswerKeys = "Enter send  ↑↓ dialogue  Esc commands"
    case liveKeys = "Enter send  ↑↓ lines before  PgUp/PgDn text  :hint  :skip  :quit  Esc commands"
    case viewKeys = "Esc back  ←→ steps  ↑↓ scroll  e explain  o octets"
    case helpKeys = "Esc back  ↑↓ scroll"
    case listKeys = "Enter go on  ↑↓ move  → steps  / search  d done  p pending  r reset  q back"
    case searchKeys = "Type what you look for. Enter keeps it, Esc forgets it."
    case keysHelp = """
        While an answer or a line for a server is typed, every key is text.
        Esc leaves the line: then one key is one command. Tab, Enter or : goes back.

        n, Space   on: more text, the next step of a dialogue, the next page
        b          the page before
        s          pass over this page, though it is open
        h          a hint; after three of them, the answer
        x          reset: forget that this page is done
        c          check what you have done in this lesson
        l          the list of all lessons and pages; search and go to one
        q          leave; your progress is kept

        ← → ↑ ↓    the step in hand, forwards and back
        g G        the first, the last step of the dialogue
        [ ]        the connection before, the next one
        p          play the dialogue by itself; any key stops it
        e          explain the step in hand
        o          its octets, and what each of them is
        t          give the words or the dialogue the whole screen
        j k, PgUp, PgDn, Home, End   scroll the text
        Ctrl-Z     stop for a while; fg goes on

        On a line, :hint, :skip and so on are commands, too.
        To say a line that begins with a colon, type two of them.
        """
    case unknownKey = "The key {key} is no command; ? shows those that are."
    case unknownKeyTab = "The key {key} is no command. Tab goes back to the line, ? shows the commands."
    case noDialogue = "There is no dialogue on this page."
    case resetAsk = "Forget what is done here? y: yes, any other key: no."
    case working = "The stations play this run ..."
    case playing = "{number} of {count}. Any key stops."
    case listAll = "All lessons"
    case listDone = "Lessons that are done (d: all)"
    case listPending = "Lessons that are pending (p: all)"
    case gate = "gate"

    case whichStep = "Say which step, such as :explain 1.6 or :bytes 1.6."
    case checkedAll = "Checked: all {count} steps are done, and what you answered is right."
    case checkedOpen = "Checked: {done} of {count} steps are done; the first open one is step {step}."
    case checkFallen = "This does not pass any more, and is open again: step {steps}."

    // The step in hand.
    case stepTitle = "Step {step}: {from} to {to}, octets {octets}, frame {frames}"
    case stepState = ", {state}"
    case decidedHead = "What the stations decided then:"
    case spansHead = "Its octets, one after the other:"
    case spaceShowsMore = "Space shows more."
    case doneGoOn = "Done. Space or n goes on."
    case goOn = "Space or n goes on."
    case watchEnd = "That is all. Space or n goes on."
    case watchNext = "{number} of {count}. Space or n: next."
    case readNext = "{number} of {count}. Space: the next one; n: the next page."
    case keysAreCommands = "A key is a command now. Tab goes back to the line."
    case leaveAgain = "Ctrl-C once more leaves. Tab goes back to the line."
    case doneBefore = "You have done this. n goes on, b back, Tab answers once more."

    // The list of lessons.
    case unitHead = "Unit {unit}, {title}"
    case betterAfter = "better after {lessons}"
    case noLesson = "No lesson is like that."
    case listEnd = "“mailscope learn NAME” plays one."

    // Words beside translated prose.
    case notTranslated = "(Not yet translated.)"
    case isThatSo = "“{claim}” Is that so?"
    case proveIt = "Now prove it. {ask}:"
    case verdictTrue = "true"
    case verdictHalf = "half of it is true"
    case verdictFalse = "false"
    case stepNamed = "step {step}"
    case noStepNamed = "a step that is not there"

    // Hand-outs, pages and films.
    case handoutUnit = "Unit {unit}"
    case handoutPlace = "Unit {unit}, lesson {number}"
    case handoutMinutes = "{count} minutes"
    case handoutOwner = "For {learner}"
    case handoutKey = "With the answers"
    case handoutName = "Name"
    case handoutDate = "Date"
    case handoutSteps = "Steps"
    case handoutHints = "Hints"
    case handoutHint = "Hint {number} of {count}"
    case handoutAnswer = "Answer"
    case handoutShowAnswer = "The answer"
    case handoutCheck = "Check"
    case handoutSeveral = "Several may apply."
    case handoutNone = "none of them"
    case handoutAnyOf = "any of {answers}"
    case handoutTypeTo = "Type to {host} in mailscope, until all of this is so:"
    case handoutNext = "Next"
    case handoutBack = "Back"
    case handoutKeys = "Keys"
    case handoutPlaceOf = "{step} of {steps}"
    case handoutKeyNext = "on: the next line of a dialogue that is watched, or the next step"
    case handoutKeyBack = "back"
    case handoutKeyTalk = "from line to line of a dialogue"
    case handoutKeyOctets = "a line's octets; then Tab from piece to piece"
    case handoutKeyHint = "the next hint"
    case handoutKeyAnswer = "the answer"
    case handoutKeyHelp = "these keys"
    case handoutAtStart = "Where the letters are at the start"
    case handoutAfter = "Where the letters are after connection {connection}"
    case handoutJourney = "The journey of “{letter}”"
    case handoutInside = "inside the house"
    case handoutPush = "push"
    case handoutPull = "pull"
    case handoutOctet = "{count} octet"
    case handoutOctets = "{count} octets"
    case handoutOctetsOf = "Octets {from} to {to} of this side's stream, frame {frame}"
    case handoutConnection = "Connection {number}, {protocol}"
    case handoutClient = "C, the client"
    case handoutServer = "S, the server"
    case handoutOpens = "opens"
    case handoutCarries = "carries the letter"
    case handoutTLS = "TLS, {octets}"
    case handoutSums = "The client sent {client}, the server {server}."
    case handoutEndFin = "Closed by both sides."
    case handoutEndReset = "Broken off."
    case handoutEndRefused = "Never begun: nobody took the call."
    case handoutEndOpen = "Still open at the end."
}
