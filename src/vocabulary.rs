//! What both the policy and the decisions speak in: ids, dates, parties, and the words with a meaning.

pub(crate) mod day;
pub(crate) mod evidence;
pub(crate) mod forge;
pub(crate) mod id;
pub(crate) mod nothing;
pub(crate) mod parties;
pub(crate) mod party;
pub(crate) mod person;
pub(crate) mod reference;
pub(crate) mod words;
