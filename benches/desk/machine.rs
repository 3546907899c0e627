//! The machine, and the resources that a program uses.

use std::path::Path;

/// Describes the machine in one line.
pub fn describe_machine() -> String {
    let of = |path: &str, key: &str| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = of("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse::<u64>().unwrap_or(0) >> 20;
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    format!("{cores} × {}, {memory} GiB, load {load} at the start", of("/proc/cpuinfo", "model name"))
}

/// Returns a file's size in MiB.
pub fn mib(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |found| found.len() as f64 / f64::from(1 << 20))
}

/// The resources that a process has used since its start.
#[derive(Clone, Copy)]
pub struct ProcessUsage {
    pub cpu_ms: f64,
    /// Voluntary context switches: how often a thread slept, and so was woken up.
    pub wakes: f64,
}

impl ProcessUsage {
    pub fn by(pid: u32) -> Self {
        let mut used = Self { cpu_ms: 0.0, wakes: 0.0 };
        for thread in std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
            let read = |name: &str| std::fs::read_to_string(thread.path().join(name)).unwrap_or_default();
            let nanos: f64 = read("schedstat").split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
            used.cpu_ms += nanos / 1e6;
            used.wakes += number(&read("status"), "voluntary_ctxt_switches:");
        }
        used
    }

    pub fn since(self, before: Self) -> Self {
        Self { cpu_ms: self.cpu_ms - before.cpu_ms, wakes: self.wakes - before.wakes }
    }
}

/// Returns a process's resident memory in MiB.
pub fn resident_mib(pid: u32) -> f64 {
    number(&std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default(), "VmRSS:") / 1024.0
}

fn number(status: &str, name: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}
