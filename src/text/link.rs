//! Decides which links may be opened or written into a page.
//!
//! A watchlist is shared, so its links are untrusted: only three schemes are allowed, and the operator sees the host.

use super::sanitise;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub url: String,
    /// The target: the host of a page, or the address of a mail.
    pub host: String,
}

impl Link {
    /// Checks a link as written in the file.
    ///
    /// # Errors
    /// A sentence that says why it is refused.
    pub fn parse(written: &str) -> Result<Self, String> {
        let url = written.trim();
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(format!("link refused: `{}` does not begin with http:, https: or mailto:", sanitise(url)));
        };
        if url
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || sanitise(c.encode_utf8(&mut [0; 4])) != c.to_string())
        {
            return Err("link refused: it has spaces or hidden characters in it".to_owned());
        }
        let host = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => page_host(rest),
            "mailto" => rest.split('?').next().unwrap_or_default(),
            _ => {
                return Err(format!("link refused: only http, https and mailto are opened, not {}:", sanitise(scheme)));
            }
        };
        if host.is_empty() {
            return Err(format!("link refused: `{}` names no host", sanitise(url)));
        }
        Ok(Self { url: url.to_owned(), host: host.to_owned() })
    }
}

/// A link that a terminal may open: one of the three schemes, and printable ASCII.
pub(crate) fn safe_url(written: &str) -> Option<String> {
    let link = Link::parse(written).ok()?;
    link.url.bytes().all(|byte| byte.is_ascii_graphic()).then_some(link.url)
}

/// The host and port: the part between the slashes and the path, after any user name.
fn page_host(rest: &str) -> &str {
    let Some(rest) = rest.strip_prefix("//") else { return "" };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn opens(written: &str, host: &str) {
        assert_eq!(Link::parse(written).map(|link| link.host), Ok(host.to_owned()));
    }

    #[test]
    fn pages_and_mail_are_opened_and_the_true_host_is_shown() {
        opens("https://apnews.com/article/1", "apnews.com");
        opens("HTTP://Example.org:8080?x", "Example.org:8080");
        opens("https://apnews.com@evil.example/x", "evil.example");
        opens("https://evil.example\\@apnews.com/", "evil.example");
        opens("mailto:desk@example.org?subject=x", "desk@example.org");
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        for (written, reason) in [
            ("javascript:alert(1)", "not javascript:"),
            ("file:///etc/passwd", "not file:"),
            ("apnews.com", "does not begin with"),
            ("https:///path", "names no host"),
            ("https://a b", "spaces"),
            ("https://a\u{202e}b", "hidden"),
            ("-oProxyCommand:x", "not -oProxyCommand:"),
        ] {
            let refusal = Link::parse(written).expect_err(written);
            assert!(refusal.contains(reason), "{refusal}");
        }
    }
}
