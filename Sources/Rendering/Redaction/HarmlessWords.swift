import MailProtocols

/// Words of the protocols and of the usual replies: they tell nothing of who speaks, so they stay when everything else in a
/// free text is masked. In lower case.
enum HarmlessWords {
    static let all: Set<String> = {
        var all = Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
        all.formUnion(SMTPVerb.allCases.map { $0.word.lowercased() })
        all.formUnion(POP3Verb.allCases.map { $0.word.lowercased() })
        all.remove("")
        return all
    }()

    private static let words = """
        pipelining size 8bitmime smtputf8 enhancedstatuscodes dsn chunking binarymime deliverby limits mt-priority
        requiretls auth plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer external gssapi ntlm
        anonymous ok err +ok -err expire never user-login resp-codes sasl implementation auth-resp-code respcodes
        login-delay lang body 7bit 8bit ret full hdrs notify success failure delay orcpt envid rfc822 utf-8 us-ascii
        in-use sys temp perm from to for by with via id as of on at in is are be was were been has have had not no yes and or
        but if the a an this that it its your you we i me my our there here now then than more less most too only also all any
        each other same such will would can cannot could may must should shall do does did done try tried retry again later
        please wait go goon ahead end ended data message messages mail mailbox mailboxes maildrop octets bytes octet byte
        lines line dot cr lf crlf command commands argument arguments parameter parameters syntax error errors unknown unrecognized
        unrecognised unsupported unimplemented implemented supported invalid bad malformed wrong missing required
        require requires need needs needed first second before after already still until while when where what who how
        sender recipient recipients address addresses user users name names password account login logged logging log out up into
        authentication authenticate authenticated authorization credentials successful successfully succeeded failed
        failure fail rejected reject refused denied deny access blocked relay relaying permitted allowed not-allowed
        disabled enabled available unavailable temporarily temporary permanent permanently service services server
        servers host hosts domain domains hello helo ehlo hi pleased welcome meet ready greeting greetings bye goodbye
        farewell closing closed close connection connections channel transmission session timeout timed exceeded limit
        limits quota full large long short size sizes maximum minimum max min fixed big exceeds storage space disk
        queued queue queueing accepted accept accepting received receive delivered deliver delivery deliverable
        undeliverable completed complete completion requested request action taken aborted abort local processing
        transaction sequence order state invalid-sequence start starting started tls ssl encrypted encryption secure
        security policy greylisted greylisting graylisted spam virus content type listed list listing follows follow
        found exists exist such-user read locked lock busy using inbox deleted delete marked removed remove left
        new old total number none empty zero one two reset flushed stat capability capabilities supports supported-commands
        capa top uidl unique unique-id signing off sign signed exim postfix sendmail dovecot courier cyrus opensmtpd
        qmail exchange smtp esmtp esmtps esmtpa esmtpsa lmtp lmtps smtps pop pop2 pop3 pop3s imap imap4 imaps mta mda
        mua mx ipv6 ipv4 tcp http https utc gmt est edt cst cdt mst mdt pst pdt cet cest
        mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec
        text html plain multipart mixed alternative related report digest parallel signed encrypted form-data message
        rfc822 delivery-status partial global image jpeg png gif audio video application octet-stream pdf zip msword json
        xml csv calendar base64 quoted-printable binary inline attachment charset boundary filename format flowed delsp
        iso-8859-1 iso-8859-15 windows-1252 protocol micalg modification-date creation-date read-date version mime
        vxnlcm5hbwu6 ugfzc3dvcmq6 vxnlcm5hbwu= ugfzc3dvcmq=
        recipient-unknown so code reason because due see help info information verify verified verification
        """
}
