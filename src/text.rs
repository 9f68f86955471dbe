//! Positions and text shared by every step: byte spans, repository paths, text as it is compared, and
//! how untrusted text is shown. It knows nothing of decisions.

mod excerpt;
mod fold;
mod path;
mod span;
mod splice;
mod visible;
mod words;

pub(crate) use excerpt::{excerpt, first_sentence};
pub(crate) use fold::{composed, fold, one_line};
pub(crate) use path::{RepoPath, disk_name, path_in_url, percent_decoded};
pub(crate) use span::{Places, Point, Span, Spanned, ceil_char, floor_char, line_column, line_start, lines};
pub(crate) use splice::{Splice, spliced};
pub(crate) use visible::{
    either, is_hidden, joined, listed, listed_some, opens_command, shell, shortened, visible, visible_path,
};
pub(crate) use words::{counted, counted_people, did_you_mean, has_words, is_dense, nearest};
