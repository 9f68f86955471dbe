//! Asks forges for comments.

use super::Error;
use crate::vocabulary::forge::Place;
use crate::witness::Answer;

/// What a forge says of a comment.
pub(super) fn answer(place: &Place) -> Result<Answer, Error> {
    Err(Error::Usage(format!("{} can't be looked up", place.address())))
}
