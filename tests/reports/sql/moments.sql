-- Deals that were due in a period and open on a day of it: their signs, and what became of them by its end.
-- Number 0 is the period of the report; the others are the last eight before it, on the same day of each, oldest first.
create table moment as
  with one as (
    select starts, before, row_number() over (order by starts) as number from (
      select cast(starts as timestamp) as starts, cast(before as timestamp) as before
      from read_csv('{folder}/periods.csv', header = true) where before <= date '{starts}'
      order by starts desc limit 8))
  select number, starts, before, least(starts + (timestamp '{at}' - timestamp '{starts}'), before) as t from one
  union all select 0, timestamp '{starts}', timestamp '{before}', timestamp '{at}';
create table born as select id, least(r.created, min(s.since)) as created from state s join record r using (id) group by id, r.created;
create table stood as
  with span as (
    select m.number, m.t, s.*, lead(since) over w as until, lag(stage) over w as stage_before, lag(due) over w as due_before
    from moment m join state s on s.since <= m.t window w as (partition by m.number, s.id order by s.since))
  select number, id, any_value(t) as t,
    sum(if(outcome = 'open', datediff('day', since::date, coalesce(until, t)::date), 0))
      + datediff('day', any_value(b.created)::date, min(since)::date) as days_open,
    datediff('day', max(since) filter (stage_before is null or stage is distinct from stage_before)::date, any_value(t)::date) as still,
    count(*) filter (due_before is not null and date_trunc('month', due) > date_trunc('month', due_before)) as put_off,
    arg_max(stage, since) as stage, arg_max(due, since) as due, arg_max(worth, since) as worth, arg_max(outcome, since) as outcome
  from span join born b using (id) group by number, id;
create table ended as
  select m.number, s.id, arg_max(outcome, since) as outcome, arg_max(due, since) as due, arg_max(worth, since) as worth,
    any_value(m.starts) as starts, any_value(m.before) as before
  from moment m join state s on s.since <= m.before where m.number > 0 group by m.number, s.id;
create table due as
  select s.number, s.id, s.stage, s.worth, [1.0, ln(greatest(days_open, 0) + 1), ln(greatest(still, 0) + 1), least(put_off, 6),
      floor(epoch(cast(s.due as timestamp) - s.t) / 3600) / 24 / greatest(1, epoch(m.before - m.t) / 86400)] as signs,
    coalesce(e.outcome = 'won' and e.due >= m.starts and e.due < m.before, false) as is_won,
    coalesce(e.due >= m.before, false) as is_slipped
  from stood s join moment m using (number) left join ended e on e.number = s.number and e.id = s.id
  where s.outcome = 'open' and s.due >= m.starts and s.due < m.before;
-- What other deals brought by the end of each earlier period.
create table later as
  select m.number, coalesce(sum(e.worth) filter (e.outcome = 'won' and e.due >= m.starts and e.due < m.before
    and d.id is null and coalesce(s.outcome, '') <> 'won'), 0) as worth
  from moment m join ended e using (number) left join due d on d.number = e.number and d.id = e.id
  left join stood s on s.number = e.number and s.id = e.id group by m.number;
