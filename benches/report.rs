//! The tables: what each program used, the ratios, and which limit was exceeded.

use std::fmt;

use super::measure::Usage;

/// The least that one command of one program used.
pub(crate) struct Row {
    pub command: &'static str,
    pub program: &'static str,
    pub usage: Usage,
}

impl Row {
    pub(crate) fn new(command: &'static str, program: &'static str, runs: &[Usage]) -> Self {
        let least = |figure: fn(&Usage) -> f64| runs.iter().map(figure).fold(f64::INFINITY, f64::min);
        let usage = Usage {
            processor: least(|run| run.processor),
            wall: least(|run| run.wall),
            mebibytes: runs.iter().map(|run| run.mebibytes).fold(0.0, f64::max),
        };
        Self { command, program, usage }
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Time {
    Processor,
    Wall,
}

/// The most that a command may take, as a ratio to another program.
pub(crate) struct Limit {
    pub command: &'static str,
    pub program: &'static str,
    pub time: Time,
    pub most: f64,
}

/// The figures for one log. The first row of a command is ours, the others are compared with it.
pub(crate) struct Table {
    pub title: String,
    pub rows: Vec<Row>,
    pub limits: &'static [Limit],
}

impl Table {
    /// How much of a program's time ours takes: processor time, then wall time.
    fn ratios(&self, row: &Row) -> Option<[(Time, f64); 2]> {
        let ours = self.rows.iter().find(|ours| ours.command == row.command)?;
        (ours.program != row.program).then(|| {
            [
                (Time::Processor, ours.usage.processor / row.usage.processor),
                (Time::Wall, ours.usage.wall / row.usage.wall),
            ]
        })
    }

    fn limit(&self, row: &Row, time: Time) -> Option<f64> {
        let applies =
            |limit: &&Limit| limit.command == row.command && limit.program == row.program && limit.time == time;
        self.limits.iter().find(applies).map(|limit| limit.most)
    }

    /// Whether a ratio exceeds its limit.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.rows.iter().any(|row| {
            self.ratios(row)
                .is_some_and(|ratios| ratios.iter().any(|(time, ratio)| exceeds(*ratio, self.limit(row, *time))))
        })
    }
}

fn exceeds(ratio: f64, limit: Option<f64>) -> bool {
    limit.is_some_and(|most| ratio.is_nan() || ratio > most)
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.title)?;
        let heads = ["processor", "wall", "memory", "heard / it: processor", "wall"];
        writeln!(out, "{:<16} {:>10} {:>10} {:>12}   {:<22} {}", "", heads[0], heads[1], heads[2], heads[3], heads[4])?;
        for row in &self.rows {
            let Row { command, program, usage: Usage { processor, wall, mebibytes } } = row;
            write!(out, "{command:<8} {program:<7} {processor:>8.3} s {wall:>8.3} s {mebibytes:>8.1} MiB")?;
            let cells = self.ratios(row).map(|ratios| {
                ratios.map(|(time, ratio)| match self.limit(row, time) {
                    None => format!("{ratio:.2}"),
                    limit @ Some(most) if exceeds(ratio, limit) => format!("{ratio:.2} EXCEEDS {most}"),
                    Some(most) => format!("{ratio:.2} (at most {most})"),
                })
            });
            match cells {
                Some([processor, wall]) => writeln!(out, "   {processor:<22} {wall}")?,
                None => writeln!(out)?,
            }
        }
        Ok(())
    }
}
