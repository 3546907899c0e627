//! `policy`: the thresholds and delays in force, and their changes.

use std::fs;

use super::args::{PolicyArgs, PolicyCommand, SetPolicyArgs};
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::{Arg, Localizer, message};
use super::json::PolicyJson;
use super::sentence::Sentence;
use super::table::{self, Align};
use super::team_names::TeamNames;
use super::text_input;
use crate::domain::policy::holidays::Holidays;
use crate::domain::policy::setting::{PolicyKey, PolicySetting};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::text::without_byte_order_mark;
use crate::ui::text::{safe, safe_lines};

/// Runs `litige policy …`.
pub fn run(ctx: &mut Context, args: &PolicyArgs) -> Result<Status, Failure> {
    match &args.command {
        None => show(ctx, false),
        Some(PolicyCommand::Show(args)) => show(ctx, args.history),
        Some(PolicyCommand::Set(args)) => set(ctx, args),
    }
}

fn show(ctx: &mut Context, history: bool) -> Result<Status, Failure> {
    let store = ctx.open()?;
    let policies = store.policies()?;
    if ctx.json {
        let all: Vec<_> = policies.iter().map(PolicyJson::of).collect();
        match all.first().filter(|_| !history) {
            Some(in_force) => ctx.out.json(in_force)?,
            None => ctx.out.json(&all)?,
        }
        return Ok(Status::Done);
    }
    let (localizer, names) = (ctx.localizer(), ctx.team_names(store.as_ref())?);
    let lines = match policies.first() {
        Some(in_force) if !history => describe(localizer, &names, in_force, ctx.out.columns()),
        _ => describe_history(localizer, &names, &policies),
    };
    lines.into_iter().try_for_each(|line| ctx.out.line(line))?;
    Ok(Status::Done)
}

fn set(ctx: &mut Context, args: &SetPolicyArgs) -> Result<Status, Failure> {
    let settings = args.settings.iter().map(|text| parse(text)).collect::<Result<Vec<_>, _>>()?;
    let mut keys: Vec<_> = settings.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    if let Some(twice) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Failure::usage(Sentence::new("cli-error-twice", [("key", twice[0].to_string().into())])));
    }
    let reason = text_input::read_text("cli-error-text-reason", &args.reason)?;
    let change = PolicyChange { settings: settings.into_iter().map(|(_, setting)| setting).collect(), reason };
    let (mut store, me) = (ctx.open()?, ctx.me()?);
    ctx.write(|| store.put_policy(&me, &change, Some(&ctx.request_key(0)), ctx.now))?;
    let policies = store.policies()?;
    let Some(in_force) = policies.first() else { return Ok(Status::Done) };
    if ctx.json {
        ctx.out.json(&PolicyJson::of(in_force))?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    let version = in_force.policy.version.to_string();
    ctx.out.line(localizer.message("cli-did-set-policy", &[("version", &version)]))?;
    let before = policies.get(1).map(|before| &before.policy);
    changes(before, &in_force.policy).into_iter().try_for_each(|line| ctx.out.line(line))?;
    Ok(Status::Done)
}

/// Reads `KEY=VALUE`.
fn parse(text: &str) -> Result<(PolicyKey, PolicySetting), Failure> {
    let form = || Failure::usage(Sentence::new("cli-error-key-value", [("typed", format!("{:?}", safe(text)).into())]));
    let (key, value) = text.split_once('=').ok_or_else(form)?;
    let key: PolicyKey =
        key.trim().parse().map_err(|unknown| Failure::usage(safe(&format!("{unknown}")).into_owned()))?;
    let setting = match key {
        PolicyKey::Holidays => holidays(value).map(PolicySetting::Holidays),
        key => PolicySetting::parse(key, value),
    };
    let setting = setting.map_err(|bad| Failure::usage(safe(&format!("{key}={value}: {bad}")).into_owned()))?;
    Ok((key, setting))
}

/// Reads holidays as they are typed, or in the file of this name.
fn holidays(value: &str) -> Result<Holidays, String> {
    Holidays::parse(value).or_else(|bad| match fs::read_to_string(value) {
        Ok(text) => Holidays::parse(&without_byte_order_mark(text)),
        Err(error) if bad.is_empty() || fs::exists(value).unwrap_or(true) => {
            Err(format!("the file can't be read: {error}"))
        }
        Err(_) => Err(format!("{bad}, and there is no such file")),
    })
}

/// A policy, a line for each key with what it means.
fn describe(localizer: Localizer, names: &TeamNames, version: &PolicyVersion, columns: Option<usize>) -> Vec<String> {
    let policy = &version.policy;
    let mut lines = vec![head(localizer, names, version)];
    lines.extend(reason(version));
    lines.push(String::new());
    let headers = ["cli-policy-key", "cli-policy-value", "cli-policy-meaning"];
    let headers = headers.map(|key| (localizer.message(key, &[]), Align::Left));
    let rows: Vec<_> = PolicyKey::ALL
        .iter()
        .map(|key| [key.to_string(), policy.typed_value(*key), meaning(localizer, policy, *key)])
        .collect();
    lines.extend(table::format_table(headers, &rows, 80, columns));
    lines
}

/// The changes of the policy, the newest first.
fn describe_history(localizer: Localizer, names: &TeamNames, policies: &[PolicyVersion]) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, version) in policies.iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        lines.push(head(localizer, names, version));
        lines.extend(reason(version));
        if let Some(before) = policies.get(at + 1) {
            lines.extend(changes(Some(&before.policy), &version.policy));
        }
    }
    lines
}

fn head(localizer: Localizer, names: &TeamNames, version: &PolicyVersion) -> String {
    let number = version.policy.version.to_string();
    let since = version.since.map(|since| localizer.time(since));
    match (since, &version.by) {
        (Some(since), Some(by)) => {
            let parts = [("version", number.as_str()), ("since", &since), ("by", &names.name_of(by))];
            localizer.message("cli-policy-by", &parts)
        }
        (Some(since), None) => localizer.message("cli-policy-since", &[("version", &number), ("since", &since)]),
        (None, _) => localizer.message("cli-policy-first", &[("version", &number)]),
    }
}

fn reason(version: &PolicyVersion) -> Vec<String> {
    let reason = version.reason.as_deref().unwrap_or_default();
    safe_lines(reason).map(|line| format!("    {line}")).collect()
}

/// What one version says otherwise than the one before, a line each.
fn changes(before: Option<&Policy>, now: &Policy) -> Vec<String> {
    let changed = PolicyKey::ALL.iter().filter_map(|key| {
        let (before, now) = (before?.typed_value(*key), now.typed_value(*key));
        (before != now).then(|| format!("    {key}: {before} \u{2192} {now}"))
    });
    changed.collect()
}

/// What a value of a policy means, in a sentence.
fn meaning(localizer: Localizer, policy: &Policy, key: PolicyKey) -> String {
    let minutes = match key {
        PolicyKey::AskMinutes => policy.ask_minutes,
        PolicyKey::ProposalMinutes => policy.proposal_minutes,
        PolicyKey::ResponseMinutes => policy.response_minutes,
        PolicyKey::HoldMinutes => policy.hold_minutes,
        PolicyKey::LeaseMinutes => policy.lease_minutes,
        _ => 0,
    };
    let is_none = policy.typed_value(key) == "none";
    match key {
        PolicyKey::HoldMinutes if minutes == 0 => localizer.message("cli-policy-no_hold", &[]),
        PolicyKey::SecondMediatorAbove if is_none => localizer.message("cli-policy-no_second", &[]),
        PolicyKey::Hours if is_none => localizer.message("cli-policy-no_hours", &[]),
        PolicyKey::Zone if is_none => String::new(),
        PolicyKey::Holidays if is_none => localizer.message("cli-policy-no_holidays", &[]),
        key => {
            let working = key.counts_working_time() && policy.working_time().is_some();
            localizer.message(&format!("cli-policy-{key}"), &[("delay", &delay(localizer, minutes, working))])
        }
    }
}

/// A delay as people read it: `48 h`, `3 d`, `20 min`, `24 working hours`.
fn delay(localizer: Localizer, minutes: u32, working: bool) -> String {
    let said = |key: &str, n: u32| message(localizer.lang, key, &[("n", Arg::Count(u64::from(n)))]);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => said(if working { "working-minutes" } else { "cli-minutes" }, minutes),
        (hours, 0) if working => said("working-hours", hours),
        (hours, 0) if hours % 24 == 0 && hours > 48 => said("cli-days", hours / 24),
        (hours, 0) => said("cli-hours", hours),
        (hours, minutes) if working => {
            localizer.message("working-time", &[("span", &format!("{hours} h {minutes:02}"))])
        }
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}
