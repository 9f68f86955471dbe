//! The base URL of a site or of the files of a repository, as typed on the command line. Paths are appended to it, so
//! nothing in it may change their meaning.

/// Reads a URL, and returns it with a `/` at its end; or what is wrong with it, and how to fix that.
pub(crate) fn read(written: &str) -> Result<String, (&'static str, &'static str)> {
    const EXAMPLE: &str = "write it as in `https://decisions.example.org/log/`";
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| written.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let Some(scheme) = scheme else { return Err(("is not an http or https URL", EXAMPLE)) };
    let rest = &written[scheme.len()..];
    if !rest.is_ascii() {
        return Err((
            "has characters that are not allowed in a URL",
            "copy it from the address bar of a browser, which encodes them",
        ));
    }
    if rest.contains(['?', '#']) {
        return Err(("has a query or a fragment", "leave out what follows `?` or `#`"));
    }
    let is_odd = |character: char| !character.is_ascii_graphic() || "\"'<>\\^`{|}".contains(character);
    if rest.contains(is_odd) {
        return Err(("has characters that are not allowed in a URL", EXAMPLE));
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if host.contains('@') {
        return Err(("has a user name, which would be public", "leave out what comes before `@`"));
    }
    if !is_host(host) {
        return Err(("has no valid host", EXAMPLE));
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    if !path.is_empty() && path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(("has path segments that browsers remove", "leave out `.`, `..` and empty segments"));
    }
    if !is_encoded(path) {
        return Err(("has a `%` that encodes nothing", "write `%25` for a literal `%`"));
    }
    let slash = if path.is_empty() { "" } else { "/" };
    Ok(format!("{scheme}{host}/{path}{slash}"))
}

/// Whether it is a host name or an IP address, perhaps with a port.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((number, port)) if number.parse::<std::net::Ipv6Addr>().is_ok() => {
            ("v6", port.strip_prefix(':').or(port.is_empty().then_some("1")))
        }
        Some(_) => return false,
        None => host.split_once(':').map_or((host, Some("1")), |(name, port)| (name, Some(port))),
    };
    let is_letter = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_');
    let is_name = name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.chars().all(is_letter);
    is_name && !name.contains("..") && port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// Whether each `%` is followed by two hexadecimal digits.
fn is_encoded(path: &str) -> bool {
    path.split('%').skip(1).all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn urls_end_with_a_slash() {
        for (written, address) in [
            ("https://example.org", "https://example.org/"),
            ("HTTPS://example.org/log", "https://example.org/log/"),
            ("http://localhost:8000/a/b/", "http://localhost:8000/a/b/"),
            ("https://git.example.org/team/app/-/blob/main", "https://git.example.org/team/app/-/blob/main/"),
            ("https://example.org/a%20b", "https://example.org/a%20b/"),
            ("http://[::1]:8000", "http://[::1]:8000/"),
            ("http://[::1]", "http://[::1]/"),
            ("https://example.org:443/~ana/", "https://example.org:443/~ana/"),
        ] {
            assert_eq!(read(written).as_deref(), Ok(address), "{written}");
        }
    }

    #[test]
    fn other_urls_are_refused() {
        for written in [
            "",
            "example.org",
            "/log",
            "//example.org",
            "ftp://example.org",
            "javascript:alert(1)",
            "file:///tmp",
            "https://",
            "https:///log",
            "https:// example.org",
            "https://example.org/a b",
            "https://example.org/\"x",
            "https://example.org/<x>",
            "https://example.org\\x",
            "https://example.org/?a=b",
            "https://example.org/#x",
            "https://ana:secret@example.org",
            "https://example.org/../x",
            "https://example.org/a//b",
            "https://example.org/./a",
            "https://bücher.example",
            "https://example.org/\n",
            "https://example.org:x/",
            "https://example.org:99999/",
            "https://-x.example",
            "https://a..b",
            "https://example.org/%2",
            "https://[::1",
            "https://[x]/",
            "https://[::1]8000",
            "https://example.org/a\u{202e}",
        ] {
            let (wrong, help) = read(written).expect_err(written);
            assert!(!wrong.is_empty() && !help.is_empty());
        }
    }
}
