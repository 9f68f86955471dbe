//! What both the policy and the decisions speak in: ids, dates, parties, and the words with a meaning.

pub(crate) mod day;
pub(crate) mod id;
pub(crate) mod not_a_person;
pub(crate) mod party;
pub(crate) mod words;
