//! Commit messages, and the trailers in them.

use std::collections::BTreeSet;

use super::{Error, Id, Repo};

/// The commit messages of a change.
#[derive(Debug)]
pub(crate) struct Messages {
    /// The ids and the texts, newest first.
    pub texts: Vec<(Id, String)>,
    /// Whether these are all.
    pub whole: bool,
    /// The name of the author of the newest commit that is no merge, and the first line of its message.
    pub newest: Option<(String, String)>,
}

impl Repo {
    /// The messages of the commits in `start..head`, newest first.
    ///
    /// In a shallow clone the ancestors of `start` may be missing, and old commits then look like part of the
    /// range. Only descendants of `start` are sure to be new, so the messages of all others are left out.
    pub(crate) fn messages(&self, start: Id, head: Id) -> Result<Messages, Error> {
        let mut walk = self.objects()?.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(head)?;
        walk.hide(start)?;
        let commits = walk.map(|id| self.commit(id?)).collect::<Result<Vec<_>, Error>>()?;
        let start_is_whole = !self.is_shallow() || self.is_whole(start)?;
        let mut whole = true;
        let mut later = BTreeSet::from([start]);
        for commit in commits.iter().rev() {
            if commit.parent_ids().any(|parent| later.contains(&parent)) {
                later.insert(commit.id());
            }
            whole &= !is_cut(commit) && (start_is_whole || later.contains(&commit.id()));
        }
        let newest = commits.iter().find(|commit| commit.parent_count() < 2).map(|commit| {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
            (text(commit.author().name_bytes()), text(commit.summary_bytes().unwrap_or_default()))
        });
        let texts = commits
            .iter()
            .filter(|commit| start_is_whole || later.contains(&commit.id()))
            .map(|commit| (commit.id(), String::from_utf8_lossy(commit.message_bytes()).into_owned()));
        Ok(Messages { texts: texts.collect(), whole, newest })
    }

    /// Whether all ancestors of a commit are in this clone.
    fn is_whole(&self, commit: Id) -> Result<bool, Error> {
        let mut walk = self.objects()?.revwalk()?;
        walk.push(commit)?;
        for id in walk {
            if is_cut(&self.commit(id?)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a commit has parents that a shallow clone leaves out.
pub(super) fn is_cut(commit: &git2::Commit<'_>) -> bool {
    let header = commit.raw_header_bytes();
    let named = header.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"parent ")).count();
    named > commit.parent_count()
}

/// The values of the trailers with this name: lines `Name: value` in the last paragraph of a message, and in those before
/// it as long as they hold nothing else. Forges put paragraphs of their own behind those of a squashed commit.
pub(crate) fn trailers(message: &str, name: &str) -> Vec<String> {
    let message = message.replace('\r', "");
    let lines: Vec<&str> = message.lines().map(str::trim_end).collect();
    // Without a blank line there is only a subject.
    let paragraphs: Vec<&[&str]> = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()).collect();
    let mut paragraphs = paragraphs.into_iter().skip(1).rev();
    let last = paragraphs.next();
    let is_drawn = |lines: &&[&str]| lines.iter().all(|line| line.trim_matches('-').is_empty());
    let is_closing = last.is_some_and(are_trailers);
    let before = paragraphs.filter(|lines| !is_drawn(lines)).take_while(|lines| is_closing && are_trailers(lines));
    let mut found: Vec<&[&str]> = last.into_iter().chain(before).collect();
    found.reverse();
    // `Decision:` may have its value on the next line, set in.
    let mut unfolded: Vec<String> = Vec::new();
    for line in found.into_iter().flatten() {
        match unfolded.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(last) => *last = format!("{last} {}", line.trim()),
            None => unfolded.push((*line).to_owned()),
        }
    }
    let trailers = unfolded.iter().filter_map(|line| line.split_once(':'));
    let values = trailers.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// Whether all of a paragraph is trailers, with lines that go on set in.
fn are_trailers(lines: &[&str]) -> bool {
    let is_trailer = |line: &&str| {
        let key = line.split_once(':').map(|(key, _)| key);
        key.is_some_and(|key| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
    };
    lines.first().is_some_and(is_trailer) && lines.iter().all(|line| line.starts_with([' ', '\t']) || is_trailer(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailers_are_in_the_last_paragraph() {
        let message = "Subject\n\nBody.\nDecision: 0001\n\nReviewed-by: Ana\nDecision: 0012\ndecision: 0013\n";
        assert_eq!(trailers(message, "Decision"), ["0012", "0013"]);
        assert!(trailers("Decision: 0012", "Decision").is_empty());
        assert_eq!(trailers("Subject\r\n\r\nDecision: 0012\r\n", "Decision"), ["0012"]);
        let squashed =
            "Tune (#12)\n\nBody: more.\n\nDecision: 0012\nX-Y: 1\n\n---------\n\nCo-authored-by: Bo <b@e.org>\n";
        assert_eq!(trailers(squashed, "Decision"), ["0012"]);
        assert_eq!(trailers("Tune\n\nDecision:\n 0012,\n 0013\nX: 1\n  0014\n", "Decision"), ["0012, 0013"]);
        let interrupted = "Tune\n\nDecision: 0012\n\nIn words: it is so.\n\nX: 1\n";
        assert!(trailers(interrupted, "Decision").is_empty());
        assert!(trailers("Decision: 0012\n\nX: 1\n", "Decision").is_empty());
        assert!(trailers("Tune\n\nDecision: 0012\n\nThat is all.\n", "Decision").is_empty());
    }
}
