//! Where the boxes and lines of a graph go: each part that hangs together by itself, what came first on the
//! left, few lines that cross. Numbers in, numbers out; nothing here knows what a decision is. Everything
//! is a loop with a bound, so neither a circle nor a log of many thousands of links stops it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The size of a box.
pub(super) const WIDTH: i32 = 208;
/// The size of a box.
pub(super) const HEIGHT: i32 = 68;
/// The room between two columns, in which the lines bend and have their words.
pub(super) const GAP: i32 = 106;
/// The room that the longest words at a line take.
pub(super) const WORD: i32 = 70;
/// The room round a part.
pub(super) const EDGE: i32 = 4;

/// How many boxes are drawn at most.
pub(super) const BOXES: usize = 300;
/// How many lines are drawn at most.
pub(super) const LINES: usize = 1_000;

/// The room between two boxes of a column.
const ROW: f64 = 20.0;
/// The room that a line needs which passes between the boxes of a column.
const PASSAGE: f64 = 10.0;
/// How many such passages are looked for; lines beyond that run behind the boxes.
const PASSAGES: usize = 2_000;
/// How many columns boxes may take that are only related to others.
const COLUMNS: usize = 4;
/// How often the order and the heights of a part are gone through.
const SWEEPS: usize = 8;

/// A link between two boxes, by their numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// Who says it.
    pub from: usize,
    /// Of whom.
    pub to: usize,
    /// Whether the other one has to be on the left.
    pub is_ranked: bool,
}

/// What is drawn, and how much is not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The parts that hang together, the largest first, then the newest.
    pub parts: Vec<Part>,
    /// How many boxes are left out.
    pub boxes_left: usize,
    /// How many lines between boxes that are drawn are left out.
    pub lines_left: usize,
}

/// Boxes that hang together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub width: i32,
    pub height: i32,
    /// The numbers of the boxes with their upper left corners, column by column.
    pub boxes: Vec<(usize, i32, i32)>,
    pub lines: Vec<Line>,
}

/// How a link is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place in the list of links.
    pub link: usize,
    pub route: Route,
}

/// The way of a line, from the box that says it to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Through gaps between columns: points by twos, a bend between the two, a straight line to the next two.
    Across(Vec<(i32, i32)>),
    /// Out of a column and back into it.
    Around {
        /// Where it starts and ends.
        ends: [(i32, i32); 2],
        /// How far it goes out.
        reach: i32,
    },
}

/// Plans a graph. `ages` has for each box its place in the order from the oldest to the newest.
pub(super) fn plan(ages: &[usize], links: &[Link]) -> Plan {
    let mut room = BOXES;
    let mut lines = LINES;
    let mut plan = Plan { parts: Vec::new(), boxes_left: 0, lines_left: 0 };
    let mut homes: Vec<Option<(usize, usize)>> = vec![None; ages.len()];
    let mut drawn: Vec<Vec<usize>> = Vec::new();
    for mut part in components(ages, links) {
        // One box of several says nothing.
        let fits = if room < 2 && part.len() > room { 0 } else { part.len().min(room) };
        plan.boxes_left += part.len() - fits;
        part.truncate(fits);
        room -= fits;
        part.sort_by_key(|node| ages[*node]);
        for (place, node) in part.iter().enumerate() {
            homes[*node] = Some((drawn.len(), place));
        }
        if !part.is_empty() {
            drawn.push(part);
        }
    }
    let mut inner: Vec<Vec<Inner>> = vec![Vec::new(); drawn.len()];
    // What has a direction is drawn before what has none.
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|index| !links[*index].is_ranked);
    for index in order {
        let Link { from, to, is_ranked } = links[index];
        if let (Some((part, from)), Some((_, to))) = (homes[from], homes[to])
            && from != to
        {
            if lines == 0 {
                plan.lines_left += 1;
            } else {
                lines -= 1;
                inner[part].push((index, Link { from, to, is_ranked }));
            }
        }
    }
    plan.parts = drawn.iter().zip(&inner).map(|(nodes, links)| part(nodes, links)).collect();
    plan
}

/// The boxes that hang together, each part from its newest box outwards.
fn components(ages: &[usize], links: &[Link]) -> Vec<Vec<usize>> {
    let mut beside = vec![Vec::new(); ages.len()];
    for link in links {
        if link.from != link.to {
            beside[link.from].push(link.to);
            beside[link.to].push(link.from);
        }
    }
    let mut newest: Vec<usize> = (0..ages.len()).collect();
    newest.sort_by_key(|node| Reverse(ages[*node]));
    for near in &mut beside {
        near.sort_by_key(|node| Reverse(ages[*node]));
    }
    let mut seen = vec![false; ages.len()];
    let mut parts = Vec::new();
    for start in newest {
        let mut part = Vec::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            if !std::mem::replace(&mut seen[node], true) {
                part.push(node);
                queue.extend(&beside[node]);
            }
        }
        parts.push(part);
    }
    parts.retain(|part| !part.is_empty());
    // The sort keeps the newest first among those of one size.
    parts.sort_by_key(|part| Reverse(part.len()));
    parts
}

/// A link inside a part, whose boxes are numbered by age, with its place in the list of links.
type Inner = (usize, Link);

/// A box in its column, or the passage of a line through it.
#[derive(Clone, Debug, Default)]
struct Cell {
    is_box: bool,
    column: usize,
    /// What it is joined to in the columns beside it.
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Cell {
    fn height(&self) -> f64 {
        if self.is_box { f64::from(HEIGHT) } else { PASSAGE }
    }
}

fn part(nodes: &[usize], links: &[Inner]) -> Part {
    let columns = columns(nodes.len(), links);
    let mut cells: Vec<Cell> =
        columns.iter().map(|column| Cell { is_box: true, column: *column, ..Cell::default() }).collect();
    let chains = chains(links, &mut cells);
    let order = ordered(&cells);
    let middles = middles(&cells, &order);
    let top = |cell: usize| (middles[cell] - cells[cell].height() / 2.0).round() as i32;
    let left = |column: usize| EDGE + i32::try_from(column).unwrap_or_default() * (WIDTH + GAP);
    let boxes: Vec<(usize, i32, i32)> = order
        .iter()
        .flatten()
        .filter(|cell| cells[**cell].is_box)
        .map(|cell| (nodes[*cell], left(cells[*cell].column), top(*cell)))
        .collect();
    let lines = routes(&cells, &chains, &middles, links, &left);
    let out = |line: &Line| match &line.route {
        Route::Around { ends, reach } => ends[0].0 + reach + WORD / 2,
        Route::Across(_) => 0,
    };
    let right = boxes.iter().map(|(_, x, _)| x + WIDTH).chain(lines.iter().map(out)).max().unwrap_or_default();
    let below = boxes.iter().map(|(_, _, y)| y + HEIGHT).max().unwrap_or_default();
    // A line may pass below the last box.
    let lowest = (0..cells.len()).map(|cell| middles[cell].ceil() as i32 + EDGE).max().unwrap_or_default();
    Part { width: right + EDGE, height: below.max(lowest) + EDGE, boxes, lines }
}

/// The column of each box. What is superseded or amended is left of what says so; in a circle the
/// oldest starts. Boxes that are only related are beside one that they are related to.
fn columns(count: usize, links: &[Inner]) -> Vec<usize> {
    let mut column = vec![0_usize; count];
    let mut newer = vec![Vec::new(); count];
    let mut waits = vec![0_usize; count];
    let mut is_placed = vec![true; count];
    for (_, link) in links.iter().filter(|(_, link)| link.is_ranked) {
        newer[link.to].push(link.from);
        waits[link.from] += 1;
        is_placed[link.from] = false;
        is_placed[link.to] = false;
    }
    let is_ranked: Vec<bool> = is_placed.iter().map(|placed| !placed).collect();
    let has_older: Vec<bool> = waits.iter().map(|waits| *waits > 0).collect();
    // Where all wait for each other, the oldest goes first.
    let next = |is_placed: &[bool], waits: &[usize]| {
        (0..count).filter(|node| !is_placed[*node]).min_by_key(|node| (waits[*node] > 0, *node))
    };
    while let Some(node) = next(&is_placed, &waits) {
        is_placed[node] = true;
        for other in newer[node].iter().filter(|other| !is_placed[**other]) {
            column[*other] = column[*other].max(column[node] + 1);
            waits[*other] -= 1;
        }
    }
    // What came first moves up to what followed it, for short lines.
    for node in 0..count {
        if is_ranked[node]
            && !has_older[node]
            && let Some(next) = newer[node].iter().map(|other| column[*other]).min()
        {
            column[node] = next.saturating_sub(1);
        }
    }
    beside(links, &is_ranked, &mut column);
    let used: BTreeSet<usize> = column.iter().copied().collect();
    let places: BTreeMap<usize, usize> = used.into_iter().zip(0..).collect();
    column.iter().map(|column| places[column]).collect()
}

/// Gives boxes that are only related a column beside what they are related to: the newer on the right,
/// but not on and on.
fn beside(links: &[Inner], is_ranked: &[bool], column: &mut [usize]) {
    let last = column.iter().copied().max().unwrap_or_default().max(COLUMNS - 1);
    let mut related = vec![Vec::new(); column.len()];
    for (_, link) in links.iter().filter(|(_, link)| !link.is_ranked) {
        related[link.from].push(link.to);
        related[link.to].push(link.from);
    }
    let mut is_placed = is_ranked.to_vec();
    let mut queue: VecDeque<usize> = (0..column.len()).filter(|node| is_placed[*node]).collect();
    for start in 0..column.len() {
        if queue.is_empty() && !is_placed[start] {
            is_placed[start] = true;
            queue.push_back(start);
        }
        while let Some(node) = queue.pop_front() {
            for other in &related[node] {
                if !is_placed[*other] {
                    is_placed[*other] = true;
                    let goes_right = (*other > node || column[node] == 0) && column[node] < last;
                    column[*other] = if goes_right { column[node] + 1 } else { column[node].saturating_sub(1) };
                    queue.push_back(*other);
                }
            }
        }
    }
}

/// For each link the cells on its way from left to right, passages through columns between among them.
fn chains(links: &[Inner], cells: &mut Vec<Cell>) -> Vec<Vec<usize>> {
    let mut passages = PASSAGES;
    let mut chains = vec![Vec::new(); links.len()];
    let span = |(_, link): &Inner, cells: &[Cell]| cells[link.from].column.abs_diff(cells[link.to].column);
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|index| span(&links[*index], cells));
    for index in order {
        let (_, link) = &links[index];
        let (mut left, mut right) = (link.to, link.from);
        if cells[left].column > cells[right].column {
            (left, right) = (right, left);
        }
        let between = span(&links[index], cells).saturating_sub(1);
        let mut chain = vec![left];
        if between <= passages {
            passages -= between;
            for step in 1..=between {
                cells.push(Cell { column: cells[left].column + step, ..Cell::default() });
                chain.push(cells.len() - 1);
            }
        }
        chain.push(right);
        for pair in chain.windows(2) {
            if cells[pair[0]].column + 1 == cells[pair[1]].column {
                cells[pair[0]].right.push(pair[1]);
                cells[pair[1]].left.push(pair[0]);
            }
        }
        chains[index] = chain;
    }
    chains
}

/// The cells of each column from top to bottom, so that few lines cross: each is moved to the middle of
/// those that it is joined to, from the left and from the right by turns, and the best order is kept.
fn ordered(cells: &[Cell]) -> Vec<Vec<usize>> {
    let count = cells.iter().map(|cell| cell.column + 1).max().unwrap_or_default();
    let mut order = vec![Vec::new(); count];
    // Boxes come first and the newest has the highest number.
    for (index, cell) in cells.iter().enumerate().rev() {
        order[cell.column].push(index);
    }
    let mut places = vec![0; cells.len()];
    let note = |column: &[usize], places: &mut [usize]| {
        for (place, cell) in column.iter().enumerate() {
            places[*cell] = place;
        }
    };
    order.iter().for_each(|column| note(column, &mut places));
    let mut best = (crossings(cells, &order, &places), order.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let from_left = sweep % 2 == 0;
        for at in 1..count {
            let column = if from_left { at } else { count - 1 - at };
            order[column].sort_by_cached_key(|cell| {
                let joined = if from_left { &cells[*cell].left } else { &cells[*cell].right };
                // In thousandths, so that the keys are in a total order.
                let sum: usize = joined.iter().map(|other| places[*other]).sum();
                if joined.is_empty() { places[*cell] * 1_000 } else { sum * 1_000 / joined.len() }
            });
            note(&order[column], &mut places);
        }
        let crossed = crossings(cells, &order, &places);
        if crossed < best.0 {
            best = (crossed, order.clone());
        }
    }
    best.1
}

/// How many lines cross between neighbouring columns.
fn crossings(cells: &[Cell], order: &[Vec<usize>], places: &[usize]) -> usize {
    let mut crossed = 0;
    for column in order {
        // Where the lines of the cells above end. There are at most LINES between two columns.
        let mut above: Vec<usize> = Vec::new();
        for cell in column {
            let joined = cells[*cell].right.iter().map(|other| places[*other]);
            let crossed_by = |place: usize| above.iter().filter(|other| **other > place).count();
            crossed += joined.clone().map(crossed_by).sum::<usize>();
            above.extend(joined);
        }
    }
    crossed
}

/// How high the middle of each cell is: as near to those that it is joined to as the order and the
/// room between cells allow.
fn middles(cells: &[Cell], order: &[Vec<usize>]) -> Vec<f64> {
    let apart = |one: usize, other: usize| {
        let room = if cells[one].is_box && cells[other].is_box { ROW } else { PASSAGE };
        (cells[one].height() + cells[other].height()) / 2.0 + room
    };
    // How far each cell of a column is at least below the first.
    let mut offsets = vec![0.0; cells.len()];
    for column in order {
        for pair in column.windows(2) {
            offsets[pair[1]] = offsets[pair[0]] + apart(pair[0], pair[1]);
        }
    }
    let mut middles = offsets.clone();
    for sweep in 0..SWEEPS {
        let from_left = sweep % 2 == 0;
        for at in 0..order.len() {
            let column = if from_left { at } else { order.len() - 1 - at };
            let wanted = order[column].iter().map(|cell| {
                let joined = if from_left { &cells[*cell].left } else { &cells[*cell].right };
                let sum: f64 = joined.iter().map(|other| middles[*other]).sum();
                match joined.len() {
                    0 => (middles[*cell] - offsets[*cell], 0.2),
                    // A line that passes should pass straight.
                    count => (sum / count as f64 - offsets[*cell], if cells[*cell].is_box { 1.0 } else { 4.0 }),
                }
            });
            for (cell, place) in order[column].iter().zip(rising(wanted)) {
                middles[*cell] = place + offsets[*cell];
            }
        }
    }
    let top = (0..cells.len()).map(|cell| middles[cell] - cells[cell].height() / 2.0).fold(f64::INFINITY, f64::min);
    middles.iter().map(|middle| middle - top + f64::from(EDGE)).collect()
}

/// The numbers nearest to the wanted ones, by their weights, of which none is smaller than the one before.
fn rising(wanted: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
    // Neighbors that overlap are moved together to their mean.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in wanted {
        let mut block = (value, weight, 1);
        while let Some(last) = blocks.last().filter(|last| last.0 > block.0) {
            let weight = last.1 + block.1;
            block = ((last.0 * last.1 + block.0 * block.1) / weight, weight, last.2 + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks.iter().flat_map(|(value, _, count)| std::iter::repeat_n(*value, *count)).collect()
}

/// An end of a line at a side of a box: the height of what comes next on its way, the line, and whether
/// it is the end on the right.
type End = (i64, usize, bool);

/// The ways of the lines. Those that end at one side of a box are spread over it, in the order of where
/// they come from.
fn routes(
    cells: &[Cell],
    chains: &[Vec<usize>],
    middles: &[f64],
    links: &[Inner],
    left: &impl Fn(usize) -> i32,
) -> Vec<Line> {
    let is_around = |chain: &[usize]| cells[chain[0]].column == cells[chain[chain.len() - 1]].column;
    let mut sides: BTreeMap<(usize, bool), Vec<End>> = BTreeMap::new();
    for (index, chain) in chains.iter().enumerate() {
        let last = chain.len() - 1;
        let height = |cell: usize| (middles[cell] * 100.0) as i64;
        sides.entry((chain[0], true)).or_default().push((height(chain[1]), index, false));
        sides.entry((chain[last], is_around(chain))).or_default().push((height(chain[last - 1]), index, true));
    }
    let mut ends = vec![[0; 2]; chains.len()];
    for ((cell, _), side) in &mut sides {
        side.sort_unstable();
        let count = side.len() as f64;
        let step = (f64::from(HEIGHT - 24) / (count - 1.0).max(1.0)).min(14.0);
        for (place, (_, index, is_last)) in side.iter().enumerate() {
            let height = middles[*cell] + (place as f64 - (count - 1.0) / 2.0) * step;
            ends[*index][usize::from(*is_last)] = height.round() as i32;
        }
    }
    let route = |(index, chain): (usize, &Vec<usize>)| {
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let [start, end] = ends[index];
        let right_of = |cell: usize| left(cells[cell].column) + WIDTH;
        let mut route = if is_around(chain) {
            let reach = 26 + ((end - start).abs() / 8).min(GAP / 2 - 10);
            Route::Around { ends: [(right_of(first), start), (right_of(last), end)], reach }
        } else {
            let mut points = vec![(right_of(first), start)];
            for cell in &chain[1..chain.len() - 1] {
                let height = middles[*cell].round() as i32;
                points.extend([(left(cells[*cell].column), height), (right_of(*cell), height)]);
            }
            points.push((left(cells[last].column), end));
            Route::Across(points)
        };
        let (link, Link { from, .. }) = links[index];
        match &mut route {
            _ if from == first => {}
            Route::Across(points) => points.reverse(),
            Route::Around { ends, .. } => ends.reverse(),
        }
        Line { link, route }
    };
    chains.iter().enumerate().map(route).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn ranked(from: usize, to: usize) -> Link {
        Link { from, to, is_ranked: true }
    }

    fn related(from: usize, to: usize) -> Link {
        Link { from, to, is_ranked: false }
    }

    /// Plans a graph whose boxes are numbered by age, and checks what every plan has to hold.
    fn planned(count: usize, links: &[Link]) -> Plan {
        let ages: Vec<usize> = (0..count).collect();
        let plan = plan(&ages, links);
        assert_eq!(plan, super::plan(&ages, links), "the same graph gives the same picture");
        let mut seen = BTreeSet::new();
        let mut lines = BTreeSet::new();
        for part in &plan.parts {
            let mut places = BTreeMap::new();
            for (node, x, y) in &part.boxes {
                assert!(seen.insert(*node), "{node} is drawn once");
                assert!(*x >= 0 && *y >= 0 && x + WIDTH <= part.width && y + HEIGHT <= part.height);
                places.insert(*node, (*x, *y));
            }
            let corners: Vec<_> = places.values().collect();
            for (at, one) in corners.iter().enumerate() {
                for other in &corners[at + 1..] {
                    let is_apart = (one.0 - other.0).abs() >= WIDTH || (one.1 - other.1).abs() >= HEIGHT;
                    assert!(is_apart, "{one:?} lies on {other:?}");
                }
            }
            for line in &part.lines {
                assert!(lines.insert(line.link), "each link is drawn once");
                let (start, end) = match &line.route {
                    Route::Across(points) => (points[0], points[points.len() - 1]),
                    Route::Around { ends, .. } => (ends[0], ends[1]),
                };
                let link = links[line.link];
                for ((x, y), node) in [(start, link.from), (end, link.to)] {
                    let (left, top) = places[&node];
                    assert!(x == left || x == left + WIDTH, "a line ends at a side of its box");
                    assert!(y > top && y < top + HEIGHT, "a line ends between the corners of its box");
                }
            }
        }
        assert_eq!(seen.len() + plan.boxes_left, count);
        plan
    }

    fn place(plan: &Plan, node: usize) -> (i32, i32) {
        let mut boxes = plan.parts.iter().flat_map(|part| &part.boxes);
        boxes.find(|(other, ..)| *other == node).map(|(_, x, y)| (*x, *y)).unwrap()
    }

    #[test]
    fn what_came_first_stands_on_the_left() {
        // 1 follows 0, 3 follows 1 and changes 2.
        let plan = planned(5, &[ranked(1, 0), ranked(3, 1), ranked(3, 2), related(4, 3)]);
        let column = |node| place(&plan, node).0;
        assert!(column(0) < column(1) && column(1) < column(3) && column(3) < column(4));
        assert_eq!(column(2), column(1), "what only one thing followed stands next to it");
        assert_eq!(plan.parts.len(), 1);
    }

    #[test]
    fn lines_do_not_cross_where_they_need_not() {
        let plan = planned(7, &[ranked(4, 3), ranked(5, 2), ranked(6, 1), ranked(4, 0), ranked(5, 0), ranked(6, 0)]);
        let above = |one, other| place(&plan, one).1 < place(&plan, other).1;
        assert_eq!(above(4, 5), above(3, 2));
        assert_eq!(above(5, 6), above(2, 1));
    }

    #[test]
    fn a_line_over_a_column_passes_between_its_boxes() {
        let plan = planned(4, &[ranked(1, 0), ranked(2, 1), ranked(3, 2), ranked(3, 0)]);
        let long = plan.parts[0].lines.iter().find(|line| line.link == 3).unwrap();
        let Route::Across(points) = &long.route else { panic!() };
        assert_eq!(points.len(), 6);
        for (x, y) in &points[1..5] {
            let on_box = |(_, left, top): &(usize, i32, i32)| {
                (*left..=left + WIDTH).contains(x) && (*top..=top + HEIGHT).contains(y)
            };
            assert!(!plan.parts[0].boxes.iter().any(on_box), "{x} {y}");
        }
    }

    #[test]
    fn circles_and_links_to_itself_end() {
        planned(3, &[ranked(0, 1), ranked(1, 2), ranked(2, 0)]);
        planned(2, &[ranked(0, 1), ranked(1, 0), related(0, 1), ranked(1, 1)]);
        let plan = planned(1, &[ranked(0, 0)]);
        assert!(plan.parts[0].lines.is_empty());
        // All of them in one circle, and everything related to everything.
        let circle: Vec<Link> = (0..250).map(|node| ranked(node, (node + 1) % 250)).collect();
        assert_eq!(planned(250, &circle).parts[0].lines.len(), 250);
        let dense: Vec<Link> = (0..60).flat_map(|one| (0..one).map(move |other| related(one, other))).collect();
        let plan = planned(60, &dense);
        assert_eq!((plan.parts[0].lines.len(), plan.lines_left), (LINES, 60 * 59 / 2 - LINES));
    }

    #[test]
    fn the_largest_part_comes_first_then_the_newest() {
        let plan = planned(7, &[ranked(1, 0), ranked(6, 5), ranked(3, 2), ranked(4, 3)]);
        let nodes = |part: &Part| part.boxes.iter().map(|(node, ..)| *node).collect::<BTreeSet<usize>>();
        let first: Vec<_> = plan.parts.iter().map(nodes).collect();
        assert_eq!(first, [BTreeSet::from([2, 3, 4]), BTreeSet::from([5, 6]), BTreeSet::from([0, 1])]);
    }

    #[test]
    fn of_many_thousands_some_hundreds_are_drawn() {
        let count = 20_000;
        let chain: Vec<Link> = (1..count).map(|node| ranked(node, node - 1)).collect();
        let plan = planned(count, &chain);
        assert_eq!((plan.parts.len(), plan.boxes_left), (1, count - BOXES));
        assert!(plan.parts[0].boxes.iter().any(|(node, ..)| *node == count - 1), "the newest is drawn");
        let pairs: Vec<Link> = (0..count / 2).map(|pair| ranked(2 * pair + 1, 2 * pair)).collect();
        assert_eq!(planned(count, &pairs).parts.len(), BOXES / 2);
        let star: Vec<Link> = (1..count).map(|node| related(node, 0)).collect();
        assert_eq!(planned(count, &star).boxes_left, count - BOXES);
        // Long lines over many columns, more than passages are looked for.
        let long: Vec<Link> = (1..BOXES).flat_map(|node| [ranked(node, node - 1), ranked(node, 0)]).collect();
        planned(BOXES, &long);
    }

    #[test]
    fn related_decisions_do_not_go_on_and_on_to_the_right() {
        let row: Vec<Link> = (1..40).map(|node| related(node, node - 1)).collect();
        let plan = planned(40, &row);
        assert_eq!(plan.parts[0].width, 2 * EDGE + 4 * WIDTH + 3 * GAP);
    }

    proptest! {
        #[test]
        fn any_graph_is_drawn(links in vec((0_usize..24, 0_usize..24, any::<bool>()), 0..70)) {
            let links: Vec<Link> =
                links.into_iter().map(|(from, to, is_ranked)| Link { from, to, is_ranked }).collect();
            planned(24, &links);
        }

        #[test]
        fn without_circles_the_older_stands_left(links in vec((0_usize..24, 0_usize..24), 0..50)) {
            let links: Vec<Link> = links
                .into_iter()
                .filter(|(one, other)| one != other)
                .map(|(one, other)| ranked(one.max(other), one.min(other)))
                .collect();
            let plan = planned(24, &links);
            for link in links {
                prop_assert!(place(&plan, link.to).0 < place(&plan, link.from).0);
            }
        }
    }
}
