-- block: start
-- The rows to learn from, each sign in spreads from its mean; the share of each stage drawn towards that of all.
create or replace table known as
  select row_number() over (order by number, id) as line, number, id, stage, signs, {happened} as hit from due
  where number > 0 and {which};
create or replace table usual as
  select place, avg(signs[place]) as middle, stddev_samp(signs[place]) as spread
  from known, range(2, 6) r(place) group by place;
create or replace table overall as select avg(hit::int) as share from known;
create or replace table by_stage as
  select stage, (count(*) filter (hit) + 10 * any_value(o.share)) / (count(*) + 10) as share
  from known, overall o group by stage;
create or replace macro log_odds(share) as ln(greatest(1e-6, least(1 - 1e-6, share)) / (1 - greatest(1e-6, least(1 - 1e-6, share))));
create or replace table seen as
  select k.line, r.place, if(r.place = 1, 1.0, (k.signs[r.place] - u.middle) / u.spread) as x,
    log_odds(coalesce(s.share, o.share)) as base, hit
  from known k cross join range(1, 6) r(place) left join usual u on u.place = r.place
  left join by_stage s on s.stage = k.stage, overall o;
create or replace table weight as select range as place, 0.0::double as w from range(1, 6);

-- block: slope
-- One step of Newton's method: the slopes and curvatures as a system of five equations, each weight drawn to 0 by 4.
create or replace table chance as
  select line, any_value(hit) as hit, 1 / (1 + exp(-(any_value(base) + sum(x * w)))) as p
  from seen join weight using (place) group by line;
create or replace table system as
  select a.place as r, b.place as c, sum(p * (1 - p) * a.x * b.x) + if(a.place = b.place, 4, 0) as v
  from seen a join seen b using (line) join chance using (line) group by a.place, b.place
  union all
  select place, 6, sum((c.hit::int - p) * x) - 4 * any_value(w) from seen join chance c using (line) join weight using (place) group by place;

-- block: eliminate
create or replace table system as
  with turned as (select c, v / (select v from system where r = {k} and c = {k}) as v from system where r = {k}),
    factor as (select r, v from system where c = {k})
  select s.r, s.c, if(s.r = {k}, turned.v, s.v - factor.v * turned.v) as v
  from system s join turned on turned.c = s.c join factor on factor.r = s.r;

-- block: move
update weight set w = w + (select v from system where r = weight.place and c = 6);

-- block: correct
-- What probabilities came to: groups of equal size, made to rise by the largest of the smallest means on either side.
create or replace table grouped as
  with size as (select least(20, count(*) // 100) as groups, count(*) as deals from known),
    placed as (
      select p, hit, (row_number() over (order by p, line) - 1) * groups // deals as place
      from chance, size where groups >= 5),
    counted as (select place, avg(p) as said, (count(*) filter (hit) + 10 * avg(p)) / (count(*) + 10) as came, count(*) as deals from placed group by place),
    ranged as (
      select a.place as low, b.place as high, sum(c.came * c.deals) / sum(c.deals) as came
      from counted a join counted b on a.place <= b.place join counted c on c.place between a.place and b.place group by a.place, b.place),
    risen as (
      select place, max(lowest) as came from (
        select c.place, r.low, min(r.came) as lowest from counted c join ranged r on r.low <= c.place and c.place <= r.high
        group by c.place, r.low) group by place)
  select sum(c.said * c.deals) / sum(c.deals) as said, any_value(r.came) as came
  from counted c join risen r using (place) group by round(r.came, 12);
create or replace table bent as
  select said as a, came as low, lead(said) over w as b, lead(came) over w as high from (
    select * from grouped union all select 0, 0 union all select 1, 1) window w as (order by said, came);

-- block: apply
create or replace table {name} as
  with told as (
    select d.number, d.id, d.worth, d.is_won, d.is_slipped,
      1 / (1 + exp(-(any_value(log_odds(coalesce(s.share, o.share)))
        + sum(w * if(w.place = 1, 1.0, (d.signs[w.place] - u.middle) / u.spread))))) as p
    from due d cross join weight w left join usual u on u.place = w.place left join by_stage s on s.stage = d.stage, overall o
    group by d.number, d.id, d.worth, d.is_won, d.is_slipped)
  select told.*, coalesce((select low + (p - a) * (high - low) / (b - a) from bent where b > a and p <= b
    and (select count(*) from grouped) > 0 order by b limit 1), p) as chance from told;

-- block: tenths
-- Of periods held out: ten groups by their probability, and the 99 % band of how many it should happen to.
create or replace table tenth as
  with placed as (
    select *, (row_number() over (order by chance, number, id) - 1) * 10 // count(*) over () + 1 as tenth
    from {name} where number >= {first}),
    one as (select tenth, count(*) as deals, avg(chance) as p, count(*) filter ({happened}) as hits from placed group by tenth),
    passed as (
      select tenth, hits.k, sum(exp(lgamma(deals + 1) - lgamma(hits.k + 1) - lgamma(deals - hits.k + 1)
        + hits.k * ln(p) + (deals - hits.k) * ln(1 - p))) over (partition by tenth order by hits.k) as passed
      from one, lateral (select unnest(range(0, deals + 1)) as k) hits)
  select tenth, any_value(deals) as deals, 1000 * any_value(p) as p, any_value(hits) as hits,
    min(k) filter (passed > 0.005) as low, min(k) filter (passed >= 0.995) as high
  from one join passed using (tenth) group by tenth;
