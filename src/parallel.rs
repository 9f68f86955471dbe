//! Work on many records in several threads. Records don't know of each other, so they can be read at once.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// The fewest items for which a thread is worth its start.
const LEAST: usize = 64;

/// What `work` makes of each item, in the order of the items.
pub(crate) fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len() / LEAST);
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let share = items.len().div_ceil(threads);
    let mut items = items.into_iter();
    thread::scope(|scope| {
        let work = &work;
        let mut running = Vec::with_capacity(threads);
        for _ in 0..threads {
            let share: Vec<T> = items.by_ref().take(share).collect();
            running.push(scope.spawn(move || share.into_iter().map(work).collect::<Vec<R>>()));
        }
        // A panic of a thread goes on in this one.
        running.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn order_is_kept_however_many_items_there_are() {
        for count in [0, 1, 63, 64, 127, 128, 1000, 1001] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(super::map(items, |item| item * 2), doubled);
        }
    }
}
