//! Things that can match one another, each once.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// Numbers under all the keys that they can be asked for by. Who takes one takes it everywhere, so
/// that a file with thousands of like things costs no more than their number.
pub(super) struct Pool<K> {
    queues: HashMap<K, VecDeque<usize>>,
    taken: HashSet<usize>,
}

impl<K: Eq + Hash> Pool<K> {
    /// One with nothing in it.
    pub(super) fn new() -> Self {
        Self { queues: HashMap::new(), taken: HashSet::new() }
    }

    /// Puts a number below a key.
    pub(super) fn put(&mut self, key: K, number: usize) {
        self.queues.entry(key).or_default().push_back(number);
    }

    /// Takes the first number that is left below the first of the keys that has one.
    pub(super) fn take(&mut self, keys: impl IntoIterator<Item = K>) -> Option<usize> {
        for key in keys {
            let Some(queue) = self.queues.get_mut(&key) else {
                continue;
            };
            while let Some(number) = queue.pop_front() {
                if self.taken.insert(number) {
                    return Some(number);
                }
            }
        }
        None
    }
}
