//! The two tables: what was used, and which bar was missed.

use std::fmt;

use super::measure::Usage;

#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<String>,
    /// What must hold.
    pub bars: Vec<Bar>,
}

/// A figure that must not pass a bar.
pub(crate) struct Bar {
    pub what: &'static str,
    pub unit: &'static str,
    pub value: f64,
    pub most: f64,
}

impl Bar {
    fn missed(&self) -> bool {
        // A figure that is no number holds nothing.
        self.value.is_nan() || self.value > self.most
    }
}

impl Report {
    /// Adds the runs of one process. Gives the middle of the times and the worst of the memory.
    pub(crate) fn row(&mut self, what: &str, runs: &[Usage]) -> Usage {
        let mut seconds: Vec<f64> = runs.iter().map(|run| run.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        let middle = seconds[seconds.len() / 2];
        let mebibytes = runs.iter().map(|run| run.mebibytes).fold(0.0, f64::max);
        let count = runs.len();
        self.rows.push(format!("{what:<24} {count:>5} {:>10.3} s {middle:>10.3} s {mebibytes:>9.1} MiB", seconds[0]));
        Usage { seconds: middle, mebibytes }
    }

    pub(crate) fn missed(&self) -> bool {
        self.bars.iter().any(Bar::missed)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:<24} {:>5} {:>12} {:>12} {:>13}", "process", "runs", "CPU min", "CPU median", "peak memory")?;
        for row in &self.rows {
            writeln!(out, "{row}")?;
        }
        writeln!(out)?;
        for bar in &self.bars {
            let Bar { what, unit, value, most } = bar;
            let verdict = if bar.missed() { "MISSED" } else { "ok" };
            let (value, most) = (format!("{value:.2}{unit}"), format!("at most {most}{unit}"));
            writeln!(out, "{what:<24} {value:>14}   {most:<16} {verdict}")?;
        }
        Ok(())
    }
}
