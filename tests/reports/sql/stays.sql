-- How long deals stayed in each stage during the period, and how often they left it.
create table stay as
  with run as (
    select *, lead(since) over w as until,
      sum(if(stage is distinct from before or id is distinct from owner_before, 1, 0)) over (order by id, since) as run
    from (select *, lag(stage) over (partition by id order by since) as before,
      lag(id) over (partition by id order by since) as owner_before from state where since <= timestamp '{at}')
    window w as (partition by id order by since)),
  one as (select id, stage, min(since) as since, arg_max(coalesce(until, timestamp '9999-01-01'), since) as until
    from run where outcome = 'open' group by id, stage, run),
  cut as (select stage, greatest(since, timestamp '{starts}') as since,
    least(until, timestamp '{at}', timestamp '{before}') as upto, until <= timestamp '{at}' as gone from one)
  select stage, sum(datediff('day', since::date, upto::date)) as days, count(*) filter (gone) as gone
  from cut where upto > since group by stage;
