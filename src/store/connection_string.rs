//! Connection strings, as PostgreSQL's own programs read them: `postgres://…`, and `name=value name='a value'`. What is said of
//! one never holds a value: a password may have been split by a character that had to be escaped.

/// The settings of which one, standing first, makes a text a connection string.
const FIRST: [&str; 9] = ["service", "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "sslmode"];

/// What a string says: each setting with its value, in the order in which they stand; of two of a name the last counts.
pub(super) type Pairs = Vec<(String, String)>;

/// Whether a text is a connection string. URLs of other schemes are, too, so that no password in one is shown as a path.
pub(super) fn is_one(text: &str) -> bool {
    let named = || text.split_once('=').is_some_and(|(name, _)| FIRST.contains(&name.trim()));
    scheme(text).is_some() || named()
}

/// Reads a string. What it says up to the first mistake, and what is the matter there.
pub(super) fn read(text: &str) -> (Pairs, Option<&'static str>) {
    let (said, problem) = match (after_scheme(text), scheme(text)) {
        (Some(rest), _) => read_url(rest).map_or_else(|problem| (Pairs::new(), Some(problem)), |said| (said, None)),
        (None, Some(_)) => (Pairs::new(), Some("a server is named by postgres://…; no other scheme is known")),
        (None, None) => read_pairs(text),
    };
    match said.iter().any(|(_, value)| value.contains('\0')) {
        true => (Pairs::new(), Some("a setting holds a NUL character")),
        false => (said, problem),
    }
}

/// What of a string may be shown: who logs in, where, to which database. Nothing of a URL that can't be read.
pub(super) fn shown(text: &str) -> String {
    let (said, problem) = read(text);
    let value = |name: &str| {
        let (_, value) = said.iter().rev().find(|(named, _)| named == name)?;
        // A port that is none may be anything.
        let is_shown = name != "port" || value.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
        (is_shown && !value.is_empty()).then_some(value.as_str())
    };
    let Some((scheme, _)) = scheme(text) else {
        let named = ["service", "host", "hostaddr", "port", "dbname", "user"].into_iter();
        let pairs = named.filter_map(|name| Some(format!("{name}={}", printable(value(name)?))));
        let shown = pairs.collect::<Vec<_>>().join(" ");
        return if shown.is_empty() { "a server".to_owned() } else { shown };
    };
    if problem.is_some() {
        return format!("{scheme}://…");
    }
    let mut url = "postgres://".to_owned();
    if let Some(user) = value("user") {
        url = format!("{url}{}@", encoded(user));
    }
    let host = value("host");
    let is_name = host.is_some_and(|host| !host.contains('/'));
    if let Some(host) = host.filter(|_| is_name) {
        url.push_str(&hosts(host, value("port")));
    }
    if let Some(dbname) = value("dbname") {
        url = format!("{url}/{}", encoded(dbname));
    }
    let mut options = Vec::new();
    for name in ["service", "host", "hostaddr", "port"] {
        if !(is_name && ["host", "port"].contains(&name)) {
            options.extend(value(name).map(|value| format!("{name}={}", encoded(value))));
        }
    }
    if !options.is_empty() {
        url = format!("{url}?{}", options.join("&"));
    }
    url
}

/// The scheme of a URL, and what follows it.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.trim_start().split_once("://")?;
    let is_one = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_one.then_some((scheme, rest))
}

/// What follows the scheme of PostgreSQL's.
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = scheme(text)?;
    ["postgres", "postgresql"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(rest)
}

/// Hosts with their ports, as a URL has them.
fn hosts(hosts: &str, ports: Option<&str>) -> String {
    let ports: Vec<_> = ports.unwrap_or_default().split(',').collect();
    let with_port = |(at, host): (usize, &str)| {
        let host = if host.contains(':') { format!("[{}]", encoded(host)) } else { encoded(host) };
        let port = if ports.len() == 1 { ports.first() } else { ports.get(at) };
        port.filter(|port| !port.is_empty()).map_or_else(|| host.clone(), |port| format!("{host}:{}", encoded(port)))
    };
    hosts.split(',').enumerate().map(with_port).collect::<Vec<_>>().join(",")
}

fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A part of a URL, with whatever means something there, or can't be printed, escaped.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() || "%@?&#\"'<>".contains(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// Reads a URL after its scheme.
fn read_url(text: &str) -> Result<Pairs, &'static str> {
    const AT: &str = "an @ / or ? in a password or a value is written %40, %2F or %3F";
    let authority_end = text.find(['/', '?']).unwrap_or(text.len());
    if let Some(at) = text.find('@') {
        // A password that holds one of these unescaped could be read as a host, a database, or the name of a setting.
        let may_hold_password = text[..at].contains(':');
        if may_hold_password && (at > authority_end || text[at + 1..].contains('@')) {
            return Err(AT);
        }
    }
    let (authority, rest) = text.split_at(authority_end);
    let mut said = Pairs::new();
    let mut say = |name: &str, value: String| {
        if !value.is_empty() {
            said.push((name.to_owned(), value));
        }
    };
    let hosts = match authority.split_once('@') {
        Some((login, hosts)) => {
            let (user, password) = login.split_once(':').unwrap_or((login, ""));
            say("user", decoded(user)?);
            say("password", decoded(password)?);
            if hosts.contains('@') {
                return Err(AT);
            }
            hosts
        }
        None => authority,
    };
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for host in hosts.split(',') {
        let (name, port) = host_and_port(host)?;
        names.push(decoded(name)?);
        ports.push(port);
    }
    if names.iter().any(|name| !name.is_empty()) {
        say("host", names.join(","));
    }
    if ports.iter().any(|port| !port.is_empty()) {
        say("port", ports.join(","));
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    say("dbname", decoded(path.strip_prefix('/').unwrap_or(path))?);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or("a setting after the ? has no value")?;
        match (decoded(name)?, decoded(value)?) {
            // As JDBC has it, and libpq, too.
            (name, value) if name == "ssl" && value == "true" => {
                said.push(("sslmode".to_owned(), "require".to_owned()))
            }
            pair => said.push(pair),
        }
    }
    Ok(said)
}

fn host_and_port(host: &str) -> Result<(&str, &str), &'static str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (name, after) = rest.split_once(']').ok_or("the ] after an address is missing")?;
            match after {
                "" => (name, ""),
                after => (name, after.strip_prefix(':').ok_or("after the ] of an address only :PORT may follow")?),
            }
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    match port.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok((name, port)),
        false => {
            Err("a port is no number; a password stands before an @, with its own @ : / ? escaped (%40 %3A %2F %3F)")
        }
    }
}

/// Undoes the escapes of a URL, `%2F`.
fn decoded(text: &str) -> Result<String, &'static str> {
    const BAD: &str = "a % must be followed by two hexadecimal digits; one that stands for itself is written %25";
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else { return Err(BAD) };
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| BAD)?);
    }
    String::from_utf8(bytes).map_err(|_| "what is escaped by % is no UTF-8")
}

/// Reads `name=value name = 'a value'`, with `\` before a character that stands for itself.
fn read_pairs(text: &str) -> (Pairs, Option<&'static str>) {
    let mut said = Pairs::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(after) = after.trim_start().strip_prefix('=') else {
            return (said, Some("a = is missing; a value that holds a space stands in '…'"));
        };
        let Some((value, after)) = value(after.trim_start()) else {
            return (said, Some("a ' is not closed; one within a value is written \\'"));
        };
        said.push((name.to_owned(), value));
        rest = after.trim_start();
    }
    (said, None)
}

/// Reads a value, and returns it with what follows; nothing where its quotation mark is not closed.
fn value(text: &str) -> Option<(String, &str)> {
    let (body, is_quoted) = text.strip_prefix('\'').map_or((text, false), |body| (body, true));
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            '\'' if is_quoted => return Some((value, &body[at + 1..])),
            c if c.is_whitespace() && !is_quoted => return Some((value, &body[at..])),
            c => value.push(c),
        }
    }
    (!is_quoted).then_some((value, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let (said, problem) = read(text);
        assert_eq!(problem, None, "{text}");
        said.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_url_is_read_as_libpq_reads_it() {
        for (url, expected) in [
            ("postgres://", ""),
            ("postgresql://h", "host=h"),
            ("postgres://ines:pw@h:1/shop", "user=ines|password=pw|host=h|port=1|dbname=shop"),
            ("postgres://ines:a:b@h", "user=ines|password=a:b|host=h"),
            ("postgres://h1:1,h2,[::1]:3/x", "host=h1,h2,::1|port=1,,3|dbname=x"),
            ("postgres:///x?host=/tmp&port=7", "dbname=x|host=/tmp|port=7"),
            ("postgres://%2Fvar%2Frun/x", "host=/var/run|dbname=x"),
            ("postgres://a%40b:p%3Aw%2F%25@h", "user=a@b|password=p:w/%|host=h"),
            ("postgres://h?ssl=true&sslmode=", "host=h|sslmode=require|sslmode="),
            ("postgres://ines@h/x?application_name=a@b", "user=ines|host=h|dbname=x|application_name=a@b"),
            ("postgres://h/a/b?x=1=2&", "host=h|dbname=a/b|x=1=2"),
        ] {
            assert_eq!(said(url), expected, "{url}");
        }
    }

    #[test]
    fn pairs_are_read_as_libpq_reads_them() {
        for (text, expected) in [
            ("host=h port=1", "host=h|port=1"),
            (" host = h\tport =1 ", "host=h|port=1"),
            ("password='a b\\'c' user=i\\ j", "password=a b'c|user=i j"),
            ("user='' host=''x=1", "user=|host=|x=1"),
            ("a=b'c", "a=b'c"),
            ("a=b\\", "a=b"),
            ("=x", "=x"),
            ("a=", "a="),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_told_without_the_text() {
        for text in [
            "postgres://u:secret",
            "postgres://u:sec/r@et@h/d",
            "postgres://u:12/secret@h/d",
            "postgres://u:p@ss?secret=x@h",
            "postgres://u:12?secret=x@h",
            "postgres://u@v@h",
            "postgres://u:%zz@h",
            "postgres://u:%e9@h",
            "postgres://u:%00@h",
            "postgres://[::1",
            "postgres://[::1]secret",
            "postgres://h?secret",
            "host=h secret",
            "password='secret",
        ] {
            let (_, problem) = read(text);
            assert!(problem.is_some_and(|problem| !problem.contains("secret")), "{text}");
            assert!(!shown(text).contains("secret"), "{text}");
        }
    }

    #[test]
    fn what_is_shown_names_the_same_place_again() {
        for url in [
            "postgres://ines@h1:1,h2:2/litige",
            "postgres://h/a%40b",
            "postgres://ines@[::1]:7/x",
            "postgres://ines@/x?host=/tmp/a%20b&port=7",
            "postgres://ines@/x?service=shop&hostaddr=10.0.0.1",
            "postgres://",
        ] {
            assert_eq!(shown(url), url);
        }
        assert_eq!(shown("postgresql://h?user=ines&password=pw"), "postgres://ines@h");
        assert_eq!(shown("service=shop password=pw user=in\u{1b}es"), "service=shop user=in\u{fffd}es");
        assert_eq!(shown("postgres://h/\u{1b}[31m"), "postgres://h/%1B[31m");
    }
}
