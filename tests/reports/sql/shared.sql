-- A state is what a deal was from an instant on; deal holds the deals as of the day of the report.
create macro as_at(t) as table
  select id, arg_max(stage, since) as stage, arg_max(worth, since) as worth, arg_max(due, since) as due,
    arg_max(owner, since) as owner, arg_max(outcome, since) as outcome, arg_max(chance, since) as chance
  from (select *, from state where since <= t) group by id;
-- arg_max passes over empty cells; a stage that is not known then must stay unknown.
create macro open_at(t) as table
  select a.id, s.stage, a.worth, a.due, a.owner
  from as_at(t) a
  join state s on s.id = a.id
    and s.since = (select max(since) from state z where z.id = a.id and z.since <= t)
  where a.outcome = 'open';
create table deal as
  select a.*, p.name as person, p.team, r.account, r.campaign,
    least(r.created, (select min(since) from state z where z.id = a.id)) as created,
    a.due >= date '{starts}' and a.due < date '{before}' as is_due,
    (a.worth * coalesce(a.chance, s.chance * 10000) + 500000) // 1000000 as weighted
  from as_at(timestamp '{at}') a
  join record r using (id) left join person p on p.id = a.owner left join stage s using (stage);
create table closed as select * from deal where is_due and outcome <> 'open';
create macro low(k, n) as (k / n + 3.841458820694124 / (2 * n)
  - 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 3.841458820694124 / (4.0 * n * n))) / (1 + 3.841458820694124 / n);
create macro high(k, n) as (k / n + 3.841458820694124 / (2 * n)
  + 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 3.841458820694124 / (4.0 * n * n))) / (1 + 3.841458820694124 / n);
create table of_period as
  select sum(worth) filter (outcome = 'won') as won, sum(worth) filter (outcome = 'open') as open,
    sum(weighted) filter (outcome = 'open') as weighted,
    count(*) filter (outcome = 'won') as wins, count(*) filter (outcome <> 'open') as ended
  from deal where is_due;
create table age as
  with span as (
    select *, lead(since) over w as until, lag(stage) over w as stage_before, lag(due) over w as due_before
    from state where since <= timestamp '{at}' window w as (partition by id order by since))
  select id,
    sum(if(outcome = 'open', datediff('day', since::date, coalesce(until, timestamp '{at}')::date), 0))
      + datediff('day', (select created from deal d where d.id = span.id)::date, min(since)::date) as days_open,
    datediff('day', max(since) filter (stage_before is null or stage is distinct from stage_before)::date,
      date '{at_day}') as still,
    count(*) filter (due_before is not null and date_trunc('month', due) > date_trunc('month', due_before)) as put_off
  from span group by id;
