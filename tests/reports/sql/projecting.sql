-- block: shock
-- How far periods differ beyond chance, drawn towards 0.5 as if eight more had shown it.
create or replace table shock as
  with one as (
    select number, sum(is_won::int - chance) as missed, sum(chance * (1 - chance)) as spread from winning where number > 0 group by number),
    n as (select count(*) as n, sum(spread * spread) as weight from one),
    beyond as (select sum(missed * missed * n / greatest(1, n - 1) - spread) as beyond from one, n)
  select sqrt(greatest(0, beyond + 0.25 * 8 * weight / n) / (weight + 8 * weight / n) * (1 + 1 / n)) as shock from n, beyond;
-- Equally likely amounts of the period to come, each earlier one spread over five places of a normal distribution.
create or replace table coming as
  with n as (select count(*) as n, var_samp(worth) as spread, sum(worth) as total from later),
    node as (select z / sqrt(avg(z * z) over ()) as z from (values
      (-1.2815515655446004), (-0.5244005127080407), (0.0), (0.5244005127080407), (1.2815515655446004)) v(z)),
    wide as (select greatest(0.0, worth + z * sqrt(spread * ((1 + 1 / n) * (n - 1) / (n - 3) - (n - 1) / n))) as worth
      from later, node, n)
  select round_even(worth * (select total from n) * 5 / (select sum(worth) from wide), 0)::bigint as worth from wide;
create or replace table live as
  select id, worth, chance from winning where number = 0 and worth > 0 and chance > 0;

-- block: declared
create or replace table shock as select 0.5::double as shock;
create or replace table coming as select 0::bigint as worth where false;
create or replace table live as
  select id, worth, weighted / worth as chance from deal where is_due and outcome = 'open' and worth > 0 and weighted > 0;

-- block: states
-- Seven equally likely states of the market; in each the odds of all deals are moved, and later deals bring more or less.
create or replace table market as
  select row_number() over (order by z) as market, z * shock as move, exp(0.7 * z * shock) / avg(exp(0.7 * z * shock)) over () as tide
  from shock, (values (-1.4652337926855228), (-0.7916386077433746), (-0.3661063568005698), (0.0),
    (0.3661063568005698), (0.7916386077433746), (1.4652337926855228)) v(z);
create or replace table grid as
  with top as (select (select coalesce(sum(worth), 0) from live)
    + (select cast(round_even(greatest(0, coalesce(max(worth), 0)) * (select max(tide) from market), 0) as bigint) from coming) as top)
  select greatest(1, (top + 1999) // 2000) as step, top // greatest(1, (top + 1999) // 2000) + 62 as length from top;
-- The odds from which the moves leave a probability where it is: halved between what the lowest and highest move give.
create or replace table middle as
  with recursive moves as (select list(move) as moves, max(move) as far from market),
    halved(chance, low, high, turn) as (
      select distinct chance, ln(chance / (1 - chance)) - far, ln(chance / (1 - chance)) + far, 0 from live, moves where chance < 1
      union all
      select chance, if(mean < chance, (low + high) / 2, low), if(mean < chance, high, (low + high) / 2), turn + 1
      from (select *, list_avg(list_transform(moves, lambda m: 1 / (1 + exp(-(low + high) / 2 - m)))) as mean from halved, moves)
      where turn < 55)
  select chance, (low + high) / 2 as odds from halved where turn = 55;
create or replace table moved as
  select market, row_number() over (partition by market order by worth desc, chance desc, id) as rank, worth,
    (2 * worth + step) // (2 * step) as place, coalesce(1 / (1 + exp(-(odds + move))), 1) as chance
  from live cross join market cross join grid left join middle using (chance);
create or replace table brought as select market, 0::bigint as place, 1.0::double as weight from market;

-- block: one
-- The largest deals, one by one: each comes or stays away.
create or replace table brought as
  select market, place, sum(weight) as weight from (
    select b.market, b.place, weight * (1 - chance) as weight from brought b join moved m on m.market = b.market and m.rank = {rank}
    union all
    select b.market, b.place + m.place, weight * chance from brought b join moved m on m.market = b.market and m.rank = {rank})
  group by market, place;

-- block: rest
-- The others together, as a normal distribution; its integral by the series x^(2n+1) / gamma(n + 3/2).
create or replace macro integral(z) as 0.5 + sign(z) * if(abs(z) > 8, 0.5, 0.5 * list_sum(list_transform(range(0, 160),
  lambda n: exp((2 * n + 1) * ln(abs(z) / sqrt(2)) - z * z / 2 - lgamma(n + 1.5)))));
create or replace table rest as
  with sums as (
    select market, coalesce(sum(worth * chance) filter (rank > 60), 0) / any_value(step) as mean,
      sqrt(coalesce(sum(worth::double * worth * chance * (1 - chance)) filter (rank > 60), 0)) / any_value(step) as spread
    from moved, grid group by market),
    edge as (
      select market, mean, spread, r.place, if(r.place = 0, 0.0, if(r.place - 0.5 = mean, 0.5, integral((r.place - 0.5 - mean) / spread))) as passed
      from sums, lateral (select unnest(range(0, floor(mean + 6 * spread)::bigint + 2)) as place) r where spread > 0)
  select market, place, (next - passed) / last as weight from (
    select *, lead(passed) over w as next, last_value(passed) over (partition by market order by place rows between unbounded preceding and unbounded following) as last
    from edge window w as (partition by market order by place)) where next is not null
  union all select market, round_even(mean, 0)::bigint, 1.0 from sums where spread = 0;
create or replace table whole as
  with joined as (
    select b.market, b.place + r.place as place, sum(b.weight * r.weight) as weight
    from brought b join rest r using (market) group by b.market, b.place + r.place),
    late as (
      select market, (2 * round_even(worth * tide, 0)::bigint + step) // (2 * step) as place, 1.0 / count(*) over (partition by market) as weight
      from coming, market, grid
      union all select market, 0, 1.0 from market where (select count(*) from coming) = 0)
  select j.place + l.place as place, sum(j.weight * l.weight) / 7 as weight
  from joined j join late l using (market), grid where j.place + l.place < length group by j.place + l.place;
create or replace table amount as
  select coalesce((select won from of_period), 0) + place * step as worth, weight, sum(weight) over (order by place) as passed
  from whole, grid;
