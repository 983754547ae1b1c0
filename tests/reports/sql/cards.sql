-- card: won
with month as (
  select cast(range as date) as first from range(
    cast(date_trunc('month', date '{at_day}') - interval 11 month as date), date '{at_day}' + interval 1 day, interval 1 month))

select strftime(first, '%Y-%m'), {teams}, coalesce(sum(worth), 0)
from month left join deal on date_trunc('month', due) = first and outcome = 'won' group by first order by first

-- card: deal-size
with month as (
  select cast(range as date) as first from range(
    cast(date_trunc('month', date '{at_day}') - interval 11 month as date), date '{at_day}' + interval 1 day, interval 1 month))
select strftime(first, '%Y-%m'), sum(worth) / count(worth)
from month left join deal on date_trunc('month', due) = first and outcome = 'won' group by first order by first

-- card: by-month
select strftime(due, '%Y-%m') as m, {stages} from open_at(timestamp '{at}') group by m order by m limit 12

-- card: bridge
with a as (from open_at(timestamp '{starts}')), b as (from open_at(timestamp '{at}')), z as (from as_at(timestamp '{at}')),
  known as (select distinct id from state where since <= timestamp '{starts}')
select * from (
  select 1, 'Open at the start', count(*), sum(worth) from a
  union all select 2, 'New', count(*), coalesce(sum(worth), 0) from b where id not in (from known)
  union all select 3, 'Pulled in', 0, 0 union all select 4, 'Moved in', 0, 0
  union all select 5, 'Reopened', count(*), coalesce(sum(o.worth), 0) from b
    join as_at(timestamp '{starts}') o using (id) where o.outcome <> 'open'
  union all select 6, 'Raised', count(*), coalesce(sum(change), 0) from (
    select z.worth - o.worth as change from as_at(timestamp '{starts}') o join z using (id)
    where (o.outcome = 'open' or z.outcome = 'open') and z.worth > o.worth)
  union all select 7, 'Cut', count(*), coalesce(sum(change), 0) from (
    select z.worth - o.worth as change from as_at(timestamp '{starts}') o join z using (id)
    where (o.outcome = 'open' or z.outcome = 'open') and z.worth < o.worth)
  union all select 8, 'Won', count(*), coalesce(-sum(z.worth), 0) from a join z using (id) where z.outcome = 'won'
  union all select 9, 'Lost', count(*), coalesce(-sum(z.worth), 0) from a join z using (id) where z.outcome = 'lost'
  union all select 10, 'Pushed out', 0, 0 union all select 11, 'Moved out', 0, 0 union all select 12, 'Deleted', 0, 0
  union all select 13, 'Open at the end', count(*), sum(worth) from b) t(place, title, deals, worth) order by place

-- card: expected
select team, coalesce(sum(worth) filter (outcome = 'won'), 0) as w, coalesce(sum(weighted) filter (outcome = 'open'), 0) as o,
  w + o from deal where is_due group by team order by w + o desc, team

-- card: win-rate
select team, 1000.0 * k / n, [1000 * low(k, n), 1000 * high(k, n)], 1000.0 * v from (
  select team, count(*) filter (outcome = 'won') as k, count(*) as n, sum(worth) filter (outcome = 'won') / sum(worth) as v
  from closed group by team union all
  select 'All', count(*) filter (outcome = 'won'), count(*), sum(worth) filter (outcome = 'won') / sum(worth) from closed)
order by team = 'All', k / n desc, team

-- card: funnel
select stage, count(*), sum(worth) from open_at(timestamp '{at}') left join stage s using (stage)
group by stage, place order by place

-- card: accounts
select account, count(*), sum(worth) as v from deal where outcome = 'open' and account is not null
group by account order by v desc, account limit 10

-- card: top
select id, person, stage, cast(due as varchar), worth from deal where outcome = 'open'
order by worth desc nulls last, id limit 10

-- card: velocity
with v as (
  select (select count(*) from deal where outcome = 'open') * (won / (select count(*) from closed where outcome = 'won'))
    * (wins / ended) / (select avg(days_open) from closed join age using (id) where outcome = 'won') as v from of_period)
select t, v * f from v, (values ('As it is', 1, 1.0), ('10 % more deals', 2, 1.1), ('10 % larger deals', 3, 1.1),
  ('10 % more of them won', 4, 1.1), ('10 % shorter cycles', 5, 1 / 0.9)) w(t, place, f) order by place

-- card: campaigns
with brought as (
  select c.id, c.cost, coalesce(sum(worth) filter (outcome = 'won'), 0) as won
  from campaign c left join deal d on d.campaign = c.id group by c.id, c.cost),
  whole as (select sum(won) as won, sum(cost) as cost, sum(won) filter (cost is not null) as priced from brought)
select t, v, null from whole, lateral (values ('Won by campaigns', 1, won), ('Cost of campaigns', 2, cost),
  ('Return on campaigns', 3, 1000.0 * (priced - cost) / cost)) w(t, place, v) order by place

-- card: forecast
with t as (select sum(worth) as target from target where starts >= date '{starts}' and before <= date '{before}')
select title, v from (
  select 'P' || share as title, share as place, (select min(worth) from amount where passed >= share / 100 - 1e-12) as v
  from (values (10), (25), (50), (75), (90)) p(share)
  union all select 'Mean', 100, sum(worth * weight) from amount
  union all select 'P(at least the target)', 101, 1000 * (select sum(weight) from amount where worth >= target) from t where target > 0
  union all select * from (values ('Forecast error, WMAPE', 102, null), ('Forecast bias', 103, null), ('Forecast accuracy', 104, null)))
order by place
