-- card: gauge
with t as (select sum(worth) as target from target where starts >= date '{starts}' and before <= date '{before}')
select title, v from of_period, t, lateral (values
  ('Attainment', 1, 1000.0 * won / target), ('Won value', 2, won), ('Weighted pipeline', 3, weighted),
  ('Expected revenue', 4, won + weighted), ('Shortfall', 5, greatest(0, target - won - weighted)),
  ('Required win rate', 6, 1000.0 * greatest(0, target - won) / open)) w(title, place, v) order by place

-- card: as-at
with t as (select cast(range as timestamp) as t from range(
  cast(date_trunc('month', date '{at_day}') - interval 11 month as date), date '{at_day}' + interval 1 day, interval 1 month)),
  open as (select t, arg_max(stage, since) as stage, arg_max(worth, since) as worth, arg_max(outcome, since) as outcome
    from t join state on since <= t group by t, id having arg_max(outcome, since) = 'open')
select strftime(t, '%Y-%m-%d'), {stages} from open group by t order by t

-- card: trend
with t as (select timestamp '{at}' - interval 7 day * (5 - range) as t from range(6)),
  open as (select t, arg_max(stage, since) as stage, arg_max(worth, since) as worth
    from t join state on since <= t group by t, id having arg_max(outcome, since) = 'open')
select strftime(t, '%Y-%m-%d'), {stages} from open group by t order by t

-- card: quality
with c as (select avg(days_open) as c from deal join age using (id) where outcome = 'won'),
  seen as (select d.*, a.*, c.c, days_open >= 2 * c as old, still >= 2 * c / 3 as stands, put_off >= 3 as pushed
    from deal d join age a using (id), c where outcome = 'open' and is_due)
select if(old and stands and pushed, 'Doubtful', 'Look'), seen.id, person,
  concat_ws(', ', if(old, format('open {{}} days on a cycle of {{}}', days_open, cast(round(c) as int)), null),
    if(stands, format('in its stage for {{}} days', still), null),
    if(pushed, format('put off {{}} times', put_off), null)), 100 * s.chance, seen.worth
from seen join slipping s on s.id = seen.id and s.number = 0 where old or stands or pushed
order by old::int + stands::int + pushed::int desc, seen.worth desc nulls last, seen.id limit 10

-- card: stages
with reach as (
  select c.id, c.outcome, if(c.outcome = 'won', 4, max(s.place)) as far
  from closed c left join state z on z.id = c.id left join stage s on s.stage = z.stage group by c.id, c.outcome),
  conv as (select place, stage, count(*) filter (far > place or outcome = 'won') / count(*) as onward,
    count(*) filter (outcome = 'won') / count(*) as won from reach join stage on place <= far group by place, stage)
select stage, 1000.0 * onward, 1000.0 * won, 10.0 * days / gone from conv join stay using (stage) order by place

-- card: health
with reach as (
  select c.id, c.outcome, c.worth, if(c.outcome = 'won', 4, max(s.place)) as far
  from closed c left join state z on z.id = c.id left join stage s on s.stage = z.stage group by c.id, c.outcome, c.worth),
  conv as (select place, stage, sum(worth) filter (outcome = 'won') / sum(worth) as won
    from reach join stage on place <= far group by place, stage),
  t as (select sum(worth) as target from target where starts >= date '{starts}' and before <= date '{before}'),
  o as (select stage, sum(worth) as open from open_at(timestamp '{at}') group by stage)
select stage, 100.0 * days / gone / (datediff('day', date '{starts}', date '{before}') * won) as factor, open,
  factor / 100 * target, 10000.0 * open / (factor * target)
from conv join stay using (stage) join o using (stage), t order by place

-- card: leads
with l as (from lead where came >= timestamp '{starts}' and came < least(timestamp '{before}', timestamp '{at}')),
  n as (select count(*) as came, count(*) filter (answered <= timestamp '{at}') as answered,
    count(*) filter (converted <= timestamp '{at}') as converted,
    count(*) filter (deal in (select id from deal where outcome = 'won')) as won,
    median(floor(epoch(answered - came) / 60)) filter (answered <= timestamp '{at}') / 60 as waited from l)
select t, v, share from n, lateral (values ('Leads', 1, came, null), ('Contacted', 2, answered, 1000.0 * answered / came),
  ('Qualified', 3, converted, 1000.0 * converted / answered), ('Converted', 4, converted, 1000.0),
  ('Won', 5, won, 1000.0 * won / converted), ('Lead response time', 6, 10 * waited, null)) w(t, place, v, share) order by place

-- card: activities
with a as (select *, lead(happened) over (partition by deal order by happened, line) as next from activity where happened <= timestamp '{at}'),
  p as (from a where happened >= timestamp '{starts}' and happened < timestamp '{before}'),
  n as (select count(*) filter (kind = 'call') as dials, count(*) filter (kind = 'call' and result = 'Connected') as talks,
    count(*) filter (kind = 'meeting') as meetings,
    median(floor(epoch(next - happened) / 60)) filter (deal is not null) / 60 as waited from p)
select t, v, if(place = 2, [1000 * low(talks, dials), 1000 * high(talks, dials)], null)
from n, lateral (values ('Dials', 1, dials), ('Conversations per dial', 2, 1000.0 * talks / dials),
  ('Appointments per conversation', 3, 1000.0 * meetings / talks),
  ('Activities per won deal', 4, 10.0 * (select count(*) from a join closed c on c.id = a.deal where outcome = 'won')
    / (select wins from of_period)), ('Follow-up time', 5, 10 * waited)) w(t, place, v) order by place
